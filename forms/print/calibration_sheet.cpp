#include "forms/print/calibration_sheet.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "forms/layout_text.hpp"
#include "forms/page_frame.hpp"
#include "forms/print/qr_symbol.hpp"

namespace kiemphieu::forms {

namespace {

using base::PagePoint;
using base::PageRect;

constexpr double left_mm = 22.5;
constexpr double right_mm = 187.5;
constexpr double hair_mm = 0.2;

// Known points. Squares of under half a registration mark are never taken for one.
constexpr double grid_mm = 2.4;
constexpr double grid_pitch_mm = 10;
constexpr std::array<double, 5> grid_columns{36.0, 70.5, 105.0, 139.5, 174.0};
constexpr std::array<double, 6> grid_rows{37.0, 97.0, 141.0, 187.0, 240.0, 280.5};
/// Along both sides, as near to the edges as the registration marks.
constexpr std::array<double, 2> grid_sides{10.5, 199.5};

/// A ballot's pens draw 0.3 to 0.6 mm; blue ballpoints throw back half the light, a pencil two thirds.
constexpr double graded_width_mm = 0.5;
constexpr std::array<double, 10> graded_darkness{0.90, 0.75, 0.60, 0.50, 0.42, 0.35, 0.28, 0.22, 0.16, 0.10};
constexpr double widths_darkness = 0.85;
constexpr std::array<double, 10> graded_widths_mm{0.15, 0.20, 0.25, 0.30, 0.40, 0.50, 0.70, 0.90, 1.20, 1.50};
constexpr double sample_x_mm = 6.0;

constexpr std::array<double, 6> pairs_per_mm{1.0, 1.5, 2.0, 2.5, 3.0, 4.0};
/// The ballot's own symbol has the fifth size.
constexpr std::array<double, 6> module_sizes_mm{0.25, 0.30, 0.36, 0.43, page_frame::qr_module_mm, 0.60};
constexpr int pens = 6;

/// With a decimal comma, as Vietnamese has it.
std::string number(double value, int digits) {
    std::string text = fmt::format("{:.{}f}", value, digits);
    std::ranges::replace(text, '.', ',');
    return text;
}

PageRect centred_at(PagePoint centre, double side) {
    return {centre.x - side / 2, centre.y - side / 2, side, side};
}

class SheetMaker {
  public:
    base::Expected<CalibrationSheet, base::Failure> make() {
        sheet_.page.page = sheet_.page.sheet = 1;
        sheet_.page.qr_box = page_frame::qr_box;
        sheet_.page.readable_box = page_frame::readable_box;
        sheet_.page.registration_marks.assign(page_frame::registration_marks.begin(),
                                              page_frame::registration_marks.end());
        head();
        grid();
        wedge();
        lines_and_edges();
        symbols();
        marks();
        pen_boxes();
        foot();
        if (text_.failed()) return base::fail(*text_.failed());
        sheet_.id = fingerprint();
        return std::move(sheet_);
    }

  private:
    void put(const std::string& text, Face face, double size_pt, PagePoint at) {
        text_.left(sheet_.page, text, face, size_pt, at);
    }
    void under(const std::string& text, const PageRect& box, double baseline) {
        text_.centred(sheet_.page, text, Face::serif, 8, {box.center().x - 12, 0, 24, 0}, baseline, 3);
    }
    /// A section's name in both languages.
    void section(double baseline, const std::string& vietnamese, const std::string& english) {
        const PageRect ink = text_.left(sheet_.page, vietnamese, Face::serif_bold, 11, {left_mm, baseline});
        put(english, Face::serif_italic, 9, {ink.right() + 2.5, baseline});
    }
    void frame(const PageRect& box) {
        auto& rules = sheet_.page.rules;
        rules.push_back({box.x, box.y, box.w, hair_mm});
        rules.push_back({box.x, box.bottom() - hair_mm, box.w, hair_mm});
        rules.push_back({box.x, box.y, hair_mm, box.h});
        rules.push_back({box.right() - hair_mm, box.y, hair_mm, box.h});
    }

    void head() {
        put("TỜ HIỆU CHUẨN MÁY QUÉT", Face::serif_bold, 18, {left_mm, 15});
        put("Scanner calibration sheet", Face::serif_italic, 12, {left_mm, 20.5});
        put("In đúng cỡ 100 %. Đánh X vào các ô bút bằng từng cây bút đang dùng.", Face::serif, 9.5, {left_mm, 25.6});
        put("Quét ba lần trở lên, có một lần xoay ngược đầu tờ giấy.", Face::serif, 9.5, {left_mm, 29.4});
        put("Print at 100 %. Put an X into the pen boxes with each pen in use. Scan three times, once turned.",
            Face::serif_italic, 8.5, {left_mm, 33});
    }

    void grid() {
        std::vector<PageRect>& grid = sheet_.grid;
        for (const double x : grid_sides) {
            for (double y = 22.5; y < 280; y += grid_pitch_mm) {
                const PageRect square = centred_at({x, y}, grid_mm);
                const bool crowded = std::ranges::any_of(sheet_.page.registration_marks, [&](const PageRect& mark) {
                    return mark.grown(3).intersects(square);
                });
                if (!crowded) grid.push_back(square);
            }
        }
        for (const double y : grid_rows) {
            for (const double x : grid_columns) grid.push_back(centred_at({x, y}, grid_mm));
        }
    }

    void wedge() {
        section(45, "Thang xám", "gray wedge");
        constexpr int steps = 11;
        constexpr double width = (right_mm - left_mm) / steps;
        for (int i = 0; i < steps; ++i) {
            const double gray = static_cast<double>(i) / (steps - 1);
            const PageRect box{left_mm + i * width, 48, width, 10};
            sheet_.wedge.push_back({box, gray});
            under(fmt::format("{} %", 100 - 10 * i), box, 62);
        }
        frame({left_mm, 48, right_mm - left_mm, 10});
    }

    void bars(LineGroup::Bars way, PageRect box, double frequency) {
        LineGroup group{way, box, frequency, {}};
        const double width = 0.5 / frequency;
        const double length = way == LineGroup::Bars::upright ? box.w : box.h;
        for (double at = 0; at + width <= length + 1e-9; at += 2 * width) {
            group.lines.push_back(way == LineGroup::Bars::upright ? PageRect{box.x + at, box.y, width, box.h}
                                                                  : PageRect{box.x, box.y + at, box.w, width});
        }
        sheet_.line_pairs.push_back(std::move(group));
    }

    void lines_and_edges() {
        section(71, "Cặp vạch, cạnh nghiêng", "line pairs to the millimetre, slanted edges");
        for (std::size_t i = 0; i < pairs_per_mm.size(); ++i) {
            const double x = left_mm + 15.5 * static_cast<double>(i);
            bars(LineGroup::Bars::upright, {x, 74, 12, 6}, pairs_per_mm[i]);
            bars(LineGroup::Bars::level, {x, 82, 12, 6}, pairs_per_mm[i]);
            under(number(pairs_per_mm[i], 1), {x, 82, 12, 6}, 91.6);
        }
        // Five degrees off: the edge crosses the pixels at every phase. Source: ISO 12233, slanted edge.
        constexpr double slant = 0.0875;
        constexpr double half = 5;
        constexpr double broad_mm = 6;
        sheet_.edges.push_back({{{126 - half * slant, 81 - half}, {126 + half * slant, 81 + half}}, broad_mm, 0});
        sheet_.edges.push_back({{{148, 81 - 2 * half * slant}, {172, 81 + 2 * half * slant}}, broad_mm, 0});
    }

    void symbols() {
        section(105, "Mã QR theo cỡ ô", "QR symbols by the size of their modules, millimetres");
        constexpr double bottom = 131;
        double x = left_mm;
        for (const double module : module_sizes_mm) {
            const double side = module * page_frame::qr_modules;
            sheet_.symbols.push_back({{x, bottom - side, side, side}, module});
            under(number(module, 2), sheet_.symbols.back().box, bottom + 4.4);
            x += side + 14.8;
        }
    }

    /// Two straight strokes from corner to corner.
    void sample(std::vector<MarkSample>& out, PagePoint centre, double width, double darkness) {
        const double r = sample_x_mm / 2;
        const double gray = 1 - darkness;
        out.push_back({{centre.x - 6, centre.y - 5, 12, 10},
                       width,
                       darkness,
                       {{{{centre.x - r, centre.y - r}, {centre.x + r, centre.y + r}}, width, gray},
                        {{{centre.x + r, centre.y - r}, {centre.x - r, centre.y + r}}, width, gray}}});
        frame(out.back().box);
    }

    void marks() {
        section(148.5, "Dấu X in sẵn", "printed marks: paler and paler, then broader and broader (millimetres)");
        constexpr double pitch = (right_mm - left_mm) / 10;
        for (std::size_t i = 0; i < graded_darkness.size(); ++i) {
            const double x = left_mm + pitch * (static_cast<double>(i) + 0.5);
            sample(sheet_.graded, {x, 156}, graded_width_mm, graded_darkness[i]);
            under(fmt::format("{:.0f} %", 100 * graded_darkness[i]), sheet_.graded.back().box, 164.6);
            sample(sheet_.widths, {x, 172}, graded_widths_mm[i], widths_darkness);
            under(number(graded_widths_mm[i], 2), sheet_.widths.back().box, 180.6);
        }
    }

    void pen_boxes() {
        section(195, "Bút đang dùng: đánh X vào cả hai ô, ghi tên bút",
                "pens in use: an X into both boxes, name the pen");
        constexpr double pitch = (right_mm - left_mm) / pens;
        for (int i = 0; i < pens; ++i) {
            const double x = left_mm + pitch * i + 3;
            PenPlace place;
            for (const double y : {198.0, 212.0}) {
                place.boxes.push_back({x + 1, y, 18, 12});
                frame(place.boxes.back());
            }
            put(std::to_string(i + 1), Face::serif_bold, 10, {x - 3, 206});
            sheet_.page.rules.push_back({x, 232, 21, hair_mm});
            sheet_.pens.push_back(std::move(place));
        }
    }

    void foot() {
        sheet_.blank = {left_mm, 246, right_mm - left_mm, 18};
        put("Khoảng này để trống — keep this space blank", Face::serif_italic, 8, {left_mm, 246});
        put("Máy quét (scanner): ..............................................", Face::serif, 10, {left_mm, 272});
        put("Ngày (date): ....................", Face::serif, 10, {96, 272});
        put("Người làm (by): ......................", Face::serif, 10, {140, 272});
    }

    /// Over all numbers that measuring depends on.
    base::LayoutId fingerprint() const {
        std::string all;
        const auto add = [&](const PageRect& r) {
            all += fmt::format("{:.3f} {:.3f} {:.3f} {:.3f};", r.x, r.y, r.w, r.h);
        };
        for (const PageRect& square : sheet_.grid) add(square);
        for (const GrayPatch& patch : sheet_.wedge) add(patch.box);
        for (const LineGroup& group : sheet_.line_pairs) add(group.box);
        for (const QrSample& symbol : sheet_.symbols) add(symbol.box);
        for (const MarkSample& mark : sheet_.graded) add(mark.box);
        for (const MarkSample& mark : sheet_.widths) add(mark.box);
        for (const PenPlace& pen : sheet_.pens) add(pen.boxes.front());
        const base::Digest digest = base::sha256(base::as_bytes(all));
        base::LayoutId id;
        for (std::size_t i = 0; i < 8; ++i) id.value = id.value << 8U | digest[i];
        return id;
    }

    CalibrationSheet sheet_;
    TextSetter text_;
};

}  // namespace

base::Expected<CalibrationSheet, base::Failure> make_calibration_sheet() {
    return SheetMaker().make();
}

SheetCode calibration_code(const CalibrationSheet& sheet, base::ConferenceId conference, int place) {
    return {conference, base::StyleId{"CALIB"}, sheet.id, {}, 1, place, BallotKind::calibration};
}

std::vector<PageRect> code_modules(const CalibrationSheet& sheet, base::ConferenceId conference,
                                   const base::SecretKey& key) {
    std::vector<PageRect> all;
    int place = 1;
    const auto add = [&](const PageRect& box) {
        const SheetCode code = calibration_code(sheet, conference, place++);
        const auto modules = qr_modules(encode_payload(code, make_tag(code, key)), box);
        all.insert(all.end(), modules.begin(), modules.end());
    };
    add(sheet.page.qr_box);
    for (const QrSample& symbol : sheet.symbols) add(symbol.box);
    return all;
}

base::Expected<void, base::Failure> print_calibration_sheet(const CalibrationSheet& sheet,
                                                            base::ConferenceId conference, const base::SecretKey& key,
                                                            const std::filesystem::path& pdf) {
    auto canvas = Canvas::create({"Tờ hiệu chuẩn máy quét", ""});
    if (!canvas) return tl::unexpected(canvas.error());
    canvas->begin_page();
    for (const GrayPatch& patch : sheet.wedge) canvas->fill(patch.box, patch.gray);
    for (const TextRun& run : sheet.page.texts) canvas->text(run);
    canvas->fill(sheet.page.rules);
    canvas->fill(sheet.page.registration_marks);
    canvas->fill(sheet.grid);
    for (const LineGroup& group : sheet.line_pairs) canvas->fill(group.lines);
    canvas->fill(code_modules(sheet, conference, key));
    for (const InkStroke& edge : sheet.edges) canvas->stroke(edge);
    for (const auto* marks : {&sheet.graded, &sheet.widths}) {
        for (const MarkSample& mark : *marks) {
            for (const InkStroke& stroke : mark.strokes) canvas->stroke(stroke);
        }
    }
    return canvas->save(pdf);
}

}  // namespace kiemphieu::forms
