#include "forms/print/archive_pdf.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <fmt/core.h>
#include <lcms2.h>

namespace kiemphieu::forms {

namespace {

std::string xml_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

std::string xmp_packet(const ArchiveInfo& info) {
    // The packet's id is the one the XMP specification fixes.
    return fmt::format(
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
        "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"
        "<dc:format>application/pdf</dc:format>\n"
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\n"
        "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n"
        "<pdf:Producer>{}</pdf:Producer>\n"
        "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n",
        xml_text(info.title), xml_text(info.author), xml_text(info.producer));
}

std::vector<std::uint8_t> srgb_profile() {
    const std::unique_ptr<void, decltype(&cmsCloseProfile)> profile(cmsCreate_sRGBProfile(), &cmsCloseProfile);
    cmsUInt32Number size = 0;
    if (!profile) throw std::runtime_error("the colour library makes no sRGB profile");
    // Version 2 is the one every reader of PDF knows; PDF 1.7 allows up to 4.2.
    cmsSetProfileVersion(profile.get(), 2.1);
    if (!cmsSaveProfileToMem(profile.get(), nullptr, &size)) throw std::runtime_error("the colour profile has no size");
    std::vector<std::uint8_t> bytes(size);
    if (!cmsSaveProfileToMem(profile.get(), bytes.data(), &size)) throw std::runtime_error("the colour profile fails");
    // Bytes 24 to 35 of the header are the moment of making: 1 January 2000, so that they never differ.
    // Source: ICC.1:2010, 7.2.8.
    constexpr std::uint8_t moment[12] = {0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
    std::ranges::copy(moment, bytes.begin() + 24);
    return bytes;
}

}  // namespace kiemphieu::forms
