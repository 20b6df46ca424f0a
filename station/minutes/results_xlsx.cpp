#include <array>
#include <ctime>

#include <fmt/core.h>
#include <xlsxwriter.h>

#include "base/file.hpp"
#include "station/minutes/tables.hpp"
#include "station/minutes/wording.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;

struct Heading {
    const char* text;
    double width;  ///< in letters, as spreadsheets measure columns
};
constexpr std::array<Heading, 17> headings{{{"STT", 5},
                                            {"Họ và tên", 24},
                                            {"Chức vụ, đơn vị công tác", 42},
                                            {"Số phiếu hợp lệ", 9},
                                            {"Số phiếu không hợp lệ", 9},
                                            {"Tín nhiệm cao", 9},
                                            {"Tỉ lệ %", 9},
                                            {"Tín nhiệm", 9},
                                            {"Tỉ lệ %", 9},
                                            {"Tín nhiệm thấp", 9},
                                            {"Tỉ lệ %", 9},
                                            {"Không đánh dấu", 9},
                                            {"Đánh dấu hai ô", 9},
                                            {"Đánh dấu ba ô", 9},
                                            {"Gạch xoá họ tên", 9},
                                            {"Cả phiếu không hợp lệ", 10},
                                            {"Mức tín nhiệm thấp", 24}}};
/// Title, three lines of figures and a blank stand above the table's head.
constexpr lxw_row_t head_row = 5;
/// The columns with the levels' counts; each share stands at the right of its count.
constexpr std::array<lxw_col_t, 3> level_columns{5, 7, 9};

/// One workbook. libxlsxwriter keeps what it is given until it is closed.
class Workbook {
  public:
    Workbook(const fs::path& path, const forms::Conference& conference, const TableOrigin& origin)
        : folder_(path.parent_path().string()), origin_(origin) {
        // Its scratch files stay beside the result: nothing of a count is left in a folder of all users.
        lxw_workbook_options options{};
        options.tmpdir = folder_.empty() ? nullptr : folder_.data();
        book_ = workbook_new_opt(path.c_str(), &options);
        std::string title = "Kết quả phiếu tín nhiệm";
        std::string author = conference.organisation;
        lxw_doc_properties properties{};
        properties.title = title.data();
        properties.author = author.data();
        properties.created = moment(origin.as_of);
        workbook_set_properties(book_, &properties);
        title_ = workbook_add_format(book_);
        format_set_bold(title_);
        format_set_font_size(title_, 14);
        text_ = cell_format(LXW_ALIGN_LEFT);
        number_ = cell_format(LXW_ALIGN_CENTER);
        percent_ = cell_format(LXW_ALIGN_CENTER);
        format_set_num_format(percent_, "0.00%");
        head_ = cell_format(LXW_ALIGN_CENTER);
        format_set_bold(head_);
        format_set_bg_color(head_, 0xD9E2F3);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    void add(const forms::Conference& conference, const StyleTally& style) {
        const std::string name = "Loại phiếu " + style.style.value;
        lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
        const auto* definition = conference.find_style(style.style);
        const std::string of = definition == nullptr ? "" : definition->positions;
        worksheet_write_string(sheet, 0, 0, ("Kết quả phiếu tín nhiệm đối với " + of).c_str(), title_);
        worksheet_write_string(sheet, 1, 0, summary(style).c_str(), nullptr);
        worksheet_write_string(sheet, 2, 0, "Tỉ lệ % tính trên tổng số phiếu thu về.", nullptr);
        worksheet_write_string(sheet, 3, 0,
                               origin_.finality == Finality::confirmed ? "Kết quả chính thức." : "BẢN NHÁP", nullptr);
        for (lxw_col_t column = 0; column < headings.size(); ++column) {
            worksheet_set_column(sheet, column, column, headings.at(column).width, nullptr);
            worksheet_write_string(sheet, head_row, column, headings.at(column).text, head_);
        }
        worksheet_set_row(sheet, head_row, 48, nullptr);
        lxw_row_t row = head_row;
        for (const CandidateTally& candidate : style.candidates) write_row(sheet, ++row, candidate, style.collected);
        worksheet_freeze_panes(sheet, head_row + 1, 2);
        worksheet_repeat_rows(sheet, head_row, head_row);
        worksheet_set_landscape(sheet);
        worksheet_set_paper(sheet, 9);  // A4
        worksheet_fit_to_pages(sheet, 1, 0);
        add_chart(sheet, name, row);
    }

    [[nodiscard]] bool close() { return workbook_close(book_) == LXW_NO_ERROR; }

  private:
    static std::time_t moment(const std::string& utc) {
        std::tm parts{};
        return strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr ? 0 : timegm(&parts);
    }

    lxw_format* cell_format(lxw_format_alignments align) {
        lxw_format* format = workbook_add_format(book_);
        format_set_align(format, static_cast<std::uint8_t>(align));
        format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
        format_set_border(format, LXW_BORDER_THIN);
        format_set_text_wrap(format);
        return format;
    }

    static std::string summary(const StyleTally& style) {
        return fmt::format("Số phiếu phát ra: {}; số phiếu thu về: {}; số phiếu không hợp lệ cả phiếu: {}.",
                           style.declared ? std::to_string(style.declared->issued) : "", style.collected,
                           style.invalid_ballots);
    }

    void write_row(lxw_worksheet* sheet, lxw_row_t row, const CandidateTally& candidate, int collected) {
        worksheet_write_number(sheet, row, 0, candidate.number, number_);
        worksheet_write_string(sheet, row, 1, candidate.name.c_str(), text_);
        worksheet_write_string(sheet, row, 2, candidate.position.c_str(), text_);
        worksheet_write_number(sheet, row, 3, candidate.valid, number_);
        worksheet_write_number(sheet, row, 4, candidate.invalid, number_);
        for (const forms::Level level : forms::all_levels) {
            const lxw_col_t column = level_columns.at(forms::index_of(level));
            const int count = candidate.count(level);
            worksheet_write_number(sheet, row, column, count, number_);
            worksheet_write_number(sheet, row, static_cast<lxw_col_t>(column + 1),
                                   collected > 0 ? static_cast<double>(count) / collected : 0.0, percent_);
        }
        lxw_col_t column = 11;
        for (const int count : candidate.invalid_by_reason)
            worksheet_write_number(sheet, row, column++, count, number_);
        const std::string consequence{consequence_text(candidate.consequence)};
        worksheet_write_string(sheet, row, column, consequence.c_str(), text_);
    }

    /// Bars of three levels on top of one another, a bar a person. Colours differ in lightness too.
    void add_chart(lxw_worksheet* sheet, const std::string& name, lxw_row_t last_row) {
        if (last_row == head_row) return;
        constexpr std::array<lxw_color_t, 3> colours{0x1B7837, 0xA6CEE3, 0xB2182B};
        lxw_chart* chart = workbook_add_chart(book_, LXW_CHART_COLUMN_STACKED);
        for (const forms::Level level : forms::all_levels) {
            const lxw_col_t column = level_columns.at(forms::index_of(level));
            lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
            chart_series_set_categories(series, name.c_str(), head_row + 1, 1, last_row, 1);
            chart_series_set_values(series, name.c_str(), head_row + 1, column, last_row, column);
            chart_series_set_name_range(series, name.c_str(), head_row, column);
            lxw_chart_fill fill{};
            fill.color = colours.at(forms::index_of(level));
            chart_series_set_fill(series, &fill);
        }
        chart_title_set_name(chart, "Mức độ tín nhiệm (số phiếu)");
        lxw_chart_options options{};
        options.x_scale = 2.0;
        options.y_scale = 1.4;
        worksheet_insert_chart_opt(sheet, last_row + 2, 1, chart, &options);
    }

    std::string folder_;
    TableOrigin origin_;
    lxw_workbook* book_{};
    lxw_format* title_{};
    lxw_format* text_{};
    lxw_format* number_{};
    lxw_format* percent_{};
    lxw_format* head_{};
};

}  // namespace

base::Expected<void, base::Failure> write_results_xlsx(const forms::Conference& conference, const Tally& tally,
                                                       const TableOrigin& origin, const fs::path& path) {
    // Written aside first: what stands under the name is whole.
    fs::path part = path;
    part += ".part";
    Workbook book(part, conference, origin);
    for (const StyleTally& style : tally.styles) book.add(conference, style);
    const bool closed = book.close();
    const auto bytes = base::read_file(part);
    std::error_code ignored;
    fs::remove(part, ignored);
    if (!closed || !bytes) {
        return base::fail(base::Failure{base::FailureClass::world, path.string(), "",
                                        "the workbook can't be written; expected a writable folder with room"});
    }
    return base::write_file_durably(path, *bytes);
}

}  // namespace kiemphieu::station
