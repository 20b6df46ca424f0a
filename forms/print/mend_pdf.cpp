#include "forms/print/mend_pdf.hpp"

#include <exception>
#include <string>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

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
