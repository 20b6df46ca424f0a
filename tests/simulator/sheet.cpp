#include "tests/simulator/sheet.hpp"

#include <algorithm>

#include "tests/simulator/scan.hpp"
#include "tests/simulator/wear.hpp"

namespace kiemphieu::simulator {

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
    mark_page(*paper, page, order.plan, order.hand, book, ink_random);
    wear_sheet(*paper, order.conditions.wear, wear_random);

    const ScanSettings& settings = order.conditions.scan;
    SheetTruth truth;
    truth.code = order.code;
    truth.rows = order.plan.rows;
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
