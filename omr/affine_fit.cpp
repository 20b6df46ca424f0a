#include "omr/affine_fit.hpp"

#include <cmath>

namespace kiemphieu::omr {

std::optional<Homography> fit_affine(const std::vector<PointPair>& pairs) {
    if (pairs.size() < 3) return std::nullopt;
    base::PagePoint page_mean;
    base::ScanPoint scan_mean;
    const double share = 1.0 / static_cast<double>(pairs.size());
    for (const auto& pair : pairs) {
        page_mean = page_mean + pair.page * share;
        scan_mean = scan_mean + pair.scan * share;
    }
    double xx = 0, xy = 0, yy = 0, ux = 0, uy = 0, vx = 0, vy = 0;
    for (const auto& pair : pairs) {
        const base::PagePoint p = pair.page - page_mean;
        const base::ScanPoint s = pair.scan - scan_mean;
        xx += p.x * p.x, xy += p.x * p.y, yy += p.y * p.y;
        ux += s.x * p.x, uy += s.x * p.y, vx += s.y * p.x, vy += s.y * p.y;
    }
    const double determinant = xx * yy - xy * xy;
    // Points on one line leave it at zero. A triangle of three marks of an A4 page is above 0.1 of the square.
    if (!(determinant > 0.01 * (xx + yy) * (xx + yy))) return std::nullopt;
    const double a = (ux * yy - uy * xy) / determinant;
    const double b = (uy * xx - ux * xy) / determinant;
    const double c = (vx * yy - vy * xy) / determinant;
    const double d = (vy * xx - vx * xy) / determinant;
    if (!(std::abs(a * d - b * c) > 0)) return std::nullopt;
    return Homography({a, b, scan_mean.x - a * page_mean.x - b * page_mean.y,  //
                       c, d, scan_mean.y - c * page_mean.x - d * page_mean.y, 0, 0, 1});
}

double distance_px(const Homography& map, const PointPair& pair) {
    const base::ScanPoint off = map.to_scan(pair.page) - pair.scan;
    return std::hypot(off.x, off.y);
}

}  // namespace kiemphieu::omr
