#include "station/evidence/contents.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "station/review/testing/one_page.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {
namespace {

using namespace testing;
using omr::Decision;

CaseDefinition one_style() {
    CaseDefinition definition{make_conference(), {}};
    definition.conference.styles.pop_back();
    definition.layouts = {one_page_layout()};
    return definition;
}

/// A side of a file of many pages.
AcceptedSheet page_of_file(int page, AcceptedSheet sheet) {
    sheet.key = {key("stack").image, page};
    sheet.file = "stack.tif";
    return sheet;
}

/// A stack in one file, a second scan of one of its ballots, and decisions on both rows and sheets.
CaseState stack() {
    CaseState state;
    state.made.conference = the_conference;
    state.printings = {{style_a, {}, forms::BallotKind::official, {{1}, {2}, {3}, {4}}}};
    state.declarations[style_a].style = style_a;
    state.declarations[style_a].issued = state.declarations[style_a].collected = 4;
    state.sheets = {page_of_file(1, sheet("a", 2, {row(1, Decision::high), row(2, Decision::low)})),
                    page_of_file(2, sheet("b", 1, {row(1, Decision::none), row(2, Decision::low)})),
                    page_of_file(3, unreadable("c", omr::UnreadableReason::no_code)),
                    sheet("again", 2, {row(1, Decision::high), row(2, Decision::low)}, 1, 9),
                    sheet("other", 1, {row(1, Decision::high), row(2, Decision::low)}, 1, 9)};
    const HandReading hand{{}, base::Serial{3}, {}, {{1, RowVerdict::high}, {2, RowVerdict::high}}};
    const ItemId third = item_of(SheetKey{key("stack").image, 3});
    state.rulings = {{11, "t", {third, {RulingValue::by_hand, {}, hand}, "Viên", ""}, Manner::ruled},
                     {12, "t", {row_item(1, 1), {RulingValue::low, {}, {}}, "Viên", ""}, Manner::ruled},
                     {14, "t", {sheet_item("other"), {RulingValue::ignore, {}, {}}, "Thư", ""}, Manner::ruled},
                     {15, "t", {row_item(1, 1), {RulingValue::none, {}, {}}, "Thư", "ô trống"}, Manner::ruled}};
    state.answers = {{13, "t", {12, Answer::disagrees, "Thư", "ô trống"}}};
    return state;
}

/// What each image is called in the package: a page of the stack becomes an image of its own.
ImageNames names_for(const CaseState& state) {
    ImageNames names;
    for (const AcceptedSheet& s : state.sheets) {
        const std::string name = base::to_hex(s.key.image) + std::to_string(s.key.page_in_file);
        names[s.key] = base::sha256(base::as_bytes(name));
    }
    return names;
}

CaseState reopened(CaseState state, const Contents& contents) {
    auto opened = open_contents(contents);
    EXPECT_TRUE(opened.has_value()) << base::to_string(opened.error());
    state.sheets = std::move(opened->sheets);
    state.rulings = std::move(opened->rulings);
    state.answers = std::move(opened->answers);
    state.printings = std::move(opened->printings);
    return state;
}

TEST(Contents, CountToTheSameFigures) {
    const CaseState state = stack();
    const Contents contents = make_contents(one_style(), state, names_for(state), key("salt").image);
    const Count before = count(one_style(), state);
    const Count after = count(one_style(), reopened(state, contents));
    EXPECT_EQ(after.figures_digest(), before.figures_digest());
    EXPECT_EQ(after.judgement.ballots, before.judgement.ballots);
    EXPECT_EQ(after.judgement.repeats.size(), 1U);
    EXPECT_EQ(after.judgement.ignored_sheets, 1);
    EXPECT_EQ(after.tally.styles[0].printed, 4) << "a stand-in for the serial nobody used";
    EXPECT_EQ(after.pending().size(), before.pending().size());
}

// Source: rules.md "A ballot must never be traceable to a voter … no export keeps scan order beside votes".
TEST(Contents, AreTheSameWhateverTheOrderOfScanning) {
    const CaseState state = stack();
    const Contents contents = make_contents(one_style(), state, names_for(state), key("salt").image);
    CaseState other = state;
    // The stack the other way round, under other numbers in the log and other file names.
    std::vector<AcceptedSheet>& sheets = other.sheets.edit();
    std::vector<LoggedRuling>& rulings = other.rulings.edit();
    std::swap(sheets[0], sheets[2]);
    std::swap(rulings[0], rulings[2]);
    std::swap(rulings[0].number, rulings[2].number);
    for (LoggedRuling& ruling : rulings) ruling.number += 100;
    for (LoggedAnswer& answer : other.answers) {
        answer.number += 100;
        answer.given.ruling += 100;
    }
    for (AcceptedSheet& s : sheets) s.file = "x" + s.file;
    EXPECT_EQ(make_contents(one_style(), other, names_for(other), key("salt").image), contents);
    for (const std::string& line : contents.sheets) {
        EXPECT_EQ(line.find("stack"), std::string::npos);
        EXPECT_EQ(line.find("page_in_file"), std::string::npos);
    }
    for (const std::string& line : contents.decisions) {
        EXPECT_EQ(line.find(base::to_hex(key("stack").image).substr(0, 12)), std::string::npos)
            << "an item that names a page of the stack";
    }
}

TEST(Contents, TheRootStandsForEveryLine) {
    const CaseState state = stack();
    const Contents contents = make_contents(one_style(), state, names_for(state), key("salt").image);
    for (auto list : {&Contents::sheets, &Contents::decisions, &Contents::printings}) {
        Contents changed = contents;
        (changed.*list).front() += " ";
        EXPECT_NE(changed.root(), contents.root());
        changed = contents;
        (changed.*list).pop_back();
        EXPECT_NE(changed.root(), contents.root());
    }
}

TEST(Contents, LinesThatSayNothingAreBrokenEvidence) {
    const CaseState state = stack();
    const Contents contents = make_contents(one_style(), state, names_for(state), key("salt").image);
    for (auto list : {&Contents::sheets, &Contents::decisions, &Contents::printings}) {
        for (const char* line : {"", "[]", "{}", R"({"item":7})", "{\"decision\":\"ruled\"}"}) {
            Contents changed = contents;
            (changed.*list).front() = line;
            const auto opened = open_contents(changed);
            ASSERT_FALSE(opened.has_value()) << line;
            EXPECT_EQ(opened.error().failure_class, base::FailureClass::broken_evidence);
        }
    }
    Contents doubled = contents;
    doubled.sheets.push_back(doubled.sheets.front());
    EXPECT_FALSE(open_contents(doubled).has_value());
    Contents turned = contents;
    std::ranges::reverse(turned.decisions);
    EXPECT_FALSE(open_contents(turned).has_value()) << "turns within an item run 1, 2, 3";
}

}  // namespace
}  // namespace kiemphieu::station
