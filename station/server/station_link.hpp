#pragma once
// The way between this station and the others, kept open beside the pages: a scanning station hands over what it
// scanned, the one that leads takes it over, again and again. docs/formats/stations.md

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "station/case/case_folder.hpp"

namespace kiemphieu::station::server {

class StationLink {
  public:
    enum class Way {
        not_tried,  ///< the first round is under way
        in_reach,
        cut_off,   ///< the network or the server is away; what is scanned stays here until it is back
        hindered,  ///< something is to be put right first: a server without a schema, a count that is confirmed
        refused,   ///< what came was not what it should be: somebody must look at it
    };
    struct State {
        Way way{Way::not_tried};
        std::string since{};               ///< when it came to be so, UTC
        std::string last{};                ///< when all was last in step, UTC; empty when never since the start
        std::string detail{};              ///< why it is not in reach
        std::optional<std::size_t> moved;  ///< sides that are known to be handed over; of a scanning station
    };

    /// `url`: where stations meet, postgresql://…; `news` is called from the link's thread when the way changed.
    StationLink(std::filesystem::path folder, std::string url, std::function<void()> news);
    /// Ends the round in hand first; a silent network takes 20 s of it at most.
    ~StationLink() = default;
    StationLink(const StationLink&) = delete;
    StationLink& operator=(const StationLink&) = delete;

    const std::string& url() const { return url_; }
    State state() const;

  private:
    void work(const std::stop_token& stop);
    base::Expected<void, base::Failure> round(CaseFolder& folder);
    void note(const base::Expected<void, base::Failure>& outcome, std::size_t sides);

    std::filesystem::path folder_;
    std::string url_;
    std::function<void()> news_;
    mutable std::mutex mutex_;
    State state_;
    std::mutex waiting_;
    std::condition_variable_any wake_;
    std::jthread thread_;  ///< last: it ends before what it uses
};

}  // namespace kiemphieu::station::server
