#include "omr/shift_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace kiemphieu::omr {
namespace {

// The spread of single measurements never goes below this: at 200 dpi an edge is found to a fifth of a pixel.
constexpr double least_spread_mm = 0.03;
// Tukey's constant for 95 % efficiency; samples beyond this many spreads count nothing.
constexpr double tukey = 4.685;
constexpr int rounds = 4;
// Weight of bending against one sample: 0.5 mm of stretch in a 200 mm wave passes with a bias under 0.01 mm, and a
// gap of four knots is bridged without waves. Chosen on synthetic warps; the ADR has the table.
constexpr double stiffness = 1.0;
// Keeps the system solvable where no sample is near at all.
constexpr double anchor = 1e-6;

/// A symmetric band matrix and its solution by Cholesky; row i holds columns i-band … i.
class BandSystem {
  public:
    BandSystem(std::size_t size, std::size_t band)
        : size_(size), band_(band), lower_(size * (band + 1), 0.0), right_(size, 0.0) {}

    /// Adds weight * (row · x - value)² for a sparse row whose columns ascend.
    template <std::size_t N>
    void add(const std::array<std::size_t, N>& columns, const std::array<double, N>& row, double value, double weight) {
        for (std::size_t a = 0; a < N; ++a) {
            right_[columns[a]] += weight * row[a] * value;
            double* const line = &at(columns[a], columns[a]) - columns[a];
            for (std::size_t b = 0; b <= a; ++b) line[columns[b]] += weight * row[a] * row[b];
        }
    }

    std::vector<double> solve() {
        std::vector<double> x = right_;
        // Column by column, so that no number waits for the one beside it.
        std::vector<double> column(band_ + 1);
        for (std::size_t k = 0; k < size_; ++k) {
            const double pivot = at(k, k) = std::sqrt(at(k, k));
            x[k] /= pivot;
            const std::size_t below = std::min(band_, size_ - 1 - k);
            for (std::size_t i = 1; i <= below; ++i) column[i] = at(k + i, k) /= pivot;
            for (std::size_t i = 1; i <= below; ++i) {
                double* const row = &at(k + i, k);
                for (std::size_t j = 1; j <= i; ++j) row[j] -= column[i] * column[j];
                x[k + i] -= column[i] * x[k];
            }
        }
        for (std::size_t i = size_; i-- > 0;) {
            x[i] /= at(i, i);
            for (std::size_t k = i > band_ ? i - band_ : 0; k < i; ++k) x[k] -= at(i, k) * x[i];
        }
        return x;
    }

  private:
    double& at(std::size_t row, std::size_t column) { return lower_[row * (band_ + 1) + (column + band_ - row)]; }

    std::size_t size_;
    std::size_t band_;
    std::vector<double> lower_;
    std::vector<double> right_;
};

/// A sample as a row of the system: four knots around it and their bilinear weights.
struct Row {
    std::array<std::size_t, 4> knots;
    std::array<double, 4> weights;
    double value(const std::vector<double>& x) const {
        double sum = 0;
        for (std::size_t i = 0; i < 4; ++i) sum += weights[i] * x[knots[i]];
        return sum;
    }
};

struct Place {
    std::size_t low;
    double along;
};

Place place_of(const std::vector<double>& knots, double v) {
    const double step = (knots.back() - knots.front()) / static_cast<double>(knots.size() - 1);
    const double at = std::clamp((v - knots.front()) / step, 0.0, static_cast<double>(knots.size() - 1));
    const std::size_t low = std::min(static_cast<std::size_t>(at), knots.size() - 2);
    return {low, at - static_cast<double>(low)};
}

std::vector<Row> rows_of(const std::vector<ShiftSample>& samples, const std::vector<double>& xs,
                         const std::vector<double>& ys) {
    std::vector<Row> rows;
    rows.reserve(samples.size());
    for (const auto& sample : samples) {
        const Place x = place_of(xs, sample.at.x);
        const Place y = place_of(ys, sample.at.y);
        const std::size_t corner = y.low * xs.size() + x.low;
        rows.push_back(
            {{corner, corner + 1, corner + xs.size(), corner + xs.size() + 1},
             {(1 - x.along) * (1 - y.along), x.along * (1 - y.along), (1 - x.along) * y.along, x.along * y.along}});
    }
    return rows;
}

/// Bending costs: second differences along both directions and the twist between them.
void add_stiffness(BandSystem& system, std::size_t columns, std::size_t rows) {
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
            const std::size_t i = r * columns + c;
            system.add(std::array{i}, std::array{1.0}, 0.0, anchor);
            if (c + 2 < columns) system.add(std::array{i, i + 1, i + 2}, std::array{1.0, -2.0, 1.0}, 0.0, stiffness);
            if (r + 2 < rows) {
                system.add(std::array{i, i + columns, i + 2 * columns}, std::array{1.0, -2.0, 1.0}, 0.0, stiffness);
            }
            if (c + 1 < columns && r + 1 < rows) {
                system.add(std::array{i, i + 1, i + columns, i + columns + 1}, std::array{1.0, -1.0, -1.0, 1.0}, 0.0,
                           stiffness);
            }
        }
    }
}

}  // namespace

std::vector<double> equal_knots(double low, double high, int count) {
    std::vector<double> knots;
    for (int i = 0; i < count; ++i) knots.push_back(low + (high - low) * i / (count - 1));
    return knots;
}

ShiftField fit_shift_field(const std::vector<ShiftSample>& samples, const std::vector<double>& xs,
                           const std::vector<double>& ys) {
    const std::vector<Row> rows = rows_of(samples, xs, ys);
    BandSystem bending(xs.size() * ys.size(), 2 * xs.size());
    add_stiffness(bending, xs.size(), ys.size());
    ShiftField field;
    field.weights.assign(samples.size(), 1.0);
    std::vector<double> errors(samples.size());
    for (int round = 0;; ++round) {
        BandSystem system = bending;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (field.weights[i] > 0) {
                system.add(rows[i].knots, rows[i].weights, samples[i].shift_mm, field.weights[i] * samples[i].trust);
            }
        }
        field.knots_mm = system.solve();
        if (samples.empty() || round == rounds) return field;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            errors[i] = std::abs(samples[i].shift_mm - rows[i].value(field.knots_mm));
        }
        std::vector<double> sorted = errors;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        // 1.4826 makes the median distance a standard deviation for a normal spread.
        const double reach = tukey * std::max(least_spread_mm, 1.4826 * *middle);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const double u = std::min(1.0, errors[i] / reach);
            field.weights[i] = (1 - u * u) * (1 - u * u);
        }
    }
}

}  // namespace kiemphieu::omr
