#pragma once
// What was read off a test deck beside what is known of it.

#include <array>
#include <span>
#include <string>
#include <vector>

#include "forms/layout.hpp"
#include "forms/print/test_deck.hpp"
#include "omr/reading.hpp"

namespace kiemphieu::station {

/// One thing that came out otherwise. `expected` and `found` are the reading's own words: "high", "review", "missing"
/// ….
struct Difference {
    int ballot{};           ///< its place in the deck from 1; 0 where it is about no one ballot
    std::string candidate;  ///< empty where it is about no one row
    std::string expected;
    std::string found;
    bool operator==(const Difference&) const = default;
};

/// A candidate's plain marks: what must come out, what the machine counted, and what it left to people.
struct RehearsedFigures {
    std::string candidate;
    std::array<int, 3> expected{};
    std::array<int, 3> read{};
    std::array<int, 3> to_people{};  ///< at the level the deck has
    bool operator==(const RehearsedFigures&) const = default;
};

struct Rehearsal {
    base::StyleId style;
    int ballots{};
    int sides{};            ///< of the deck, that were read
    int rows{};             ///< compared
    int plain_rows{};       ///< of them clear: one plain X, or none, two or three
    int plain_to_people{};  ///< of those, sent to people
    std::vector<RehearsedFigures> figures;
    std::vector<Difference> differences;

    bool passed() const { return differences.empty(); }
};

/// Compares row by row and figure by figure. `layout` is what the station takes a row for; the deck says whose name is
/// printed there, so that a row or a column taken for another shows. Readings of other styles are left out.
Rehearsal compare(const forms::TestDeck& deck, const forms::BallotLayout& layout,
                  std::span<const omr::SheetReading> readings);

/// A line for people.
std::string in_vietnamese(const Difference& difference);
std::string in_english(const Difference& difference);

}  // namespace kiemphieu::station
