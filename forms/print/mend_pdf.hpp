#pragma once
// What libharu leaves to be mended in its PDFs, done by qpdf.

#include <cstdint>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::forms {

/// Corrects the ToUnicode tables (so that text can be extracted), adds what PDF/A-2b asks for, drops dates and makes
/// the ids deterministic: the same drawing gives the same bytes. Errors: world when libharu's output is no PDF.
[[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> mend_pdf(base::Bytes pdf);

}  // namespace kiemphieu::forms
