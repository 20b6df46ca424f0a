#pragma once
// Points and rectangles that carry their frame: page millimetres or scan pixels.

#include "base/units.hpp"

namespace kiemphieu::base {

/// A point in the frame of `Unit`: `MmUnit` is the page, `PxUnit` the scan.
template <class Unit>
struct Point {
    double x{};
    double y{};

    constexpr bool operator==(const Point&) const = default;
    friend constexpr Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
    friend constexpr Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
    friend constexpr Point operator*(Point a, double k) { return {a.x * k, a.y * k}; }
};

/// An axis-parallel rectangle in the frame of `Unit`; `right` and `bottom` are exclusive.
template <class Unit>
struct Rect {
    double x{};
    double y{};
    double w{};
    double h{};

    constexpr bool operator==(const Rect&) const = default;
    constexpr double right() const { return x + w; }
    constexpr double bottom() const { return y + h; }
    constexpr Point<Unit> center() const { return {x + w / 2, y + h / 2}; }
    constexpr bool contains(Point<Unit> p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    constexpr bool intersects(const Rect& o) const {
        return x < o.right() && o.x < right() && y < o.bottom() && o.y < bottom();
    }
    /// The rectangle grown by `margin` on every side; a negative margin shrinks it.
    constexpr Rect grown(double margin) const { return {x - margin, y - margin, w + 2 * margin, h + 2 * margin}; }
};

using PagePoint = Point<MmUnit>;
using PageRect = Rect<MmUnit>;
using ScanPoint = Point<PxUnit>;
using ScanRect = Rect<PxUnit>;

}  // namespace kiemphieu::base
