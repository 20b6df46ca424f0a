#pragma once
// The calibration sheet: known points, grays, edges, lines, symbols and marks, to learn a scanner from its scans.
// Everything stands in page millimetres, so that printing, measuring and simulating work from the same numbers.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "forms/code.hpp"
#include "forms/layout.hpp"
#include "forms/print/canvas.hpp"

namespace kiemphieu::forms {

/// An evenly filled patch. Units: gray 0 black to 1 white.
struct GrayPatch {
    base::PageRect box;
    double gray{};
    bool operator==(const GrayPatch&) const = default;
};

/// Black bars and gaps of equal width, over a box.
struct LineGroup {
    enum class Bars { upright, level } bars{Bars::upright};
    base::PageRect box;
    double pairs_per_mm{};
    std::vector<base::PageRect> lines;
    bool operator==(const LineGroup&) const = default;
};

/// A QR symbol of one module size.
struct QrSample {
    base::PageRect box;
    double module_mm{};
    bool operator==(const QrSample&) const = default;
};

/// A printed X of known darkness and width.
struct MarkSample {
    base::PageRect box;
    double width_mm{};
    double darkness{};  ///< share of light the ink takes
    std::vector<InkStroke> strokes;
    bool operator==(const MarkSample&) const = default;
};

/// Where people put an X with one of their pens: two boxes a pen.
struct PenPlace {
    std::vector<base::PageRect> boxes;
    bool operator==(const PenPlace&) const = default;
};

struct CalibrationSheet {
    base::LayoutId id;                 ///< fingerprint of the geometry
    LayoutPage page;                   ///< marks and code where every ballot has them, texts and lines
    std::vector<base::PageRect> grid;  ///< small black squares, the known points
    std::vector<GrayPatch> wedge;      ///< from black to white
    std::vector<InkStroke> edges;      ///< broad black strokes a little off the upright and the level
    std::vector<LineGroup> line_pairs;
    std::vector<QrSample> symbols;   ///< finest first
    std::vector<MarkSample> graded;  ///< one width, darkest first
    std::vector<MarkSample> widths;  ///< one darkness, thinnest first
    std::vector<PenPlace> pens;
    base::PageRect blank;  ///< nothing is printed or written here
    bool operator==(const CalibrationSheet&) const = default;
};

/// The sheet; always the same. Errors: world when a font is missing.
[[nodiscard]] base::Expected<CalibrationSheet, base::Failure> make_calibration_sheet();

/// What its codes say. `place` is 1 for the code that stands where a ballot's does, 2 and on for the samples; all of
/// them tell that the sheet is no ballot.
SheetCode calibration_code(const CalibrationSheet& sheet, base::ConferenceId conference, int place);

/// The black rectangles of all codes.
std::vector<base::PageRect> code_modules(const CalibrationSheet& sheet, base::ConferenceId conference,
                                         const base::SecretKey& key);

/// One page. Errors: as Canvas.
[[nodiscard]] base::Expected<void, base::Failure> print_calibration_sheet(const CalibrationSheet& sheet,
                                                                          base::ConferenceId conference,
                                                                          const base::SecretKey& key,
                                                                          const std::filesystem::path& pdf);

}  // namespace kiemphieu::forms
