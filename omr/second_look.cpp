#include "omr/second_look.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace kiemphieu::omr {

namespace {

/// A mark is meant: its strokes are together longer than a slip of the pen.
constexpr double least_ink_mm = 2.0;
/// Ink of an X that reaches into a neighbour is its own tail; more than this may be another mark.
constexpr double spare_ink_mm = 0.8;
/// Pens that a black-and-white scan leaves in dashes are thinner than this; a broader one's gaps mean something.
constexpr double thin_pen_mm = 0.6;

bool may_be_mended(Reason reason) {
    return reason == Reason::faint || reason == Reason::small_mark || reason == Reason::unusual_mark;
}

bool may_be_dashes(Reason reason) {
    return may_be_mended(reason) || reason == Reason::stray_ink;
}

double darkness_of(const BoxEvidence& box) {
    return box.crosses.empty() ? box.other_darkness : box.crosses.front().darkness;
}

double pen_width(const BoxEvidence& box) {
    double widest = box.widest_other_mm;
    for (const Cross& c : box.crosses) widest = std::max(widest, c.width_mm);
    return widest;
}

double strokes_in(const BoxEvidence& box) {
    return box.crosses.empty() ? box.other_ink_mm : std::max(box.ink_mm, least_ink_mm);
}

}  // namespace

ScannerProfile bounded(const ScannerProfile& profile) {
    ScannerProfile out = profile;
    const auto limit = [](double value, double most) {
        return std::isfinite(value) ? std::clamp(value, 0.0, most) : 0.0;
    };
    out.smooth_px = limit(profile.smooth_px, ProfileBounds::smooth_px);
    out.sharpen_px = limit(profile.sharpen_px, ProfileBounds::sharpen_px);
    out.sharpen_amount = limit(profile.sharpen_amount, ProfileBounds::sharpen_amount);
    out.least_darkness =
        std::max(ProfileBounds::show_through, limit(profile.least_darkness, ProfileBounds::least_darkness));
    if (!(profile.dpi >= 100 && profile.dpi <= 1200)) out.dpi = 200;
    if (!out.gray_map) return out;
    auto& map = *out.gray_map;
    if (!std::is_sorted(map.begin(), map.end())) {
        out.gray_map.reset();
        return out;
    }
    out.white = std::clamp(profile.white, 0, 255);
    for (int g = 0; g < 256; ++g) {
        std::uint8_t& to = map.at(static_cast<std::size_t>(g));
        if (g >= out.white) {
            to = static_cast<std::uint8_t>(g);
            continue;
        }
        const double darkness = out.white - g;
        const double least = std::max(0.0, out.white - darkness * ProfileBounds::darkening);
        const double most = out.white - darkness / ProfileBounds::darkening;
        to = static_cast<std::uint8_t>(std::lround(std::clamp<double>(to, least, most)));
    }
    return out;
}

void mend(base::PageImage& picture, const ScannerProfile& profile, int scale) {
    cv::Mat mat(picture.height, picture.width, CV_8U, picture.pixels.data());
    if (profile.gray_map) {
        const cv::Mat map(1, 256, CV_8U, const_cast<std::uint8_t*>(profile.gray_map->data()));
        cv::LUT(mat, map, mat);
    }
    // Under a third of a pixel a blur changes nothing that can be seen.
    constexpr double least_sigma = 0.3;
    if (const double sigma = profile.smooth_px / scale; sigma > least_sigma) {
        cv::GaussianBlur(mat, mat, {0, 0}, sigma);
    }
    if (const double sigma = profile.sharpen_px / scale; sigma > least_sigma && profile.sharpen_amount > 0) {
        cv::Mat soft;
        cv::GaussianBlur(mat, soft, {0, 0}, sigma);
        cv::addWeighted(mat, 1 + profile.sharpen_amount, soft, -profile.sharpen_amount, 0, mat);
    }
}

std::optional<std::size_t> box_for_second_look(const RowReading& plain, const RowEvidence& evidence,
                                               double least_darkness) {
    if (plain.decision != Decision::review || plain.name_crossed != NameCrossed::no || evidence.contested) return {};
    if (plain.reasons.empty() || !std::ranges::all_of(plain.reasons, may_be_mended)) return {};
    std::optional<std::size_t> found;
    for (std::size_t b = 0; b < evidence.boxes.size(); ++b) {
        const BoxEvidence& box = evidence.boxes[b];
        const bool marked = !box.crosses.empty() || box.other_ink_mm >= least_ink_mm;
        if (marked && strokes_in(box) >= least_ink_mm) {
            if (found) return {};
            found = b;
        } else if (box.other_ink_mm >= spare_ink_mm) {
            return {};
        }
    }
    if (found && darkness_of(evidence.boxes.at(*found)) < least_darkness) return {};
    return found;
}

std::optional<std::size_t> box_for_dashes(const RowReading& plain, const RowEvidence& evidence, const NameInk& name) {
    if (plain.decision != Decision::review || plain.name_crossed != NameCrossed::no || evidence.contested) return {};
    if (name.core > 0 || name.near > 0) return {};
    if (!std::ranges::all_of(plain.reasons, may_be_dashes)) return {};
    std::optional<std::size_t> found;
    for (std::size_t b = 0; b < evidence.boxes.size(); ++b) {
        const BoxEvidence& box = evidence.boxes[b];
        if (!box.crosses.empty() || box.dots > 0 || box.other_ink_mm >= spare_ink_mm) {
            if (found || pen_width(box) > thin_pen_mm) return {};
            found = b;
        }
    }
    return found;
}

RowReading after_second_look(const RowReading& plain, const RowReading& mended, std::size_t box) {
    const auto level = level_of(mended.decision);
    if (!level || forms::index_of(*level) != box || mended.name_crossed != NameCrossed::no) return plain;
    return mended;
}

}  // namespace kiemphieu::omr
