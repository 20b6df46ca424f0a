#include "forms/voter_groups.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "forms/conference_file.hpp"

namespace kiemphieu::forms {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(VoterGroups, AreTwelveInOrderInNormalForm) {
    int number = 0;
    for (const VoterGroup& group : voter_groups()) {
        EXPECT_EQ(group.number, ++number);
        EXPECT_EQ(find_voter_group(number), &group);
        EXPECT_THAT(std::string{group.whose}, StartsWith("Đối với "));
        EXPECT_TRUE(!group.voters.empty() || !group.rule.empty());
        for (const auto text : {group.whose, group.voters, group.rule}) {
            EXPECT_EQ(base::to_nfc(text), text);
            EXPECT_EQ(base::squeeze_blanks(text), text);
        }
    }
    EXPECT_EQ(number, voter_group_count);
    EXPECT_EQ(find_voter_group(0), nullptr);
    EXPECT_EQ(find_voter_group(13), nullptr);
}

TEST(VoterGroups, ReadOnAfterTheBallotsWords) {
    const VoterGroup& first = *find_voter_group(1);
    EXPECT_EQ(voters_of(first), "Ủy viên Ban Chấp hành Đảng bộ tỉnh");
    EXPECT_EQ(positions_of(first),
              "đồng chí Bí thư Tỉnh ủy, các đồng chí Phó Bí thư Tỉnh ủy, các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy");
    EXPECT_THAT(*voters_of(*find_voter_group(4)), StartsWith("giám đốc sở, ngành"));
    EXPECT_EQ(voters_of(*find_voter_group(9)), voters_of(*find_voter_group(7))) << "Phụ lục 1, mục 9";
    EXPECT_EQ(voters_of(*find_voter_group(2)), std::nullopt);
    EXPECT_EQ(voters_of(*find_voter_group(11)), std::nullopt);
}

class GroupOfAStyle : public ::testing::Test {
  protected:
    static base::Expected<Conference, base::Failure> read(const std::string& style) {
        const std::string toml =
            "organisation = \"Tỉnh ủy\"\nplace = \"Nơi họp\"\ndate = 2023-12-15\nsession = \"lần thứ "
            "mười\"\nkind = \"party\"\n[[style]]\nid = \"A\"\n" +
            style +
            "members = 9\nsummoned = 9\npresent = 9\nabsent_at_start = 0\npresent_at_vote = 9\n"
            "[[style.candidate]]\nname = \"Lê An\"\nposition = \"Bí thư\"\n"
            "[[committee]]\nname = \"Vũ Bình\"\nrole = \"head\"\n";
        return parse_conference(toml, "conference.toml", {});
    }
    static std::string fault(const std::string& style) {
        const auto conference = read(style);
        return conference ? "" : base::to_string(conference.error());
    }
};

TEST_F(GroupOfAStyle, FillsWhatIsNotGiven) {
    const auto conference = read("group = 1\n");
    ASSERT_TRUE(conference) << base::to_string(conference.error());
    EXPECT_EQ(conference->styles[0].voters, "Ủy viên Ban Chấp hành Đảng bộ tỉnh");
    EXPECT_EQ(conference->styles[0].positions, positions_of(*find_voter_group(1)));
    EXPECT_EQ(conference->styles[0].group, 1);
    const auto again = parse_conference(to_toml(*conference), "again.toml", {});
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *conference);
    const auto own = read("group = 2\nvoters = \"đại biểu Hội đồng nhân dân tỉnh\"\n");
    ASSERT_TRUE(own) << base::to_string(own.error());
    EXPECT_EQ(own->styles[0].voters, "đại biểu Hội đồng nhân dân tỉnh");
}

TEST_F(GroupOfAStyle, AsksForWhatPhuLuc1LeavesOpen) {
    EXPECT_THAT(fault("group = 2\n"), HasSubstr("style[1].voters: is missing; group 2 of Phụ lục 1"));
    EXPECT_THAT(fault("group = 13\n"), HasSubstr("style[1].group: is none of Phụ lục 1; expected 1 to 12"));
    EXPECT_THAT(fault(""), HasSubstr("style[1].voters"));
}

}  // namespace
}  // namespace kiemphieu::forms
