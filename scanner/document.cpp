#include "scanner/document.hpp"

#include <algorithm>
#include <array>

#include "scanner/formats/formats.hpp"

namespace kiemphieu::scanner {

namespace {

bool begins_with(base::Bytes bytes, std::initializer_list<int> magic) {
    return bytes.size() >= magic.size() &&
           std::equal(magic.begin(), magic.end(), bytes.begin(), [](int a, std::uint8_t b) { return a == b; });
}

/// A PDF's header may stand after some junk. Source: ISO 32000-1, annex H.3.
bool has_pdf_header(base::Bytes bytes) {
    constexpr std::array<std::uint8_t, 5> magic{'%', 'P', 'D', 'F', '-'};
    const auto head = bytes.first(std::min<std::size_t>(bytes.size(), 1024));
    return std::search(head.begin(), head.end(), magic.begin(), magic.end()) != head.end();
}

}  // namespace

base::Expected<std::unique_ptr<Document>, base::Failure> open_document(base::Bytes bytes, const std::string& name,
                                                                       const DecodeLimits& limits) {
    if (bytes.empty()) return formats::refuse(name, "", "the file is empty; expected a JPEG, PNG, TIFF or PDF");
    if (begins_with(bytes, {0xff, 0xd8, 0xff})) return formats::open_jpeg(bytes, name, limits);
    if (begins_with(bytes, {0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a}))
        return formats::open_png(bytes, name, limits);
    if (begins_with(bytes, {'I', 'I', 42, 0}) || begins_with(bytes, {'M', 'M', 0, 42})) {
        return formats::open_tiff(bytes, name, limits);
    }
    if (has_pdf_header(bytes)) return formats::open_pdf(bytes, name, limits);
    return formats::refuse(name, "", "unknown kind of file; expected a JPEG, PNG, TIFF or PDF");
}

}  // namespace kiemphieu::scanner
