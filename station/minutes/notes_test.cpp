#include "station/minutes/notes.hpp"

#include <gmock/gmock.h>

#include "station/review/testing/acts_fixture.hpp"
#include "station/store/document_event_json.hpp"

namespace kiemphieu::station {
namespace {

using ::testing::HasSubstr;

class Notes : public ActsTest {
  protected:
    base::Expected<NoteWritten, base::Failure> write(const NoteWritten& note) {
        return write_note(*record_, definition_, note);
    }
    std::string refusal_of(const NoteWritten& note) {
        const auto written = write(note);
        if (written) return "was not refused";
        EXPECT_EQ(written.error().failure_class, base::FailureClass::bad_input);
        return written.error().place + ": " + written.error().message;
    }
    MinutesNotes in_force() { return notes_of(record_->state().notes, style_a); }
    static NoteWritten complaint(const std::string& text, const std::string& settled = "", int entry = 0) {
        return {NoteSubject::complaint, {}, entry, text, settled, "Thư"};
    }
};

TEST_F(Notes, AreNumberedChangedAndTakenBack) {
    EXPECT_EQ(write(complaint("  đếm\tlại  ")).value().entry, 1);
    EXPECT_EQ(write(complaint("thiếu phiếu")).value().entry, 2);
    EXPECT_EQ(in_force().complaints, (std::vector<Complaint>{{"đếm lại", ""}, {"thiếu phiếu", ""}}));
    EXPECT_TRUE(write(complaint("đếm lại", "đã đếm, khớp", 1)).has_value());
    EXPECT_EQ(in_force().complaints.front(), (Complaint{"đếm lại", "đã đếm, khớp"}));
    EXPECT_TRUE(write(complaint("", "", 1)).has_value());
    EXPECT_EQ(in_force().complaints, (std::vector<Complaint>{{"thiếu phiếu", ""}}));
    EXPECT_EQ(write(complaint("khác")).value().entry, 3) << "a number is not given twice";
    EXPECT_THAT(refusal_of(complaint("", "", 1)), HasSubstr("no entry to take back"));
}

TEST_F(Notes, OfAStyleGoBeforeThoseOfEveryStyle) {
    const auto at = [](NoteSubject subject, const char* text, std::optional<base::StyleId> style) {
        return NoteWritten{subject, std::move(style), 0, text, "", "Trưởng"};
    };
    EXPECT_TRUE(write(at(NoteSubject::opened, "08:30", style_a)).has_value());
    EXPECT_TRUE(write(at(NoteSubject::opened, "08:00", {})).has_value());
    EXPECT_TRUE(write(at(NoteSubject::closed, "11:05", {})).has_value());
    EXPECT_TRUE(write(at(NoteSubject::seal, "bì 7", style_a)).has_value());
    EXPECT_TRUE(write(at(NoteSubject::seal, "thùng 1", {})).has_value());
    const MinutesNotes own = in_force();
    EXPECT_EQ(own.opened, (ClockTime{8, 30}));
    EXPECT_EQ(own.closed, (ClockTime{11, 5}));
    EXPECT_EQ(own.seals, (std::vector<std::string>{"thùng 1", "bì 7"}));
    const MinutesNotes other = notes_of(record_->state().notes, style_b);
    EXPECT_EQ(other.opened, (ClockTime{8, 0}));
    EXPECT_EQ(other.seals, (std::vector<std::string>{"thùng 1"}));
    EXPECT_TRUE(write(at(NoteSubject::closed, "11:15", {})).has_value());
    EXPECT_EQ(in_force().closed, (ClockTime{11, 15})) << "there is one end";
}

TEST_F(Notes, WhatCantStandInTheMinutesIsRefused) {
    const NoteWritten seal{NoteSubject::seal, {}, 0, "thùng 1", "", "Thư"};
    const auto with = [&](auto change) {
        NoteWritten note = seal;
        change(note);
        return refusal_of(note);
    };
    EXPECT_THAT(with([](NoteWritten& n) { n.who = "Kỹ"; }), HasSubstr("who:"));
    EXPECT_THAT(with([](NoteWritten& n) { n.who = "Giám"; }), HasSubstr("who:"));
    EXPECT_THAT(with([](NoteWritten& n) { n.who = "ai đó"; }), HasSubstr("who:"));
    EXPECT_THAT(with([](NoteWritten& n) { n.style = base::StyleId{"Z"}; }), HasSubstr("style:"));
    EXPECT_THAT(with([](NoteWritten& n) { n.settled = "xong"; }), HasSubstr("settled:"));
    EXPECT_THAT(with([](NoteWritten& n) { n.text = ""; }), HasSubstr("text:"));
    EXPECT_THAT(with([](NoteWritten& n) { n.text = "a\x01z"; }), HasSubstr("control"));
    EXPECT_THAT(with([](NoteWritten& n) { n.text = "\xff"; }), HasSubstr("UTF-8"));
    EXPECT_THAT(with([](NoteWritten& n) { n.text = std::string(2001, 'x'); }), HasSubstr("2000"));
    EXPECT_NE(with([](NoteWritten& n) { n.text = "一"; }), "was not refused") << "the font has no such sign";
    EXPECT_THAT(with([](NoteWritten& n) { n.entry = 100; }), HasSubstr("entry:"));
    for (const char* time : {"8:30", "24:00", "12:60", "12.30", "12:3x", " 2:30"}) {
        EXPECT_THAT(refusal_of({NoteSubject::opened, {}, 0, time, "", "Thư"}), HasSubstr("no time of the day")) << time;
    }
    EXPECT_TRUE(in_force().seals.empty());
}

TEST_F(Notes, BearOnNoFigureAndMayFollowAConfirmation) {
    settle_all();
    ok(confirm(*record_, definition_, "Trưởng"));
    ok(confirm(*record_, definition_, "Thư"));
    ASSERT_TRUE(record_->state().frozen());
    EXPECT_TRUE(write(complaint("Không")).has_value());
    EXPECT_TRUE(record_->state().frozen());
}

TEST(NoteJson, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(note_from_json(R"({"subject":"seal","entry":1,"text":"x"})").error().place, "who");
    EXPECT_EQ(note_from_json(R"({"subject":"x","entry":1,"text":"x","who":"y"})").error().place, "subject");
    EXPECT_EQ(note_from_json(R"({"subject":"seal","entry":-1,"text":"x","who":"y"})").error().place, "entry");
    EXPECT_EQ(note_from_json("[]").error().place, "body");
    EXPECT_EQ(signing_from_json(R"({"file":"a.pdf","before":"00"})").error().place, "before");
}

}  // namespace
}  // namespace kiemphieu::station
