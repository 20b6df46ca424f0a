#include "forms/print/test_deck.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace kiemphieu::forms {

namespace {

/// A ballot of the deck beyond the plain ones: what each row of it gets, by the row's place from 0.
struct Special {
    DeckBallotKind kind;
    DeckRow (*row)(std::size_t place);
};

Level turned(std::size_t place) {
    return all_levels.at(place % all_levels.size());
}

DeckRow marked(std::vector<Level> levels) {
    return {0, "", std::move(levels), DeckInk::plain, false};
}

DeckRow with_ink(std::size_t place, DeckInk ink) {
    return {0, "", {turned(place)}, ink, false};
}

constexpr std::array specials{
    Special{DeckBallotKind::plain,
            [](std::size_t) {
                return marked({Level::high, Level::confidence});
            }},
    Special{DeckBallotKind::plain,
            [](std::size_t) {
                return marked({Level::confidence, Level::low});
            }},
    Special{DeckBallotKind::plain,
            [](std::size_t) {
                return marked({Level::high, Level::low});
            }},
    Special{DeckBallotKind::plain,
            [](std::size_t) {
                return marked({Level::high, Level::confidence, Level::low});
            }},
    Special{DeckBallotKind::plain,
            [](std::size_t place) {
                DeckRow row = marked({turned(place)});
                row.name_crossed = true;
                return row;
            }},
    Special{DeckBallotKind::plain, [](std::size_t place) { return with_ink(place, DeckInk::faint); }},
    Special{DeckBallotKind::plain, [](std::size_t place) { return with_ink(place + 1, DeckInk::faint); }},
    Special{DeckBallotKind::plain, [](std::size_t place) { return with_ink(place + 2, DeckInk::faint); }},
    Special{DeckBallotKind::plain, [](std::size_t place) { return with_ink(place, DeckInk::corrected); }},
    Special{DeckBallotKind::write_in, [](std::size_t) { return marked({}); }},
    Special{DeckBallotKind::forged, [](std::size_t) { return marked({Level::high}); }},
};

std::vector<const Row*> rows_of(const BallotLayout& layout) {
    std::vector<const Row*> rows;
    for (const LayoutPage& page : layout.pages) {
        for (const Row& row : page.rows) rows.push_back(&row);
    }
    return rows;
}

/// What is printed of a candidate's position, in one line.
std::string position_of(const LayoutPage& page, const Row& row) {
    std::string out;
    for (const TextRun& run : page.texts) {
        const base::PageRect& box = row.position_box;
        // The box is tight around the ink: the first letter's side bearing may lie a hair outside, and so may a
        // baseline on the box's lower edge.
        if (!box.grown(0.5).contains(run.baseline)) continue;
        out += (out.empty() ? "" : " ") + run.text;
    }
    return out;
}

/// Marks at each level for the candidate at `place` of `n`: 1 to n high, n + 1 to 2n confidence, 3n down to 2n + 1 low.
/// All differ, and their sum stays as even as it can: between 4n + 2 and 5n + 1.
std::array<std::size_t, 3> marks_of(std::size_t place, std::size_t n) {
    return {place + 1, n + place + 1, 3 * n - place};
}

std::size_t plain_ballots(std::size_t n) {
    return 5 * n + 1;
}

/// The level of the candidate at `place` on the plain ballot `number`; nothing on those beyond the candidate's marks.
std::optional<Level> level_on(std::size_t place, std::size_t n, std::size_t number) {
    // Each candidate begins elsewhere, so that a ballot's rows are not all alike.
    std::size_t turn = (number + 3 * place) % plain_ballots(n);
    const auto marks = marks_of(place, n);
    for (const Level level : all_levels) {
        if (turn < marks.at(index_of(level))) return level;
        turn -= marks.at(index_of(level));
    }
    return std::nullopt;
}

DeckBallot plain_ballot(const std::vector<const Row*>& rows, std::size_t number) {
    DeckBallot ballot;
    if (number == 0) ballot.kind = DeckBallotKind::upside_down;
    if (number == 1) ballot.kind = DeckBallotKind::copied;
    for (std::size_t place = 0; place < rows.size(); ++place) {
        const auto level = level_on(place, rows.size(), number);
        ballot.rows.push_back(marked(level ? std::vector<Level>{*level} : std::vector<Level>{}));
    }
    return ballot;
}

void add(DeckFigures& figures, const DeckRow& row) {
    if (row.name_crossed) {
        ++figures.crossed;
    } else if (row.ink != DeckInk::plain) {
        ++(row.ink == DeckInk::faint ? figures.faint : figures.corrected);
    } else if (row.marked.size() == 1) {
        ++figures.levels.at(index_of(row.marked.front()));
    } else {
        ++(row.marked.empty() ? figures.none : (row.marked.size() == 2 ? figures.two : figures.three));
    }
}

}  // namespace

std::vector<std::string> row_labels(const BallotLayout& layout) {
    std::map<std::string, int> named;
    for (const Row* row : rows_of(layout)) ++named[row->candidate];
    std::map<std::string, int> times;
    std::vector<std::string> labels;
    for (const LayoutPage& page : layout.pages) {
        for (const Row& row : page.rows) {
            std::string label = row.candidate;
            if (const std::string position = position_of(page, row); named[label] > 1 && !position.empty()) {
                label += " (" + position + ")";
            }
            const int nth = ++times[label];
            labels.push_back(label + (nth > 1 ? " (" + std::to_string(nth) + ")" : ""));
        }
    }
    return labels;
}

int deck_size(const BallotLayout& layout) {
    return static_cast<int>(plain_ballots(rows_of(layout).size()) + specials.size());
}

TestDeck plan_deck(const BallotLayout& layout, std::span<const base::Serial> serials) {
    const std::vector<const Row*> rows = rows_of(layout);
    if (serials.size() != static_cast<std::size_t>(deck_size(layout))) throw std::logic_error("serials for a deck");
    TestDeck deck{layout.conference, layout.style, layout.id, {}};
    for (std::size_t i = 0; i < plain_ballots(rows.size()); ++i) deck.ballots.push_back(plain_ballot(rows, i));
    for (const Special& special : specials) {
        DeckBallot& ballot = deck.ballots.emplace_back();
        ballot.kind = special.kind;
        for (std::size_t place = 0; place < rows.size(); ++place) ballot.rows.push_back(special.row(place));
    }
    const std::vector<std::string> labels = row_labels(layout);
    for (std::size_t i = 0; i < deck.ballots.size(); ++i) {
        deck.ballots[i].serial = serials[i];
        for (std::size_t place = 0; place < rows.size(); ++place) {
            deck.ballots[i].rows[place].number = rows[place]->number;
            deck.ballots[i].rows[place].candidate = labels[place];
        }
    }
    return deck;
}

std::vector<DeckFigures> figures_of(const TestDeck& deck) {
    std::vector<DeckFigures> all;
    for (const DeckBallot& ballot : deck.ballots) {
        if (ballot.kind == DeckBallotKind::forged) continue;
        for (const DeckRow& row : ballot.rows) {
            auto found = std::ranges::find(all, row.candidate, &DeckFigures::candidate);
            if (found == all.end()) found = all.insert(all.end(), DeckFigures{row.candidate});
            add(*found, row);
        }
    }
    return all;
}

}  // namespace kiemphieu::forms
