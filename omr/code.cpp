#include "omr/code.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "omr/affine_fit.hpp"
#include "omr/mark_search.hpp"
#include "omr/ocr_reader.hpp"
#include "omr/picture.hpp"
#include "omr/qr_reader.hpp"

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
    if (auto found = our_symbol(doubled(blurred(contrast.gray(), 1.0).gray()))) return found;
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
        const bool fine = px_per_mm_at(pose, place.qr_box) > enough_px_per_mm;
        const auto found = fine ? retried(halved(crop).gray()) : retried(crop);
        if (found) return identified(found->read, key, pose);
    }
    return std::nullopt;
}

/// The square near where a mark is expected, looked for on a lattice within reach.
std::optional<ScanPoint> mark_near(const GrayView& scan, ScanPoint expected, double reach_px, const MarkLook& look) {
    const double step = look.size_px / 2;
    const int rings = static_cast<int>(std::ceil(reach_px / step));
    for (int j = -rings; j <= rings; ++j) {
        for (int i = -rings; i <= rings; ++i) {
            const auto found = square_around(scan, {expected.x + i * step, expected.y + j * step}, look);
            if (!found) continue;
            const ScanPoint off = found->center - expected;
            if (std::hypot(off.x, off.y) <= reach_px) return found->center;
        }
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
    const double threshold = ink_threshold(scan);
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
        const auto at =
            mark_near(scan, map->to_scan(mark.center()), reach_mm * px_per_mm, {mark.w * px_per_mm, threshold});
        if (!at) continue;
        pairs.push_back({mark.center(), *at});
        map = fit_affine(pairs);
        ++found;
    }
    const ScanPoint right = map->to_scan({1, 0}) - map->to_scan({0, 0});
    const int quarters = static_cast<int>(std::lround(std::atan2(right.y, right.x) / (std::atan(1.0) * 2)));
    return CoarsePose{*map, (quarters * 90 + 360) % 360, found};
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

// The readable line at 400 dpi: letters of 9 pt are 30 pixels high then, what the engine was trained on.
constexpr double ocr_px_per_mm = 16;
constexpr double ocr_margin_mm = 1.2;

/// Whether anything is printed in a picture: an engine given bare paper searches its grain for a second and longer.
bool shows_print(const base::PageImage& picture) {
    std::array<std::size_t, 256> histogram{};
    for (const std::uint8_t gray : picture.pixels) ++histogram[gray];
    std::size_t seen = 0;
    std::size_t paper = 0;
    while (paper < 255 && (seen += histogram[paper]) < picture.pixels.size() / 2) ++paper;
    // Thirty letters of 9 pt cover 6 % of their lines; faint print is still 50 grays darker than its paper, grain is
    // not.
    constexpr std::size_t darker = 50;
    const auto end = histogram.begin() + static_cast<std::ptrdiff_t>(paper - std::min(paper, darker));
    return std::accumulate(histogram.begin(), end, std::size_t{0}) > picture.pixels.size() / 100;
}

/// What the layouts' conference, styles and tags make of a line that was read; nothing unless one of them proves it.
std::optional<forms::SheetCode> proven(const std::string& text, const std::vector<forms::BallotLayout>& layouts,
                                       const base::SecretKey& key) {
    const auto readable = forms::parse_readable(text);
    if (!readable) return std::nullopt;
    for (const auto& layout : layouts) {
        const forms::SheetCode code{layout.conference, layout.style,   layout.id,     readable->serial,
                                    readable->sheet,   readable->page, readable->kind};
        if (forms::is_authentic(*readable, code, key)) return code;
    }
    return std::nullopt;
}

std::optional<IdentifiedPage> by_print(const GrayView& scan, const std::vector<CoarsePose>& poses,
                                       const std::vector<forms::BallotLayout>& layouts, const forms::LayoutPage& place,
                                       const base::SecretKey& key, DebugPictures& debug) {
    for (const auto& pose : poses) {
        const base::PageImage plain =
            upright(scan, pose.page_to_scan, place.readable_box.grown(ocr_margin_mm), ocr_px_per_mm);
        debug.save("readable", plain);
        if (!shows_print(plain)) continue;
        const base::PageImage contrast = stretched(plain.gray());
        const base::PageImage smooth = blurred(contrast.gray(), 1.5);
        const std::array pictures{plain, contrast, two_toned(plain.gray()), smooth, two_toned(smooth.gray())};
        for (const auto& picture : pictures) {
            const std::string text =
                read_print(picture.gray(), ocr_px_per_mm, forms::readable_alphabet(), OcrShape::block);
            if (const auto code = proven(text, layouts, key)) return IdentifiedPage{*code, true, true, pose};
        }
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
    if (auto page = by_page(scan, layouts.front(), place, key)) return *page;
    if (key) {
        if (auto page = by_print(scan, poses, layouts, place, *key, debug)) return *page;
    }
    return NoCode{};
}

}  // namespace kiemphieu::omr
