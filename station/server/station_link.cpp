#include "station/server/station_link.hpp"

#include <ctime>

#include <fmt/chrono.h>

#include "station/stations/adopt.hpp"
#include "station/stations/scanning_station.hpp"

namespace kiemphieu::station::server {
namespace {

using base::Expected;
using base::Failure;
using base::FailureClass;

/// Between two looks for something new: short against a stack's minutes, long against a look's milliseconds.
constexpr std::chrono::milliseconds between_rounds{1000};

std::string now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(std::time(nullptr)));
}

}  // namespace

StationLink::StationLink(std::filesystem::path folder, std::string url, std::function<void()> news)
    : folder_(std::move(folder)), url_(std::move(url)), news_(std::move(news)) {
    state_.since = now();
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

StationLink::State StationLink::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

void StationLink::work(const std::stop_token& stop) {
    std::optional<CaseFolder> folder;
    while (!stop.stop_requested()) {
        Expected<void, Failure> outcome{};
        if (!folder) {
            // A record that lies on a server can't be opened while that is away.
            auto opened = CaseFolder::open(folder_, Access::take_in);
            if (opened) {
                folder.emplace(std::move(*opened));
            } else {
                outcome = base::fail(opened.error());
            }
        }
        std::size_t sides = 0;
        if (folder) {
            outcome = folder->record().refresh();
            // What comes in during the round may or may not go with it: it is told as waiting still.
            sides = folder->record().state().known.size();
            if (outcome) outcome = round(*folder);
        }
        note(outcome, sides);
        std::unique_lock lock(waiting_);
        wake_.wait_for(lock, stop, between_rounds, [] { return false; });
    }
}

Expected<void, Failure> StationLink::round(CaseFolder& folder) {
    const bool leads = folder.record().state().made.station == 0;
    if (!leads) {
        const auto moved = hand_over(folder.record(), url_);
        return moved ? Expected<void, Failure>{} : base::fail(moved.error());
    }
    const auto taken = adopt_from_server(folder, url_);
    return taken ? Expected<void, Failure>{} : base::fail(taken.error());
}

void StationLink::note(const Expected<void, Failure>& outcome, std::size_t sides) {
    bool changed = false;
    {
        const std::lock_guard lock(mutex_);
        const Way before = state_.way;
        if (outcome) {
            changed = state_.moved != sides;
            state_.way = Way::in_reach;
            state_.last = now();
            state_.moved = sides;
            state_.detail.clear();
        } else {
            const FailureClass what = outcome.error().failure_class;
            state_.way = what == FailureClass::world             ? Way::cut_off
                         : what == FailureClass::broken_evidence ? Way::refused
                                                                 : Way::hindered;
            state_.detail = base::to_string(outcome.error());
        }
        if (state_.way != before) {
            state_.since = now();
            changed = true;
        }
    }
    if (changed && news_) news_();
}

}  // namespace kiemphieu::station::server
