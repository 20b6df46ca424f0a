#include "station/server/live_case.hpp"

#include <algorithm>
#include <chrono>

namespace kiemphieu::station::server {
namespace {

/// How often other processes' events are looked for: what the hall sees lags by no more than it notices.
constexpr std::chrono::milliseconds look_every{100};

/// Whether nothing that bears on figures came between two states of one log: somebody only logged in, say.
bool same_figures(const CaseState& before, const CaseState& after) {
    return before.sheets.size() == after.sheets.size() && before.aside.size() == after.aside.size() &&
           before.rulings.size() == after.rulings.size() && before.answers.size() == after.answers.size() &&
           before.withdrawals.size() == after.withdrawals.size() && before.declarations == after.declarations &&
           before.printings.size() == after.printings.size() && before.frozen() == after.frozen();
}

}  // namespace

const AcceptedSheet* View::find_sheet(const SheetKey& key) const {
    const auto found = sheets_.find(key);
    return found == sheets_.end() ? nullptr : found->second;
}

const AcceptedSheet* View::find_page(base::Serial serial, int page) const {
    const auto found = pages_.find({serial, page});
    return found == pages_.end() ? nullptr : found->second;
}

const ReviewItem* View::find_item(const ItemId& id) const {
    const auto found = items_.find(id);
    return found == items_.end() ? nullptr : found->second;
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
    if (const auto* wanted = std::get_if<SheetItem>(&id)) {
        for (const AcceptedSheet& sheet : state.sheets) {
            if (item_of(sheet.key) == *wanted) return &sheet;
        }
    }
    return nullptr;
}

void View::index() {
    for (const AcceptedSheet& sheet : state.sheets) {
        sheets_.emplace(sheet.key, &sheet);
        if (sheet.reading.status == omr::PageStatus::read && sheet.reading.code && sheet.reading.authentic == true) {
            pages_.emplace(std::pair{sheet.reading.code->serial, sheet.reading.code->page}, &sheet);
        }
    }
    for (const ReviewItem& item : count.tally.items) items_.emplace(item.id, &item);
}

LiveCase::LiveCase(CaseFolder folder, omr::PageReader reader) : folder_(std::move(folder)), reader_(std::move(reader)) {
    renew();
    keeper_ = std::jthread([this](const std::stop_token& stop) { keep_up(stop); });
}

LiveCase::~LiveCase() {
    keeper_.request_stop();
    wake_.notify_all();
}

base::Expected<std::unique_ptr<LiveCase>, base::Failure> LiveCase::open(const std::filesystem::path& folder) {
    auto opened = CaseFolder::open(folder);
    if (!opened) return base::fail(opened.error());
    auto reader = opened->reader();
    if (!reader) return base::fail(reader.error());
    return std::unique_ptr<LiveCase>(new LiveCase(std::move(*opened), std::move(*reader)));
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
    const CaseState& state = folder_.record().state();
    if (view_ && view_->version() == state.last_number) return;
    auto fresh = std::make_shared<View>();
    fresh->state = state;
    fresh->count = view_ && same_figures(view_->state, state) ? view_->count : folder_.count();
    fresh->index();
    log_index_.catch_up(folder_.record());
    {
        const std::lock_guard lock(looking_);
        view_ = fresh;
    }
    if (tell_) tell_(fresh->version());
}

base::Expected<void, base::Failure> LiveCase::act(const Act& act) {
    const std::lock_guard lock(writing_);
    const auto done = act(folder_);
    renew();
    return done;
}

void LiveCase::keep_up(const std::stop_token& stop) {
    auto pause = std::chrono::duration_cast<std::chrono::steady_clock::duration>(look_every);
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(waiting_);
            wake_.wait_for(lock, stop, pause, [] { return false; });
        }
        if (stop.stop_requested()) return;
        const std::lock_guard lock(writing_);
        const auto begin = std::chrono::steady_clock::now();
        // A record that can't be read now is read the next time; whoever writes is told.
        if (!folder_.record().refresh()) continue;
        renew();
        // While sheets come in all the time, counting takes a quarter of one core and no more.
        pause =
            std::max<std::chrono::steady_clock::duration>(look_every, 3 * (std::chrono::steady_clock::now() - begin));
    }
}

}  // namespace kiemphieu::station::server
