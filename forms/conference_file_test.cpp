#include "forms/conference_file.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kiemphieu::forms {
namespace {

using testing::HasSubstr;

const std::string sound = R"(organisation = "Tỉnh ủy"
place = "Nam Định"
date = 2023-12-15
session = "Hội nghị lần thứ 15"
kind = "party"
[[style]]
id = "A"
voters = "Ủy viên Ban Chấp hành"
positions = "Ủy viên Ban Thường vụ"
members = 49
summoned = 49
present = 47
absent_at_start = 2
present_at_vote = 47
[[style.candidate]]
name = "Nguyễn Văn An"
position = "Bí thư"
[[committee]]
name = "Trần Thị Hoa"
role = "head"
)";

const RosterSource no_rosters = [](const std::filesystem::path& name) {
    return base::fail(base::Failure{base::FailureClass::bad_input, name.string(), "", "no such file"});
};

base::Expected<Conference, base::Failure> parse(std::string_view text, const RosterSource& rosters = no_rosters) {
    return parse_conference(text, "c.toml", rosters);
}

/// "place: message" of the failure the sound definition gives once `from` is `to`.
std::string fault(std::string_view from, std::string_view to) {
    std::string text = sound;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto conference = parse(text);
    if (conference) return "was read";
    EXPECT_EQ(conference.error().failure_class, base::FailureClass::bad_input);
    EXPECT_EQ(conference.error().file, "c.toml");
    return conference.error().place + ": " + conference.error().message;
}

TEST(ConferenceFile, ReadsEveryField) {
    const auto read = parse("parent_organisation = \"Trung ương\"\n" + sound +
                            "[[committee]]\nname = \"Lê Văn Kỹ\"\nrole = \"technician\"\n[policy]\n"
                            "crossed_name = \"row\"\ntwo_person = true\nseal = \"require\"\nmark_box = \"square\"\n");
    ASSERT_TRUE(read) << base::to_string(read.error());
    Conference expected;
    expected.organisation = "Tỉnh ủy";
    expected.parent_organisation = "Trung ương";
    expected.place = "Nam Định";
    expected.date = {2023, 12, 15};
    expected.session = "Hội nghị lần thứ 15";
    expected.styles = {
        {{"A"}, "Ủy viên Ban Chấp hành", "Ủy viên Ban Thường vụ", {{1, "Nguyễn Văn An", "Bí thư"}}, 49, 49, 47, 2, 47}};
    expected.committee = {{"Trần Thị Hoa", CommitteeRole::head}, {"Lê Văn Kỹ", CommitteeRole::technician}};
    expected.policy = {CrossedNameRule::row, true, SealRule::require, MarkBox::square};
    EXPECT_EQ(*read, expected);
    EXPECT_NE(read->find_style({"A"}), nullptr);
    EXPECT_EQ(read->find_style({"B"}), nullptr);
}

TEST(ConferenceFile, DefaultsThePolicy) {
    const auto read = parse(sound);
    ASSERT_TRUE(read) << base::to_string(read.error());
    EXPECT_EQ(read->policy, Policy{});
    EXPECT_FALSE(read->parent_organisation);
}

TEST(ConferenceFile, NamesLineAndFieldOfAFault) {
    EXPECT_THAT(fault("place", "plaec"), HasSubstr("line 2: plaec: unknown key"));
    EXPECT_THAT(fault("place = \"Nam Định\"\n", ""), HasSubstr("line 1: place: is missing"));
    EXPECT_THAT(fault("voters = \"Ủy viên Ban Chấp hành\"\n", ""), HasSubstr("line 6: style[1].voters: is missing"));
    EXPECT_THAT(fault("members = 49", "members = \"49\""),
                HasSubstr("line 10: style[1].members: is a text; expected a whole"));
    EXPECT_THAT(fault("members = 49", "members = 49.5"), HasSubstr("is a decimal number"));
    EXPECT_THAT(fault("members = 49", "members = -1"), HasSubstr("is -1; expected 0 to"));
    EXPECT_THAT(fault("present = 47", "present = 50"), HasSubstr("line 12: style[1].present: is 50; expected no more"));
    EXPECT_THAT(fault("2023-12-15", "\"15/12/2023\""), HasSubstr("line 3: date: is a text; expected a day"));
    EXPECT_THAT(fault("2023-12-15", "2023-02-30"), HasSubstr("line 3: date: "));
    EXPECT_THAT(fault("2023-12-15", "2023-12-15T08:00:00"), HasSubstr("line 3: date: is a day with a time"));
    EXPECT_THAT(fault("\"party\"", "\"club\""), HasSubstr("line 5: kind: is \"club\"; expected one of party, state"));
    EXPECT_THAT(fault("id = \"A\"", "id = \"A-1\""), HasSubstr("line 7: style[1].id: is \"A-1\"; expected 1 to 8"));
    EXPECT_THAT(fault("id = \"A\"", "id = \"ABCDEFGHI\""), HasSubstr("style[1].id"));
    EXPECT_THAT(fault("id = \"A\"", "id = \"\""), HasSubstr("style[1].id: is empty"));
    EXPECT_THAT(fault("Trần Thị Hoa", " \\t "), HasSubstr("committee[1].name: is empty"));
    EXPECT_THAT(fault("\"head\"", "\"chief\""), HasSubstr("line 20: committee[1].role: is \"chief\""));
    EXPECT_THAT(fault("\"head\"", "\"member\""), HasSubstr("committee: has no head"));
    EXPECT_THAT(fault("[[committee]]", "[committee]"), HasSubstr("committee: is a table; expected tables"));
    EXPECT_THAT(fault("place = \"Nam Định\"", "place = \"Nam"), HasSubstr("line 2: place: "));
    EXPECT_THAT(fault("Nam Định", "Nam \xC4"), HasSubstr("line 2: place: is no valid UTF-8"));
    EXPECT_THAT(fault("Nam Định", "Nam \\u0007"), HasSubstr("line 2: place: holds the control character U+0007"));
    EXPECT_THAT(fault("[[committee]]", "[policy]\nseal = true\n[[committee]]"),
                HasSubstr("policy.seal: is true or false"));
    EXPECT_THAT(fault("[[committee]]", "[policy]\nseals = \"ignore\"\n[[committee]]"),
                HasSubstr("line 19: policy.seals: unknown key"));
}

TEST(ConferenceFile, RefusesRepeats) {
    const std::string again = "[[style.candidate]]\nname = \"Nguyễn  Văn An\"\nposition = \"Bí thư\"\n[[committee]]";
    EXPECT_THAT(fault("[[committee]]", again), HasSubstr("line 19: style[1].candidate[2].name: \"Nguyễn Văn An\""));
    EXPECT_THAT(fault("[[committee]]", "[[committee]]\nname = \"Trần Thị Hoa\"\nrole = \"member\"\n[[committee]]"),
                HasSubstr("committee[2].name: \"Trần Thị Hoa\" is listed already"));
    EXPECT_THAT(fault("[[committee]]", "[[committee]]\nname = \"X\"\nrole = \"head\"\n[[committee]]"),
                HasSubstr("committee[2].role: is a second head"));
    const std::string style =
        sound.substr(sound.find("[[style]]"), sound.find("[[committee]]") - sound.find("[[style]]"));
    EXPECT_THAT(fault("[[committee]]", style + "[[committee]]"),
                HasSubstr("line 19: style[2].id: \"A\" is another style's"));
}

TEST(ConferenceFile, AStyleHasOneList) {
    const std::string candidate = "[[style.candidate]]\nname = \"Nguyễn Văn An\"\nposition = \"Bí thư\"\n";
    EXPECT_THAT(fault(candidate, ""), HasSubstr("line 6: style[1].roster: is missing"));
    EXPECT_THAT(fault("id = \"A\"", "id = \"A\"\nroster = \"a.csv\""),
                HasSubstr("style[1].roster: the list is given more"));
    EXPECT_THAT(fault(candidate, "candidate = []\n"), HasSubstr("style[1].candidate: nobody is listed"));
    const auto given_twice = parse_conference(sound, "c.toml", no_rosters, "r.csv");
    ASSERT_FALSE(given_twice);
    EXPECT_EQ(given_twice.error().place, "line 15: style[1].candidate");
}

TEST(ConferenceFile, FindsRostersBesideTheDefinition) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "conference_file_test";
    std::filesystem::create_directories(folder);
    std::string text = sound;
    const std::string candidate = "[[style.candidate]]\nname = \"Nguyễn Văn An\"\nposition = \"Bí thư\"\n";
    text.replace(text.find(candidate), candidate.size(), "");
    std::ofstream(folder / "bare.toml") << text;
    text.replace(text.find("id ="), 4, "roster = \"a.csv\"\nid =");
    std::ofstream(folder / "named.toml") << text;
    std::ofstream(folder / "a.csv") << "stt,ho_ten,chuc_vu\n1,An,Bí thư\n2,Bình,\n";

    const auto broken = read_conference(folder / "named.toml");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().file, (folder / "a.csv").string());
    EXPECT_EQ(broken.error().place, "line 3: chuc_vu");

    std::ofstream(folder / "a.csv") << "stt,ho_ten,chuc_vu\n1,An,Bí thư\n2,Bình,Phó Bí thư\n";
    const auto named = read_conference(folder / "named.toml");
    ASSERT_TRUE(named) << base::to_string(named.error());
    EXPECT_EQ(named->styles[0].candidates.size(), 2U);
    EXPECT_EQ(read_conference(folder / "bare.toml", folder / "a.csv"), named);
    std::filesystem::remove_all(folder);
}

TEST(ConferenceFile, ReadsTheSample) {
    const auto sample = read_conference("samples/tinh-uy-song-van/conference.toml");
    ASSERT_TRUE(sample) << base::to_string(sample.error());
    ASSERT_EQ(sample->styles.size(), 3U);
    EXPECT_EQ(sample->styles[0].candidates.size(), 13U);
    EXPECT_EQ(sample->styles[1].candidates.size(), 13U);
    EXPECT_EQ(sample->styles[2].candidates.size(), 1U);
    EXPECT_EQ(sample->styles[0].present_at_vote, 47);
    EXPECT_EQ(parse(to_toml(*sample)), sample);
}

TEST(ConferenceFile, OneRosterFillsOneStyleOnly) {
    std::string text = sound;
    const std::string style =
        sound.substr(sound.find("[[style]]"), sound.find("[[committee]]") - sound.find("[[style]]"));
    std::string other = style;
    other.replace(other.find("\"A\""), 3, "\"B\"");
    text.insert(text.find("[[committee]]"), other);
    ASSERT_TRUE(parse(text));
    const auto read = parse_conference(text, "c.toml", no_rosters, "r.csv");
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().message, HasSubstr("fills a single style"));
}

TEST(ConferenceFile, WritesWhatItReads) {
    auto conference = parse(sound);
    ASSERT_TRUE(conference);
    conference->parent_organisation = R"(Đảng bộ "Sông \ Hồng")";
    conference->policy.mark_box = MarkBox::square;
    conference->styles.push_back(conference->styles[0]);
    conference->styles[1].id = {"b2"};
    conference->styles[1].candidates.push_back({2, "Lê Thị Bình", "Phó Bí thư"});
    EXPECT_EQ(parse(to_toml(*conference)), conference);
}

}  // namespace
}  // namespace kiemphieu::forms
