#include "tests/bench/judging.hpp"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>

#include "base/file.hpp"
#include "scanner/document.hpp"
#include "tests/simulator/scan.hpp"

namespace kiemphieu::bench {

namespace {

/// Of this thread: benches read on several.
double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

base::Expected<base::PageImage, base::Failure> decoded(const std::vector<std::uint8_t>& bytes) {
    auto document = scanner::open_document(bytes, "sheet");
    if (!document) return tl::unexpected(document.error());
    return (*document)->page(0, scanner::WantedPixels::gray);
}

}  // namespace

long Tally::rows() const {
    return std::accumulate(counts.begin(), counts.end(), 0L);
}

double Tally::percent(Outcome outcome) const {
    const long all = rows();
    return all > 0 ? 100.0 * static_cast<double>(of(outcome)) / static_cast<double>(all) : 0.0;
}

Tally& Tally::operator+=(const Tally& other) {
    for (std::size_t i = 0; i < outcomes; ++i) counts[i] += other.counts[i];
    return *this;
}

Outcome judge(const simulator::RowTruth& truth, const omr::RowReading& reading) {
    const bool crossed = simulator::is_crossed(truth.name);
    const Outcome wrong = !crossed && truth.marks() == 1 ? Outcome::false_invalid : Outcome::proposal;
    if (reading.name_crossed == omr::NameCrossed::yes) return crossed ? Outcome::right : wrong;
    if (reading.name_crossed == omr::NameCrossed::review) return Outcome::review;
    const auto level = omr::level_of(reading.decision);
    if (level) return !crossed && simulator::level_of(truth) == level ? Outcome::right : Outcome::silent;
    if (reading.decision == omr::Decision::review) return Outcome::review;
    const int proposed = reading.decision == omr::Decision::none          ? 0
                         : reading.decision == omr::Decision::double_mark ? 2
                                                                          : 3;
    return !crossed && truth.marks() == proposed ? Outcome::right : wrong;
}

bool is_plain_x(const simulator::RowTruth& row) {
    using enum simulator::RowKind;
    return (row.kind == x || row.kind == small_x || row.kind == large_x || row.kind == off_centre_x) &&
           row.name == simulator::NameMark::none;
}

bool is_proposable(const simulator::RowTruth& row) {
    using enum simulator::RowKind;
    if (simulator::is_crossed(row.name)) return true;
    return row.name == simulator::NameMark::none && (row.kind == none || row.kind == double_x || row.kind == triple_x);
}

base::Expected<ReadSheet, base::Failure> read_sheet(simulator::SheetSource& source, int number,
                                                    const omr::PageReader& reader) {
    auto sheet = source.sheet(number);
    if (!sheet) return tl::unexpected(sheet.error());
    const simulator::ScanSettings settings = source.order(number).conditions.scan;
    ReadSheet out;
    out.truth = std::move(sheet->truth);
    out.scan = std::move(sheet->image);
    out.is_jpeg = !settings.bilevel_at;
    if (out.is_jpeg) {
        const auto bytes = simulator::encode_jpeg(out.scan, settings.jpeg_quality);
        if (!bytes) return tl::unexpected(bytes.error());
        const double begin = cpu_seconds();
        auto scan = decoded(*bytes);
        out.decode_cpu_s = cpu_seconds() - begin;
        if (!scan) return tl::unexpected(scan.error());
        out.scan = std::move(*scan);
    }
    omr::DebugPictures none;
    const double begin = cpu_seconds();
    out.reading = reader.read(out.scan.gray(), none);
    out.read_cpu_s = cpu_seconds() - begin;
    return out;
}

simulator::Habits habits_of(const std::string& name, simulator::Grade grade) {
    if (name == "x") return simulator::x_only();
    if (name == "ordinary") return simulator::ordinary();
    if (name == "difficult") return simulator::difficult();
    return grade == simulator::Grade::clean    ? simulator::x_only()
           : grade == simulator::Grade::office ? simulator::ordinary()
                                               : simulator::difficult();
}

void give_up(const base::Failure& failure) {
    std::fprintf(stderr, "%s\n", base::to_string(failure).c_str());
    std::exit(2);
}

}  // namespace kiemphieu::bench
