#include "tests/simulator/sheet.hpp"

#include <algorithm>

#include "tests/simulator/overlap.hpp"
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

/// A sheet as it comes to the scanner, and the strokes of each row that were meant.
struct WornSheet {
    Paper paper;
    std::vector<Strokes> meant;
};

/// The sheet in one light.
base::Expected<WornSheet, base::Failure> worn_sheet(Printer& printer, const SheetOrder& order, const StrokeBook& book,
                                                    Light light, const Random& random) {
    auto paper = printer.print(order.code, order.tag);
    if (!paper) return tl::unexpected(paper.error());
    const forms::LayoutPage& page = *printer.layout().find_page(order.code.page);
    Random print_random = random.fork("print");
    Random ink_random = random.fork("ink");
    Random wear_random = random.fork("wear");
    wear_print(*paper, page, order.conditions.wear, light, print_random);
    std::vector<Strokes> meant = mark_page(*paper, page, order.plan, order.hand, book, ink_random);
    wear_sheet(*paper, order.conditions.wear, wear_random);
    return WornSheet{std::move(*paper), std::move(meant)};
}

SheetTruth truth_of(const SheetOrder& order, WornSheet& worn) {
    const ScanSettings& settings = order.conditions.scan;
    SheetTruth truth;
    truth.code = order.code;
    truth.rows = order.plan.rows;
    for (std::size_t i = 0; settings.bilevel_at && i < worn.meant.size(); ++i) {
        RowTruth& row = truth.rows[i];
        if (is_one_x(row.kind) && line_left(worn.paper, worn.meant[i], settings) < least_line_left) {
            row.kind = RowKind::faint_x;
        }
    }
    truth.write_in = order.plan.write_in;
    truth.grade = name_of(order.conditions.grade);
    truth.dpi = static_cast<int>(settings.dpi.value);
    truth.rotation_deg = settings.rotation_deg;
    truth.defects = defects_of(order.conditions);
    return truth;
}

/// Lays the second sheet over or under the first, whose corner stays the origin.
base::Expected<Paper, base::Failure> with_second(Printer& printer, const SheetOrder& order, const Paper& first,
                                                 const StrokeBook& book, Light light, const Random& random) {
    const SecondSheet& second = *order.second;
    const SheetOrder other{second.code, second.tag, second.plan, second.hand, order.conditions, {}};
    const auto worn = worn_sheet(printer, other, book, light, random.fork("second"));
    if (!worn) return tl::unexpected(worn.error());
    const int background = order.conditions.scan.background;
    if (second.lies == SecondSheet::Lies::underneath) {
        return overlapped(first, worn->paper, second.offset_mm, background);
    }
    Paper both = overlapped(worn->paper, first, second.offset_mm * -1.0, background);
    both.origin = both.origin + second.offset_mm;
    return both;
}

base::Expected<SimulatedSheet, base::Failure> simulate_in(Light light, Printer& printer, const SheetOrder& order,
                                                          const StrokeBook& book, const Random& random) {
    auto worn = worn_sheet(printer, order, book, light, random);
    if (!worn) return tl::unexpected(worn.error());
    SheetTruth truth = truth_of(order, *worn);
    Paper& paper = worn->paper;
    if (order.conditions.wear.tear) tear_off(paper, *order.conditions.wear.tear, order.conditions.scan.background);
    if (order.second) {
        auto both = with_second(printer, order, paper, book, light, random);
        if (!both) return tl::unexpected(both.error());
        paper = std::move(*both);
    }
    Random scan_random = random.fork("scan");
    return SimulatedSheet{scan(paper, order.conditions, scan_random), std::move(truth)};
}

}  // namespace

base::Expected<SimulatedSheet, base::Failure> simulate(Printer& printer, const SheetOrder& order,
                                                       const StrokeBook& book, const Random& random) {
    return simulate_in(Light::gray, printer, order, book, random);
}

base::Expected<SimulatedSheet, base::Failure> simulate_in_colour(Printer& printer, const SheetOrder& order,
                                                                 const StrokeBook& book, const Random& random) {
    auto sheet = simulate_in(Light::red, printer, order, book, random);
    if (!sheet) return sheet;
    const auto green = simulate_in(Light::green, printer, order, book, random);
    if (!green) return green;
    const auto blue = simulate_in(Light::blue, printer, order, book, random);
    if (!blue) return blue;
    std::vector<std::uint8_t> rgb;
    rgb.reserve(3 * sheet->image.pixels.size());
    for (std::size_t i = 0; i < sheet->image.pixels.size(); ++i) {
        rgb.insert(rgb.end(), {sheet->image.pixels[i], green->image.pixels[i], blue->image.pixels[i]});
    }
    sheet->image.format = base::PixelFormat::rgb8;
    sheet->image.pixels = std::move(rgb);
    return sheet;
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
