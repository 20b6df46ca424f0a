#include "tests/simulator/sheet.hpp"

#include <algorithm>

#include "tests/simulator/scan.hpp"
#include "tests/simulator/wear.hpp"

namespace kiemphieu::simulator {

namespace {

/// An X of which a black-and-white scan keeps less than this share of its lines shows as dots: nobody could read it.
constexpr double least_line_left = 1.0 / 3;

/// Mean of what the paper throws back around a point, as wide as the scan's blur.
double reflectance(Paper& paper, base::PagePoint at, double radius_mm) {
    const PixelBox box = pixels_of(paper, {at.x - radius_mm, at.y - radius_mm, 2 * radius_mm, 2 * radius_mm});
    double sum = 0;
    int count = 0;
    for (int y = box.top; y < box.bottom; ++y) {
        for (int x = box.left; x < box.right; ++x, ++count) sum += paper.row(y)[x];
    }
    return count > 0 ? sum / count : 255;
}

/// Share of the strokes' length that a black-and-white scan shows.
double line_left(Paper& paper, const Strokes& strokes, const ScanSettings& scan) {
    const double radius_mm = 0.5 * (1 + scan.blur_px) / base::px_per_mm(scan.dpi);
    int black = 0;
    int count = 0;
    for (const Stroke& stroke : strokes) {
        for (const base::PagePoint& p : smoothed(stroke, 0.25)) {
            const double gray = scan.black + (scan.white - scan.black) / 255 * reflectance(paper, p, radius_mm);
            black += gray < *scan.bilevel_at ? 1 : 0;
            ++count;
        }
    }
    return count > 0 ? static_cast<double>(black) / count : 1;
}

bool is_one_x(RowKind kind) {
    using enum RowKind;
    return kind == x || kind == small_x || kind == large_x || kind == off_centre_x;
}

}  // namespace

base::Expected<SimulatedSheet, base::Failure> simulate(Printer& printer, const SheetOrder& order,
                                                       const StrokeBook& book, const Random& random) {
    auto paper = printer.print(order.code, order.tag);
    if (!paper) return tl::unexpected(paper.error());
    const forms::LayoutPage& page = *printer.layout().find_page(order.code.page);
    Random print_random = random.fork("print");
    Random ink_random = random.fork("ink");
    Random wear_random = random.fork("wear");
    Random scan_random = random.fork("scan");
    wear_print(*paper, page, order.conditions.wear, print_random);
    const std::vector<Strokes> meant = mark_page(*paper, page, order.plan, order.hand, book, ink_random);
    wear_sheet(*paper, order.conditions.wear, wear_random);

    const ScanSettings& settings = order.conditions.scan;
    SheetTruth truth;
    truth.code = order.code;
    truth.rows = order.plan.rows;
    for (std::size_t i = 0; settings.bilevel_at && i < meant.size(); ++i) {
        RowTruth& row = truth.rows[i];
        if (is_one_x(row.kind) && line_left(*paper, meant[i], settings) < least_line_left) row.kind = RowKind::faint_x;
    }
    truth.write_in = order.plan.write_in;
    truth.grade = name_of(order.conditions.grade);
    truth.dpi = static_cast<int>(settings.dpi.value);
    truth.rotation_deg = settings.rotation_deg;
    truth.defects = defects_of(order.conditions);
    return SimulatedSheet{scan(*paper, order.conditions, scan_random), std::move(truth)};
}

double paper_px_per_mm(base::Dpi dpi) {
    // A millimetre of 200-dpi scan is 8 pixels; 12 ideal ones keep the edges true, 20 are all that memory should pay
    // for.
    return std::clamp(base::px_per_mm(dpi) * 1.5, 10.0, 20.0);
}

SheetSource::SheetSource(forms::BallotLayout layout, Options options)
    : options_(std::move(options)), printer_(std::move(layout), paper_px_per_mm(options_.dpi)) {}

SheetOrder SheetSource::order(int number) const {
    const forms::BallotLayout& layout = printer_.layout();
    const Random random = Random(options_.seed).fork("sheet", static_cast<std::uint64_t>(number));
    const auto pages = static_cast<int>(layout.pages.size());
    const forms::LayoutPage& page = layout.pages[static_cast<std::size_t>(number % pages)];
    // All pages of one ballot share serial and hand.
    const Random ballot = Random(options_.seed).fork("ballot", static_cast<std::uint64_t>(number / pages));
    Random serial = ballot.fork("serial");
    Random hand = ballot.fork("hand");
    Random plan = random.fork("plan");
    Random conditions = random.fork("conditions");
    SheetOrder order;
    order.code = {layout.conference,           layout.style, layout.id,
                  base::Serial{serial.bits()}, page.sheet,   page.page,
                  forms::BallotKind::official};
    order.tag = forms::make_tag(order.code, options_.key);
    order.plan = plan_page(page, options_.habits, plan);
    order.hand = choose_hand(hand);
    order.conditions = choose_conditions(options_.grade, options_.dpi, conditions);
    return order;
}

base::Expected<SimulatedSheet, base::Failure> SheetSource::sheet(int number) {
    return simulate(printer_, order(number), options_.book,
                    Random(options_.seed).fork("sheet", static_cast<std::uint64_t>(number)));
}

}  // namespace kiemphieu::simulator
