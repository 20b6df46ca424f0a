#include "tests/simulator/wear.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

#include "tests/simulator/pen.hpp"

namespace kiemphieu::simulator {

namespace {

using base::PagePoint;
constexpr double pi = std::numbers::pi;

cv::Mat mat_of(Paper& paper) {
    return {paper.picture.height, paper.picture.width, CV_8UC1, paper.picture.pixels.data()};
}

void darken(std::uint8_t& pixel, double share) {
    pixel = cv::saturate_cast<std::uint8_t>(pixel * (1 - share));
}

/// `f(point)` gives the share of light taken at every pixel of a box.
template <class Function>
void darken_box(Paper& paper, const base::PageRect& box, const Function& f) {
    const PixelBox px = pixels_of(paper, box);
    for (int y = px.top; y < px.bottom; ++y) {
        std::uint8_t* row = paper.row(y);
        for (int x = px.left; x < px.right; ++x) {
            const double share = f(PagePoint{(x + 0.5) / paper.px_per_mm, (y + 0.5) / paper.px_per_mm});
            if (share > 0) darken(row[x], std::min(1.0, share));
        }
    }
}

void gain_dots(Paper& paper, double gain) {
    if (gain == 0) return;
    cv::Mat picture = mat_of(paper);
    cv::Mat swollen;
    const cv::Mat cross = cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3});
    if (gain > 0)
        cv::erode(picture, swollen, cross);
    else
        cv::dilate(picture, swollen, cross);
    const double share = std::min(1.0, std::abs(gain));
    cv::addWeighted(picture, 1 - share, swollen, share, 0, picture);
}

/// Toner runs out in bands along the paper's way through the printer.
void fade_toner(Paper& paper, double fade, Random& random) {
    if (fade == 0) return;
    std::vector<float> kept(static_cast<std::size_t>(paper.picture.width));
    const double period = random.uniform(40, 140) * paper.px_per_mm;
    const double phase = random.uniform(0, 2 * pi);
    for (std::size_t x = 0; x < kept.size(); ++x) {
        kept[x] =
            static_cast<float>(1 - fade * (0.5 + 0.5 * std::sin(phase + 2 * pi * static_cast<double>(x) / period)));
    }
    for (int y = 0; y < paper.picture.height; ++y) {
        std::uint8_t* row = paper.row(y);
        for (std::size_t x = 0; x < kept.size(); ++x) {
            if (row[x] != 255)
                row[x] = static_cast<std::uint8_t>(255.F - (255.F - static_cast<float>(row[x])) * kept[x]);
        }
    }
}

/// Toner all over too thin: paler, and grains of paper left white in it.
void starve_toner(Paper& paper, double missing) {
    if (missing == 0) return;
    for (int y = 0; y < paper.picture.height; ++y) {
        std::uint8_t* row = paper.row(y);
        for (int x = 0; x < paper.picture.width; ++x) {
            if (row[x] == 255) continue;
            const double kept = paper_grain(x / 2, y / 2) < 0.6 * missing ? 0.1 : 1 - missing;
            row[x] = cv::saturate_cast<std::uint8_t>(255 - (255 - row[x]) * kept);
        }
    }
}

/// Share of a light that a seal's ink takes. Red ink lets red light through; a gray scanner sees a weighted mean.
double taken_by(SealInk ink, Light light) {
    switch (ink) {
        case SealInk::red:
            return light == Light::red ? 0.1 : light == Light::gray ? 0.5 : 0.75;
        case SealInk::blue:
            return light == Light::blue ? 0.2 : light == Light::gray ? 0.6 : 0.7;
        case SealInk::black:
            break;
    }
    return 0.75;
}

/// The round seal: two rings, letters as dashes between them, a star; ink unevenly pressed.
void press_seal(Paper& paper, const base::PageRect& area, double taken, Random& random) {
    const PagePoint centre{area.center().x + random.normal(0, 1.5), area.center().y + random.normal(0, 1.5)};
    const double radius = 18;  // the State's seal is 36 mm across
    const double turn = random.normal(0, 0.2);
    const double light_side = random.uniform(0, 2 * pi);
    darken_box(paper, area.grown(2), [&](PagePoint p) {
        const double dx = p.x - centre.x;
        const double dy = p.y - centre.y;
        const double r = std::hypot(dx, dy);
        if (r > radius + 0.5) return 0.0;
        const double angle = std::atan2(dy, dx) + turn;
        const bool ring = std::abs(r - radius) < 0.5 || std::abs(r - 12.5) < 0.2;
        const double letter = angle * 32 / (2 * pi) + 32;
        const bool letters =
            r > 13.6 && r < 16.6 && std::fmod(letter, 1) < 0.6 && std::fmod(letter * 2.7 + r, 1) < 0.65;
        const bool star = r < 4.5 + 2.5 * std::cos(5 * angle);
        if (!ring && !letters && !star) return 0.0;
        // The rubber never prints evenly.
        return taken * (0.75 + 0.25 * std::cos(angle - light_side)) *
               (0.7 + 0.3 * paper_grain(static_cast<int>(p.x * 4), static_cast<int>(p.y * 4)));
    });
}

void spill_ring(Paper& paper, const CoffeeRing& ring, Random& random) {
    const double gap = random.uniform(0, 2 * pi);
    const double reach = ring.radius_mm + ring.width_mm + 1;
    const base::PageRect box{ring.centre.x - reach, ring.centre.y - reach, 2 * reach, 2 * reach};
    darken_box(paper, box, [&](PagePoint p) {
        const double dx = p.x - ring.centre.x;
        const double dy = p.y - ring.centre.y;
        const double r = std::hypot(dx, dy) - ring.radius_mm;
        if (std::abs(r) > ring.width_mm) return 0.0;
        const double angle = std::atan2(dy, dx);
        const double round = 0.65 + 0.35 * std::cos(angle - gap) + 0.1 * std::sin(7 * angle + gap);
        // Coffee dries darkest at its outer edge, and soft on both sides.
        const double body = std::exp(-r * r / (0.3 * ring.width_mm * ring.width_mm));
        const double edge = std::exp(-(r - 0.4 * ring.width_mm) * (r - 0.4 * ring.width_mm) / 0.35);
        return ring.strength * round * (0.5 * body + 0.5 * edge);
    });
}

void crease(Paper& paper, const Fold& fold, Random& random) {
    const bool across = fold.direction == Fold::Direction::across;
    const double middle = across ? 105 : 148.5;
    const double reach = 2 + std::abs(fold.slope) * middle;
    const base::PageRect box = across ? base::PageRect{0, fold.at_mm - reach, 210, 2 * reach}
                                      : base::PageRect{fold.at_mm - reach, 0, 2 * reach, 297};
    const double width = random.uniform(0.15, 0.4);
    const double wobble = random.uniform(0.02, 0.12);
    const PixelBox px = pixels_of(paper, box);
    for (int y = px.top; y < px.bottom; ++y) {
        std::uint8_t* row = paper.row(y);
        for (int x = px.left; x < px.right; ++x) {
            const PagePoint p{x / paper.px_per_mm, y / paper.px_per_mm};
            const double along = across ? p.x : p.y;
            const double off = (across ? p.y : p.x) - fold.at_mm - fold.slope * (along - middle) -
                               wobble * std::sin(along * 0.9) - wobble * std::sin(along * 0.23);
            if (std::abs(off) > 2) continue;
            // Toner cracks off in the crease itself, and one flank lies in shade.
            if (std::abs(off) < width * 0.5 && paper_grain(x / 3, y / 3) < fold.strength) {
                row[x] = cv::saturate_cast<std::uint8_t>(row[x] + (255 - row[x]) * 0.7);
            }
            const double crest = std::exp(-off * off / (width * width));
            const double flank = off > 0 ? std::exp(-off / 0.7) * 0.35 : 0;
            darken(row[x], fold.strength * std::min(1.0, crest + flank));
        }
    }
}

void sprinkle(Paper& paper, int specks, Random& random) {
    for (int i = 0; i < specks; ++i) {
        const PagePoint at{random.uniform(0, 210), random.uniform(0, 297)};
        const double radius = random.chance(0.9) ? random.uniform(0.05, 0.2) : random.uniform(0.2, 0.5);
        const double dark = random.uniform(0.3, 0.95);
        darken_box(paper, {at.x - 1, at.y - 1, 2, 2}, [&](PagePoint p) {
            return dark * std::clamp((radius - std::hypot(p.x - at.x, p.y - at.y)) * 12 + 0.5, 0.0, 1.0);
        });
    }
}

/// Another ballot's ink behind the paper: mirrored, soft and pale.
void show_through(Paper& paper, double strength, Random& random) {
    if (strength == 0) return;
    cv::Mat picture = mat_of(paper);
    cv::Mat behind;
    constexpr int coarser = 4;  // it is soft anyhow
    cv::resize(picture, behind, {picture.cols / coarser, picture.rows / coarser}, 0, 0, cv::INTER_AREA);
    cv::flip(behind, behind, random.chance(0.5) ? 1 : 0);
    const cv::Matx23d shift(1, 0, random.normal(0, 6), 0, 1, random.normal(0, 10));
    cv::warpAffine(behind, behind, shift, behind.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, {255});
    cv::GaussianBlur(behind, behind, {0, 0}, 0.22 * paper.px_per_mm / coarser + 0.3);
    behind.convertTo(behind, CV_8U, strength, 255 * (1 - strength));
    cv::resize(behind, behind, picture.size(), 0, 0, cv::INTER_LINEAR);
    cv::multiply(picture, behind, picture, 1 / 255.0);
}

/// A corner folded in: the scanner sees the back of the flap, and nothing beyond the crease.
void fold_corner(Paper& paper, int corner, double size_mm) {
    const bool right = corner == 1 || corner == 2;
    const bool low = corner >= 2;
    const base::PageRect box{right ? 210 - size_mm : 0, low ? 297 - size_mm : 0, size_mm, size_mm};
    const PixelBox px = pixels_of(paper, box);
    for (int y = px.top; y < px.bottom; ++y) {
        std::uint8_t* row = paper.row(y);
        for (int x = px.left; x < px.right; ++x) {
            const double dx = right ? 210 - x / paper.px_per_mm : x / paper.px_per_mm;
            const double dy = low ? 297 - y / paper.px_per_mm : y / paper.px_per_mm;
            const double from_crease = size_mm - dx - dy;
            if (from_crease > 0)
                row[x] = 235;
            else if (from_crease > -0.6)
                darken(row[x], 0.35);
        }
    }
}

}  // namespace

void wear_print(Paper& paper, const forms::LayoutPage& page, const Wear& wear, Light light, Random& random) {
    gain_dots(paper, wear.dot_gain);
    fade_toner(paper, wear.toner_fade, random);
    starve_toner(paper, wear.low_toner);
    if (wear.sealed && page.page == 1) press_seal(paper, page.stamp_area, taken_by(wear.seal_ink, light), random);
}

void wear_sheet(Paper& paper, const Wear& wear, Random& random) {
    show_through(paper, wear.show_through, random);
    if (wear.ring) spill_ring(paper, *wear.ring, random);
    for (const Fold& fold : wear.folds) crease(paper, fold, random);
    sprinkle(paper, wear.specks, random);
    if (wear.dog_ear) fold_corner(paper, *wear.dog_ear, wear.dog_ear_mm);
}

}  // namespace kiemphieu::simulator
