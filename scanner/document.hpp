#pragma once
// Image files as documents of pages: JPEG, PNG, TIFF and scanners' PDF, checked whole before a page is given.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "base/page_image.hpp"

namespace kiemphieu::scanner {

struct DecodeLimits {
    /// A4 at 600 dpi is 35 million pixels, A3 70 million; more is no ballot but a bomb.
    std::uint64_t max_pixels{80'000'000};
    int max_pages{5'000};
};

enum class WantedPixels {
    gray,        ///< always gray8; JPEG decodes its luminance only, the fastest
    as_scanned,  ///< rgb8 where the file has colour
};

enum class FileFormat { jpeg, png, tiff, pdf };

/// An opened file whose structure was checked to its end. Pages are decoded one at a time, so memory stays flat.
class Document {
  public:
    virtual ~Document() = default;
    virtual FileFormat format() const = 0;
    virtual int page_count() const = 0;
    /// False where the file surely holds no colour, so that nobody decodes it again for that.
    virtual bool may_have_colour() const { return true; }
    /// Decodes page `index`, 0-based. Errors: bad_input with the page and offset for damaged, truncated or over-limit
    /// data: a page that decodes with any warning of loss is refused, never half given.
    [[nodiscard]] virtual base::Expected<base::PageImage, base::Failure> page(int index, WantedPixels wanted) = 0;
};

/// Recognises the format by its first bytes and checks the structure. `bytes` must outlive the document; `name` is for
/// messages. Errors: bad_input for an unknown format, a damaged or truncated file, too many pages or pixels.
[[nodiscard]] base::Expected<std::unique_ptr<Document>, base::Failure> open_document(base::Bytes bytes,
                                                                                     const std::string& name,
                                                                                     const DecodeLimits& limits = {});

}  // namespace kiemphieu::scanner
