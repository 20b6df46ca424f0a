#include "omr/code.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "omr/affine_fit.hpp"
#include "omr/mark_search.hpp"
#include "omr/picture.hpp"
#include "omr/qr_modules.hpp"
#include "omr/qr_reader.hpp"
#include "omr/readable_line.hpp"

namespace kiemphieu::omr {
namespace {

using base::GrayView;
using base::PagePoint;
using base::PageRect;
using base::ScanPoint;

// The quiet zone of four modules (ISO/IEC 18004, 5.3.8), which is 2 mm, and 1.5 mm for the coarse pose.
constexpr double qr_margin_mm = 3.5;
// Above 16 pixels a millimetre a module has over 8 pixels: half of them read as well in a quarter of the time.
constexpr double enough_px_per_mm = 16;

/// The first symbol that carries a payload of ours.
struct OurSymbol {
    forms::ReadCode read;
    QrSymbol symbol;
};

std::optional<OurSymbol> our_symbol(const GrayView& picture, QrSearch search) {
    for (auto& symbol : read_qr(picture, search)) {
        if (const auto read = forms::decode_payload(symbol.bytes)) return OurSymbol{*read, std::move(symbol)};
    }
    return std::nullopt;
}

std::optional<OurSymbol> our_symbol(const base::PageImage& picture) {
    return our_symbol(picture.gray(), QrSearch::crop);
}

/// The retries, mildest first. Measured: each reads scans that those before it do not.
std::optional<OurSymbol> retried(const GrayView& crop) {
    if (auto found = our_symbol(doubled(crop))) return found;
    // Noise in small modules: sigma 0.7 keeps a module of 3 pixels.
    if (auto found = our_symbol(doubled(blurred(crop, 0.7).gray()))) return found;
    const base::PageImage contrast = stretched(crop);
    if (auto found = our_symbol(contrast)) return found;
    const base::PageImage large = doubled(contrast.gray());
    // Blur joins the dots of print that lacks toner; then a dark threshold thins fat print, a light one fattens thin
    // print.
    for (const double sigma_px : {1.4, 2.4, 3.4}) {
        const base::PageImage smooth = blurred(large.gray(), sigma_px);
        if (auto found = our_symbol(smooth)) return found;
        for (const double level : {0.3, 0.5, 0.7}) {
            if (auto found = our_symbol(two_toned(smooth.gray(), level))) return found;
        }
    }
    return our_symbol(crop, QrSearch::page);
}

IdentifiedPage identified(const forms::ReadCode& read, const std::optional<base::SecretKey>& key,
                          const CoarsePose& pose) {
    IdentifiedPage page;
    page.code = read.code;
    if (key) page.authentic = forms::is_authentic(read, *key);
    page.pose = pose;
    return page;
}

GrayView qr_crop(const GrayView& scan, const CoarsePose& pose, const forms::LayoutPage& place) {
    return crop_around(scan, pose.page_to_scan, place.qr_box.grown(qr_margin_mm));
}

double px_per_mm_at(const CoarsePose& pose, const PageRect& area) {
    return PageTransform(pose.page_to_scan).px_per_mm(area.center());
}

/// The QR where the poses have it: quickly for every pose first, since a wrong orientation is the usual reason to fail.
std::optional<IdentifiedPage> by_crop(const GrayView& scan, const std::vector<CoarsePose>& poses,
                                      const forms::LayoutPage& place, const std::optional<base::SecretKey>& key) {
    for (const auto& pose : poses) {
        const GrayView crop = qr_crop(scan, pose, place);
        const bool fine = px_per_mm_at(pose, place.qr_box) > enough_px_per_mm;
        const auto found = fine && !crop.empty() ? our_symbol(halved(crop)) : our_symbol(crop, QrSearch::crop);
        if (found) return identified(found->read, key, pose);
    }
    for (const auto& pose : poses) {
        const GrayView crop = qr_crop(scan, pose, place);
        if (crop.empty()) continue;
        for (const double level : {0.5, 0.3, 0.7, 0.15, 0.85, 0.07, 0.93}) {
            const auto clean = redrawn_symbol(scan, pose.page_to_scan, place.qr_box, level);
            if (!clean) break;
            if (const auto found = our_symbol(*clean)) return identified(found->read, key, pose);
        }
        const bool fine = px_per_mm_at(pose, place.qr_box) > enough_px_per_mm;
        const auto found = fine ? retried(halved(crop).gray()) : retried(crop);
        if (found) return identified(found->read, key, pose);
    }
    return std::nullopt;
}

/// The pose from the symbol's corners, carried outwards mark by mark, each mark making the next one's place surer.
std::optional<CoarsePose> pose_from_symbol(const GrayView& scan, const QrSymbol& symbol,
                                           const forms::LayoutPage& place) {
    const PageRect& box = place.qr_box;
    const std::array<PagePoint, 4> corners{PagePoint{box.x, box.y}, PagePoint{box.right(), box.y},
                                           PagePoint{box.right(), box.bottom()}, PagePoint{box.x, box.bottom()}};
    std::vector<PointPair> pairs;
    for (std::size_t i = 0; i < corners.size(); ++i) pairs.push_back({corners[i], symbol.corners[i]});
    auto map = fit_affine(pairs);
    if (!map) return std::nullopt;
    const double px_per_mm = PageTransform(*map).px_per_mm(box.center());
    const double threshold = ink_threshold(scan, Print::full);
    const auto distance = [&](const PageRect& mark) {
        return std::hypot(mark.center().x - box.center().x, mark.center().y - box.center().y);
    };
    std::vector<PageRect> marks = place.registration_marks;
    std::sort(marks.begin(), marks.end(),
              [&](const PageRect& a, const PageRect& b) { return distance(a) < distance(b); });
    int found = 0;
    for (const auto& mark : marks) {
        // Corners are whole pixels on 19 mm of symbol: up to 1.5 % of the distance, before any mark is known.
        const double reach_mm = 1.5 + 0.02 * distance(mark);
        const ScanPoint expected = map->to_scan(mark.center());
        const auto square = square_near(scan, expected, reach_mm * px_per_mm, {mark.w * px_per_mm, threshold});
        if (!square) continue;
        pairs.push_back({mark.center(), square->center});
        map = fit_affine(pairs);
        ++found;
    }
    const ScanPoint right = map->to_scan({1, 0}) - map->to_scan({0, 0});
    const int quarters = static_cast<int>(std::lround(std::atan2(right.y, right.x) / (std::atan(1.0) * 2)));
    return CoarsePose{*map, (quarters * 90 + 360) % 360, found};
}

/// Whether there is any ink to look through: a search of the whole page takes longer than decoding its image, and the
/// blank backs of a stack are many.
bool shows_ink(const GrayView& scan) {
    const double threshold = ink_threshold(scan, Print::pale);
    // A symbol is 0.28 % dark of a page, 46 of these points; a dozen may be dust.
    constexpr int lattice = 128;
    constexpr int least = 12;
    int dark = 0;
    for (int j = 0; j < lattice; ++j) {
        const std::uint8_t* row = scan.row((2 * j + 1) * scan.height / (2 * lattice));
        for (int i = 0; i < lattice; ++i) dark += row[(2 * i + 1) * scan.width / (2 * lattice)] < threshold ? 1 : 0;
    }
    return dark >= least;
}

/// The QR wherever it is on the page.
std::optional<IdentifiedPage> by_page(const GrayView& scan, const forms::BallotLayout& layout,
                                      const forms::LayoutPage& place, const std::optional<base::SecretKey>& key) {
    const double px_per_mm =
        std::sqrt(static_cast<double>(scan.width) * scan.height / (layout.page_width_mm * layout.page_height_mm));
    const bool fine = px_per_mm > enough_px_per_mm;
    auto found = fine ? our_symbol(halved(scan).gray(), QrSearch::page) : our_symbol(scan, QrSearch::page);
    if (!found) return std::nullopt;
    if (fine) {
        for (auto& corner : found->symbol.corners) corner = corner * 2.0;
    }
    const auto pose = pose_from_symbol(scan, found->symbol, place);
    if (!pose) return std::nullopt;
    return identified(found->read, key, *pose);
}

std::optional<IdentifiedPage> by_print(const GrayView& scan, const std::vector<CoarsePose>& poses,
                                       const std::vector<forms::BallotLayout>& layouts, const forms::LayoutPage& place,
                                       const base::SecretKey& key, DebugPictures& debug) {
    for (const auto& pose : poses) {
        const auto code = read_readable_line(scan, pose.page_to_scan, place.readable_box, layouts, key, debug);
        if (code) return IdentifiedPage{*code, true, true, pose};
    }
    return std::nullopt;
}

}  // namespace

std::variant<IdentifiedPage, NoCode> identify_page(const GrayView& scan, const std::vector<CoarsePose>& poses,
                                                   const std::vector<forms::BallotLayout>& layouts,
                                                   const std::optional<base::SecretKey>& key, DebugPictures& debug) {
    if (scan.empty() || layouts.empty() || layouts.front().pages.empty()) return NoCode{};
    const forms::LayoutPage& place = layouts.front().pages.front();
    if (auto page = by_crop(scan, poses, place, key)) return *page;
    if (!shows_ink(scan)) return NoCode{};
    if (auto page = by_page(scan, layouts.front(), place, key)) return *page;
    if (key) {
        if (auto page = by_print(scan, poses, layouts, place, *key, debug)) return *page;
    }
    return NoCode{};
}

}  // namespace kiemphieu::omr
