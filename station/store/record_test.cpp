#include "station/store/record.hpp"

#include <fstream>

#include "station/review/count.hpp"
#include "station/store/testing/record_fixture.hpp"

namespace kiemphieu::station {
namespace {

using base::FailureClass;

TEST_F(RecordTest, WhatWasAcceptedIsThereAfterReopening) {
    CaseState before;
    {
        Record record = make();
        fill(record);
        before = record.state();
        EXPECT_EQ(before.sheets.size(), 3U);
    }
    const Record record = open();
    EXPECT_EQ(record.state(), before);
    const auto path = record.image_path(key("two").image);
    ASSERT_TRUE(path.has_value());
    EXPECT_EQ(base::read_text_file(*path).value(), "two");
    EXPECT_TRUE(verify().holds());
}

TEST_F(RecordTest, TheSameStackAgainChangesNothing) {
    Record record = make();
    fill(record);
    const CaseState before = record.state();
    Batch again{"files", {}};
    const auto accepted = accept(record, again, {new_sheet("one", 1), new_sheet("three", 3), new_sheet("two", 2)});
    EXPECT_EQ(accepted, std::vector(3, Acceptance::already_known));
    EXPECT_EQ(again.id, std::nullopt);
    EXPECT_EQ(record.state(), before);
}

TEST_F(RecordTest, TakingInKeepsNoReadingInMemoryAndRecallsAllOfThem) {
    {
        Record record = make();
        fill(record);
    }
    auto opened = Record::open(folder_, {}, Access::take_in);
    ASSERT_TRUE(opened.has_value());
    Record& record = *opened;
    EXPECT_TRUE(record.state().sheets.empty());
    Batch again{"files", {}};
    EXPECT_EQ(accept(record, again, {new_sheet("two", 2), new_sheet("four", 4)}),
              (std::vector{Acceptance::already_known, Acceptance::accepted}));
    EXPECT_TRUE(record.state().sheets.empty());
    EXPECT_TRUE(record.knows(key("four")));
    ASSERT_TRUE(record.append(BatchSetAside{*again.id, "Ủy viên Thử", "quét nhầm"}).has_value());
    EXPECT_FALSE(record.knows(key("four"))) << "what was set aside may be scanned again";
    EXPECT_TRUE(record.state().aside.empty());

    ASSERT_TRUE(record.recall_readings().has_value());
    EXPECT_EQ(record.state(), open().state());
    EXPECT_EQ(record.state().sheets.size(), 3U);
    EXPECT_EQ(record.state().aside.size(), 1U);
}

TEST_F(RecordTest, ARecordOpenedToTakeInIsNeverCounted) {
    static_cast<void>(make());
    const auto record = Record::open(folder_, {}, Access::take_in);
    ASSERT_TRUE(record.has_value());
    EXPECT_THROW(static_cast<void>(count({}, record->state())), std::logic_error);
}

TEST_F(RecordTest, OneImageTwiceInACallIsOneSheet) {
    Record record = make();
    Batch batch{"files", {}};
    const auto accepted = accept(record, batch, {new_sheet("one", 1), new_sheet("one", 1)});
    EXPECT_EQ(accepted, (std::vector{Acceptance::accepted, Acceptance::already_known}));
    EXPECT_EQ(record.state().sheets.size(), 1U);
}

TEST_F(RecordTest, TwoProcessesAppendToOneChain) {
    Record first = make();
    Record second = open();
    Batch a{"a", {}};
    Batch b{"b", {}};
    accept(first, a, {new_sheet("one", 1)});
    accept(second, b, {new_sheet("one", 1), new_sheet("two", 2)});
    accept(first, a, {new_sheet("two", 2), new_sheet("three", 3)});
    EXPECT_EQ(first.state().sheets.size(), 3U);
    EXPECT_NE(a.id, b.id);
    ASSERT_TRUE(second.refresh().has_value());
    EXPECT_EQ(second.state(), first.state());
    EXPECT_TRUE(verify().holds());
}

TEST_F(RecordTest, ACaseIsMadeOnce) {
    make();
    const auto again = Record::create(folder_, {the_conference, "x", {}});
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().failure_class, FailureClass::bad_input);
    const auto nowhere = Record::open(folder_ / "nowhere");
    ASSERT_FALSE(nowhere.has_value());
    EXPECT_EQ(nowhere.error().failure_class, FailureClass::bad_input);
}

TEST_F(RecordTest, AnExceptionGivesTheLockBack) {
    Record record = make();
    const auto fail = [](const CaseState&) -> base::Expected<Event, base::Failure> { throw std::runtime_error("x"); };
    EXPECT_THROW(static_cast<void>(record.append_made(fail).has_value()), std::runtime_error);
    Record other = open();
    fill(other);
    EXPECT_EQ(other.state().sheets.size(), 3U);
}

TEST_F(RecordTest, AlteredImagesAndFilesShow) {
    Record record = make();
    fill(record);
    const fs::path image = record.image_path(key("one").image).value();
    std::ofstream(image) << "another";
    auto report = verify();
    ASSERT_EQ(report.faults.size(), 1U);
    EXPECT_EQ(report.faults[0].file, image.string());
    fs::remove(image);
    EXPECT_EQ(verify().faults.size(), 1U);
    std::ofstream(image) << "one";
    EXPECT_TRUE(verify().holds());
    std::ofstream(folder_ / "conference.toml") << "forged";
    EXPECT_EQ(verify().faults.size(), 1U);
}

TEST_F(RecordTest, AnImageWithoutAnEventIsNotedAndAcceptedLater) {
    Record record = make();
    fill(record);
    const NewSheet left_over = new_sheet("left over", 4);
    ASSERT_TRUE(
        base::write_file_durably(folder_ / "images" / (base::to_hex(left_over.key.image) + ".bin"), left_over.image));
    EXPECT_EQ(verify().stray_images, 1U);
    EXPECT_TRUE(verify().holds());
    Batch batch{"files", {}};
    accept(record, batch, {left_over});
    EXPECT_EQ(verify().stray_images, 0U);
}

TEST_F(RecordTest, AnImageWithForeignBytesUnderItsNameIsNotAccepted) {
    Record record = make();
    fill(record);
    const NewSheet next = new_sheet("next", 4);
    std::ofstream(folder_ / "images" / (base::to_hex(next.key.image) + ".bin")) << "foreign";
    Batch batch{"files", {}};
    const std::vector sheets{next};
    const auto accepted = record.accept(batch, sheets);
    ASSERT_FALSE(accepted.has_value());
    EXPECT_EQ(accepted.error().failure_class, FailureClass::broken_evidence);
    EXPECT_EQ(record.state().sheets.size(), 3U);
}

// Source: rules.md "After the count": once head and secretary confirmed, nothing changes but by a logged reopening.
TEST_F(RecordTest, AConfirmedCountIsFrozenUntilReopened) {
    Record record = make();
    fill(record);
    const Confirmed head{"Trưởng", forms::CommitteeRole::head, {}};
    const Confirmed secretary{"Thư", forms::CommitteeRole::secretary, {}};
    ASSERT_TRUE(record.append(head).has_value());
    EXPECT_FALSE(record.state().frozen());
    ASSERT_TRUE(record.append(secretary).has_value());
    EXPECT_TRUE(record.state().frozen());
    Batch batch{"late", {}};
    const std::vector late{new_sheet("late", 4)};
    EXPECT_FALSE(record.accept(batch, late).has_value());
    Declared figures;
    figures.figures.style = style_a;
    EXPECT_FALSE(record.append(figures).has_value());
    EXPECT_FALSE(record.append(RulingGiven{row_item(1, 1), {}, "Trưởng", ""}).has_value());
    EXPECT_TRUE(record.append(MinutesMade{}).has_value());
    ASSERT_TRUE(record.append(Reopened{"Trưởng", "khiếu nại"}).has_value());
    EXPECT_EQ(record.state().reopenings, 1);
    EXPECT_TRUE(record.accept(batch, late).has_value());
    EXPECT_FALSE(record.append(Reopened{"Trưởng", "nothing is confirmed"}).has_value());
}

TEST_F(RecordTest, AChangeAfterOneConfirmationVoidsIt) {
    Record record = make();
    ASSERT_TRUE(record.append(Confirmed{"Trưởng", forms::CommitteeRole::head, {}}).has_value());
    fill(record);
    EXPECT_TRUE(record.state().confirmations.empty());
}

TEST_F(RecordTest, ASerialIsPrintedOnce) {
    Record record = make();
    ASSERT_TRUE(record.append(Printed{style_a, {}, forms::BallotKind::official, {{1}, {2}}}).has_value());
    EXPECT_FALSE(record.append(Printed{style_b, {}, forms::BallotKind::official, {{2}, {3}}}).has_value());
}

TEST_F(RecordTest, TimesComeFromTheClock) {
    const auto noon = std::chrono::sys_days{std::chrono::year{2023} / 12 / 15} + std::chrono::hours{12} +
                      std::chrono::milliseconds{7};
    auto record = Record::create(folder_, {the_conference, "x", {}}, [noon] { return noon; });
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->state().opened_at, "2023-12-15T12:00:00.007Z");
}

}  // namespace
}  // namespace kiemphieu::station
