#include "omr/print_check.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/text.hpp"
#include "forms/typeface.hpp"
#include "omr/ocr_reader.hpp"
#include "omr/print_compare.hpp"
#include "omr/print_strength.hpp"
#include "omr/registration.hpp"

namespace kiemphieu::omr {
namespace {

using base::Failure;
using base::PagePoint;
using base::PageRect;
using base::ScanPoint;

// 300 dpi is what Tesseract was trained on.
constexpr double ocr_px_per_mm = 12.0;
constexpr double around_text_mm = 0.8;
// A longer text than expected is to be seen too, but not the table's line after it.
constexpr double short_of_line_mm = 0.7;

/// One candidate's texts as they stand on the page, with room for longer ones.
struct TextPlace {
    std::vector<forms::TextRun> runs;
    double right_mm{};
};

TextPlace texts_in(const forms::LayoutPage& page, const forms::Row& row, double left, double right) {
    TextPlace place;
    place.right_mm = right - short_of_line_mm;
    for (const forms::TextRun& run : page.texts) {
        if (run.baseline.x >= left && run.baseline.x < right && run.baseline.y > row.row_box.y &&
            run.baseline.y < row.row_box.bottom()) {
            place.runs.push_back(run);
        }
    }
    std::ranges::sort(place.runs, {}, [](const forms::TextRun& run) { return run.baseline.y; });
    return place;
}

/// The vertical lines of a row: where its columns end.
std::vector<double> column_lines(const forms::LayoutPage& page, const forms::Row& row) {
    std::vector<double> xs;
    const double middle = row.row_box.center().y;
    for (const PageRect& rule : page.rules) {
        if (rule.h > rule.w && rule.y < middle && rule.bottom() > middle && rule.h > row.row_box.h / 2) {
            xs.push_back(rule.center().x);
        }
    }
    std::ranges::sort(xs);
    return xs;
}

class PageLook {
  public:
    PageLook(const base::GrayView& scan, const PageTransform& transform, const forms::LayoutPage& page)
        : scan_(scan), transform_(transform), page_(page) {}

    base::Expected<PrintedText, Failure> text(const TextPlace& place, const std::string& expected) const {
        PrintedText out;
        double darkness = 0;
        for (const forms::TextRun& run : place.runs) {
            const auto ink = forms::ink_box(run);
            if (!ink) return tl::unexpected(ink.error());
            PageRect area = ink->grown(around_text_mm);
            area.w = std::max(area.w, place.right_mm - area.x);
            const auto looked = compare_print(scan_, transform_, page_, area);
            if (!looked) return tl::unexpected(looked.error());
            out.difference = std::max(out.difference, looked->difference);
            darkness += looked->darkness;
            const base::PageImage picture = upright_part(scan_, transform_, area, ocr_px_per_mm);
            out.read += (out.read.empty() ? "" : " ") + read_text(picture.gray(), ocr_px_per_mm);
        }
        out.read = base::to_nfc(base::squeeze_blanks(out.read));
        out.likeness = likeness(out.read, expected);
        out.darkness = place.runs.empty() ? 0 : darkness / static_cast<double>(place.runs.size());
        return out;
    }

    base::Expected<PrintedRow, Failure> row(const forms::Row& row, const ExpectedRow& expected) const {
        const std::vector<double> xs = column_lines(page_, row);
        const auto column_of = [&](const PageRect& box) {
            const auto right = std::upper_bound(xs.begin(), xs.end(), box.x);
            return right == xs.end() ? box.right() + 1 : *right;
        };
        const double name_right = column_of(row.name_box);
        const double position_right = column_of(row.position_box);
        auto name = text(texts_in(page_, row, row.name_box.x - 1, name_right), expected.name);
        if (!name) return tl::unexpected(name.error());
        auto position = text(texts_in(page_, row, row.position_box.x - 1, position_right), expected.position);
        if (!position) return tl::unexpected(position.error());
        return PrintedRow{row.number, std::move(*name), std::move(*position), 0};
    }

    /// Texts outside of rows, but for those under the seal.
    base::Expected<std::vector<PrintedLine>, Failure> lines() const {
        std::vector<PrintedLine> out;
        for (const forms::TextRun& run : page_.texts) {
            const bool in_row = std::ranges::any_of(page_.rows, [&](const forms::Row& row) {
                return run.baseline.y > row.row_box.y && run.baseline.y < row.row_box.bottom() &&
                       run.baseline.x >= row.name_box.x - 1;
            });
            const auto ink = forms::ink_box(run);
            if (!ink) return tl::unexpected(ink.error());
            if (in_row || page_.stamp_area.grown(3).intersects(*ink)) continue;
            const auto looked = compare_print(scan_, transform_, page_, ink->grown(around_text_mm));
            if (!looked) return tl::unexpected(looked.error());
            out.push_back({run.text, looked->difference, looked->darkness});
        }
        return out;
    }

  private:
    const base::GrayView& scan_;
    const PageTransform& transform_;
    const forms::LayoutPage& page_;
};

PrintGeometry geometry_of(const base::PageImage& scan, const forms::BallotLayout& layout, const RegisteredPage& page) {
    PrintGeometry out;
    const PagePoint middle{layout.page_width_mm / 2, layout.page_height_mm / 2};
    const auto to_scan = [&](double x, double y) { return page.transform.to_scan({x, y}); };
    // From mark to mark, the longest ways that were measured.
    const ScanPoint across = to_scan(layout.page_width_mm - 10, middle.y) - to_scan(10, middle.y);
    const ScanPoint down = to_scan(middle.x, layout.page_height_mm - 10) - to_scan(middle.x, 10);
    const double across_px = std::hypot(across.x, across.y) / (layout.page_width_mm - 20);
    const double down_px = std::hypot(down.x, down.y) / (layout.page_height_mm - 20);
    const bool upright = page.rotation_deg % 180 == 0;
    const auto scale = [](double px_per_mm, base::Dpi dpi) {
        return dpi.value > 0 ? px_per_mm / base::px_per_mm(dpi) : 0.0;
    };
    out.scale_across = scale(across_px, upright ? scan.dpi_x : scan.dpi_y);
    out.scale_down = scale(down_px, upright ? scan.dpi_y : scan.dpi_x);
    const double degree = 180 / std::numbers::pi;
    const double turned = std::atan2(across.y, across.x) * degree;
    out.skew_deg = turned - std::round(turned / 90) * 90;
    out.shear_deg = 90 - std::acos((across.x * down.x + across.y * down.y) / std::hypot(across.x, across.y) /
                                   std::hypot(down.x, down.y)) *
                             degree;
    const ScanPoint off = page.transform.to_scan(middle) - ScanPoint{scan.width / 2.0, scan.height / 2.0};
    out.offset_mm = {off.x / across_px, off.y / down_px};
    out.residual_mm = page.residual_px / page.transform.px_per_mm(middle);
    for (double y = 20; y < layout.page_height_mm; y += 10) {
        for (double x = 20; x < layout.page_width_mm; x += 10) {
            const PagePoint shift = page.transform.shift_at({x, y});
            out.lines_off_mm = std::max(out.lines_off_mm, std::hypot(shift.x, shift.y));
        }
    }
    return out;
}

}  // namespace

double likeness(const std::string& a, const std::string& b) {
    const std::vector<char32_t> x = base::code_points(a);
    const std::vector<char32_t> y = base::code_points(b);
    if (x.empty() && y.empty()) return 1;
    std::vector<std::size_t> costs(y.size() + 1);
    std::iota(costs.begin(), costs.end(), std::size_t{0});
    for (std::size_t i = 0; i < x.size(); ++i) {
        std::size_t corner = costs[0];
        costs[0] = i + 1;
        for (std::size_t j = 0; j < y.size(); ++j) {
            const std::size_t changed = corner + (x[i] == y[j] ? 0 : 1);
            corner = costs[j + 1];
            costs[j + 1] = std::min({changed, corner + 1, costs[j] + 1});
        }
    }
    return 1 - static_cast<double>(costs.back()) / static_cast<double>(std::max(x.size(), y.size()));
}

base::Expected<std::variant<PrintedPage, UnreadableReason>, Failure> look_at_print(
    const base::PageImage& scan, const std::vector<forms::BallotLayout>& layouts, const base::SecretKey& key,
    const std::vector<ExpectedRow>& rows) {
    DebugPictures none;
    const base::PageImage gray_copy = scan.format == base::PixelFormat::gray8 ? base::PageImage{} : base::to_gray(scan);
    const base::GrayView gray = gray_copy.pixels.empty() ? scan.gray() : gray_copy.gray();
    if (gray.empty() || layouts.empty()) return UnreadableReason::not_a_ballot;
    const std::vector<CoarsePose> poses = locate_page(gray, layouts.front(), none);
    const auto identified = identify_page(gray, poses, layouts, key, none);
    const auto* identity = std::get_if<IdentifiedPage>(&identified);
    if (identity == nullptr) return poses.empty() ? UnreadableReason::not_a_ballot : UnreadableReason::no_code;
    const auto layout = std::ranges::find(layouts, identity->code.layout, &forms::BallotLayout::id);
    if (layout == layouts.end() || layout->conference != identity->code.conference) {
        return layouts.front().conference == identity->code.conference ? UnreadableReason::other_layout
                                                                       : UnreadableReason::other_conference;
    }
    const forms::LayoutPage* page = layout->find_page(identity->code.page);
    if (page == nullptr) return UnreadableReason::other_layout;
    const auto refined = refine_pose(gray, identity->pose, *page, none);
    if (const auto* reason = std::get_if<UnreadableReason>(&refined)) return *reason;
    const auto& registered = std::get<RegisteredPage>(refined);

    PrintedPage out;
    out.identity = *identity;
    out.layout = page;
    out.geometry = geometry_of(scan, *layout, registered);
    out.toner = measure_print(gray, registered.transform, *page).marks;
    const PageLook look(gray, registered.transform, *page);
    const std::vector<double> borders = line_shares(gray, registered.transform, *page);
    for (std::size_t r = 0; r < page->rows.size(); ++r) {
        const auto expected = std::ranges::find(rows, page->rows[r].number, &ExpectedRow::number);
        auto row = look.row(page->rows[r], expected == rows.end() ? ExpectedRow{} : *expected);
        if (!row) return tl::unexpected(row.error());
        row->lines = borders[r];
        out.rows.push_back(std::move(*row));
    }
    auto lines = look.lines();
    if (!lines) return tl::unexpected(lines.error());
    out.lines = std::move(*lines);
    return out;
}

}  // namespace kiemphieu::omr
