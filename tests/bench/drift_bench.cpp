// drift_bench: how dark people's marks come out, pen by pen and stack by stack, on a scanner as calibrated and on one
// that drifted: false alarms of the watch on mark darkness, and what it tells.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "calibration/drift.hpp"
#include "calibration/measure.hpp"
#include "omr/read_page.hpp"
#include "scanner/document.hpp"
#include "tests/simulator/calibration_paper.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/scanners.hpp"
#include "tests/simulator/sheet.hpp"

namespace {

using namespace kiemphieu;

struct Arguments {
    int pens{60};
    int stacks{10'000};
    std::uint64_t seed{1};
};

template <class T>
T whole(base::Expected<T, base::Failure> value) {
    if (value) return std::move(*value);
    std::fprintf(stderr, "%s\n", base::to_string(value.error()).c_str());
    std::exit(2);
}

base::PageImage through_jpeg(const base::PageImage& image, int quality) {
    const auto bytes = whole(simulator::encode_jpeg(image, quality));
    return whole(whole(scanner::open_document(bytes, "scan"))->page(0, scanner::WantedPixels::gray));
}

double middle_of(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// What a scanner does to the sheets beyond being a good one.
struct Change {
    const char* name;
    void (*put)(simulator::ScanSettings&);
};
constexpr Change changes[]{
    {"as calibrated", [](auto&) {}},
    {"curve 0.85", [](auto& s) { s.tone = 0.85; }},
    {"curve 0.75", [](auto& s) { s.tone = 0.75; }},
    {"curve 0.6", [](auto& s) { s.tone = 0.6; }},
    {"curve 0.5", [](auto& s) { s.tone = 0.5; }},
    {"blur 1.0 px", [](auto& s) { s.blur_px = 1.0; }},
    {"blur 1.5 px", [](auto& s) { s.blur_px = 1.5; }},
    {"white 215", [](auto& s) { s.white = 215; }},
};

class Hall {
  public:
    explicit Hall(const Arguments& a)
        : a_(a),
          measurer_(whole(forms::make_calibration_sheet()), conference_, key_),
          sheet_(whole(
              simulator::print_calibration(measurer_.sheet(), conference_, key_, simulator::paper_px_per_mm({200})))),
          layout_(whole(forms::make_layout(form_, form_.styles.front(), conference_))),
          reader_(whole(omr::PageReader::create({layout_}, {key_, {}}))),
          source_(layout_, options()) {
        simulator::Random random = simulator::Random(a.seed).fork("pens", 0);
        for (int i = 0; i < a.pens; ++i) pens_.push_back(choose_pen(random));
    }
    const std::vector<simulator::Pen>& pens() const { return pens_; }

    /// Each pen as the calibration sheet's boxes show it; 0 where it was not seen.
    std::vector<double> tried() {
        std::vector<double> out(pens_.size(), 0);
        const std::size_t places = measurer_.sheet().pens.size();
        for (std::size_t first = 0; first < pens_.size(); first += places) {
            simulator::Random random = simulator::Random(a_.seed).fork("tried", first);
            simulator::Paper paper = sheet_;
            const auto last = std::min(pens_.size(), first + places);
            try_pens(
                paper, measurer_.sheet(),
                {pens_.begin() + static_cast<std::ptrdiff_t>(first), pens_.begin() + static_cast<std::ptrdiff_t>(last)},
                random);
            simulator::Conditions day;
            put_on(simulator::Scanner::good, day.scan);
            const auto measured = measurer_.measure(through_jpeg(scan(paper, day, random), day.scan.jpeg_quality), "");
            if (!measured.findings) continue;
            for (const calibration::PenFinding& pen : measured.findings->pens) {
                out.at(first + static_cast<std::size_t>(pen.number) - 1) = pen.darkness;
            }
        }
        return out;
    }

    /// Each pen's ballot: the darkness of its marks that count; 0 where none does.
    std::vector<double> voted(const Change& change) {
        std::vector<double> out;
        for (std::size_t n = 0; n < pens_.size(); ++n) {
            simulator::SheetOrder order = source_.order(static_cast<int>(n));
            order.hand.pen = pens_[n];
            put_on(simulator::Scanner::good, order.conditions.scan);
            change.put(order.conditions.scan);
            const auto sheet =
                whole(simulate(source_.printer(), order, {}, simulator::Random(a_.seed).fork("sheet", n)));
            omr::DebugPictures none;
            const auto page = through_jpeg(sheet.image, order.conditions.scan.jpeg_quality);
            out.push_back(reader_.read(page.gray(), none).mark_darkness.value_or(0));
        }
        return out;
    }

  private:
    simulator::SheetSource::Options options() const {
        simulator::SheetSource::Options options;
        options.seed = a_.seed;
        options.habits = simulator::x_only();
        options.key = key_;
        return options;
    }

    Arguments a_;
    base::SecretKey key_ = base::sha256(base::as_bytes("simulated case"));
    base::ConferenceId conference_{0x5a0d51};
    calibration::SheetMeasurer measurer_;
    simulator::Paper sheet_;
    forms::Conference form_ = simulator::sample_conference(8);
    forms::BallotLayout layout_;
    omr::PageReader reader_;
    simulator::SheetSource source_;
    std::vector<simulator::Pen> pens_;
};

void print_pens(const std::vector<simulator::Pen>& pens, const std::vector<double>& tried,
                const std::vector<double>& voted) {
    constexpr const char* names[]{"ballpoint", "gel", "felt", "pencil"};
    std::printf("%-10s %5s %12s %12s %18s\n", "pen", "pens", "in the boxes", "on ballots", "ballot over box");
    for (int kind = 0; kind < 4; ++kind) {
        std::vector<double> box, ballot, ratio;
        for (std::size_t i = 0; i < pens.size(); ++i) {
            if (static_cast<int>(pens[i].kind) != kind || tried[i] <= 0 || voted[i] <= 0) continue;
            box.push_back(tried[i]);
            ballot.push_back(voted[i]);
            ratio.push_back(voted[i] / tried[i]);
        }
        if (ratio.empty()) continue;
        std::ranges::sort(ratio);
        std::printf("%-10s %5zu %12.3f %12.3f %6.2f (%.2f–%.2f)\n", names[kind], ratio.size(), middle_of(box),
                    middle_of(ballot), middle_of(ratio), ratio.front(), ratio.back());
    }
}

/// So many ballots drawn from a hall's, as a stack looks that has them.
calibration::StackLook drawn(const std::vector<double>& hall, int sides, simulator::Random& random) {
    std::vector<double> marks;
    for (int i = 0; i < sides; ++i)
        marks.push_back(hall[static_cast<std::size_t>(random.integer(0, static_cast<int>(hall.size()) - 1))]);
    const calibration::SeenMarks seen{middle_of(marks), sides};
    return {sides, {}, {}, seen, seen};
}

std::vector<double> seen_of(const std::vector<double>& all) {
    std::vector<double> out;
    std::ranges::copy_if(all, std::back_inserter(out), [](double value) { return value > 0; });
    return out;
}

/// Warnings of 10,000 stacks that come after a first one, in percent; and the ratio that one in a thousand falls under.
void print_stacks(const char* name, const std::vector<double>& before, const std::vector<double>& after,
                  const std::vector<double>& tried, const Arguments& a) {
    for (const int sides : {20, 64}) {
        simulator::Random random = simulator::Random(a.seed).fork("stacks", static_cast<std::uint64_t>(sides));
        int against_first = 0;
        int against_pens = 0;
        std::vector<double> ratios;
        for (int i = 0; i < a.stacks; ++i) {
            const calibration::StackLook first = drawn(before, sides, random);
            const calibration::StackLook stack = drawn(after, sides, random);
            ratios.push_back(stack.marks.darkness / first.marks.darkness);
            calibration::Profile profile;
            against_first += drift_of(profile, stack, first.marks).empty() ? 0 : 1;
            // Three of the hall's pens were tried on the sheet.
            profile.pens = 3;
            profile.palest_pen = 1;
            for (int pen = 0; pen < 3; ++pen) {
                const auto at = static_cast<std::size_t>(random.integer(0, static_cast<int>(tried.size()) - 1));
                profile.palest_pen = std::min(profile.palest_pen, tried[at]);
            }
            against_pens += drift_of(profile, stack, stack.marks).empty() ? 0 : 1;
        }
        std::ranges::sort(ratios);
        std::printf("%-26s %5d %9.2f %12.3f %14.3f %14.3f\n", name, sides, ratios[ratios.size() / 2],
                    ratios[ratios.size() / 1000], 100.0 * against_first / a.stacks, 100.0 * against_pens / a.stacks);
    }
}

std::vector<double> of_kind(const std::vector<simulator::Pen>& pens, const std::vector<double>& values,
                            simulator::PenKind kind) {
    std::vector<double> out;
    for (std::size_t i = 0; i < pens.size(); ++i) {
        if (pens[i].kind == kind && values[i] > 0) out.push_back(values[i]);
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments a;
    CLI::App app{"How dark marks come out on a scanner as calibrated and drifted; false alarms of the watch"};
    app.add_option("--pens", a.pens, "each votes once a scanner")->check(CLI::Range(30, 5000));
    app.add_option("--stacks", a.stacks, "drawn from their ballots")->check(CLI::Range(1000, 10'000'000));
    app.add_option("--seed", a.seed);
    CLI11_PARSE(app, argc, argv);
    Hall hall(a);
    const std::vector<double> tried = hall.tried();
    const std::vector<double> plain = hall.voted(changes[0]);
    print_pens(hall.pens(), tried, plain);
    std::printf("\n%-26s %5s %9s %12s %14s %14s\n", "stack after the first", "sides", "middle", "1 in 1000",
                "told, first %", "told, pens %");
    using enum simulator::PenKind;
    const auto ballpoints = of_kind(hall.pens(), plain, ballpoint);
    const auto gels = of_kind(hall.pens(), plain, gel);
    print_stacks("the same hall", seen_of(plain), seen_of(plain), seen_of(tried), a);
    print_stacks("the same ballpoints", ballpoints, ballpoints, of_kind(hall.pens(), tried, ballpoint), a);
    print_stacks("ballpoints after all", seen_of(plain), ballpoints, seen_of(tried), a);
    print_stacks("ballpoints after gel", gels, ballpoints, seen_of(tried), a);
    for (const Change& change : std::span(changes).subspan(1)) {
        print_stacks(change.name, seen_of(plain), seen_of(hall.voted(change)), seen_of(tried), a);
    }
    return 0;
}
