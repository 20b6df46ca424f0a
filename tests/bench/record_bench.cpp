// What the record costs when it is long. Usage: record_bench [SHEETS]; prints milliseconds.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <unistd.h>

#include "station/store/record.hpp"
#include "station/test_support.hpp"

using namespace kiemphieu;
using namespace kiemphieu::station;
namespace fs = std::filesystem;

namespace {

constexpr int rows_per_sheet = 13;

template <class Work>
double timed_ms(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

/// Throws where the record refuses, so that no figure is told of work that was not done.
template <class Result>
auto need(Result result) {
    if (!result) throw std::runtime_error(base::to_string(result.error()));
    if constexpr (!std::is_same_v<Result, base::Expected<void, base::Failure>>) return std::move(*result);
}

void fill(Record& record, int sheets) {
    Batch batch{"bench", {}};
    for (int i = 0; i < sheets; ++i) {
        const std::string image = "image " + std::to_string(i);
        AcceptedSheet side = station::testing::sheet(image, static_cast<std::uint64_t>(i) + 1, {});
        for (int row = 1; row <= rows_per_sheet; ++row) {
            side.reading.rows.push_back(station::testing::row(row, omr::Decision::high));
        }
        const std::vector<NewSheet> fresh{{side.key, side.file, base::as_bytes(image), side.reading}};
        need(record.accept(batch, fresh));
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int sheets = argc > 1 ? std::atoi(argv[1]) : 4000;
    const fs::path folder = fs::temp_directory_path() / ("kiemphieu-bench-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    std::optional<Record> record(need(Record::create(folder, {station::testing::the_conference, "bench", {}})));
    const double accept_ms = timed_ms([&] { fill(*record, sheets); });
    const double close_ms = timed_ms([&] { record.reset(); });
    const double open_ms = timed_ms([&] { record.emplace(need(Record::open(folder))); });
    std::vector<double> ruling_ms;
    for (int i = 0; i < 200; ++i) {
        const RulingGiven ruling{
            station::testing::row_item(static_cast<std::uint64_t>(i) + 1, 1), {RulingValue::high, {}, {}}, "Viên", ""};
        ruling_ms.push_back(timed_ms([&] { need(record->append(ruling)); }));
    }
    record.reset();
    std::ranges::sort(ruling_ms);
    VerifyReport report;
    const double verify_ms = timed_ms([&] { report = need(verify_record(folder)); });
    if (!report.holds()) throw std::runtime_error(base::to_string(report.faults.front()));
    std::cout << sheets << " sheets, " << sheets * rows_per_sheet << " rows, "
              << fs::file_size(folder / "record.sqlite") / 1000 << " kB\naccept one " << accept_ms / sheets
              << "\nclose and seal " << close_ms << "\nopen " << open_ms << "\nruling median " << ruling_ms[100]
              << ", slowest of 200 " << ruling_ms.back() << "\nverify, images of a few bytes " << verify_ms << "\n";
    fs::remove_all(folder);
}
