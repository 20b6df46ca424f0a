#pragma once
// A small case on disk, for the tests of what people do.

#include <filesystem>
#include <optional>

#include <gtest/gtest.h>

#include "station/review/acts.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {

using namespace testing;
namespace fs = std::filesystem;

/// A case of one style with ballots 1 to 3: one clear, one with an unmarked row, one sheet that could not be read.
class ActsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ =
            fs::temp_directory_path() / (std::string("kiemphieu-acts-") + test->name() + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        definition_.conference = make_conference();
        definition_.conference.styles.pop_back();
        forms::LayoutPage page;
        page.page = page.sheet = 1;
        page.rows.resize(2);
        page.rows[0].number = 1;
        page.rows[1].number = 2;
        definition_.layouts.resize(1);
        definition_.layouts[0].style = style_a;
        definition_.layouts[0].pages = {page};
        record_.emplace(Record::create(folder_, {the_conference, "test", {}}).value());
        ok(record_->append(Printed{style_a, {}, forms::BallotKind::official, {{1}, {2}, {3}}}));
        take({sheet("a", 1, {row(1, omr::Decision::high), row(2, omr::Decision::low)}),
              sheet("b", 2, {row(1, omr::Decision::none), row(2, omr::Decision::low)}),
              unreadable("c", omr::UnreadableReason::no_code)});
        declare_figures(3, 3);
    }
    void TearDown() override { fs::remove_all(folder_); }

    void take(const std::vector<AcceptedSheet>& sheets) {
        Batch batch{"test", {}};
        std::vector<NewSheet> fresh;
        for (const AcceptedSheet& s : sheets) {
            const std::string_view image(s.file.data(), s.file.find('.'));
            fresh.push_back({s.key, s.file, base::as_bytes(image), s.reading});
        }
        ASSERT_TRUE(record_->accept(batch, fresh).has_value());
    }
    static void ok(const base::Expected<void, base::Failure>& outcome) {
        EXPECT_TRUE(outcome.has_value()) << base::to_string(outcome.error());
    }
    /// The message of an act that must be refused.
    static std::string refusal(const base::Expected<void, base::Failure>& outcome) {
        if (outcome) return "was not refused";
        EXPECT_EQ(outcome.error().failure_class, base::FailureClass::bad_input);
        return outcome.error().message;
    }
    void declare_figures(int issued, int collected) {
        Declared declared;
        declared.figures.style = style_a;
        declared.figures.issued = issued;
        declared.figures.collected = collected;
        ok(declare(*record_, definition_, declared));
    }
    base::Expected<void, base::Failure> rule_one(const ItemId& item, const Ruling& ruling, const char* who = "Viên",
                                                 const char* why = "") {
        const std::vector<RulingGiven> rulings{{item, ruling, who, why}};
        return rule(*record_, definition_, rulings);
    }
    Count now() { return count(definition_, record_->state()); }
    void settle_all() {
        ok(rule_one(row_item(2, 1), {RulingValue::none, {}, {}}));
        ok(rule_one(sheet_item("c"), {RulingValue::not_issued, {}, {}}));
    }

    fs::path folder_;
    CaseDefinition definition_;
    std::optional<Record> record_;
};

}  // namespace kiemphieu::station
