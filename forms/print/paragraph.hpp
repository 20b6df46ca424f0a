#pragma once
// Paragraphs of mixed faces broken into lines.

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/layout.hpp"

namespace kiemphieu::forms {

/// A piece of a paragraph in one face. Pieces that meet without a blank are one word.
struct Span {
    std::string text;
    Face face{Face::serif};
};

enum class Align { left, center, right, justify };

/// Greedy lines are as full as they can be; even ones are of one length and end where a reader pauses.
enum class Breaking { greedy, even };

struct ParagraphStyle {
    double size_pt{13.0};
    Align align{Align::left};
    double first_indent_mm{0.0};
    double leading{1.25};  ///< line height as a multiple of the size: room for two stacked Vietnamese marks
    Breaking breaking{Breaking::greedy};
};

/// A piece of a line, set from `x` millimetres right of the column's left edge.
struct LinePiece {
    std::string text;
    Face face{Face::serif};
    double x{};
    bool operator==(const LinePiece&) const = default;
};

using TextLine = std::vector<LinePiece>;

/// Breaks a paragraph into lines of a column `width_mm` wide. A word wider than the column is broken between letters.
/// Errors: as text_width_mm.
[[nodiscard]] base::Expected<std::vector<TextLine>, base::Failure> break_lines(const std::vector<Span>& spans,
                                                                               const ParagraphStyle& style,
                                                                               double width_mm);

double line_height_mm(const ParagraphStyle& style);

/// Sets lines with the first one's top at `top`. The baseline stands where the leading is shared out above and below.
std::vector<TextRun> place_lines(const std::vector<TextLine>& lines, const ParagraphStyle& style, double left_mm,
                                 double top_mm);

}  // namespace kiemphieu::forms
