#include "station/rules/item.hpp"

#include <gtest/gtest.h>

#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using testing::style_a;

TEST(Item, NamesComeBack) {
    SheetKey second_page = testing::key("b");
    second_page.page_in_file = 12;
    const std::vector<ItemId> items{RowItem{base::Serial{0xAB}, 7},
                                    item_of(testing::key("a")),
                                    item_of(second_page),
                                    WriteInItem{base::Serial{1}, 2},
                                    MissingItem{base::Serial{2}, 3},
                                    FiguresItem{style_a, FigureCheck::scanned_differs, 118, 117},
                                    PaperItem{base::Serial{3}, 2},
                                    StrayItem{style_a, 4}};
    for (const ItemId& item : items) EXPECT_EQ(parse_item(to_string(item)), item) << to_string(item);
    EXPECT_EQ(to_string(items.at(0)), "row:00000000000000ab:7");
    EXPECT_EQ(to_string(items[5]), "figures:A:scanned_differs:118:117");
}

TEST(Item, RefusesWhatNamesNothing) {
    for (const char* text :
         {"", "row", "row:1:1", "row:00000000000000ab:0", "row:00000000000000AB:1", "row:00000000000000ab:01",
          "row:00000000000000ab:1:2", "sheet:12345", "sheet:0123456789ab.1", "sheet:0123456789ab.x",
          "sheet:0123456789aB", "figures:A:nothing:1:2", "figures:A:quorum:1", "page:1:2", "stray:A:0", "stray::1"}) {
        EXPECT_EQ(parse_item(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace kiemphieu::station
