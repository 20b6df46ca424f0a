// Rosters as XLSX: what spreadsheets write, and what is no workbook.

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.hpp"
#include "forms/conference_file.hpp"
#include "forms/table_file.hpp"

namespace kiemphieu::forms {
namespace {

namespace fs = std::filesystem;

class WorkbookTest : public ::testing::Test {
  protected:
    void SetUp() override {
        file_ = fs::temp_directory_path() / ("kiemphieu-roster-" + std::to_string(::getpid()) + ".xlsx");
    }
    void TearDown() override { fs::remove(file_); }

    using Rows = std::vector<std::vector<std::string>>;
    /// A workbook as a spreadsheet saves it: numbers as numbers, texts in the shared list or in the cells themselves.
    void write(const Rows& rows, const char* constant_memory = nullptr) {
        lxw_workbook_options options{};
        options.constant_memory = constant_memory != nullptr ? 1 : 0;
        lxw_workbook* book = workbook_new_opt(file_.c_str(), &options);
        lxw_worksheet* sheet = workbook_add_worksheet(book, "Danh sách");
        workbook_add_worksheet(book, "khác");
        for (std::size_t r = 0; r < rows.size(); ++r) {
            for (std::size_t c = 0; c < rows[r].size(); ++c) {
                const std::string& text = rows[r][c];
                const auto row = static_cast<lxw_row_t>(r);
                const auto column = static_cast<lxw_col_t>(c);
                if (c == 0 && r > 0 && !text.empty()) {
                    worksheet_write_number(sheet, row, column, std::stod(text), nullptr);
                } else if (!text.empty()) {
                    worksheet_write_string(sheet, row, column, text.c_str(), nullptr);
                }
            }
        }
        ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    }
    fs::path file_;
};

const std::vector<std::vector<std::string>> people{
    {"stt", "ho_ten", "chuc_vu"}, {"1", "Nguyễn Văn An", "Bí thư"}, {"2", "Trần Thị Bình", "Phó Bí thư"}};

TEST_F(WorkbookTest, ARosterIsReadAsItsCsvWouldBe) {
    for (const char* memory : {static_cast<const char*>(nullptr), "texts stand in the cells"}) {
        write(people, memory);
        const auto list = read_roster(file_);
        ASSERT_TRUE(list.has_value()) << base::to_string(list.error());
        ASSERT_EQ(list->size(), 2U);
        EXPECT_EQ(list->at(0), (Candidate{1, "Nguyễn Văn An", "Bí thư"}));
        EXPECT_EQ(list->at(1), (Candidate{2, "Trần Thị Bình", "Phó Bí thư"}));
    }
}

TEST_F(WorkbookTest, EmptyRowsArePassedOverAndFaultsNameTheRow) {
    write({people[0], {}, people[1], {"7", "Trần Thị Bình", "Phó"}});
    const auto list = read_roster(file_);
    ASSERT_FALSE(list.has_value());
    EXPECT_EQ(list.error().place, "line 4: stt");
    EXPECT_EQ(list.error().message, "is \"7\"; expected 2, the numbers count up from 1");
}

TEST_F(WorkbookTest, WhatIsNoWorkbookIsRefused) {
    write(people);
    const std::string whole = *base::read_text_file(file_);
    for (const std::size_t size : {std::size_t{4}, std::size_t{100}, whole.size() / 2, whole.size() - 10}) {
        const auto rows = read_table(std::string_view(whole).substr(0, size), "x.xlsx");
        ASSERT_FALSE(rows.has_value()) << size;
        EXPECT_EQ(rows.error().failure_class, base::FailureClass::bad_input);
    }
}

}  // namespace
}  // namespace kiemphieu::forms
