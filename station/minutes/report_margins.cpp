#include "station/minutes/report_margins.hpp"

#include <fmt/core.h>

namespace kiemphieu::station {
namespace {

using forms::Align;
using forms::Face;
using forms::ParagraphStyle;

/// The text area's width and left edge on A4 with the default margins.
constexpr double left_mm = forms::Margins{}.left_mm;
constexpr double width_mm = 210.0 - forms::Margins{}.left_mm - forms::Margins{}.right_mm;
/// Printers leave 4 to 5 mm at the edge white.
constexpr double foot_top_mm = 284.0;
constexpr double draft_top_mm = 4.5;
constexpr double draft_height_mm = 9.2;
constexpr double frame_mm = 0.6;

[[nodiscard]] base::Expected<void, base::Failure> set_line(forms::PrintedPage& page, const std::string& text, Face face,
                                                           const ParagraphStyle& style, double top_mm) {
    const auto lines = forms::break_lines({{text, face}}, style, width_mm);
    if (!lines) return base::fail(lines.error());
    const auto runs = forms::place_lines(*lines, style, left_mm, top_mm);
    page.texts.insert(page.texts.end(), runs.begin(), runs.end());
    return {};
}

[[nodiscard]] base::Expected<void, base::Failure> mark_draft(forms::PrintedPage& page, int pending_items) {
    forms::add_frame(page, {left_mm, draft_top_mm, width_mm, draft_height_mm}, frame_mm);
    auto head = set_line(page, "BẢN NHÁP", Face::serif_bold, {12.0, Align::center, 0.0, 1.1}, draft_top_mm + 0.7);
    if (!head) return head;
    const std::string why = pending_items > 0
                                ? fmt::format("Số liệu chưa đủ: còn {} mục chờ Ban Kiểm phiếu xem xét.", pending_items)
                                : std::string{"Ban Kiểm phiếu chưa xác nhận kết quả; không dùng để báo cáo, công bố."};
    return set_line(page, why, Face::serif_italic, {9.0, Align::center, 0.0, 1.1}, draft_top_mm + 5.1);
}

}  // namespace

base::Expected<void, base::Failure> add_margins(std::vector<forms::PrintedPage>& pages, const base::StyleId& style,
                                                const ReportContext& context) {
    // 16 hex digits name the record well enough for people to compare; the whole hash is in the record.
    const std::string record = context.record_fingerprint.substr(0, 16);
    const std::string trace = record.empty() ? std::string{} : fmt::format(" · Dấu vết bản ghi {}", record);
    const std::string foot = fmt::format("Loại phiếu {}{}", style.value, trace);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        auto set = set_line(pages[i], foot, Face::serif, {9.0, Align::right}, foot_top_mm);
        if (set && context.finality == Finality::provisional) set = mark_draft(pages[i], context.pending_items);
        if (!set) return set;
    }
    return forms::number_pages(pages, {});
}

}  // namespace kiemphieu::station
