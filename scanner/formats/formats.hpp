#pragma once
// The openers of the single formats, and what they share. Inside scanner only.

#include <memory>
#include <string>

#include "scanner/document.hpp"

namespace kiemphieu::scanner::formats {

[[nodiscard]] base::Expected<std::unique_ptr<Document>, base::Failure> open_jpeg(base::Bytes bytes,
                                                                                 const std::string& name,
                                                                                 const DecodeLimits& limits);
[[nodiscard]] base::Expected<std::unique_ptr<Document>, base::Failure> open_png(base::Bytes bytes,
                                                                                const std::string& name,
                                                                                const DecodeLimits& limits);
[[nodiscard]] base::Expected<std::unique_ptr<Document>, base::Failure> open_tiff(base::Bytes bytes,
                                                                                 const std::string& name,
                                                                                 const DecodeLimits& limits);
[[nodiscard]] base::Expected<std::unique_ptr<Document>, base::Failure> open_pdf(base::Bytes bytes,
                                                                                const std::string& name,
                                                                                const DecodeLimits& limits);

/// A refusal of a file: what is wrong and where.
inline tl::unexpected<base::Failure> refuse(const std::string& name, const std::string& place,
                                            const std::string& message) {
    return base::fail(base::Failure{base::FailureClass::bad_input, name, place, message});
}

/// Whether an image of that size may be decoded; `what` it is otherwise.
[[nodiscard]] base::Expected<void, base::Failure> check_size(std::uint64_t width, std::uint64_t height,
                                                             const std::string& name, const std::string& place,
                                                             const DecodeLimits& limits);

/// Some devices fill a file's last block with zeros; anything else after the end is another file or damage.
bool only_zeros(base::Bytes bytes);

/// The image in the form that was asked for: a gray copy of a colour one when gray is wanted.
base::PageImage as_wanted(base::PageImage image, WantedPixels wanted);

/// How the first row and column of the stored pixels lie on the page, as TIFF numbers it (1 is upright).
/// Source: TIFF 6.0, Orientation.
base::PageImage upright(const base::PageImage& stored, int orientation);

}  // namespace kiemphieu::scanner::formats
