#pragma once
// Whether the committee's seal is on a page: a round stamp, red where the scan has colour.

#include <functional>
#include <optional>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// The scan in colour, asked for only where colour tells something; nothing when the scan has none.
using ColourSource = std::function<std::optional<base::PageImage>()>;

/// What is printed in the place of the seal, made once a layout.
class SealPlace {
  public:
    /// Errors: world when a font file is missing.
    [[nodiscard]] static base::Expected<SealPlace, base::Failure> create(const forms::LayoutPage& page);

    /// Whether a seal is there. Source: NĐ 30/2020, Phụ lục I: the seal's ink is red; a black ring in a colour scan is
    /// a copied one. In gray any ring of a seal's size is taken for one.
    bool is_sealed(const base::GrayView& scan, const PageTransform& transform, const ColourSource& colour) const;

  private:
    base::PageRect area_;
    base::PageImage print_;  ///< grown; 0 where something is printed
};

}  // namespace kiemphieu::omr
