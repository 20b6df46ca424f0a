#include "omr/registration_picture.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace kiemphieu::omr {
namespace {

const cv::Scalar blue(40, 90, 255);
const cv::Scalar green(0, 160, 60);
const cv::Scalar red(220, 30, 30);

// Drawing with four bits of fraction, so that lines stand where the transform says and not a pixel aside.
constexpr int fraction_bits = 4;
cv::Point fixed(base::ScanPoint p) {
    return {cvRound((p.x - 0.5) * (1 << fraction_bits)), cvRound((p.y - 0.5) * (1 << fraction_bits))};
}

cv::Mat canvas(const base::GrayView& scan, base::PageImage& out) {
    out.width = scan.width;
    out.height = scan.height;
    out.format = base::PixelFormat::rgb8;
    out.pixels.resize(static_cast<std::size_t>(scan.width) * static_cast<std::size_t>(scan.height) * 3);
    std::size_t at = 0;
    for (int y = 0; y < scan.height; ++y) {
        for (int x = 0; x < scan.width; ++x) {
            for (int channel = 0; channel < 3; ++channel) out.pixels[at++] = scan.at(x, y);
        }
    }
    return {out.height, out.width, CV_8UC3, out.pixels.data()};
}

}  // namespace

base::PageImage picture_of_marks(const base::GrayView& scan, const std::vector<MarkCandidate>& candidates,
                                 const std::vector<base::PagePoint>& marks, const std::vector<CoarsePose>& poses) {
    base::PageImage out;
    cv::Mat mat = canvas(scan, out);
    for (const auto& candidate : candidates) {
        const base::ScanPoint half{candidate.size_px * 0.6, candidate.size_px * 0.6};
        cv::rectangle(mat, fixed(candidate.center - half), fixed(candidate.center + half), blue, 2, cv::LINE_8,
                      fraction_bits);
    }
    if (poses.empty()) return out;
    for (const auto& mark : marks) {
        const base::ScanPoint at = poses.front().page_to_scan.to_scan(mark);
        cv::drawMarker(mat, cv::Point(cvRound(at.x), cvRound(at.y)), green, cv::MARKER_TILTED_CROSS, 30, 2);
    }
    return out;
}

base::PageImage picture_of_lines(const base::GrayView& scan, const PageTransform& transform,
                                 const forms::LayoutPage& page, const std::vector<FoundPoint>& points) {
    base::PageImage out;
    cv::Mat mat = canvas(scan, out);
    for (const auto& rule : page.rules) {
        const bool level = rule.w > rule.h;
        const base::PagePoint middle = rule.center();
        const base::PagePoint from = level ? base::PagePoint{rule.x, middle.y} : base::PagePoint{middle.x, rule.y};
        const base::PagePoint to =
            level ? base::PagePoint{rule.right(), middle.y} : base::PagePoint{middle.x, rule.bottom()};
        constexpr int pieces = 12;
        for (int i = 0; i < pieces; ++i) {
            const auto along = [&](int k) { return transform.to_scan(from + (to - from) * (k / double{pieces})); };
            cv::line(mat, fixed(along(i)), fixed(along(i + 1)), green, 1, cv::LINE_AA, fraction_bits);
        }
    }
    for (const auto& point : points) {
        cv::circle(mat, fixed(point.at), 3 << fraction_bits, point.trust == FoundPoint::Trust::kept ? blue : red, 1,
                   cv::LINE_AA, fraction_bits);
    }
    return out;
}

}  // namespace kiemphieu::omr
