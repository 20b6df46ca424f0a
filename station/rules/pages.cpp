#include "station/rules/pages.hpp"

#include <algorithm>
#include <set>

namespace kiemphieu::station {
namespace {

using enum RulingValue;

/// A sheet whose code places it on a page of a printed ballot, or else what is wrong with it.
struct Claim {
    std::optional<PagePlace> place;
    Problem problem{Problem::unreadable};
    BallotFault fault{BallotFault::no_code};
};

bool has_flag(const omr::SheetReading& reading, omr::Flag flag) {
    return std::ranges::find(reading.flags, flag) != reading.flags.end();
}

/// Source: plan II.6.3 "phiếu không do ban kiểm phiếu phát ra": each way a code can fail to prove that it was issued.
Claim claim_of(const CaseFacts& facts, const omr::SheetReading& reading) {
    if (reading.reason == omr::UnreadableReason::other_conference) {
        return {{}, Problem::other_conference, BallotFault::other_conference};
    }
    if (!reading.code) {
        const bool no_code =
            reading.reason == omr::UnreadableReason::no_code || reading.reason == omr::UnreadableReason::not_a_ballot;
        return {{}, no_code ? Problem::no_code : Problem::unreadable, BallotFault::no_code};
    }
    const forms::SheetCode& code = *reading.code;
    if (code.conference != facts.conference) return {{}, Problem::other_conference, BallotFault::other_conference};
    if (reading.authentic != true) return {{}, Problem::not_authentic, BallotFault::not_authentic};
    const PrintedBallot* printed = facts.find_ballot(code.serial);
    if (code.kind == forms::BallotKind::test || (printed && printed->kind == forms::BallotKind::test)) {
        return {{}, Problem::test_ballot, BallotFault::test_ballot};
    }
    if (!printed || printed->style != code.style) return {{}, Problem::never_printed, BallotFault::never_printed};
    const StyleFacts* style = facts.find_style(code.style);
    if (!style || !style->find_page(code.page)) return {{}, Problem::never_printed, BallotFault::never_printed};
    return {PagePlace{code.serial, code.page}, Problem::unreadable, BallotFault::ruled_not_issued};
}

const Ruling* find_ruling(const Rulings& rulings, const ItemId& item) {
    const auto found = rulings.find(item);
    return found == rulings.end() ? nullptr : &found->second;
}

/// Whether two scans of a page say the same. Scores and reasons differ from scan to scan of one paper and tell nothing.
bool same_reading(const PageContent& a, const PageContent& b) {
    const auto same_row = [](const omr::RowReading& x, const omr::RowReading& y) {
        return x.number == y.number && x.decision == y.decision && x.name_crossed == y.name_crossed;
    };
    return std::ranges::equal(a.rows, b.rows, same_row);
}

/// Whether the committee's reading agrees with every row of a scan.
bool agrees_with_hand(const std::map<int, RowVerdict>& hand, const std::vector<omr::RowReading>& rows) {
    return std::ranges::all_of(rows, [&](const omr::RowReading& row) {
        const auto found = hand.find(row.number);
        const auto level = omr::level_of(row.decision);
        return found != hand.end() && level && row.name_crossed == omr::NameCrossed::no &&
               found->second == verdict_of(*level);
    });
}

std::vector<int> differing_rows(const std::vector<omr::RowReading>& a, const std::vector<omr::RowReading>& b) {
    std::vector<int> numbers;
    for (const omr::RowReading& row : a) {
        const auto other = std::ranges::find(b, row.number, &omr::RowReading::number);
        if (other == b.end() || other->decision != row.decision || other->name_crossed != row.name_crossed) {
            numbers.push_back(row.number);
        }
    }
    return numbers;
}

/// Whether two scans are both sure of a row, and not of the same.
bool contradict(const omr::RowReading& a, const omr::RowReading& b) {
    const bool sure_marks = a.decision != omr::Decision::review && b.decision != omr::Decision::review;
    const bool sure_names = a.name_crossed != omr::NameCrossed::review && b.name_crossed != omr::NameCrossed::review;
    return (sure_marks && a.decision != b.decision) || (sure_names && a.name_crossed != b.name_crossed);
}

std::vector<int> contradicting_rows(const std::vector<omr::RowReading>& a, const std::vector<omr::RowReading>& b) {
    std::vector<int> numbers;
    for (const omr::RowReading& row : a) {
        const auto other = std::ranges::find(b, row.number, &omr::RowReading::number);
        if (other != b.end() && contradict(row, *other)) numbers.push_back(row.number);
    }
    return numbers;
}

class Sorter {
  public:
    Sorter(const CaseFacts& facts, const Rulings& rulings) : facts_(facts), rulings_(rulings) {}

    SortedSheets sort(std::span<const AcceptedSheet> sheets) {
        std::map<PagePlace, std::vector<const AcceptedSheet*>> claims;
        for (const AcceptedSheet& sheet : sheets) {
            if (sheet.reading.status == omr::PageStatus::blank) {
                const bool no_ballot = sheet.reading.code && !forms::is_ballot(sheet.reading.code->kind);
                if (!no_ballot) ++sorted_.blank_sides;
            } else if (const Claim claim = claim_of(facts_, sheet.reading); claim.place) {
                claims[*claim.place].push_back(&sheet);
            } else {
                take_unclaimed(sheet, claim, claims);
            }
        }
        take_keyed_papers();
        for (const auto& [place, hand] : keyed_) claims.try_emplace(place);
        for (const auto& [place, scans] : claims) take_page(place, scans);
        return std::move(sorted_);
    }

  private:
    /// Papers that people keyed in; what is here two of them keyed alike.
    void take_keyed_papers() {
        for (const auto& [id, ruling] : rulings_) {
            ReviewItem item{.id = id, .problem = Problem::keyed};
            if (const auto* paper = std::get_if<PaperItem>(&id)) {
                item.choices = {by_hand, not_issued, ignore};
                if (!take_paper(*paper, ruling, item)) continue;
            } else if (const auto* stray = std::get_if<StrayItem>(&id); stray && facts_.find_style(stray->style)) {
                item.choices = {not_issued, ignore};
                item.style = stray->style;
                if (ruling.value == not_issued) sorted_.strange.push_back({stray->style, BallotFault::no_code, {}, 0});
            } else {
                continue;
            }
            item.ruling = ruling;
            sorted_.items.insert_or_assign(id, std::move(item));
        }
    }

    bool take_paper(const PaperItem& paper, const Ruling& ruling, ReviewItem& item) {
        const auto place = place_of(facts_, paper);
        if (!place) return false;
        item.style = facts_.find_ballot(paper.serial)->style;
        if (ruling.value == by_hand) {
            if (!ruling.hand || !fits(facts_, *place, *ruling.hand)) return false;
            keyed_.emplace(*place, &*ruling.hand);
        } else if (ruling.value == not_issued) {
            sorted_.strange.push_back({*item.style, BallotFault::ruled_not_issued, paper.serial, paper.page});
        }
        return true;
    }

    /// A sheet that no code places: it waits for people, who may place it.
    void take_unclaimed(const AcceptedSheet& sheet, const Claim& claim,
                        std::map<PagePlace, std::vector<const AcceptedSheet*>>& claims) {
        const bool readable_by_people = claim.problem == Problem::unreadable || claim.problem == Problem::no_code;
        ReviewItem& item =
            add_item(sheet, claim.problem,
                     readable_by_people ? std::vector{by_hand, not_issued, ignore} : std::vector{not_issued, ignore});
        if (claim.problem != Problem::unreadable) item.proposal = not_issued;
        const Ruling* ruling = find_ruling(rulings_, item.id);
        if (!ruling) return;
        if (ruling->value == ignore) {
            ++sorted_.ignored_sheets;
        } else if (ruling->value == not_issued) {
            if (!add_strange(sheet, claim.fault, *ruling)) return;
        } else if (ruling->value == by_hand && readable_by_people && ruling->hand &&
                   fits(facts_, sheet, *ruling->hand)) {
            const HandReading& hand = *ruling->hand;
            if (const auto place = place_of(facts_, sheet, hand)) {
                claims[*place].push_back(&sheet);
            } else {
                sorted_.loose.push_back({*style_of(facts_, sheet, *ruling), hand.rows});
            }
        } else {
            return;
        }
        item.ruling = *ruling;
    }

    /// All scans that claim one page of one ballot: one of them stands for it, the others are repeats or wait for
    /// people.
    void take_page(const PagePlace& place, const std::vector<const AcceptedSheet*>& scans) {
        std::vector<const AcceptedSheet*> active;
        std::vector<const AcceptedSheet*> ignored;
        for (const AcceptedSheet* scan : scans) {
            const Ruling* ruling = find_ruling(rulings_, item_of(scan->key));
            if (ruling && ruling->value == ignore) {
                ignored.push_back(scan);
                ++sorted_.ignored_sheets;
                note_ruled(*scan, *ruling);
            } else if (ruling && ruling->value == not_issued && add_strange(*scan, fault_of(*scan, scans), *ruling)) {
                note_ruled(*scan, *ruling);
            } else {
                active.push_back(scan);
            }
        }
        const auto keyed = keyed_.find(place);
        if (active.empty() && keyed == keyed_.end()) return;
        // The committee's eyes go before a machine's reading, any reading before an unreadable scan, a sheet
        // alone before one that was drawn in with another, an earlier one before a later.
        const auto rank = [&](const AcceptedSheet* scan) {
            if (hand_of(*scan)) return 0;
            if (scan->reading.status != omr::PageStatus::read) return 3;
            return has_flag(scan->reading, omr::Flag::double_feed) ? 2 : 1;
        };
        std::ranges::stable_sort(active, {}, rank);
        if (keyed != keyed_.end()) {
            PageContent content;
            content.hand_rows = keyed->second->rows;
            compare_others(place, content, active, {});
            sorted_.pages.emplace(place, std::move(content));
            return;
        }
        PageContent content = content_of(*active.front());
        if (rank(active.front()) == 0) note_read_by_hand(*active.front());
        if (rank(active.front()) == 3) {
            for (const AcceptedSheet* scan : active) {
                add_item(*scan, Problem::unreadable, {by_hand, not_issued, ignore});
            }
            content.waits_for_sheet_ruling = true;
        } else {
            compare_others(place, content, std::span(active).subspan(1), {active.front()->batch});
        }
        for (const AcceptedSheet* scan : ignored) {
            const auto rows = contradicting_rows(content.rows, scan->reading.rows);
            content.contradicted.insert(content.contradicted.end(), rows.begin(), rows.end());
        }
        check_sheet(content);
        if (std::ranges::any_of(
                active, [](const AcceptedSheet* scan) { return has_flag(scan->reading, omr::Flag::write_in); })) {
            sorted_.write_ins.push_back(place);
        }
        sorted_.pages.emplace(place, std::move(content));
    }

    /// In one batch a page comes once, so a second is a second paper; in another batch, or where people keyed the
    /// paper, the same reading is the same paper.
    void compare_others(const PagePlace& place, PageContent& content, std::span<const AcceptedSheet* const> others,
                        std::set<BatchId> batches) {
        for (const AcceptedSheet* scan : others) {
            const bool new_batch = batches.insert(scan->batch).second;
            const PageContent other = content_of(*scan);
            const bool unreadable = scan->reading.status != omr::PageStatus::read;
            const bool agrees =
                unreadable || (content.hand_rows.empty() ? same_reading(content, other)
                                                         : agrees_with_hand(content.hand_rows, other.rows));
            if (new_batch && agrees) {
                RepeatScan repeat{place.serial, place.page, scan->key};
                if (content.sheet) repeat.counted = content.sheet->key;
                sorted_.repeats.push_back(repeat);
                continue;
            }
            ReviewItem& item = add_item(*scan, Problem::second_copy, {not_issued, ignore});
            item.proposal = not_issued;
            if (content.sheet) item.counted_sheet = content.sheet->key;
            const auto rows = differing_rows(content.rows, other.rows);
            if (!unreadable) content.disputed.insert(content.disputed.end(), rows.begin(), rows.end());
        }
    }

    /// A sheet that was read, yet must be looked at itself: another one lies with it, or its seal is missing.
    void check_sheet(PageContent& content) {
        const omr::SheetReading& reading = content.sheet->reading;
        const bool together = reading.status == omr::PageStatus::read && has_flag(reading, omr::Flag::double_feed);
        const bool unsealed = facts_.seal == forms::SealRule::require && has_flag(reading, omr::Flag::seal_missing);
        if (!together && !unsealed) return;
        const Ruling* ruling = find_ruling(rulings_, item_of(content.sheet->key));
        ReviewItem& item = together
                               ? add_item(*content.sheet, Problem::double_feed, {issued, by_hand, not_issued, ignore})
                               : add_item(*content.sheet, Problem::seal_missing, {issued, not_issued});
        if (ruling && (ruling->value == issued || ruling->value == by_hand)) {
            item.ruling = *ruling;
        } else {
            content.waits_for_sheet_ruling = true;
        }
    }

    const HandReading* hand_of(const AcceptedSheet& scan) const {
        const Ruling* ruling = find_ruling(rulings_, item_of(scan.key));
        if (!ruling || ruling->value != by_hand || !ruling->hand || !fits(facts_, scan, *ruling->hand)) return nullptr;
        return &*ruling->hand;
    }

    PageContent content_of(const AcceptedSheet& scan) const {
        PageContent content;
        content.sheet = &scan;
        if (const HandReading* hand = hand_of(scan)) {
            content.hand_rows = hand->rows;
        } else {
            content.rows = scan.reading.rows;
        }
        return content;
    }

    /// A paper that another scan of its page stands beside was ruled a copy; alone it was ruled foreign.
    static BallotFault fault_of(const AcceptedSheet& scan, const std::vector<const AcceptedSheet*>& scans) {
        if (scans.size() > 1) return BallotFault::second_copy;
        return has_flag(scan.reading, omr::Flag::seal_missing) ? BallotFault::seal_missing
                                                               : BallotFault::ruled_not_issued;
    }

    bool add_strange(const AcceptedSheet& sheet, BallotFault fault, const Ruling& ruling) {
        const auto style = style_of(facts_, sheet, ruling);
        if (!style) return false;
        StrangePaper paper{*style, fault, {}, 0};
        if (sheet.reading.code) {
            paper.serial = sheet.reading.code->serial;
            paper.page = sheet.reading.code->page;
        }
        sorted_.strange.push_back(paper);
        return true;
    }

    /// A sheet ruled on though its code places it; `issued` takes that back.
    void note_ruled(const AcceptedSheet& scan, const Ruling& ruling) {
        add_item(scan, Problem::sheet_ruled, {issued, not_issued, ignore}).ruling = ruling;
    }

    void note_read_by_hand(const AcceptedSheet& scan) {
        const bool was_read = scan.reading.status == omr::PageStatus::read;
        ReviewItem& item = add_item(scan, was_read ? Problem::sheet_ruled : claim_of(facts_, scan.reading).problem,
                                    {by_hand, not_issued, ignore});
        item.ruling = *find_ruling(rulings_, item.id);
    }

    ReviewItem& add_item(const AcceptedSheet& sheet, Problem problem, std::vector<RulingValue> choices) {
        ReviewItem item;
        item.id = item_of(sheet.key);
        item.problem = problem;
        item.sheet = sheet.key;
        item.choices = std::move(choices);
        item.style = style_of(facts_, sheet, {});
        return sorted_.items.insert_or_assign(item.id, item).first->second;
    }

    const CaseFacts& facts_;
    const Rulings& rulings_;
    std::map<PagePlace, const HandReading*> keyed_;
    SortedSheets sorted_;
};

}  // namespace

SortedSheets sort_sheets(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, const Rulings& rulings) {
    return Sorter(facts, rulings).sort(sheets);
}

std::optional<base::StyleId> style_of(const CaseFacts& facts, const AcceptedSheet& sheet, const Ruling& ruling) {
    if (ruling.hand && ruling.hand->style && facts.find_style(*ruling.hand->style)) return ruling.hand->style;
    if (ruling.style && facts.find_style(*ruling.style)) return ruling.style;
    if (sheet.reading.code && facts.find_style(sheet.reading.code->style)) return sheet.reading.code->style;
    if (facts.styles.size() == 1) return facts.styles.front().id;
    return std::nullopt;
}

std::optional<PagePlace> place_of(const CaseFacts& facts, const AcceptedSheet& sheet, const HandReading& hand) {
    if (const Claim claim = claim_of(facts, sheet.reading); claim.place) return claim.place;
    if (!hand.serial) return std::nullopt;
    const PrintedBallot* printed = facts.find_ballot(*hand.serial);
    const StyleFacts* style = printed ? facts.find_style(printed->style) : nullptr;
    const int only_page = style && style->pages.size() == 1 ? style->pages.front().page : 0;
    return place_of(facts, PaperItem{*hand.serial, hand.page.value_or(only_page)});
}

std::optional<PagePlace> place_of(const CaseFacts& facts, const PaperItem& paper) {
    const PrintedBallot* printed = facts.find_ballot(paper.serial);
    if (!printed || printed->kind == forms::BallotKind::test) return std::nullopt;
    const StyleFacts* style = facts.find_style(printed->style);
    if (!style || !style->find_page(paper.page)) return std::nullopt;
    return PagePlace{paper.serial, paper.page};
}

bool fits(const CaseFacts& facts, const PagePlace& place, const HandReading& hand) {
    const PageFacts* page = facts.find_style(facts.find_ballot(place.serial)->style)->find_page(place.page);
    return std::ranges::equal(page->numbers, hand.rows, {}, {}, [](const auto& row) { return row.first; });
}

bool fits(const CaseFacts& facts, const AcceptedSheet& sheet, const HandReading& hand) {
    if (const auto place = place_of(facts, sheet, hand)) return fits(facts, *place, hand);
    const auto style = style_of(facts, sheet, {by_hand, {}, hand});
    if (hand.serial || !style) return false;
    std::vector<int> wanted;
    for (int number = 1; number <= facts.find_style(*style)->candidates; ++number) wanted.push_back(number);
    return std::ranges::equal(wanted, hand.rows, {}, {}, [](const auto& row) { return row.first; });
}

}  // namespace kiemphieu::station
