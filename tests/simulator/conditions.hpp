#pragma once
// What happens to a sheet between the printer and the image file, as numbers; drawn by chance for a grade.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/geometry.hpp"
#include "base/units.hpp"
#include "tests/simulator/random.hpp"

namespace kiemphieu::simulator {

/// How kind the day was: a well-kept scanner, an ordinary office, or a bad day.
enum class Grade { clean, office, hard };
std::string_view name_of(Grade grade);
std::optional<Grade> parse_grade(std::string_view name);

struct CoffeeRing {
    base::PagePoint centre;
    double radius_mm{};
    double width_mm{};
    double strength{};  ///< share of light taken where it is darkest
};

/// A crease across the page: from edge to edge at `at_mm` in the middle, slanting by `slope`.
struct Fold {
    enum class Direction { across, along } direction{Direction::across};
    double at_mm{};
    double slope{};
    double strength{};  ///< share of light taken in the crease
    double step_mm{};   ///< how far the part beyond the crease is shifted
};

/// A strip torn or trimmed off along an edge: 0 top, 1 right, 2 bottom, 3 left.
struct Tear {
    int side{};
    double depth_mm{};
    double slope{};
};

/// The pad that the seal was inked on. By rule it is red; a copied seal comes out black.
enum class SealInk { red, blue, black };

/// What befalls the sheet itself.
struct Wear {
    double dot_gain{};      ///< 1: print 0.08 mm fatter on every side; below 0: thinner
    double toner_fade{};    ///< share of toner missing in the palest band
    double show_through{};  ///< share of light taken by another sheet's ink behind this one
    std::optional<CoffeeRing> ring;
    std::vector<Fold> folds;
    int specks{};
    std::optional<int> dog_ear;  ///< corner that is folded in: 0 top left, clockwise
    double dog_ear_mm{};
    bool sealed{};  ///< the committee's stamp is on it
    SealInk seal_ink{SealInk::red};
    double low_toner{};  ///< share of toner missing all over the page, in grains and as a whole
    std::optional<Tear> tear;
};

/// A speck on the scanner's glass draws a line along the feed.
struct Streak {
    double at{};  ///< 0 to 1 across the image
    double width_px{};
    double darkness{};  ///< share of light taken; below 0 a light streak
};

/// What the scanner does.
struct ScanSettings {
    base::Dpi dpi{200};
    int rotation_deg{};  ///< 0, 90, 180, 270: the page turned clockwise in the image
    base::Radians skew;
    double scale_x{1};
    double scale_y{1};
    double shear{};       ///< shift across a unit along the feed
    double stretch_mm{};  ///< uneven feed: how far print lies off, at most
    double stretch_period_mm{120};
    double stretch_phase{};
    base::PagePoint offset_mm;  ///< page moved in the image; part of it may be cut off
    double blur_px{0.5};
    double noise{2};      ///< gray levels, one sigma
    double shading{};     ///< share of light lost towards one side
    double black{20};     ///< gray of full print
    double white{250};    ///< gray of bare paper
    double tone{1};       ///< exponent between light and gray: below 1 what is half dark comes out paler
    int background{250};  ///< gray beyond the page
    std::vector<Streak> streaks;
    int jpeg_quality{85};
    std::optional<int> bilevel_at;  ///< black and white at this gray; then no JPEG
    double extra_length_mm{};       ///< the image goes on beyond A4, as feeders do that do not know the length
};

struct Conditions {
    Grade grade{Grade::clean};
    Wear wear;
    ScanSettings scan;
};

Conditions choose_conditions(Grade grade, base::Dpi dpi, Random& random);
/// Short names of everything out of the ordinary, for tables.
std::vector<std::string> defects_of(const Conditions& conditions);

}  // namespace kiemphieu::simulator
