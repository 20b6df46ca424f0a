#pragma once
// Units are types: a millimetre can't be added to a pixel by mistake.

#include <compare>
#include <numbers>

namespace kiemphieu::base {

/// A number with a unit; arithmetic only within the unit, scaling by plain numbers.
template <class Unit>
struct Quantity {
    double value{};

    constexpr auto operator<=>(const Quantity&) const = default;
    constexpr Quantity operator-() const { return {-value}; }
    constexpr Quantity& operator+=(Quantity other) {
        value += other.value;
        return *this;
    }
    constexpr Quantity& operator-=(Quantity other) {
        value -= other.value;
        return *this;
    }
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
    friend constexpr Quantity operator*(Quantity a, double k) { return {a.value * k}; }
    friend constexpr Quantity operator*(double k, Quantity a) { return {a.value * k}; }
    friend constexpr Quantity operator/(Quantity a, double k) { return {a.value / k}; }
    friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

/// Millimetres on the paper. Frame: origin at the page's top left, x right, y down.
using Mm = Quantity<struct MmUnit>;
/// Pixels of a scan. Frame: origin at the corner of the first pixel, whose centre is (0.5, 0.5).
using Px = Quantity<struct PxUnit>;
/// Dots per inch.
using Dpi = Quantity<struct DpiUnit>;
/// Radians, turning from x to y (clockwise on screen).
using Radians = Quantity<struct RadiansUnit>;

inline constexpr double mm_per_inch = 25.4;
inline constexpr double mm_per_point = mm_per_inch / 72.0;

constexpr Radians from_degrees(double degrees) {
    return {degrees * std::numbers::pi / 180.0};
}
constexpr double to_degrees(Radians angle) {
    return angle.value * 180.0 / std::numbers::pi;
}
constexpr double px_per_mm(Dpi dpi) {
    return dpi.value / mm_per_inch;
}

}  // namespace kiemphieu::base
