#include "station/rules/running_judgement.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <stdexcept>

namespace kiemphieu::station {
namespace {

constexpr int least = std::numeric_limits<int>::min();

template <class Item>
void copy_range(const Rulings& rulings, base::Serial serial, Rulings& out) {
    for (auto at = rulings.lower_bound(Item{serial, least}); at != rulings.end(); ++at) {
        const auto* item = std::get_if<Item>(&at->first);
        if (!item || item->serial != serial) return;
        out.insert(out.end(), *at);
    }
}

void copy_one(const Rulings& rulings, const ItemId& item, Rulings& out) {
    if (const auto found = rulings.find(item); found != rulings.end()) out.insert(*found);
}

/// Puts each of `fresh` where the one of `gone` stands that comes neither before nor after it; false, and nothing done,
/// where that is not so of all. A ruling leaves most lists with the same names, and a long one is not moved for that.
template <class T, class Before>
bool exchange_in_place(std::vector<T>& list, const std::vector<T>& gone, std::vector<T>& fresh, Before before) {
    if (gone.size() != fresh.size()) return false;
    std::vector<T*> places;
    auto from = list.begin();
    for (std::size_t i = 0; i < gone.size(); ++i) {
        if (before(gone[i], fresh[i]) || before(fresh[i], gone[i])) return false;
        from = std::lower_bound(from, list.end(), gone[i], before);
        if (from == list.end() || before(gone[i], *from)) return false;
        places.push_back(&*from++);
    }
    for (std::size_t i = 0; i < fresh.size(); ++i) *places[i] = std::move(fresh[i]);
    return true;
}

/// Takes `gone` out of a sorted list and puts `fresh` in; both are sorted alike, and all of `gone` is in the list.
template <class T, class Before>
void exchange(std::vector<T>& list, const std::vector<T>& gone, std::vector<T>&& fresh, Before before) {
    if (exchange_in_place(list, gone, fresh, before)) return;
    std::vector<T> result;
    result.reserve(list.size() + fresh.size());
    auto out = gone.begin();
    auto in = fresh.begin();
    for (T& one : list) {
        if (out != gone.end() && !before(one, *out) && !before(*out, one)) {
            ++out;
            continue;
        }
        while (in != fresh.end() && before(*in, one)) result.push_back(std::move(*in++));
        result.push_back(std::move(one));
    }
    if (out != gone.end()) throw std::logic_error("what was judged before is not in the judgement");
    std::move(in, fresh.end(), std::back_inserter(result));
    list = std::move(result);
}

bool item_before(const ReviewItem& a, const ReviewItem& b) {
    return a.id < b.id;
}

void exchange(Judgement& judgement, const Judgement& before, Judgement&& after) {
    exchange(judgement.ballots.edit(), *before.ballots, std::move(after.ballots.edit()), comes_before);
    exchange(judgement.items.edit(), *before.items, std::move(after.items.edit()), item_before);
    judgement.blank_sides += after.blank_sides - before.blank_sides;
    exchange(judgement.repeats, before.repeats, std::move(after.repeats), std::less{});
    judgement.ignored_sheets += after.ignored_sheets - before.ignored_sheets;
    judgement.write_ins += after.write_ins - before.write_ins;
}

}  // namespace

void RunningJudgement::begin(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, const Rulings& rulings) {
    *this = {};
    rulings_ = rulings;
    note_sheets(sheets);
    judgement_ = judge(facts, sheets, rulings_);
}

void RunningJudgement::change(const CaseFacts& facts, std::span<const AcceptedSheet> sheets,
                              std::span<const RulingChange> changes) {
    take_sheets(facts, sheets);
    take_rulings(facts, sheets, changes);
    if (names_are_shared_) judgement_ = judge(facts, sheets, rulings_);
}

void RunningJudgement::take_sheets(const CaseFacts& facts, std::span<const AcceptedSheet> sheets) {
    if (seen_ == sheets.size()) return;
    Parts parts;
    for (std::size_t i = seen_; i < sheets.size(); ++i) {
        const auto& code = sheets[i].reading.code;
        parts.insert(code ? Part{code->serial} : home_of(i, sheets[i]));
    }
    const Judgement before = judge_parts(facts, sheets, parts);
    note_sheets(sheets);
    if (!names_are_shared_) exchange(judgement_, before, judge_parts(facts, sheets, parts));
}

void RunningJudgement::take_rulings(const CaseFacts& facts, std::span<const AcceptedSheet> sheets,
                                    std::span<const RulingChange> changes) {
    if (changes.empty()) return;
    Parts parts;
    for (const RulingChange& change : changes) {
        add_parts_of(sheets, change.item, find_ruling(change.item), parts);
        add_parts_of(sheets, change.item, change.now ? &*change.now : nullptr, parts);
    }
    const Judgement before = judge_parts(facts, sheets, parts);
    for (const RulingChange& change : changes) {
        if (change.now) {
            rulings_.insert_or_assign(change.item, *change.now);
        } else {
            rulings_.erase(change.item);
        }
    }
    if (!names_are_shared_) exchange(judgement_, before, judge_parts(facts, sheets, parts));
}

std::optional<ReviewItem> RunningJudgement::trial(const CaseFacts& facts, std::span<const AcceptedSheet> sheets,
                                                  const ItemId& item, const Ruling& ruling) const {
    Parts parts;
    add_parts_of(sheets, item, find_ruling(item), parts);
    add_parts_of(sheets, item, &ruling, parts);
    Rulings rulings = names_are_shared_ ? rulings_ : rulings_of(parts, sheets);
    rulings.insert_or_assign(item, ruling);
    const Judgement judged =
        names_are_shared_ ? judge(facts, sheets, rulings) : judge(facts, sheets_of(parts, sheets), rulings);
    const ReviewItem* found = judged.find(item);
    return found ? std::optional(*found) : std::nullopt;
}

Judgement RunningJudgement::judge_parts(const CaseFacts& facts, std::span<const AcceptedSheet> sheets,
                                        const Parts& parts) const {
    return judge(facts, sheets_of(parts, sheets), rulings_of(parts, sheets));
}

void RunningJudgement::note_sheets(std::span<const AcceptedSheet> sheets) {
    for (; seen_ < sheets.size(); ++seen_) {
        const AcceptedSheet& sheet = sheets[seen_];
        if (sheet.reading.code) {
            coded_[sheet.reading.code->serial].push_back(seen_);
        } else {
            uncoded_.push_back(seen_);
        }
        if (!by_item_.emplace(item_of(sheet.key), seen_).second) names_are_shared_ = true;
    }
}

/// A person's reading that names a serial places a sheet there, whether or not it is one of ours.
RunningJudgement::Part RunningJudgement::home_of(std::size_t uncoded, const AcceptedSheet& sheet) const {
    const Ruling* ruling = find_ruling(item_of(sheet.key));
    if (ruling && ruling->hand && ruling->hand->serial) return *ruling->hand->serial;
    return uncoded;
}

void RunningJudgement::add_parts_of(std::span<const AcceptedSheet> sheets, const ItemId& item, const Ruling* ruling,
                                    Parts& parts) const {
    if (const auto* row = std::get_if<RowItem>(&item)) parts.insert(row->serial);
    if (const auto* band = std::get_if<WriteInItem>(&item)) parts.insert(band->serial);
    if (const auto* missing = std::get_if<MissingItem>(&item)) parts.insert(missing->serial);
    if (const auto* paper = std::get_if<PaperItem>(&item)) parts.insert(paper->serial);
    if (const auto* stray = std::get_if<StrayItem>(&item)) parts.insert(*stray);
    const auto* sheet = std::get_if<SheetItem>(&item);
    const auto found = sheet ? by_item_.find(*sheet) : by_item_.end();
    if (found == by_item_.end()) return;
    if (const auto& code = sheets[found->second].reading.code) {
        parts.insert(code->serial);
    } else if (ruling && ruling->hand && ruling->hand->serial) {
        parts.insert(*ruling->hand->serial);
    } else {
        parts.insert(found->second);
    }
}

std::vector<AcceptedSheet> RunningJudgement::sheets_of(const Parts& parts,
                                                       std::span<const AcceptedSheet> sheets) const {
    std::vector<std::size_t> places;
    for (const Part& part : parts) {
        const auto* serial = std::get_if<base::Serial>(&part);
        const auto found = serial ? coded_.find(*serial) : coded_.end();
        if (found != coded_.end()) places.insert(places.end(), found->second.begin(), found->second.end());
    }
    for (const std::size_t i : uncoded_) {
        if (parts.contains(home_of(i, sheets[i]))) places.push_back(i);
    }
    // Among scans of one page the one taken in first stands for it.
    std::ranges::sort(places);
    std::vector<AcceptedSheet> chosen;
    for (const std::size_t i : places) chosen.push_back(sheets[i]);
    return chosen;
}

Rulings RunningJudgement::rulings_of(const Parts& parts, std::span<const AcceptedSheet> sheets) const {
    Rulings chosen;
    for (const Part& part : parts) {
        if (const auto* serial = std::get_if<base::Serial>(&part)) {
            copy_range<RowItem>(rulings_, *serial, chosen);
            copy_range<WriteInItem>(rulings_, *serial, chosen);
            copy_range<MissingItem>(rulings_, *serial, chosen);
            copy_range<PaperItem>(rulings_, *serial, chosen);
        } else if (const auto* stray = std::get_if<StrayItem>(&part)) {
            copy_one(rulings_, *stray, chosen);
        }
    }
    for (const AcceptedSheet& sheet : sheets_of(parts, sheets)) copy_one(rulings_, item_of(sheet.key), chosen);
    return chosen;
}

const Ruling* RunningJudgement::find_ruling(const ItemId& item) const {
    const auto found = rulings_.find(item);
    return found == rulings_.end() ? nullptr : &found->second;
}

}  // namespace kiemphieu::station
