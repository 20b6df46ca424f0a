#pragma once
// The record's events as the log page shows them: what would tell serials or votes is left out.

#include <mutex>
#include <string>
#include <vector>

#include "station/store/record.hpp"

namespace kiemphieu::station::server {

struct LogLine {
    std::uint64_t number{};
    std::string time;
    std::string kind;
    std::string who;   ///< empty where an event has none
    std::string body;  ///< JSON
    std::string hash;
};

class LogIndex {
  public:
    /// Takes in what was appended since. Errors leave it where it stands; the next call goes on.
    void catch_up(const Record& record);

    struct Question {
        std::string kind;  ///< any when empty
        std::string who;
        std::uint64_t before{};  ///< older than this number; 0 for the newest
        std::size_t limit{};
    };
    struct Answer {
        std::size_t total{};
        std::vector<LogLine> lines;  ///< newest first
    };
    Answer ask(const Question& question) const;
    /// When the n-th event of a kind was, counted from 0; empty when there is none.
    std::string time_of(const std::string& kind, std::size_t n) const;

  private:
    mutable std::mutex mutex_;
    std::vector<LogLine> lines_;
};

}  // namespace kiemphieu::station::server
