#pragma once
// What benches share: a simulated sheet through encoder, decoder and reader, and its rows held against the truth.

#include <array>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"
#include "omr/read_page.hpp"
#include "tests/simulator/sheet.hpp"

namespace kiemphieu::bench {

/// How a row's reading stands to what its voter meant.
enum class Outcome {
    right,          ///< the level, or the proposal none / double / triple, or crossed, as meant
    review,         ///< left to people
    false_invalid,  ///< one mark meant, but none, several or a struck name proposed; people see it
    proposal,       ///< another wrong proposal; people see it, so it costs a minute
    silent,         ///< counts for a level its voter did not give, or although the name was struck: the unforgivable
};
inline constexpr std::size_t outcomes = 5;

/// Outcomes of rows of one kind.
struct Tally {
    std::array<long, outcomes> counts{};

    void add(Outcome outcome) { ++counts[static_cast<std::size_t>(outcome)]; }
    long of(Outcome outcome) const { return counts[static_cast<std::size_t>(outcome)]; }
    long rows() const;
    double percent(Outcome outcome) const;
    Tally& operator+=(const Tally& other);
    bool operator==(const Tally&) const = default;
};

Outcome judge(const simulator::RowTruth& truth, const omr::RowReading& reading);
/// A row of one X of a pen that writes, on a name left alone.
bool is_plain_x(const simulator::RowTruth& row);
/// A row of none, two or three X marks, or of a struck name: what the machine may propose and people rule on.
bool is_proposable(const simulator::RowTruth& row);

/// A simulated sheet as a station gets it.
struct ReadSheet {
    base::PageImage scan;
    simulator::SheetTruth truth;
    omr::SheetReading reading;
    bool is_jpeg{};
    double decode_cpu_s{};  ///< of the JPEG
    double read_cpu_s{};
};

/// Simulates, encodes, decodes and reads. Black-and-white scans are never JPEG and go as they are.
[[nodiscard]] base::Expected<ReadSheet, base::Failure> read_sheet(simulator::SheetSource& source, int number,
                                                                  const omr::PageReader& reader);

/// Voters for a grade where none are named: X marks alone, an ordinary hall, or difficult ones.
simulator::Habits habits_of(const std::string& name, simulator::Grade grade);

/// Prints the failure and ends the bench with 2.
[[noreturn]] void give_up(const base::Failure& failure);
template <class T>
T whole(base::Expected<T, base::Failure> value) {
    if (!value) give_up(value.error());
    return std::move(*value);
}

}  // namespace kiemphieu::bench
