#include "station/rollup/persons.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"

namespace kiemphieu::station::rollup {
namespace {

/// The plan lets nobody be voted on in more places. Source: plan II.1.
constexpr std::size_t most_places = 2;

class Matcher {
  public:
    Matcher(const Register& people, RollUp& out) : register_(people), out_(out) {
        for (const PlaceLine& line : people.people) lines_[line.unit].push_back(&line);
    }

    void run() {
        for (const UnitResult& unit : out_.units) {
            for (const VoteResult& vote : unit.votes) add_places(unit, vote);
        }
        match_lines();
        gather_persons();
        propose_namesakes();
    }

  private:
    using Line = const PlaceLine*;

    void attention(AttentionKind kind, const std::string& unit, const std::string& style, std::string detail) {
        out_.attention.push_back({kind, unit, style, std::move(detail)});
    }

    void add_places(const UnitResult& unit, const VoteResult& vote) {
        if (!vote.figures) return;
        for (const PersonFigures& person : vote.figures->people) {
            PlaceResult place;
            place.unit = unit.unit;
            place.style = vote.style;
            place.figures = person;
            place.collected = vote.figures->collected;
            place.level = unit.unit->level;
            place.consequence = low_consequence(person.count(forms::Level::low), vote.figures->collected);
            places_of_[unit.unit->id].push_back(out_.places.size());
            out_.places.push_back(std::move(place));
        }
    }

    /// Capitals make no other person.
    static bool same(const std::string& a, const std::string& b) {
        return a == b || base::to_upper(a) == base::to_upper(b);
    }
    static bool fits(const PlaceLine& line, const PlaceResult& place) {
        return (line.style.value.empty() || line.style == place.style) && same(line.name, place.figures.name) &&
               (line.position.empty() || same(line.position, place.figures.position));
    }

    /// A line makes a place its person's only when nothing else could be meant.
    void match_lines() {
        for (const auto& [unit, lines] : lines_) {
            std::map<std::size_t, std::vector<Line>> fitting;
            for (const Line line : lines) {
                std::vector<std::size_t> found;
                for (const std::size_t place : places_of_[unit]) {
                    if (fits(*line, out_.places[place])) found.push_back(place);
                }
                if (found.size() == 1) {
                    fitting[found.front()].push_back(line);
                } else if (found.empty()) {
                    unmatched_.insert(line);
                } else {
                    attention(AttentionKind::line_fits_several, unit, line->style.value,
                              fmt::format("{} ({}), {}", line->name, line->person, found.size()));
                }
            }
            for (const auto& [place, found] : fitting) take_line(unit, place, found);
        }
    }

    void take_line(const std::string& unit, std::size_t place, const std::vector<Line>& found) {
        PlaceResult& result = out_.places[place];
        if (found.size() > 1) {
            std::string codes;
            for (const Line line : found) codes += (codes.empty() ? "" : ", ") + line->person;
            return attention(AttentionKind::several_lines_fit, unit, result.style.value,
                             result.figures.name + ": " + codes);
        }
        result.person = found.front()->person;
        if (!found.front()->level.empty()) result.level = found.front()->level;
    }

    /// Whether a vote that the line may speak of has not come in.
    bool is_awaited(const PlaceLine& line) const {
        const auto unit = unit_results_.at(line.unit);
        if (unit->votes.empty()) return true;
        return std::ranges::any_of(unit->votes, [&](const VoteResult& vote) {
            return !vote.figures && (line.style.value.empty() || vote.style == line.style);
        });
    }

    void gather_persons() {
        for (const UnitResult& unit : out_.units) unit_results_[unit.unit->id] = &unit;
        std::map<std::string, std::size_t> index_of;
        for (const PlaceLine& line : register_.people) {
            const auto [entry, fresh] = index_of.emplace(line.person, out_.people.size());
            if (fresh) out_.people.push_back({line.person, line.name, line.birth, {}, {}, {}});
            if (!unmatched_.contains(&line)) continue;
            if (is_awaited(line)) {
                out_.people[entry->second].awaited.push_back(&line);
            } else {
                attention(AttentionKind::not_in_vote, line.unit, line.style.value,
                          fmt::format("{} ({}), {}", line.name, line.person, line.line));
            }
        }
        for (std::size_t i = 0; i < out_.places.size(); ++i) {
            const PlaceResult& place = out_.places[i];
            if (place.person.empty()) {
                out_.people.push_back({"", place.figures.name, "", {i}, {}, place.consequence});
                continue;
            }
            PersonResult& person = out_.people[index_of.at(place.person)];
            person.places.push_back(i);
            person.worst = std::max(person.worst, place.consequence);
        }
        for (const PersonResult& person : out_.people) {
            if (person.places.size() + person.awaited.size() > most_places)
                attention(
                    AttentionKind::more_than_two_places, "", "",
                    fmt::format("{} ({}), {}", person.name, person.code, person.places.size() + person.awaited.size()));
        }
    }

    std::string told(const PlaceResult& place) const {
        return fmt::format("{} {} {} ({})", place.unit->id, place.style.value, place.figures.number,
                           place.person.empty() ? place.figures.position : place.person);
    }

    /// One name at several places, one of them without a line: only people know whether that is one person.
    void propose_namesakes() {
        std::map<std::string, std::vector<std::size_t>> by_name;
        for (std::size_t i = 0; i < out_.places.size(); ++i)
            by_name[base::to_upper(out_.places[i].figures.name)].push_back(i);
        std::map<std::string, std::vector<Line>> awaited;
        for (const PersonResult& person : out_.people) {
            for (const Line line : person.awaited) awaited[base::to_upper(line->name)].push_back(line);
        }
        for (const auto& [name, found] : by_name) {
            std::set<std::pair<std::string, base::StyleId>> votes;
            bool unregistered = false;
            std::string where;
            for (const std::size_t i : found) {
                const PlaceResult& place = out_.places[i];
                votes.insert({place.unit->id, place.style});
                unregistered = unregistered || place.person.empty();
                where += "; " + told(place);
            }
            for (const Line line : awaited[name]) {
                votes.insert({line->unit, line->style});
                where += fmt::format("; {} {} ({})", line->unit, line->style.value, line->person);
            }
            // Two of one list are two people.
            if (!unregistered || votes.size() < 2) continue;
            attention(AttentionKind::namesakes, "", "", out_.places[found.front()].figures.name + where);
        }
    }

    const Register& register_;
    RollUp& out_;
    std::map<std::string, std::vector<Line>> lines_;
    std::map<std::string, std::vector<std::size_t>> places_of_;
    std::map<std::string, const UnitResult*> unit_results_;
    std::set<Line> unmatched_;
};

}  // namespace

void find_persons(const Register& people, RollUp& out) {
    Matcher(people, out).run();
}

}  // namespace kiemphieu::station::rollup
