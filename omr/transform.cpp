#include "omr/transform.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace kiemphieu::omr {
namespace {

/// Shifts are below 1 mm and change by less than 2 % a millimetre, so each round of taking them off gains over an order
/// of magnitude.
constexpr int rounds_of_shift = 4;

struct Applied {
    double x;
    double y;
};

Applied apply(const std::array<double, 9>& m, double x, double y) {
    const double w = m[6] * x + m[7] * y + m[8];
    return {(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w};
}

/// The inverse up to a scale, by cofactors; a homography does not care for its scale.
std::array<double, 9> inverted(const std::array<double, 9>& m) {
    const std::array<double, 9> adjugate{
        m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
        m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
        m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
    const double determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
    if (!std::isfinite(determinant) || determinant == 0.0)
        throw std::invalid_argument("a homography must be invertible");
    return adjugate;
}

}  // namespace

Homography::Homography(const std::array<double, 9>& page_to_scan)
    : forward_(page_to_scan), backward_(inverted(page_to_scan)) {}

base::ScanPoint Homography::to_scan(base::PagePoint p) const {
    const Applied q = apply(forward_, p.x, p.y);
    return {q.x, q.y};
}

base::PagePoint Homography::to_page(base::ScanPoint p) const {
    const Applied q = apply(backward_, p.x, p.y);
    return {q.x, q.y};
}

PageTransform::PageTransform(Homography base, std::vector<double> xs, std::vector<double> ys,
                             std::vector<base::PagePoint> shifts)
    : base_(base), xs_(measured(std::move(xs))), ys_(measured(std::move(ys))), shifts_(std::move(shifts)) {
    if (shifts_.size() != xs_.at.size() * ys_.at.size())
        throw std::invalid_argument("a shift for every knot is needed");
    const auto not_ascending = [](double a, double b) { return a >= b; };
    if (std::adjacent_find(xs_.at.begin(), xs_.at.end(), not_ascending) != xs_.at.end() ||
        std::adjacent_find(ys_.at.begin(), ys_.at.end(), not_ascending) != ys_.at.end()) {
        throw std::invalid_argument("knots must ascend");
    }
}

PageTransform::Knots PageTransform::measured(std::vector<double> at) {
    const double per_mm = at.size() > 1 ? static_cast<double>(at.size() - 1) / (at.back() - at.front()) : 0;
    return {std::move(at), per_mm};
}

PageTransform::Place PageTransform::place_of(const Knots& knots, double v) {
    const std::vector<double>& at = knots.at;
    if (at.size() == 1 || v <= at.front()) return {0, 0.0};
    if (v >= at.back()) return {at.size() - 2, 1.0};
    // Knots stand at about equal distances, and where they do the first guess is right or one off.
    std::size_t low = std::min(static_cast<std::size_t>((v - at.front()) * knots.per_mm), at.size() - 2);
    while (v < at[low]) --low;
    while (v >= at[low + 1]) ++low;
    return {low, (v - at[low]) / (at[low + 1] - at[low])};
}

base::PagePoint PageTransform::shift_at(base::PagePoint p) const {
    if (shifts_.empty()) return {};
    const Place x = place_of(xs_, p.x);
    const Place y = place_of(ys_, p.y);
    const std::size_t right = std::min(x.low + 1, xs_.at.size() - 1);
    const std::size_t below = std::min(y.low + 1, ys_.at.size() - 1);
    const auto knot = [&](std::size_t column, std::size_t row) { return shifts_[row * xs_.at.size() + column]; };
    const base::PagePoint top = knot(x.low, y.low) * (1 - x.along) + knot(right, y.low) * x.along;
    const base::PagePoint bottom = knot(x.low, below) * (1 - x.along) + knot(right, below) * x.along;
    return top * (1 - y.along) + bottom * y.along;
}

base::ScanPoint PageTransform::to_scan(base::PagePoint p) const {
    return base_.to_scan(p + shift_at(p));
}

base::PagePoint PageTransform::to_page(base::ScanPoint p) const {
    const base::PagePoint shifted = base_.to_page(p);
    base::PagePoint page = shifted;
    for (int round = 0; round < rounds_of_shift && !shifts_.empty(); ++round) page = shifted - shift_at(page);
    return page;
}

std::vector<base::PagePoint> PageTransform::to_page(const std::vector<base::ScanPoint>& places) const {
    std::vector<base::PagePoint> shifted;
    shifted.reserve(places.size());
    for (const base::ScanPoint p : places) shifted.push_back(base_.to_page(p));
    if (shifts_.empty()) return shifted;
    std::vector<base::PagePoint> pages = shifted;
    for (int round = 0; round < rounds_of_shift; ++round) {
        // One place's rounds wait for each other, different places' do not.
        for (std::size_t i = 0; i < pages.size(); ++i) pages[i] = shifted[i] - shift_at(pages[i]);
    }
    return pages;
}

double PageTransform::px_per_mm(base::PagePoint near) const {
    const base::ScanPoint here = to_scan(near);
    const base::ScanPoint right = to_scan({near.x + 1.0, near.y}) - here;
    const base::ScanPoint down = to_scan({near.x, near.y + 1.0}) - here;
    return (std::hypot(right.x, right.y) + std::hypot(down.x, down.y)) / 2;
}

}  // namespace kiemphieu::omr
