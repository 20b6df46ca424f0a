#pragma once
// Where on a page that was read before names were added, for a picture of them: the record holds only that there are.

#include <optional>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/reading.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// Looks at a registered page once more. `rows`: as they were read; names that are struck are no added ones.
/// Errors: world when a font file is missing.
base::Expected<std::optional<base::PageRect>, base::Failure> find_added_names(const base::GrayView& scan,
                                                                              const PageTransform& transform,
                                                                              const forms::LayoutPage& page,
                                                                              const std::vector<RowReading>& rows);

}  // namespace kiemphieu::omr
