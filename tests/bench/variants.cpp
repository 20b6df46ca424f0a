// variants: the marks and scans that other readers of marked paper were measured with, 600 rows of each: how many of
// them are right, left to people, silently wrong, and what a page costs.

#include <cstdio>
#include <ctime>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "tests/bench/judging.hpp"
#include "tests/simulator/sample_ballot.hpp"

namespace {

using namespace kiemphieu;
using bench::Outcome;
using bench::whole;
using simulator::RowKind;
using simulator::SheetOrder;

constexpr long rows_wanted = 600;
constexpr std::uint64_t seed = 600;

struct Variant {
    std::string name;
    RowKind kind{RowKind::x};
    std::function<void(SheetOrder&)> change;
};

/// A ballpoint's plain lines, unless a variant says otherwise.
constexpr simulator::Pen ballpoint{simulator::PenKind::ballpoint, 0.5, 0.8, 0.1, 0.1};

std::vector<Variant> variants() {
    return {
        {"clean, askew by 2 degrees", RowKind::x,
         [](SheetOrder& o) { o.conditions.scan.skew = base::Radians{2 * std::numbers::pi / 180}; }},
        {"upside-down", RowKind::x, [](SheetOrder& o) { o.conditions.scan.rotation_deg = 180; }},
        // The faintest that simulated committees still called plain: a quarter of the light, thin and grainy.
        {"faint pencil", RowKind::x,
         [](SheetOrder& o) {
             o.hand.pen = {simulator::PenKind::pencil, 0.35, 0.3, 0.3, 0.2};
         }},
        {"blur of 1.5 pixels", RowKind::x, [](SheetOrder& o) { o.conditions.scan.blur_px = 1.5; }},
        {"blur of 2 pixels", RowKind::x, [](SheetOrder& o) { o.conditions.scan.blur_px = 2; }},
        {"blur of 2.5 pixels", RowKind::x, [](SheetOrder& o) { o.conditions.scan.blur_px = 2.5; }},
        {"blackened box, X in another", RowKind::corrected, [](SheetOrder&) {}},
        {"thin X up to the border and over it", RowKind::off_centre_x,
         [](SheetOrder& o) {
             o.hand.pen = {simulator::PenKind::ballpoint, 0.3, 0.7, 0.1, 0.1};
         }},
    };
}

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

void run(const forms::BallotLayout& layout, const omr::PageReader& reader, const Variant& variant) {
    simulator::SheetSource::Options options;
    options.seed = seed;
    options.habits = simulator::x_only();
    options.habits.kinds.fill(0);
    options.habits.kinds.at(static_cast<std::size_t>(variant.kind)) = 1;
    options.key = base::sha256(base::as_bytes("simulated case"));
    simulator::SheetSource source(layout, options);
    bench::Tally tally;
    double spent = 0;
    int pages = 0;
    int away = 0;
    for (int number = 0; tally.rows() < rows_wanted; ++number) {
        SheetOrder order = source.order(number);
        order.hand.pen = ballpoint;
        order.conditions.scan.skew = base::Radians{0};
        order.conditions.scan.rotation_deg = 0;
        variant.change(order);
        const auto sheet =
            whole(simulator::simulate(source.printer(), order, options.book,
                                      simulator::Random(seed).fork("variant", static_cast<std::uint64_t>(number))));
        omr::DebugPictures none;
        const double before = cpu_ms();
        const omr::SheetReading reading = reader.read(sheet.image.gray(), none);
        spent += cpu_ms() - before;
        ++pages;
        if (reading.status != omr::PageStatus::read) ++away;
        for (std::size_t r = 0; r < sheet.truth.rows.size() && tally.rows() < rows_wanted; ++r) {
            const bool read = r < reading.rows.size();
            tally.add(read ? bench::judge(sheet.truth.rows[r], reading.rows[r]) : Outcome::review);
        }
    }
    std::printf("%-38s %6ld %9ld %9ld %7ld %6d %10.2f\n", variant.name.c_str(), tally.of(Outcome::right),
                tally.of(Outcome::review), tally.of(Outcome::false_invalid) + tally.of(Outcome::proposal),
                tally.of(Outcome::silent), away, spent / pages);
}

}  // namespace

int main() {
    const forms::Conference conference = simulator::sample_conference(30);
    const auto layout = whole(forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51}));
    const auto reader = whole(omr::PageReader::create({layout}, {base::sha256(base::as_bytes("simulated case")), {}}));
    std::printf("%-38s %6s %9s %9s %7s %6s %10s\n", "600 rows, 200 dpi", "right", "to people", "proposals", "silent",
                "away", "ms a page");
    for (const Variant& variant : variants()) run(layout, reader, variant);
    return 0;
}
