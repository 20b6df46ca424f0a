// Where work pixels lie on the page, within the area and beyond it.

#include "omr/added_ink.hpp"

#include <gtest/gtest.h>

namespace kiemphieu::omr {
namespace {

// A line through the region is followed past its rim; the grid once looked for knots there that it doesn't have.
TEST(PageGrids, GoOnBeyondTheirArea) {
    const PageTransform transform{Homography{}};
    const base::ScanPoint origin{30, 40};
    const PageGrid grid(transform, origin, 1, 640, 480);
    for (const base::ScanPoint p :
         {base::ScanPoint{320, 240}, {-200, 10}, {10, -200}, {2500, 470}, {630, 3000}, {-500, 4000}}) {
        const base::PagePoint found = grid.at(p.x, p.y);
        const base::PagePoint meant = transform.to_page(origin + p);
        EXPECT_NEAR(found.x, meant.x, 1e-6);
        EXPECT_NEAR(found.y, meant.y, 1e-6);
    }
}

}  // namespace
}  // namespace kiemphieu::omr
