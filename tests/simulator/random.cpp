#include "tests/simulator/random.hpp"

#include <cmath>
#include <numbers>

namespace kiemphieu::simulator {

namespace {

/// Source: splitmix64, S. Vigna.
std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
}

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;

}  // namespace

Random Random::fork(std::string_view name, std::uint64_t number) const {
    std::uint64_t hash = mixed(seed_ + golden);
    for (const char letter : name) hash = mixed(hash + golden + static_cast<unsigned char>(letter));
    return Random(mixed(hash + golden * (number + 1)));
}

std::uint64_t Random::bits() {
    state_ += golden;
    return mixed(state_);
}

double Random::uniform(double from, double to) {
    return from + (to - from) * static_cast<double>(bits() >> 11U) * 0x1.0p-53;
}

int Random::integer(int from, int to) {
    const auto span = static_cast<std::uint64_t>(to - from) + 1;
    return from + static_cast<int>(bits() % span);
}

double Random::normal(double mean, double sigma) {
    const double radius = std::sqrt(-2 * std::log(uniform(0x1.0p-60, 1)));
    return mean + sigma * radius * std::cos(uniform(0, 2 * std::numbers::pi));
}

bool Random::chance(double probability) {
    return uniform(0, 1) < probability;
}

std::size_t Random::weighted(std::span<const double> weights) {
    double total = 0;
    for (const double weight : weights) total += weight;
    double left = uniform(0, total);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        left -= weights[i];
        if (left < 0) return i;
    }
    return weights.size() - 1;
}

}  // namespace kiemphieu::simulator
