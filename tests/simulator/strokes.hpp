#pragma once
// What a hand draws, as strokes: in a unit box around 0 until it is put somewhere on the page.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/geometry.hpp"
#include "tests/simulator/random.hpp"

namespace kiemphieu::simulator {

/// One movement of the pen, y down.
using Stroke = std::vector<base::PagePoint>;
using Strokes = std::vector<Stroke>;

enum class Shape { x, tick, slash, circle, filled, scribble, letter };

/// Shapes as hands draw them: made up here, or taken from real people's strokes where a file has the kind.
class StrokeBook {
  public:
    /// Made-up strokes only.
    StrokeBook() = default;
    /// Reads `{kind: [mark: [stroke: [[x, y] …] …] …]}` in a unit box; kinds `x`, `tick`, `slash`, `circle`, `writing`.
    /// Errors: bad_input naming file and kind.
    [[nodiscard]] static base::Expected<StrokeBook, base::Failure> from_json(const std::filesystem::path& path);

    /// One drawing of a shape within the unit box, never twice the same.
    Strokes draw(Shape shape, Random& random) const;

  private:
    std::map<Shape, std::vector<Strokes>> real_;
};

/// Where strokes of the unit box go: scaled, turned, moved.
struct Placement {
    base::PagePoint centre;
    double width_mm{};
    double height_mm{};
    base::Radians turn{};
};

Strokes placed(const Strokes& unit, const Placement& placement);

/// A line from one point to another as a hand draws it: bowed a little, shaking a little.
Stroke hand_line(base::PagePoint from, base::PagePoint to, double bow_mm, Random& random);
/// Many points on a smooth curve through a stroke's points, about `step_mm` apart. Source: Catmull-Rom spline.
Stroke smoothed(const Stroke& stroke, double step_mm);

}  // namespace kiemphieu::simulator
