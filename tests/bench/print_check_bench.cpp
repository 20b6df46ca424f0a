// What tells a good print of a ballot from one with a letter, a tone mark or a row wrong: where the thresholds of
// check-print come from.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/text.hpp"
#include "omr/print_check.hpp"
#include "tests/simulator/print_faults.hpp"
#include "tests/simulator/sample_ballot.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"

namespace {

using namespace kiemphieu;
using simulator::PrintFault;

template <class T>
T whole(base::Expected<T, base::Failure> value) {
    if (value) return std::move(*value);
    std::fprintf(stderr, "%s\n", base::to_string(value.error()).c_str());
    std::exit(2);
}

struct Seen {
    std::vector<double> likeness;
    std::vector<double> difference;
    int exact{};
    int refused{};
};

double share_of(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void print_seen(const char* what, const Seen& seen) {
    std::printf(
        "  %-18s %6zu texts, exact %6d, likeness 0/1/50 %%: %.3f %.3f %.3f   difference 0/1/50/99/100 %%: %.3f %.3f "
        "%.3f %.3f %.3f   refused pages %d\n",
        what, seen.likeness.size(), seen.exact, share_of(seen.likeness, 0), share_of(seen.likeness, 0.01),
        share_of(seen.likeness, 0.5), share_of(seen.difference, 0), share_of(seen.difference, 0.01),
        share_of(seen.difference, 0.5), share_of(seen.difference, 0.99), share_of(seen.difference, 1), seen.refused);
}

void add(Seen& seen, const omr::PrintedText& text) {
    seen.likeness.push_back(text.likeness);
    seen.difference.push_back(text.difference);
    seen.exact += text.likeness == 1 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    int sheets = 6;
    int dpi = 200;
    std::string grade_name = "clean";
    std::uint64_t seed = 1;
    bool list = false;
    CLI::App app{"Distributions of likeness and difference, of good and of altered print"};
    app.add_option("--sheets", sheets, "of each kind");
    app.add_option("--dpi", dpi);
    app.add_option("--grade", grade_name);
    app.add_option("--seed", seed);
    app.add_flag("--list", list, "every text that is not read exactly");
    CLI11_PARSE(app, argc, argv);
    const auto grade = *simulator::parse_grade(grade_name);
    const forms::Conference conference = simulator::sample_conference(13);
    const auto layout = whole(forms::make_layout(conference, conference.styles.front(), base::ConferenceId{5}));
    base::SecretKey key{};
    key.fill(7);
    std::vector<omr::ExpectedRow> rows;
    for (const forms::Candidate& c : conference.styles.front().candidates)
        rows.push_back({c.number, c.name, c.position});
    for (const PrintFault fault : simulator::print_faults) {
        Seen good;
        Seen altered;
        double darkness = 1;
        double scale = 0;
        for (int i = 0; i < sheets; ++i) {
            const auto trial =
                whole(simulator::print_with(fault, layout, key, grade, base::Dpi{static_cast<double>(dpi)}, seed, i));
            const auto looked = whole(omr::look_at_print(trial.image, {layout}, key, rows));
            const auto* page = std::get_if<omr::PrintedPage>(&looked);
            if (page == nullptr) {
                ++good.refused;
                continue;
            }
            scale = page->geometry.scale_across;
            for (const omr::PrintedRow& row : page->rows) {
                const bool hit = std::ranges::find(trial.altered_rows, row.number) != trial.altered_rows.end();
                const bool in_position = fault == PrintFault::position_letter;
                const bool whole_row = fault == PrintFault::swapped_rows || fault == PrintFault::missing_row;
                add(hit && !in_position ? altered : good, row.name);
                add(hit && (in_position || whole_row) ? altered : good, row.position);
                darkness = std::min({darkness, row.name.darkness, row.position.darkness});
                if (list && (row.name.likeness < 1))
                    std::printf("    %d %s (%.2f %.2f)\n", row.number, row.name.read.c_str(), row.name.likeness,
                                row.name.difference);
                if (list && (row.position.likeness < 1))
                    std::printf("    %d %s (%.2f %.2f)\n", row.number, row.position.read.c_str(), row.position.likeness,
                                row.position.difference);
            }
        }
        std::printf("%s: least darkness %.2f, last scale %.3f\n", std::string(name_of(fault)).c_str(), darkness, scale);
        print_seen("as expected", good);
        if (!altered.likeness.empty()) print_seen("altered", altered);
        std::fflush(stdout);
    }
    return 0;
}
