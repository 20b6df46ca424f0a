#include "station/rules/judge.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "station/rules/pages.hpp"

namespace kiemphieu::station {
namespace {

using enum RulingValue;

constexpr std::array<std::string_view, 25> problem_names{"row_none",
                                                         "row_double",
                                                         "row_triple",
                                                         "row_unsure",
                                                         "name_crossed",
                                                         "name_maybe_crossed",
                                                         "scans_contradict",
                                                         "row_ruled",
                                                         "unreadable",
                                                         "no_code",
                                                         "not_authentic",
                                                         "other_conference",
                                                         "never_printed",
                                                         "second_copy",
                                                         "test_ballot",
                                                         "seal_missing",
                                                         "double_feed",
                                                         "sheet_ruled",
                                                         "keyed",
                                                         "write_in",
                                                         "sheet_missing",
                                                         "collected_over_issued",
                                                         "scanned_differs",
                                                         "printed_differs",
                                                         "quorum"};

const std::vector<RulingValue> row_choices{high, confidence, low, none, double_mark, triple_mark, crossed, not_crossed};

/// A score from which a box is taken as marked for the proposal; scores are probabilities, so even odds decide.
constexpr double proposed_from_score = 0.5;

RulingValue proposal_for_marks(const omr::RowReading& row) {
    switch (row.decision) {
        case omr::Decision::high:
            return high;
        case omr::Decision::confidence:
            return confidence;
        case omr::Decision::low:
            return low;
        case omr::Decision::none:
            return none;
        case omr::Decision::double_mark:
            return double_mark;
        case omr::Decision::triple_mark:
            return triple_mark;
        case omr::Decision::review:
            break;
    }
    const auto marked = [](double score) { return score >= proposed_from_score; };
    const auto count = std::ranges::count_if(row.scores, marked);
    if (count == 0) return none;
    if (count == 2) return double_mark;
    if (count == 3) return triple_mark;
    constexpr std::array by_level{high, confidence, low};
    return by_level[static_cast<std::size_t>(std::ranges::find_if(row.scores, marked) - row.scores.begin())];
}

Problem problem_of_marks(omr::Decision decision) {
    switch (decision) {
        case omr::Decision::none:
            return Problem::row_none;
        case omr::Decision::double_mark:
            return Problem::row_double;
        case omr::Decision::triple_mark:
            return Problem::row_triple;
        case omr::Decision::review:
            return Problem::row_unsure;
        default:
            return Problem::row_ruled;
    }
}

/// A row the machine said nothing of: people look.
omr::RowReading unread_row(int number) {
    omr::RowReading row;
    row.number = number;
    return row;
}

/// What a row counts as, and whether its name's crossing is still open.
struct RowOutcome {
    RowVerdict verdict{RowVerdict::pending};
    bool ruled{false};
    bool crossing_open{false};
};

/// One row of one ballot, with what is known of it.
struct RowCase {
    const omr::RowReading& reading;
    const Ruling* ruling;
    bool contradicted;

    /// The machine's own count: one clear mark beside a name that is not struck. Source: plan II.6.3, Phụ lục 4.
    std::optional<forms::Level> clear_level() const {
        if (contradicted) return std::nullopt;
        return omr::level_of(reading.decision);
    }

    RowOutcome outcome() const {
        if (ruling) {
            if (const auto verdict = verdict_of(ruling->value)) return {*verdict, true, false};
            const auto level = clear_level();
            if (ruling->value == not_crossed && level) return {verdict_of(*level), true, false};
            if (ruling->value == not_crossed) return {};
        }
        if (reading.name_crossed != omr::NameCrossed::no) return {RowVerdict::pending, false, true};
        const auto level = clear_level();
        return level ? RowOutcome{verdict_of(*level), false, false} : RowOutcome{};
    }

    Problem problem() const {
        const bool settled_uncrossed = ruling && ruling->value == not_crossed;
        if (reading.name_crossed == omr::NameCrossed::yes && !settled_uncrossed) return Problem::name_crossed;
        if (reading.name_crossed == omr::NameCrossed::review && !settled_uncrossed) return Problem::name_maybe_crossed;
        return contradicted ? Problem::scans_contradict : problem_of_marks(reading.decision);
    }
};

class Judge {
  public:
    Judge(const CaseFacts& facts, const Rulings& rulings, const SortedSheets& sorted)
        : facts_(facts), rulings_(rulings), sorted_(sorted), items_(sorted.items) {}

    Judgement run() {
        std::set<base::Serial> serials;
        for (const auto& [place, content] : sorted_.pages) serials.insert(place.serial);
        for (const base::Serial serial : serials) judge_ballot(serial);
        for (const LooseBallot& loose : sorted_.loose) judge_loose(loose);
        add_strange_ballots();
        for (const PagePlace& place : sorted_.write_ins) judge_write_in(place);
        return finish();
    }

  private:
    void judge_ballot(base::Serial serial) {
        const StyleFacts& style = *facts_.find_style(facts_.find_ballot(serial)->style);
        BallotVerdict ballot{
            style.id, serial, {}, std::vector(static_cast<std::size_t>(style.candidates), RowVerdict::pending), 0};
        ballot_waits_ = false;
        std::set<int> missing_sheets;
        for (const PageFacts& page : style.pages) {
            const auto found = sorted_.pages.find({serial, page.page});
            if (found == sorted_.pages.end()) {
                if (!page.numbers.empty()) missing_sheets.insert(page.sheet);
            } else {
                judge_page(ballot, page, found->second);
            }
        }
        for (const int sheet : missing_sheets) judge_missing(ballot, style, sheet);
        apply_crossed_rule(ballot);
        judgement_.ballots.edit().push_back(std::move(ballot));
    }

    void judge_page(BallotVerdict& ballot, const PageFacts& page, const PageContent& content) {
        if (content.waits_for_sheet_ruling) {
            ballot_waits_ = true;
            return;
        }
        for (const int number : page.numbers) {
            RowVerdict& verdict = ballot.rows[static_cast<std::size_t>(number - 1)];
            if (const auto by_hand_row = content.hand_rows.find(number); by_hand_row != content.hand_rows.end()) {
                verdict = by_hand_row->second;
                ++ballot.rows_ruled;
                continue;
            }
            const auto reading = std::ranges::find(content.rows, number, &omr::RowReading::number);
            if (reading == content.rows.end()) {
                judge_row(ballot, unread_row(number), content);
            } else {
                judge_row(ballot, *reading, content);
            }
        }
    }

    void judge_row(BallotVerdict& ballot, const omr::RowReading& reading, const PageContent& content) {
        const auto contains = [&](const std::vector<int>& rows) {
            return std::ranges::find(rows, reading.number) != rows.end();
        };
        const RowItem id{*ballot.serial, reading.number};
        const RowCase row{reading, find_ruling(id), contains(content.contradicted)};
        const RowOutcome outcome = row.outcome();
        // Rows on which an unsettled second scan reads otherwise wait for the ruling on that sheet.
        if (!contains(content.disputed) || outcome.ruled) {
            ballot.rows[static_cast<std::size_t>(reading.number - 1)] = outcome.verdict;
        }
        ballot.rows_ruled += outcome.ruled ? 1 : 0;
        if (outcome.crossing_open && facts_.crossed_name == forms::CrossedNameRule::ballot) ballot_waits_ = true;
        if (outcome.verdict != RowVerdict::pending && !outcome.ruled) return;
        ReviewItem item{.id = id, .problem = row.problem(), .style = ballot.style, .sheet = content.sheet->key};
        item.proposal = reading.name_crossed == omr::NameCrossed::yes ? crossed : proposal_for_marks(reading);
        item.choices = row_choices;
        if (outcome.ruled) item.ruling = *row.ruling;
        items_.insert_or_assign(id, std::move(item));
    }

    /// Rows on a sheet that was not scanned: the committee says it was not handed in, or reads it.
    void judge_missing(BallotVerdict& ballot, const StyleFacts& style, int sheet) {
        const MissingItem id{*ballot.serial, sheet};
        ReviewItem item{.id = id, .problem = Problem::sheet_missing, .style = style.id};
        item.choices = {none, by_hand};
        std::vector<int> numbers;
        for (const PageFacts& page : style.pages) {
            const bool absent = !sorted_.pages.contains({*ballot.serial, page.page});
            if (page.sheet == sheet && absent) numbers.insert(numbers.end(), page.numbers.begin(), page.numbers.end());
        }
        std::ranges::sort(numbers);
        const Ruling* ruling = find_ruling(id);
        const bool hand_fits =
            ruling && ruling->hand &&
            std::ranges::equal(numbers, ruling->hand->rows, {}, {}, [](const auto& r) { return r.first; });
        if (ruling && (ruling->value == none || (ruling->value == by_hand && hand_fits))) {
            for (const int number : numbers) {
                ballot.rows[static_cast<std::size_t>(number - 1)] =
                    ruling->value == none ? RowVerdict::none : ruling->hand->rows.at(number);
                ++ballot.rows_ruled;
            }
            item.ruling = *ruling;
        }
        items_.insert_or_assign(id, std::move(item));
    }

    /// Source: plan II.6.3 "phiếu gạch xoá họ tên người được in trên phiếu", as the policy reads it.
    void apply_crossed_rule(BallotVerdict& ballot) const {
        const bool voids_ballot = facts_.crossed_name == forms::CrossedNameRule::ballot;
        if (voids_ballot && std::ranges::find(ballot.rows, RowVerdict::crossed) != ballot.rows.end()) {
            ballot.fault = BallotFault::crossed_name;
            std::ranges::fill(ballot.rows, RowVerdict::ballot);
        } else if (ballot_waits_) {
            std::ranges::fill(ballot.rows, RowVerdict::pending);
        }
    }

    void judge_loose(const LooseBallot& loose) {
        BallotVerdict ballot{loose.style, {}, {}, {}, static_cast<int>(loose.rows.size())};
        for (const auto& [number, verdict] : loose.rows) ballot.rows.push_back(verdict);
        ballot_waits_ = false;
        apply_crossed_rule(ballot);
        judgement_.ballots.edit().push_back(std::move(ballot));
    }

    /// Sheets of one strange ballot share a claimed serial: it counts once for each time its most frequent page occurs.
    void add_strange_ballots() {
        std::map<std::pair<base::StyleId, base::Serial>, std::map<int, std::vector<BallotFault>>> claimed;
        for (const StrangePaper& paper : sorted_.strange) {
            if (paper.serial) {
                claimed[{paper.style, *paper.serial}][paper.page].push_back(paper.fault);
            } else {
                add_strange_ballot(paper.style, paper.fault);
            }
        }
        for (auto& [ballot, pages] : claimed) {
            const auto most = std::ranges::max_element(pages, {}, [](const auto& page) { return page.second.size(); });
            std::ranges::sort(most->second);
            for (const BallotFault fault : most->second) add_strange_ballot(ballot.first, fault);
        }
    }

    void add_strange_ballot(const base::StyleId& style, BallotFault fault) {
        const auto rows = static_cast<std::size_t>(facts_.find_style(style)->candidates);
        judgement_.ballots.edit().push_back({style, {}, fault, std::vector(rows, RowVerdict::ballot), 0});
    }

    void judge_write_in(const PagePlace& place) {
        const WriteInItem id{place.serial, place.page};
        ReviewItem item{.id = id, .problem = Problem::write_in, .style = facts_.find_ballot(place.serial)->style};
        if (const AcceptedSheet* sheet = sorted_.pages.at(place).sheet) item.sheet = sheet->key;
        item.proposal = noted;
        item.choices = {noted, nothing};
        if (const Ruling* ruling = find_ruling(id); ruling && (ruling->value == noted || ruling->value == nothing)) {
            item.ruling = *ruling;
            judgement_.write_ins += ruling->value == noted ? 1 : 0;
        }
        items_.insert_or_assign(id, std::move(item));
    }

    Judgement finish() {
        std::ranges::sort(judgement_.ballots.edit(), comes_before);
        auto& items = judgement_.items.edit();
        for (auto& [id, item] : items_) items.push_back(std::move(item));
        judgement_.blank_sides = sorted_.blank_sides;
        judgement_.repeats = std::move(sorted_.repeats);
        std::ranges::sort(judgement_.repeats);
        judgement_.ignored_sheets = sorted_.ignored_sheets;
        return std::move(judgement_);
    }

    const Ruling* find_ruling(const ItemId& item) const {
        const auto found = rulings_.find(item);
        return found == rulings_.end() ? nullptr : &found->second;
    }

    const CaseFacts& facts_;
    const Rulings& rulings_;
    const SortedSheets& sorted_;
    std::map<ItemId, ReviewItem> items_;
    Judgement judgement_;
    bool ballot_waits_{false};  ///< the ballot at hand waits as a whole for a ruling on a sheet or a crossed name
};

}  // namespace

const ReviewItem* Judgement::find(const ItemId& id) const {
    const auto found = std::ranges::lower_bound(items, id, {}, &ReviewItem::id);
    return found == items.end() || found->id != id ? nullptr : &*found;
}

bool comes_before(const BallotVerdict& a, const BallotVerdict& b) {
    return std::tie(a.style, a.serial, a.fault, a.rows) < std::tie(b.style, b.serial, b.fault, b.rows);
}

Judgement judge(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, const Rulings& rulings) {
    return Judge(facts, rulings, sort_sheets(facts, sheets, rulings)).run();
}

std::string_view name_of(Problem problem) {
    return problem_names[static_cast<std::size_t>(problem)];
}

}  // namespace kiemphieu::station
