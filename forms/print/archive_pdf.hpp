#pragma once
// What a PDF needs to be kept for good: PDF/A-2b's metadata and colour, added by qpdf.

#include <cstdint>
#include <string>
#include <vector>

namespace kiemphieu::forms {

/// What the metadata says of a document; the same as its Info dictionary.
struct ArchiveInfo {
    std::string title;
    std::string author;
    std::string producer;
};

/// The metadata packet that names the document and claims PDF/A-2b. It bears no date: the same drawing gives the same
/// bytes. Source: ISO 19005-2, 6.6.2 and 6.6.4.
std::string xmp_packet(const ArchiveInfo& info);

/// The sRGB colour profile, the same bytes every time. Throws std::runtime_error when Little CMS can't make it.
/// Source: IEC 61966-2-1; ISO 19005-2, 6.2.3.
std::vector<std::uint8_t> srgb_profile();

}  // namespace kiemphieu::forms
