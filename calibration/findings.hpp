#pragma once
// What a scan of the calibration sheet tells of the scanner, in numbers; and several scans together.

#include <optional>
#include <string>
#include <vector>

#include "base/units.hpp"

namespace kiemphieu::calibration {

/// How far print lies off its place along the feed, beyond what one scale explains.
struct StretchPoint {
    double feed_mm{};
    double shift_mm{};
    bool operator==(const StretchPoint&) const = default;
};

/// The sheet's place in the scan. x runs along the sensor, y along the feed, whichever way the sheet was laid.
struct Geometry {
    double dpi_x{};
    double dpi_y{};
    double skew_deg{};
    double shear{};       ///< shift across a unit along the feed
    double stretch_mm{};  ///< how far print lies off at most
    std::vector<StretchPoint> stretch;
    double residual_mm{};  ///< of the known points around all this, root mean square
    int points{};          ///< of those that were found
    bool operator==(const Geometry&) const = default;
};

struct TonePoint {
    double printed{};  ///< 0 black to 1 white
    double gray{};     ///< as scanned, evened for the lamp
    bool operator==(const TonePoint&) const = default;
};

/// Light over the page, as share of the brightest place.
struct LightPoint {
    double at_mm{};
    double share{};
    bool operator==(const LightPoint&) const = default;
};

struct Tone {
    double white{};
    double black{};
    std::vector<TonePoint> curve;  ///< from black to white, ascending in both
    double noise{};                ///< gray levels on bare paper, one sigma
    double noise_black{};          ///< the same in full print
    std::vector<LightPoint> across;
    std::vector<LightPoint> along;
    double unevenness{};  ///< share of light missing at the darkest place
    bool operator==(const Tone&) const = default;
};

/// Contrast that is left of fine lines.
struct MtfPoint {
    double pairs_per_mm{};
    double across{};  ///< of upright lines
    double along{};   ///< of level lines
    bool operator==(const MtfPoint&) const = default;
};

struct Sharpness {
    double blur_across_px{};  ///< sigma of an edge's blur
    double blur_along_px{};
    std::vector<MtfPoint> edges;  ///< from the slanted edges
    std::vector<MtfPoint> lines;  ///< as the printed line pairs show it
    double at_stroke{};           ///< contrast left of a pen's stroke, the lesser of both directions
    bool operator==(const Sharpness&) const = default;
};

/// A line along the feed that dirt draws.
struct DustColumn {
    double at_px{};  ///< its middle
    double at_mm{};  ///< from the image's left edge
    double width_px{};
    double depth{};  ///< share of light it takes; below 0 it shines
    int scans{1};    ///< that showed it
    bool operator==(const DustColumn&) const = default;
};

struct SymbolFinding {
    double module_mm{};
    int read{};
    int looked{};
    bool operator==(const SymbolFinding&) const = default;
};

/// A printed or drawn mark as it came out, against full print.
struct MarkFinding {
    double width_mm{};    ///< as printed
    double darkness{};    ///< as printed
    double seen_width{};  ///< as scanned, millimetres
    double seen_darkness{};
    bool operator==(const MarkFinding&) const = default;
};

struct PenFinding {
    int number{};
    double darkness{};  ///< against full print
    double width_mm{};
    bool operator==(const PenFinding&) const = default;
};

/// What any scan shows of its scanner, whatever is on it: what later scans are held against.
struct Expectation {
    double white{};
    double black{};
    double noise{};
    double edge_px{};  ///< blur of a printed edge, sigma
    bool operator==(const Expectation&) const = default;
};

/// What one scan tells.
struct SheetFindings {
    std::string file;
    int rotation_deg{};
    double nominal_dpi{};  ///< as the file states it; 0 where it states none
    int width_px{};
    Geometry geometry;
    Tone tone;
    Sharpness sharpness;
    std::vector<DustColumn> dust;
    std::vector<SymbolFinding> symbols;
    std::vector<MarkFinding> graded;
    std::vector<MarkFinding> widths;
    std::vector<PenFinding> pens;
    Expectation look;
    bool operator==(const SheetFindings&) const = default;
};

struct Spread {
    double middle{};
    double least{};
    double most{};
    bool operator==(const Spread&) const = default;
};

/// What all scans together tell.
struct Findings {
    std::vector<SheetFindings> scans;
    double nominal_dpi{};
    int width_px{};
    Spread dpi_x;
    Spread dpi_y;
    Spread skew_deg;
    Spread stretch_mm;
    Tone tone;
    Spread white;
    Sharpness sharpness;
    std::vector<DustColumn> dust;
    std::vector<SymbolFinding> symbols;
    std::optional<double> finest_module_mm;  ///< read in every scan, and every larger one too
    std::vector<MarkFinding> graded;
    std::vector<MarkFinding> widths;
    std::vector<PenFinding> pens;
    Expectation look;
    bool operator==(const Findings&) const = default;
};

/// The width of line that sharpness is asked at: a ballpoint's.
inline constexpr double stroke_mm = 0.4;

/// The middle of all scans; dust only where most scans show it at one place. Throws std::logic_error without a scan.
Findings combine(std::vector<SheetFindings> scans);

}  // namespace kiemphieu::calibration
