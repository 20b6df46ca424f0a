#pragma once
// Small plots on a page. Inside calibration only.

#include <string>
#include <vector>

#include "forms/print/canvas.hpp"

namespace kiemphieu::calibration {

/// A line or points of a plot, in the plot's own numbers.
struct Series {
    enum class Look { line, dashed, points } look{Look::line};
    std::vector<base::PagePoint> values;
    double gray{0};
    std::string name{};  ///< in the legend; none when empty
};

struct Axis {
    double least{};
    double most{1};
    double step{0.25};
    int digits{};  ///< behind the comma of its labels
    std::string name{};
};

struct Plot {
    std::string title;
    Axis across;
    Axis up;
    std::vector<Series> series;
};

/// Draws a plot into a box with its title above and its labels outside of the axes.
void draw(forms::Canvas& canvas, const Plot& plot, const base::PageRect& box);
/// One line of text from its left end.
void say(forms::Canvas& canvas, const std::string& text, forms::Face face, double size_pt, base::PagePoint baseline);
/// A number with a decimal comma.
std::string with_comma(double value, int digits);

}  // namespace kiemphieu::calibration
