#include "calibration/look.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kiemphieu::calibration {

std::vector<double> grays_in(const PlacedScan& placed, const base::PageRect& box) {
    double x0 = placed.scan.width;
    double y0 = placed.scan.height;
    double x1 = 0;
    double y1 = 0;
    for (const base::PagePoint corner :
         {base::PagePoint{box.x, box.y}, base::PagePoint{box.right(), box.y}, base::PagePoint{box.x, box.bottom()},
          base::PagePoint{box.right(), box.bottom()}}) {
        const base::ScanPoint p = placed.transform.to_scan(corner);
        x0 = std::min(x0, p.x);
        x1 = std::max(x1, p.x);
        y0 = std::min(y0, p.y);
        y1 = std::max(y1, p.y);
    }
    std::vector<double> out;
    const int left = std::max(0, static_cast<int>(x0));
    const int right = std::min(placed.scan.width - 1, static_cast<int>(x1));
    for (int y = std::max(0, static_cast<int>(y0)); y <= std::min(placed.scan.height - 1, static_cast<int>(y1)); ++y) {
        for (int x = left; x <= right; ++x) {
            if (box.contains(placed.transform.to_page({x + 0.5, y + 0.5}))) out.push_back(placed.scan.at(x, y));
        }
    }
    return out;
}

double quantile_of(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto last = static_cast<double>(values.size() - 1);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::lround(share * last));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

double median_of(std::vector<double> values) {
    return quantile_of(std::move(values), 0.5);
}

double mean_of(const std::vector<double>& values) {
    if (values.empty()) return 0;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace kiemphieu::calibration
