#pragma once
// The test deck: marked ballots whose results are known, for the rehearsal before a count.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "forms/conference.hpp"
#include "forms/layout.hpp"
#include "forms/print/canvas.hpp"
#include "forms/print/page_flow.hpp"

namespace kiemphieu::forms {

enum class DeckInk {
    plain,
    faint,      ///< a pen that gives out
    corrected,  ///< an X that was scribbled over
};

/// How one candidate's row is marked. `marked` lists the levels with an X.
struct DeckRow {
    int number{};
    std::string candidate;  ///< its label
    std::vector<Level> marked;
    DeckInk ink{DeckInk::plain};
    bool name_crossed{false};
    bool operator==(const DeckRow&) const = default;
};

enum class DeckBallotKind {
    plain,
    upside_down,  ///< printed the other way round; counts as any
    copied,       ///< printed twice under one serial; counts once
    write_in,     ///< words in the blank band
    forged,       ///< its code is not made with the case's key; counts for nothing
};

struct DeckBallot {
    base::Serial serial;
    DeckBallotKind kind{DeckBallotKind::plain};
    std::vector<DeckRow> rows;  ///< of all its pages
    bool operator==(const DeckBallot&) const = default;
};

struct TestDeck {
    base::ConferenceId conference;
    base::StyleId style;
    base::LayoutId layout;
    std::vector<DeckBallot> ballots;
    bool operator==(const TestDeck&) const = default;
};

/// What must come out for one candidate. Rows of forged ballots are none of these.
struct DeckFigures {
    std::string candidate;
    std::array<int, 3> levels{};  ///< plain single marks, in the order of all_levels
    int none{};
    int two{};
    int three{};
    int crossed{};    ///< whatever else is in the row
    int faint{};      ///< its level, or something for people: never another level
    int corrected{};  ///< a question to people
    bool operator==(const DeckFigures&) const = default;
};

/// What each row is called in a deck, in the order of the ballot: the candidate's name; of namesakes with the position
/// as it is printed, in brackets; and where that is alike too, "(2)" after the second.
std::vector<std::string> row_labels(const BallotLayout& layout);
/// How many ballots the deck of a layout takes.
int deck_size(const BallotLayout& layout);
/// The deck on so many serials. Every candidate gets another number of marks at every level than anybody at any, so
/// that no rows and no columns can be swapped unseen. Throws std::logic_error when there are other than deck_size
/// serials.
TestDeck plan_deck(const BallotLayout& layout, std::span<const base::Serial> serials);
/// In the order of the ballot.
std::vector<DeckFigures> figures_of(const TestDeck& deck);

/// What the pens leave on a page of one of its ballots.
std::vector<InkStroke> ink_on(const LayoutPage& page, const DeckBallot& ballot);
/// The deck as one PDF. Errors: as print_ballots.
[[nodiscard]] base::Expected<void, base::Failure> print_deck(const BallotLayout& layout, const TestDeck& deck,
                                                             const base::SecretKey& key,
                                                             const std::filesystem::path& pdf);
/// The sheet of expected results, for the committee to hold beside the rehearsal's. Errors: as PageFlow.
[[nodiscard]] base::Expected<std::vector<PrintedPage>, base::Failure> make_deck_results(const Conference& conference,
                                                                                        const TestDeck& deck);

std::string to_json(const TestDeck& deck);
/// Errors: bad_input naming file and what was expected.
[[nodiscard]] base::Expected<TestDeck, base::Failure> deck_from_json(const std::string& json, const std::string& file);

}  // namespace kiemphieu::forms
