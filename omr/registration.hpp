#pragma once
// Where the page lies in the scan: first by its registration marks, then refined by its table lines.

#include <optional>
#include <variant>
#include <vector>

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/debug_pictures.hpp"
#include "omr/mark_search.hpp"
#include "omr/reading.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// A guess at where the page lies, good to about half a millimetre: enough to find the code.
struct CoarsePose {
    Homography page_to_scan;
    int rotation_deg{};  ///< 0, 90, 180, 270 clockwise
    int marks_found{};
    std::vector<MarkCandidate> strays{};  ///< squares of a mark's size that are none of this page's marks
};

/// Every plausible pose by the registration marks, likeliest first; all four orientations where marks alone can't tell.
/// Empty when the image shows no page of ours. All pages of a layout share their marks.
std::vector<CoarsePose> locate_page(const base::GrayView& scan, const forms::BallotLayout& layout,
                                    DebugPictures& debug);

/// A page in place: the transform, and how well the print lies where it should.
struct RegisteredPage {
    PageTransform transform;
    int rotation_deg{};
    double residual_px{};  ///< root mean square distance of found print from where the transform puts it
};

/// Refines a pose by the page's marks and table lines. Refuses (not_registered, cut_off) rather than guesses.
std::variant<RegisteredPage, UnreadableReason> refine_pose(const base::GrayView& scan, const CoarsePose& pose,
                                                           const forms::LayoutPage& page, DebugPictures& debug);

}  // namespace kiemphieu::omr
