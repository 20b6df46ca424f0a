#include <algorithm>

#include <fmt/format.h>

#include "forms/print/letterhead.hpp"
#include "forms/print/page_flow.hpp"
#include "station/case/case_folder.hpp"
#include "station/printcheck/print_check.hpp"

namespace kiemphieu::station {

namespace {

using forms::Align;
using forms::Face;
using forms::ParagraphStyle;

constexpr ParagraphStyle body{12.0, Align::left, 0.0, 1.3};
constexpr ParagraphStyle title{14.0, Align::center, 0.0, 1.3};
/// A wrong roster gives a finding a row; more than these need no reading to see that the print is not good.
constexpr std::size_t findings_printed = 100;

forms::Table rows_table(const PrintCheck& check, const forms::BallotStyle& style) {
    forms::Table table;
    table.size_pt = 10.0;
    table.columns = {
        {10.0, Align::center}, {14.0, Align::center}, {58.0, Align::left}, {58.0, Align::left}, {25.0, Align::center}};
    table.head = {{"Tờ", 0, 0}, {"Dòng", 1, 0}, {"Phải là", 2, 0}, {"Đọc được", 3, 0}, {"Giống", 4, 0}};
    for (const CheckedPage& page : check.pages) {
        for (const omr::PrintedRow& row : page.print.rows) {
            std::string expected;
            for (const forms::Candidate& c : style.candidates) {
                if (c.number == row.number) expected = c.name;
            }
            table.rows.push_back({std::to_string(page.print.identity.code.page), std::to_string(row.number), expected,
                                  row.name.read, fmt::format("{:.0f} %", 100 * row.name.likeness)});
        }
    }
    return table;
}

}  // namespace

base::Expected<void, base::Failure> print_print_report(const PrintCheck& check, const forms::Conference& conference,
                                                       const std::filesystem::path& pdf) {
    forms::PageFlow flow({20.0, 20.0, 25.0, 15.0});
    const auto line = [&](const std::string& text, Face face = Face::serif) {
        flow.paragraph(forms::plain(text, face, body, 1.5));
    };
    forms::check_head(flow, conference, "KIỂM TRA PHIẾU ĐÃ IN", "Loại phiếu " + check.style.value);
    line(fmt::format("Đã xem {} tờ. Chương trình: {}.", check.pages.size(), software_version()));
    for (const CheckedPage& page : check.pages) {
        const omr::PrintGeometry& g = page.print.geometry;
        std::string text =
            fmt::format("Tờ {}: tỷ lệ {:.1f} % × {:.1f} %, xiên {:.1f}°, sai lệch còn lại {:.2f} mm, độ đậm {:.0f} %",
                        page.print.identity.code.page, 100 * g.scale_across, 100 * g.scale_down, g.skew_deg,
                        g.residual_mm, 100 * page.print.toner);
        std::ranges::replace(text, '.', ',');
        line(text + ".");
    }
    flow.space(2.0);
    if (check.is_good()) {
        line("ĐẠT: họ tên, thứ tự, vị trí, kích thước và độ đậm đúng như hồ sơ.", Face::serif_bold);
    } else {
        line(fmt::format("CHƯA ĐẠT: {} điều phải xem.", check.findings.size()), Face::serif_bold);
        for (std::size_t i = 0; i < std::min(findings_printed, check.findings.size()); ++i) {
            flow.paragraph(forms::plain("– " + check.findings[i].vietnamese() + ";", Face::serif, body, 0.5));
        }
    }
    flow.space(3.0);
    for (const forms::BallotStyle& style : conference.styles) {
        if (style.id == check.style && !check.pages.empty()) flow.table(rows_table(check, style));
    }
    flow.space(6.0);
    const std::string hint = "(Ký, ghi rõ họ tên)";
    flow.columns(forms::signature_columns(
        flow.width_mm(), {{"NGƯỜI KIỂM TRA", "", hint, "", "technician"}, {"TRƯỞNG BAN", "", hint, "", "head"}}));
    return forms::print_flow(flow, {"Kiểm tra phiếu đã in", conference.organisation}, pdf);
}

}  // namespace kiemphieu::station
