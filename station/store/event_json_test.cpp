#include <set>

#include <gtest/gtest.h>

#include "station/store/event.hpp"
#include "station/store/ruling_json.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using namespace testing;

std::vector<Event> one_of_each() {
    const base::Digest digest = base::sha256(base::as_bytes("x"));
    const HandReading hand{style_a, base::Serial{7}, 1, {{1, RowVerdict::high}, {2, RowVerdict::crossed}}};
    Declared declared;
    declared.figures.style = style_a;
    declared.figures.issued = 47;
    declared.figures.collected = 46;
    declared.figures.exchanged = 1;
    declared.figures.summoned = 60;
    declared.figures.present = 58;
    declared.who = "Trưởng";
    declared.why = "đếm lại";
    return {CaseMade{the_conference, "kiemphieu 0.1.0", {{"conference.toml", digest}}, digest, 0},
            Printed{style_a, {5}, forms::BallotKind::test, {{1}, {2}}},
            declared,
            BatchOpened{"folder:scans", "", {}},
            BatchOpened{"escl:10.0.0.5", "bàn 1", {}},
            BatchSetAside{BatchId{4}, "Trần Thị B", "nghi kéo hai tờ"},
            SheetAccepted{sheet("a", 1, {row(1, omr::Decision::high)})},
            RulingGiven{row_item(1, 2), {RulingValue::not_crossed, {}, {}}, "Viên", ""},
            RulingGiven{sheet_item("a"), {RulingValue::by_hand, style_b, hand}, "Viên", "ảnh hỏng"},
            Confirmed{"Thư", forms::CommitteeRole::secretary, digest},
            Reopened{"Trưởng", "khiếu nại"},
            MinutesMade{{{"minutes/phu-luc-5.pdf", digest}}},
            Exported{digest}};
}

/// The rest of them; one list of all is more than GCC 12 follows without false warnings.
std::vector<Event> acts_of_people() {
    const base::Digest digest = base::sha256(base::as_bytes("x"));
    const HandReading hand{style_a, base::Serial{7}, 1, {{1, RowVerdict::high}, {2, RowVerdict::crossed}}};
    return {HandEntered{{sheet_item("a"), {RulingValue::by_hand, {}, hand}, "Viên", ""}},
            SecondGiven{17, Answer::disagrees, "Thư", "ô thứ hai có dấu"},
            AccountMade{"Giám", forms::CommitteeRole::observer, digest},
            LoggedIn{"Trưởng", "127.0.0.1"},
            LogInFailed{"", "127.0.0.1"},
            Rehearsed{"Kỹ", style_a, 12, 24, {"ballot 3, row 2"}},
            RehearsalWaived{"Trưởng ban", "máy in hỏng"},
            TakenBack{row_item(1, 2), "Viên", "bấm nhầm"},
            AccountReset{"Giám", "Trưởng"},
            Upgraded{1, 40, digest},
            NoteWritten{NoteSubject::seal, style_a, 2, "thùng phiếu: 00123", "", "Thư"},
            NoteWritten{NoteSubject::complaint, {}, 1, "đếm lại", "đã đếm lại", "Thư"},
            DocumentSigned{"bao-cao-A.pdf", digest, digest, "head", "Trưởng", digest}};
}

/// What is known of the scanner.
std::vector<Event> scanner_events() {
    const calibration::StackLook look{
        40, {236.5, 31.25, 2.5, 1.125}, {{34.5, 39}, {120.0, 12}}, {0.523, 38}, {0.611, 38}};
    return {Calibrated{"0123456789abcdef", "fi-7160", "2023-12-14", "fit"},
            BatchLooked{BatchId{4}, "0123456789abcdef", look},
            // Of blank sides, and of before marks were watched.
            BatchLooked{BatchId{5}, "0123456789abcdef", {3, {236.5, 31.25, 2.5, 1.125}, {}, {}, {}}}};
}

/// What is said of other stations.
std::vector<Event> station_events() {
    const base::Digest digest = base::sha256(base::as_bytes("x"));
    return {CaseMade{the_conference, "kiemphieu 0.1.0", {}, digest, 2},
            BatchOpened{"escl:10.0.0.5", "", BatchOrigin{2, 7}},
            StationJoined{2, "Bàn 2", digest, "Trưởng"},
            StationAdopted{2, 41, digest, 12, true},
            StationReleased{2, "Trưởng", "máy hỏng"},
            StationEnded{"Kỹ"}};
}

TEST(EventJson, EveryEventComesBack) {
    auto events = one_of_each();
    for (const Event& event : acts_of_people()) events.push_back(event);
    for (const Event& event : scanner_events()) events.push_back(event);
    for (const Event& event : station_events()) events.push_back(event);
    std::set<std::size_t> kinds;
    for (const Event& event : events) kinds.insert(event.index());
    EXPECT_EQ(kinds.size(), std::variant_size_v<Event>) << "each kind of event is here";
    for (const Event& event : events) {
        const EventText text = to_text(event);
        const auto back = event_from_text(text);
        ASSERT_TRUE(back.has_value()) << text.kind << ": " << base::to_string(back.error());
        EXPECT_EQ(*back, event) << text.body;
    }
}

TEST(EventJson, AnEventWithoutAFieldIsBrokenEvidence) {
    for (const Event& event : one_of_each()) {
        const auto back = event_from_text({to_text(event).kind, "{}"});
        ASSERT_FALSE(back.has_value());
        EXPECT_EQ(back.error().failure_class, base::FailureClass::broken_evidence);
    }
    EXPECT_FALSE(event_from_text({"case_made", "no json"}).has_value());
    EXPECT_FALSE(event_from_text({"unheard_of", "{}"}).has_value());
}

TEST(RulingJson, NamesTheFieldThatIsWrong) {
    const std::vector<std::pair<const char*, const char*>> cases{
        {R"({"ruling":"high"})", "item"},
        {R"({"item":"row:0000000000000001:1","ruling":"best"})", "ruling"},
        {R"({"item":"sheet:0123456789ab","ruling":"by-hand"})", "hand"},
        {R"({"item":"row:0000000000000001:1","ruling":"high","hand":{"rows":{}}})", "hand"},
        {R"({"item":"sheet:0123456789ab","ruling":"by-hand","hand":{"rows":{"x":"high"}}})", "hand.rows"},
        {R"({"item":"sheet:0123456789ab","ruling":"by-hand","hand":{"rows":{"1":"ballot"}}})", "hand.rows.1"},
        {R"({"item":"sheet:0123456789ab","ruling":"by-hand","hand":{"serial":"12","rows":{}}})", "hand.serial"},
        {R"({"item":"row:0000000000000001:1","ruling":"high","who":7})", "who"}};
    for (const auto& [json, place] : cases) {
        const auto given = ruling_from_json(json);
        ASSERT_FALSE(given.has_value()) << json;
        EXPECT_EQ(given.error().place, place) << json;
    }
    EXPECT_FALSE(ruling_from_json("[]").has_value());
}

}  // namespace
}  // namespace kiemphieu::station
