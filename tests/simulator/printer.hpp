#pragma once
// Prints one sheet's page as an ideal picture, from the same layout as the PDF.

#include <map>
#include <memory>
#include <utility>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/code.hpp"
#include "forms/layout.hpp"
#include "tests/simulator/paper.hpp"

namespace kiemphieu::simulator {

/// Draws pages of one layout; keeps the bare print of each page, so that a sheet costs a copy and its code.
class Printer {
  public:
    /// Units: the picture's pixels a millimetre; at least 1.5 times the scan's keeps the edges honest.
    Printer(forms::BallotLayout layout, double px_per_mm);

    /// Errors: world when a font is missing; bad_input when the layout has no such page.
    [[nodiscard]] base::Expected<Paper, base::Failure> print(const forms::SheetCode& code, const forms::Tag& tag);
    /// A page without any code, as a copy shop would forge it. Errors: as `print`.
    [[nodiscard]] base::Expected<Paper, base::Failure> bare(int page);

    const forms::BallotLayout& layout() const { return layout_; }
    double px_per_mm() const { return px_per_mm_; }

  private:
    forms::BallotLayout layout_;
    double px_per_mm_;
    std::map<int, base::PageImage> bare_pages_;
};

}  // namespace kiemphieu::simulator
