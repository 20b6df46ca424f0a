#include "station/server/live_case.hpp"

#include <algorithm>
#include <chrono>

#include <malloc.h>

#include "station/review/acts.hpp"
#include "station/review/item_json.hpp"
#include "station/server/counted_rows.hpp"

namespace kiemphieu::station::server {
namespace {

/// A view of 100,000 items takes and gives back lists of tens of megabytes with every ruling: memory that goes back to
/// the system each time comes again a page at a time, which takes longer than filling it.
void keep_long_lists() {
    static std::once_flag once;
    std::call_once(once, [] {
        ::mallopt(M_MMAP_THRESHOLD, 1 << 30);
        ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
    });
}

/// How often other processes' events are looked for: what the hall sees lags by no more than it notices.
constexpr std::chrono::milliseconds look_every{100};

template <class Key>
const AcceptedSheet* find_in(const CaseState& state, const std::map<Key, std::size_t>& index, const Key& key) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : &state.sheets[found->second];
}

/// Whether a later state of one log has the same sheets: they come at the end, and go with their stack.
bool same_sheets(const CaseState& before, const CaseState& after) {
    return before.sheets.size() == after.sheets.size() && before.batches_aside.size() == after.batches_aside.size();
}

}  // namespace

const AcceptedSheet* View::find_sheet(const SheetKey& key) const {
    return find_in(state, index_->by_key, key);
}

const AcceptedSheet* View::find_sheet(const SheetItem& item) const {
    return find_in(state, index_->by_item, item);
}

const AcceptedSheet* View::find_page(base::Serial serial, int page) const {
    return find_in(state, index_->by_page, {serial, page});
}

const AcceptedSheet* View::sheet_of(const ItemId& id) const {
    const ReviewItem* item = find_item(id);
    if (item && item->sheet) return find_sheet(*item->sheet);
    if (const auto* row = std::get_if<RowItem>(&id)) {
        const PrintedBallot* printed = count.facts.find_ballot(row->serial);
        const StyleFacts* style = printed ? count.facts.find_style(printed->style) : nullptr;
        if (!style) return nullptr;
        for (const PageFacts& page : style->pages) {
            if (std::ranges::find(page.numbers, row->number) != page.numbers.end()) {
                return find_page(row->serial, page.page);
            }
        }
    }
    if (const auto* band = std::get_if<WriteInItem>(&id)) return find_page(band->serial, band->page);
    if (const auto* wanted = std::get_if<SheetItem>(&id)) return find_sheet(*wanted);
    return nullptr;
}

const Count& View::afresh() const {
    std::call_once(counted_, [this] { afresh_ = station::count(*definition_, state); });
    return *afresh_;
}

const std::vector<CountedRow>& View::wall() const {
    std::call_once(walled_, [this] { wall_ = counted_rows_of(*this); });
    return wall_;
}

const std::vector<DoubtfulItem>& View::by_doubt() const {
    std::call_once(doubted_, [this] {
        by_doubt_.reserve(count.tally.items.size());
        // Rows of one sheet stand together: it is looked for once.
        const SheetKey* last = nullptr;
        const AcceptedSheet* sheet = nullptr;
        for (const ReviewItem& item : count.tally.items) {
            if (!item.sheet) {
                by_doubt_.push_back({doubt_of(item, nullptr), &item});
                continue;
            }
            if (!last || *last != *item.sheet) sheet = find_sheet(*item.sheet);
            last = &*item.sheet;
            by_doubt_.push_back({doubt_of(item, sheet), &item});
        }
        std::ranges::stable_sort(by_doubt_, std::greater{}, &DoubtfulItem::doubt);
    });
    return by_doubt_;
}

void View::index(const View* earlier) {
    if (earlier && same_sheets(earlier->state, state)) {
        index_ = earlier->index_;
        return;
    }
    auto fresh = std::make_shared<SheetIndex>();
    for (std::size_t i = 0; i < state.sheets.size(); ++i) {
        const AcceptedSheet& sheet = state.sheets[i];
        fresh->by_key.emplace(sheet.key, i);
        fresh->by_item.emplace(item_of(sheet.key), i);
        if (sheet.reading.status == omr::PageStatus::read && sheet.reading.code && sheet.reading.authentic == true) {
            fresh->by_page.emplace(std::pair{sheet.reading.code->serial, sheet.reading.code->page}, i);
        }
    }
    index_ = std::move(fresh);
}

LiveCase::LiveCase(CaseFolder folder, omr::PageReader reader, std::function<void(const std::string&)> tell_fault)
    : folder_(std::move(folder)),
      reader_(std::move(reader)),
      tell_fault_(std::move(tell_fault)),
      running_(folder_.definition()) {
    renew();
    keeper_ = std::jthread([this](const std::stop_token& stop) { keep_up(stop); });
}

LiveCase::~LiveCase() {
    keeper_.request_stop();
    wake_.notify_all();
}

base::Expected<std::unique_ptr<LiveCase>, base::Failure> LiveCase::open(const std::filesystem::path& folder,
                                                                        std::function<void(const std::string&)> tell) {
    keep_long_lists();
    auto opened = CaseFolder::open(folder);
    if (!opened) return base::fail(opened.error());
    auto reader = opened->reader();
    if (!reader) return base::fail(reader.error());
    return std::unique_ptr<LiveCase>(new LiveCase(std::move(*opened), std::move(*reader), std::move(tell)));
}

std::shared_ptr<const View> LiveCase::view() const {
    const std::lock_guard lock(looking_);
    return view_;
}

void LiveCase::when_changed(std::function<void(std::uint64_t)> tell) {
    const std::lock_guard lock(writing_);
    tell_ = std::move(tell);
}

/// Makes a view of what the record holds now. `writing_` is held, or nobody else is there yet.
void LiveCase::renew() {
    if (!view_ || view_->version() != folder_.record().state().last_number) put_view();
}

void LiveCase::put_view() {
    const CaseState& state = folder_.record().state();
    std::shared_ptr<View> fresh(new View(folder_.definition()));
    fresh->state = state;
    fresh->count = running_.of(state);
    fresh->index(view_.get());
    log_index_.catch_up(folder_.record());
    {
        const std::lock_guard lock(looking_);
        retired_.push_back(std::exchange(view_, fresh));
    }
    if (tell_) tell_(fresh->version());
}

base::Expected<void, base::Failure> LiveCase::act(const Act& act) {
    const std::lock_guard lock(writing_);
    const auto done = act(folder_);
    renew();
    return done;
}

base::Expected<void, base::Failure> LiveCase::rule(std::span<const RulingGiven> rulings) {
    return act(
        [&](CaseFolder& folder) { return station::rule(folder.record(), folder.definition(), rulings, running_); });
}

base::Expected<void, base::Failure> LiveCase::enter(std::span<const RulingGiven> entries) {
    return act(
        [&](CaseFolder& folder) { return station::enter(folder.record(), folder.definition(), entries, running_); });
}

void LiveCase::keep_up(const std::stop_token& stop) {
    auto pause = std::chrono::duration_cast<std::chrono::steady_clock::duration>(look_every);
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(waiting_);
            wake_.wait_for(lock, stop, pause, [] { return false; });
        }
        if (stop.stop_requested()) return;
        const auto begin = std::chrono::steady_clock::now();
        look_for_news();
        check_count();
        drop_retired();
        // While sheets and rulings come in all the time, counting takes a quarter of one core and no more.
        pause =
            std::max<std::chrono::steady_clock::duration>(look_every, 3 * (std::chrono::steady_clock::now() - begin));
    }
}

void LiveCase::drop_retired() {
    std::vector<std::shared_ptr<const View>> retired;
    {
        const std::lock_guard lock(looking_);
        retired.swap(retired_);
    }
}

void LiveCase::look_for_news() {
    const std::lock_guard lock(writing_);
    // A record that can't be read now is read the next time; whoever writes is told.
    if (folder_.record().refresh()) renew();
}

/// Holds the count that was kept up to date against one from nothing. Readers and writers go on meanwhile.
void LiveCase::check_count() {
    const auto counted = view();
    if (counted->version() == checked_) return;
    checked_ = counted->version();
    if (counted->afresh() == counted->count) return;
    if (tell_fault_) {
        tell_fault_("the count kept up to date at event " + std::to_string(checked_) +
                    " differs from one made afresh; the latter is shown");
    }
    const std::lock_guard lock(writing_);
    running_ = RunningCount(folder_.definition());
    put_view();
}

}  // namespace kiemphieu::station::server
