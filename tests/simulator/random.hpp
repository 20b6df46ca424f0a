#pragma once
// Seeded chance that gives the same sheets on every machine: the standard library's distributions differ between
// builds.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kiemphieu::simulator {

/// A stream of random numbers; copies go on alike, forks go on apart.
class Random {
  public:
    explicit Random(std::uint64_t seed) : seed_(seed), state_(seed) {}

    /// A stream of its own that depends on this one's seed, the name and the number alone, not on what was drawn
    /// before: adding a draw in one place changes nothing elsewhere.
    Random fork(std::string_view name, std::uint64_t number = 0) const;

    std::uint64_t bits();
    double uniform(double from, double to);
    /// Both ends can come.
    int integer(int from, int to);
    double normal(double mean, double sigma);
    bool chance(double probability);
    /// Index of one of the weights, likelier the larger it is.
    std::size_t weighted(std::span<const double> weights);

  private:
    std::uint64_t seed_;
    std::uint64_t state_;
};

}  // namespace kiemphieu::simulator
