#pragma once
// Whether scores mean what they say: how often boxes of a score were marked, and what a limit on rows' risk would cost.

#include <array>
#include <filesystem>
#include <vector>

#include "tests/bench/judging.hpp"

namespace kiemphieu::bench {

class Reliability {
  public:
    void add(const simulator::RowTruth& truth, const omr::RowReading& reading);
    /// Mean square of score less what was meant.
    double brier() const;
    void print() const;
    /// A diagram of both: scores against shares, and review against the risk left by the scores.
    [[nodiscard]] base::Expected<void, base::Failure> save_svg(const std::filesystem::path& file) const;

  private:
    struct Bin {
        long boxes{};
        double said{};
        long meant{};
        double share() const { return boxes > 0 ? static_cast<double>(meant) / static_cast<double>(boxes) : 0; }
        double mean() const { return boxes > 0 ? said / static_cast<double>(boxes) : 0; }
    };
    /// A row that is counted with no person looking.
    struct Counted {
        double risk{};  ///< that it says something else, by its scores
        bool plain{};
        bool silent{};
    };
    /// What a limit on the risk leaves: rows held back, and errors expected and seen among those counted.
    struct Limit {
        double limit{};
        double review_percent{};  ///< of plain X rows, with those that the rules leave to people
        double expected{};        ///< mean risk of the rows still counted
        long silent{};
    };
    std::vector<Limit> limits() const;

    static constexpr std::size_t bin_count = 10;
    std::array<Bin, bin_count> bins_{};
    std::vector<Counted> counted_;
    long plain_rows_{};
    long plain_to_people_{};
    double squares_{};
    long boxes_{};
};

}  // namespace kiemphieu::bench
