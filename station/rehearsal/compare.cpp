#include "station/rehearsal/compare.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "calibration/drift.hpp"

namespace kiemphieu::station {
namespace {

using forms::DeckBallotKind;
using forms::DeckInk;
using forms::DeckRow;
using omr::Decision;
using omr::NameCrossed;

/// Clear rows that may go to people in a rehearsal that is passed. Source: tests/bench/accuracy sends 0.1 % of them on
/// a clean scanner, 2.7 % in an ordinary office and 5.8 % on a bad day; beyond that something is wrong with the
/// scanner, and a committee of a long count would rule for hours.
constexpr double most_to_people = 0.10;
/// Two rows are chance in the smallest deck.
constexpr int always_to_people = 2;

/// What a clear row must be read as.
Decision clear_decision(const DeckRow& row) {
    switch (row.marked.size()) {
        case 0:
            return Decision::none;
        case 1:
            return static_cast<Decision>(forms::index_of(row.marked.front()));
        case 2:
            return Decision::double_mark;
        default:
            return Decision::triple_mark;
    }
}
static_assert(static_cast<std::size_t>(Decision::low) == forms::index_of(forms::Level::low));

std::string word(std::string_view name) {
    return std::string(name);
}

class Comparison {
  public:
    Comparison(const forms::TestDeck& deck, const forms::BallotLayout& layout) : deck_(deck), layout_(layout) {
        result_.style = deck.style;
        result_.ballots = static_cast<int>(deck.ballots.size());
        for (std::size_t i = 0; i < deck.ballots.size(); ++i) places_.emplace(deck.ballots[i].serial, i);
        const std::vector<std::string> labels = row_labels(layout);
        std::size_t row_at = 0;
        for (const forms::LayoutPage& page : layout.pages) {
            for (const forms::Row& row : page.rows) labels_[row.number] = labels[row_at++];
        }
        for (const forms::DeckFigures& figures : figures_of(deck)) {
            result_.figures.push_back({figures.candidate, figures.levels, {}, {}});
        }
    }

    void see(const omr::SheetReading& reading) {
        if (reading.status == omr::PageStatus::blank) return;
        if (reading.code && reading.code->style != deck_.style) return;
        if (reading.status == omr::PageStatus::unreadable || !reading.code) {
            return differ(0, "", "ballot", reading.reason ? word(name_of(*reading.reason)) : "unreadable");
        }
        if (reading.code->kind != forms::BallotKind::test) return differ(0, "", "test_ballot", "official");
        const auto place = places_.find(reading.code->serial);
        if (place == places_.end()) return differ(0, "", "deck", "unknown_serial");
        see_ballot(place->second, reading);
    }

    Rehearsal finish() {
        find_missing();
        compare_figures();
        const int most = std::max(always_to_people, static_cast<int>(most_to_people * result_.plain_rows));
        if (result_.plain_to_people > most) {
            differ(0, "", fmt::format("to_people<={}", most), to_people_by_level());
        }
        return std::move(result_);
    }

  private:
    using Side = std::pair<std::size_t, int>;  // ballot's place, page

    void differ(std::size_t number, std::string candidate, std::string expected, std::string found) {
        result_.differences.push_back(
            {static_cast<int>(number), std::move(candidate), std::move(expected), std::move(found)});
    }

    void see_ballot(std::size_t place, const omr::SheetReading& reading) {
        const forms::DeckBallot& ballot = deck_.ballots[place];
        ++result_.sides;
        std::vector<double> streaks;
        for (const omr::GlassStreak& streak : reading.streaks) streaks.push_back(streak.at_mm);
        watch_.add({}, streaks);
        const int times = ++seen_[{place, reading.code->page}];
        const bool forged = ballot.kind == DeckBallotKind::forged;
        if (forged == (reading.authentic == true)) {
            differ(place + 1, "", forged ? "not_authentic" : "authentic", forged ? "authentic" : "not_authentic");
        }
        if (forged) return;
        const forms::LayoutPage* page = layout_.find_page(reading.code->page);
        if (page == nullptr) return differ(place + 1, "", "page", "no such page");
        const bool written = std::ranges::find(reading.flags, omr::Flag::write_in) != reading.flags.end();
        const bool writing = ballot.kind == DeckBallotKind::write_in && page->write_in_area;
        // Writing imagined costs people a look; writing overlooked may cost a vote.
        if (writing && !written) differ(place + 1, "", "write_in", "no write_in");
        for (const forms::Row& row : page->rows) see_row(place, row, reading, times == 1);
    }

    void see_row(std::size_t place, const forms::Row& row, const omr::SheetReading& reading, bool first) {
        const auto& rows = deck_.ballots[place].rows;
        const std::string& label = labels_.at(row.number);
        const auto wanted = std::ranges::find(rows, label, &DeckRow::candidate);
        const auto read = std::ranges::find(reading.rows, row.number, &omr::RowReading::number);
        if (wanted == rows.end()) return differ(place + 1, label, "deck", "unknown_candidate");
        if (read == reading.rows.end()) return differ(place + 1, label, "row", "missing");
        ++result_.rows;
        if (judge(place, *wanted, *read) && first) count(*wanted, *read);
    }

    /// Returns whether it is one of the rows that are figures.
    bool judge(std::size_t place, const DeckRow& wanted, const omr::RowReading& read) {
        const auto differs = [&](std::string_view expected, std::string_view found) {
            differ(place + 1, wanted.candidate, word(expected), word(found));
        };
        if (wanted.name_crossed) {
            if (read.name_crossed == NameCrossed::no) differs("name_crossed", "name_not_crossed");
            return false;
        }
        if (read.name_crossed == NameCrossed::yes) differs("name_not_crossed", "name_crossed");
        if (wanted.ink == DeckInk::corrected) {
            if (read.decision != Decision::review) differs("review", name_of(read.decision));
            return false;
        }
        const Decision clear = clear_decision(wanted);
        // A row without a mark goes to people with its picture, as every row does that is not one clear X.
        const bool unseen = wanted.ink == DeckInk::faint && read.decision == Decision::none;
        if (read.decision != clear && read.decision != Decision::review && !unseen) {
            differs(name_of(clear), name_of(read.decision));
        }
        return wanted.ink == DeckInk::plain;
    }

    void count(const DeckRow& wanted, const omr::RowReading& read) {
        auto& figures = *std::ranges::find(result_.figures, wanted.candidate, &RehearsedFigures::candidate);
        const bool to_people = read.decision == Decision::review || read.name_crossed != NameCrossed::no;
        ++result_.plain_rows;
        if (to_people) {
            ++result_.plain_to_people;
            if (wanted.marked.size() == 1) ++figures.to_people.at(forms::index_of(wanted.marked.front()));
        } else if (const auto level = omr::level_of(read.decision)) {
            ++figures.read.at(forms::index_of(*level));
        }
    }

    void find_missing() {
        for (std::size_t place = 0; place < deck_.ballots.size(); ++place) {
            const int wanted = deck_.ballots[place].kind == DeckBallotKind::copied ? 2 : 1;
            for (const forms::LayoutPage& page : layout_.pages) {
                const auto seen = seen_.find({place, page.page});
                if (seen != seen_.end() && seen->second >= wanted) continue;
                differ(place + 1, "", fmt::format("page {}", page.page),
                       seen == seen_.end() ? "missing" : "copy missing");
            }
        }
    }

    /// Where the questions are: a column under dirt stands out, and dirt that was seen is named.
    std::string to_people_by_level() const {
        std::string text = fmt::format("to_people={}", result_.plain_to_people);
        for (const forms::Level level : forms::all_levels) {
            int sum = 0;
            for (const RehearsedFigures& figures : result_.figures) sum += figures.to_people.at(forms::index_of(level));
            text += fmt::format("; {}={}", forms::name_of(level), sum);
        }
        for (const calibration::SeenStreak& streak : watch_.look().streaks) {
            // Dirt draws on a third of the sides or more; less is a fold or a sheet's own line.
            if (3 * streak.sides >= result_.sides) text += fmt::format("; streak={:.0f} mm", streak.at_mm);
        }
        return text;
    }

    void compare_figures() {
        for (const RehearsedFigures& figures : result_.figures) {
            for (const forms::Level level : forms::all_levels) {
                const std::size_t i = forms::index_of(level);
                if (figures.read.at(i) + figures.to_people.at(i) == figures.expected.at(i)) continue;
                const auto figure = [&](int count) { return fmt::format("{}={}", forms::name_of(level), count); };
                differ(0, figures.candidate, figure(figures.expected.at(i)), figure(figures.read.at(i)));
            }
        }
    }

    const forms::TestDeck& deck_;
    const forms::BallotLayout& layout_;
    std::map<base::Serial, std::size_t> places_;
    std::map<Side, int> seen_;
    std::map<int, std::string> labels_;  ///< what the station takes a row for, by its number
    calibration::StackWatch watch_;      ///< of streaks
    Rehearsal result_;
};

}  // namespace

Rehearsal compare(const forms::TestDeck& deck, const forms::BallotLayout& layout,
                  std::span<const omr::SheetReading> readings) {
    Comparison comparison(deck, layout);
    for (const omr::SheetReading& reading : readings) comparison.see(reading);
    return comparison.finish();
}

}  // namespace kiemphieu::station
