#include "base/shared_value.hpp"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace kiemphieu::base {
namespace {

using List = SharedValue<std::vector<std::string>>;

TEST(SharedValue, ACopyKeepsWhatItHadWhenTheOtherIsChanged) {
    List list{"a", "b"};
    const List copy = list;
    list.edit()[0] = "c";
    EXPECT_EQ(copy[0], "a");
    EXPECT_EQ(list[0], "c");
    EXPECT_NE(list, copy);
}

TEST(SharedValue, WhatNobodySharesIsChangedWhereItIs) {
    List list{"a"};
    const std::string* before = &list.front();
    { const List copy = list; }
    list.edit().front() = "b";
    EXPECT_EQ(&list.front(), before);
}

TEST(SharedValue, CopiesAreOneListUntilThen) {
    const List list{"a"};
    const List copy = list;
    EXPECT_EQ(&list.front(), &copy.front());
    EXPECT_EQ(list, (List{"a"})) << "what is alike is equal, shared or not";
}

TEST(SharedValue, WhatWasMovedFromCanStillBeRead) {
    List list{"a"};
    const List other = std::move(list);
    EXPECT_EQ(list.size(), 1U);  // NOLINT(bugprone-use-after-move): that is what is tested
    EXPECT_EQ(other.size(), 1U);
}

TEST(SharedValue, AMapIsAskedByItsKeys) {
    SharedValue<std::map<std::string, int>> map;
    EXPECT_TRUE(map.empty());
    map.edit()["a"] = 1;
    EXPECT_TRUE(map.contains("a"));
    EXPECT_EQ(map.at("a"), 1);
    EXPECT_EQ(map.find("b"), map.end());
}

}  // namespace
}  // namespace kiemphieu::base
