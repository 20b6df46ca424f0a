// Prints a large conference's ballots twice: seconds, bytes, and whether both files are the same.
// Usage: print_bench [BALLOTS]   Exit 1 when the bytes differ or printing takes more than the limit.

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include "base/file.hpp"
#include "forms/print/print_run.hpp"
#include "forms/testing/sample_conference.hpp"

namespace {

using namespace kiemphieu;

/// The house's promise for 500 ballots of three sheets.
constexpr double most_seconds_per_page = 10.0 / 1500;
constexpr int candidates_on_three_sheets = 24;

double print_seconds(const forms::BallotLayout& layout, int ballots, const std::filesystem::path& path) {
    const base::SecretKey key{7};
    const auto start = std::chrono::steady_clock::now();
    const forms::PrintRun run = make_print_run(layout, forms::BallotKind::official, ballots, base::Digest{1}, key);
    if (const auto printed = print_ballots(layout, run, key, path); !printed) {
        std::cerr << to_string(printed.error()) << '\n';
        std::exit(3);
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
    const int ballots = argc > 1 ? std::atoi(argv[1]) : 500;
    if (ballots < 1) {
        std::cerr << "usage: print_bench [BALLOTS]\n";
        return 2;
    }
    const forms::BallotLayout layout =
        forms::testing::layout_of(forms::testing::conference_of(candidates_on_three_sheets));
    std::string folder_name = (std::filesystem::temp_directory_path() / "print_bench_XXXXXX").string();
    if (mkdtemp(folder_name.data()) == nullptr) return 3;
    const std::filesystem::path folder = folder_name;
    const double first = print_seconds(layout, ballots, folder / "first.pdf");
    const double second = print_seconds(layout, ballots, folder / "second.pdf");
    const auto bytes = base::read_file(folder / "first.pdf");
    const bool same = bytes && *bytes == base::read_file(folder / "second.pdf").value_or(std::vector<std::uint8_t>{});
    std::filesystem::remove_all(folder);

    const double pages = ballots * static_cast<double>(layout.pages.size());
    std::cout << ballots << " ballots of " << layout.sheets << " sheets: " << first << " s and " << second << " s, "
              << static_cast<double>(bytes ? bytes->size() : 0) / 1e6 << " MB, "
              << (same ? "byte-identical" : "DIFFERENT BYTES") << '\n';
    const bool fast = first <= pages * most_seconds_per_page;
    if (!fast) std::cout << "slower than " << pages * most_seconds_per_page << " s\n";
    return same && fast ? 0 : 1;
}
