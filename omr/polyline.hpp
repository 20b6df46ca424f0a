#pragma once
// Lengths and directions along lines of points on the page.

#include <vector>

#include "base/geometry.hpp"

namespace kiemphieu::omr {

/// Direction from one point to another, as a unit vector; zero for equal points.
base::PagePoint direction(base::PagePoint from, base::PagePoint to);
double distance(base::PagePoint a, base::PagePoint b);
/// Angle between two unit vectors. Units: degrees, 0 to 180.
double angle_between_deg(base::PagePoint a, base::PagePoint b);

/// Units: millimetres.
double polyline_length(const std::vector<base::PagePoint>& points);
/// The point `along` millimetres from one end of a line; side 0 is its first point, 1 its last.
base::PagePoint point_from_end(const std::vector<base::PagePoint>& points, int side, double along);

}  // namespace kiemphieu::omr
