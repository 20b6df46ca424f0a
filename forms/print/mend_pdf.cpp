#include "forms/print/mend_pdf.hpp"

#include <exception>
#include <string>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "forms/print/archive_pdf.hpp"

namespace kiemphieu::forms {

namespace {

/// The table that maps every code to itself, in ranges that keep their first byte and sections of at most 100, as the
/// standard wants them. Source: ISO 32000-1, 9.10.3; Adobe Technical Note 5411.
std::string identity_to_unicode() {
    std::string out =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    constexpr int section = 64;
    for (int high = 0; high < 256; ++high) {
        if (high % section == 0) out += std::to_string(section) + " beginbfrange\n";
        const std::uint8_t byte[] = {static_cast<std::uint8_t>(high)};
        const std::string hex = base::to_hex(byte);
        out += "<" + hex + "00> <" + hex + "ff> <" + hex + "00>\n";
        if (high % section == section - 1) out += "endbfrange\n";
    }
    return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

/// libharu addresses glyphs by UTF-16 code, but writes a ToUnicode table and a character collection that readers
/// refuse.
void mend_font(QPDFObjectHandle font, QPDFObjectHandle to_unicode) {
    font.replaceKey("/ToUnicode", to_unicode);
    for (QPDFObjectHandle descendant : font.getKey("/DescendantFonts").aitems()) {
        QPDFObjectHandle collection = descendant.getKey("/CIDSystemInfo");
        if (collection.isDictionary()) collection.replaceKey("/Ordering", QPDFObjectHandle::newString("Identity"));
    }
}

std::string info_text(QPDFObjectHandle info, const std::string& key) {
    QPDFObjectHandle value = info.getKey(key);
    return value.isString() ? value.getUTF8Value() : std::string{};
}

/// Metadata and colour as PDF/A-2b wants them. Source: ISO 19005-2, 6.2.3 and 6.6.
void archive(QPDF& document, QPDFObjectHandle info) {
    QPDFObjectHandle metadata = document.newStream(
        xmp_packet({info_text(info, "/Title"), info_text(info, "/Author"), info_text(info, "/Producer")}));
    metadata.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
    metadata.getDict().replaceKey("/Subtype", QPDFObjectHandle::newName("/XML"));
    const auto icc = srgb_profile();
    QPDFObjectHandle profile = document.newStream(std::string(icc.begin(), icc.end()));
    profile.getDict().replaceKey("/N", QPDFObjectHandle::newInteger(3));
    QPDFObjectHandle intent = QPDFObjectHandle::newDictionary();
    intent.replaceKey("/Type", QPDFObjectHandle::newName("/OutputIntent"));
    intent.replaceKey("/S", QPDFObjectHandle::newName("/GTS_PDFA1"));
    intent.replaceKey("/OutputConditionIdentifier", QPDFObjectHandle::newString("sRGB IEC61966-2.1"));
    intent.replaceKey("/Info", QPDFObjectHandle::newString("sRGB IEC61966-2.1"));
    intent.replaceKey("/DestOutputProfile", profile);
    QPDFObjectHandle root = document.getRoot();
    root.replaceKey("/Metadata", metadata);
    root.replaceKey("/OutputIntents", QPDFObjectHandle::newArray({document.makeIndirectObject(intent)}));
    root.replaceKey("/Lang", QPDFObjectHandle::newString("vi-VN"));
    root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
}

}  // namespace

base::Expected<std::vector<std::uint8_t>, base::Failure> mend_pdf(base::Bytes pdf) {
    try {
        QPDF document;
        document.processMemoryFile("drawing", reinterpret_cast<const char*>(pdf.data()), pdf.size());
        const QPDFObjectHandle to_unicode = document.newStream(identity_to_unicode());
        for (QPDFObjectHandle object : document.getAllObjects()) {
            if (object.isDictionaryOfType("/Font", "/Type0")) mend_font(object, to_unicode);
        }
        QPDFObjectHandle info = document.getTrailer().getKey("/Info");
        if (info.isDictionary()) {
            info.removeKey("/CreationDate");
            info.removeKey("/ModDate");
            archive(document, info);
        }
        QPDFWriter writer(document);
        writer.setOutputMemory();
        writer.setMinimumPDFVersion("1.7");
        writer.setObjectStreamMode(qpdf_o_disable);  // signatures are appended to plain objects
        writer.setDeterministicID(true);
        writer.write();
        const auto out = writer.getBufferSharedPointer();
        return std::vector<std::uint8_t>(out->getBuffer(), out->getBuffer() + out->getSize());
    } catch (const std::exception& e) {
        return base::fail(base::Failure{base::FailureClass::world, "", "",
                                        std::string("the PDF drawn can't be read again: ") + e.what()});
    }
}

}  // namespace kiemphieu::forms
