#include "forms/testing/pdf_a.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include <ft2build.h>
#include FT_FREETYPE_H

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

namespace kiemphieu::forms::testing {
namespace {

using Faults = std::vector<std::string>;

std::string stream_bytes(QPDFObjectHandle stream) {
    const auto data = stream.getStreamData(qpdf_dl_generalized);
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string without_entities(std::string xml) {
    for (const auto& [entity, letter] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}}) {
        const std::string_view name = entity;
        for (auto at = xml.find(name); at != std::string::npos; at = xml.find(name, at + 1))
            xml.replace(at, name.size(), letter);
    }
    return xml;
}

/// The character codes that pages show in each font.
class ShownCodes : public QPDFObjectHandle::ParserCallbacks {
  public:
    explicit ShownCodes(QPDFObjectHandle fonts) : fonts_(fonts) {}

    void handleObject(QPDFObjectHandle object, size_t, size_t) override {
        if (!object.isOperator()) {
            operands_.push_back(object);
            return;
        }
        const std::string name = object.getOperatorValue();
        if (name == "Tf" && operands_.size() == 2) font_ = fonts_.getKey(operands_[0].getName());
        if (name == "Tj" && !operands_.empty()) take(operands_.back().getStringValue());
        // What our canvas may use: text, filled rectangles, lines, state, gray and RGB (the output intent is sRGB,
        // 6.2.4.3). Anything else is to be looked at anew.
        static const std::set<std::string> known{"BT", "ET", "Tf", "Tj", "Td", "Tm", "re", "f", "q", "Q",
                                                 "cm", "w",  "m",  "l",  "S",  "J",  "j",  "G", "g", "RG"};
        if (!known.contains(name)) unknown.insert(name);
        operands_.clear();
    }
    void handleEOF() override {}

    std::map<QPDFObjGen, std::set<unsigned>> codes;
    std::set<std::string> unknown;

  private:
    void take(const std::string& text) {
        for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
            codes[font_.getObjGen()].insert(static_cast<unsigned>(static_cast<std::uint8_t>(text[i])) << 8U |
                                            static_cast<std::uint8_t>(text[i + 1]));
        }
    }

    QPDFObjectHandle fonts_;
    QPDFObjectHandle font_;
    std::vector<QPDFObjectHandle> operands_;
};

std::map<unsigned, double> widths_of(QPDFObjectHandle cid_font) {
    std::map<unsigned, double> widths;
    std::vector<QPDFObjectHandle> items = cid_font.getKey("/W").getArrayAsVector();
    for (std::size_t i = 0; i + 1 < items.size();) {
        auto first = static_cast<unsigned>(items[i].getIntValueAsInt());
        QPDFObjectHandle next = items[i + 1];
        if (next.isArray()) {
            for (QPDFObjectHandle width : next.aitems()) widths[first++] = width.getNumericValue();
            i += 2;
        } else {
            for (auto code = first; code <= static_cast<unsigned>(next.getIntValueAsInt()); ++code) {
                widths[code] = items.at(i + 2).getNumericValue();
            }
            i += 3;
        }
    }
    return widths;
}

/// Source: ISO 19005-2, 6.2.11 (embedding, widths, glyphs, collections).
void check_font(QPDFObjectHandle font, const std::set<unsigned>& codes, Faults& faults) {
    const std::string name = font.getKey("/BaseFont").getName();
    const auto fault = [&](const std::string& what) { faults.push_back("6.2.11 font " + name + ": " + what); };
    if (font.getKey("/Subtype").getName() != "/Type0") return fault("is no composite font");
    if (font.getKey("/Encoding").getName() != "/Identity-H") fault("is not encoded Identity-H");
    if (!font.getKey("/ToUnicode").isStream()) fault("has no ToUnicode table");
    QPDFObjectHandle cid_font = font.getKey("/DescendantFonts").getArrayItem(0);
    if (cid_font.getKey("/BaseFont").getName() != name) fault("and its descendant have two names");
    QPDFObjectHandle descriptor = cid_font.getKey("/FontDescriptor");
    if (!descriptor.getKey("/FontFile2").isStream()) return fault("is not embedded");
    if (descriptor.hasKey("/CIDSet")) fault("has a CIDSet that nobody checked");
    if (!cid_font.getKey("/CIDToGIDMap").isStream()) return fault("has no glyph map");
    const std::string map = stream_bytes(cid_font.getKey("/CIDToGIDMap"));
    const std::string program = stream_bytes(descriptor.getKey("/FontFile2"));
    FT_Library library{};
    FT_Face face{};
    FT_Init_FreeType(&library);
    if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(program.data()),
                           static_cast<FT_Long>(program.size()), 0, &face) != 0) {
        FT_Done_FreeType(library);
        return fault("has a program that can't be read");
    }
    const auto widths = widths_of(cid_font);
    for (const unsigned code : codes) {
        const std::string letter = "code " + std::to_string(code);
        const std::size_t at = std::size_t{code} * 2;
        const unsigned glyph = at + 1 < map.size() ? static_cast<unsigned>(static_cast<std::uint8_t>(map[at])) << 8U |
                                                         static_cast<std::uint8_t>(map[at + 1])
                                                   : 0;
        if (glyph == 0) {
            fault(letter + " shows .notdef");
        } else if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE) != 0) {
            fault(letter + " has no glyph");
        } else {
            const double advance = 1000.0 * static_cast<double>(face->glyph->metrics.horiAdvance) / face->units_per_EM;
            const double width = widths.contains(code) ? widths.at(code) : cid_font.getKey("/DW").getNumericValue();
            // One unit of a thousandth is what checkers allow for rounding.
            if (std::abs(advance - width) > 1.0) fault(letter + " is not as wide as the font program says");
        }
    }
    FT_Done_Face(face);
    FT_Done_FreeType(library);
}

/// Source: ISO 19005-2, 6.1 (file structure).
void check_file(const std::filesystem::path& pdf, QPDF& document, Faults& faults) {
    std::ifstream in(pdf, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!bytes.starts_with("%PDF-1.7\n%")) faults.emplace_back("6.1.2 header is not that of PDF 1.7 with a comment");
    for (std::size_t i = 10; i < 14 && i < bytes.size(); ++i) {
        if (static_cast<std::uint8_t>(bytes[i]) < 128) faults.emplace_back("6.1.2 comment has an ASCII byte");
    }
    if (!bytes.ends_with("%%EOF\n") && !bytes.ends_with("%%EOF")) faults.emplace_back("6.1.3 data after the end");
    QPDFObjectHandle trailer = document.getTrailer();
    if (!trailer.getKey("/ID").isArray()) faults.emplace_back("6.1.3 trailer has no ID");
    if (trailer.hasKey("/Encrypt")) faults.emplace_back("6.1.3 is encrypted");
}

/// Source: ISO 19005-2, 6.6 (metadata) and 6.2.3 (output intent).
void check_catalog(QPDF& document, Faults& faults) {
    QPDFObjectHandle root = document.getRoot();
    QPDFObjectHandle metadata = root.getKey("/Metadata");
    if (metadata.isStream()) {
        const std::string xmp = stream_bytes(metadata);
        if (metadata.getDict().hasKey("/Filter")) faults.emplace_back("6.6.2 metadata is compressed");
        if (!has(xmp, "<pdfaid:part>2<") || !has(xmp, "<pdfaid:conformance>B<")) {
            faults.emplace_back("6.6.4 metadata does not claim PDF/A-2b");
        }
        QPDFObjectHandle info = document.getTrailer().getKey("/Info");
        for (const char* key : {"/Title", "/Author", "/Producer"}) {
            if (!has(without_entities(xmp), info.getKey(key).getUTF8Value()))
                faults.push_back(std::string{"6.6.3 differs in "} + key);
        }
    } else {
        faults.emplace_back("6.6.2 has no metadata");
    }
    QPDFObjectHandle intents = root.getKey("/OutputIntents");
    if (!intents.isArray() || intents.getArrayNItems() != 1) {
        faults.emplace_back("6.2.3 has not one output intent");
    } else {
        QPDFObjectHandle intent = intents.getArrayItem(0);
        if (intent.getKey("/S").getName() != "/GTS_PDFA1") faults.emplace_back("6.2.3 intent is no GTS_PDFA1");
        const std::string icc = stream_bytes(intent.getKey("/DestOutputProfile"));
        const bool size_tells = icc.size() > 128 && ((static_cast<unsigned>(static_cast<std::uint8_t>(icc[2])) << 8U) |
                                                     static_cast<std::uint8_t>(icc[3])) == icc.size();
        if (!size_tells || icc[8] > 4 || icc.substr(12, 8) != "mntrRGB " || icc.substr(36, 4) != "acsp") {
            faults.emplace_back("6.2.3 profile is no RGB monitor profile up to version 4");
        }
    }
}

/// Keys and values that no document for keeping may hold. Source: ISO 19005-2, 6.1.7, 6.1.13, 6.2.5, 6.4, 6.5.
void check_objects(QPDF& document, Faults& faults) {
    for (QPDFObjectHandle object : document.getAllObjects()) {
        QPDFObjectHandle dict = object.isStream() ? object.getDict() : object;
        if (!dict.isDictionary()) continue;
        for (const char* key : {"/AA", "/JS", "/OpenAction", "/XFA", "/SMask", "/TR", "/OCProperties", "/Alternates",
                                "/OPI", "/Ref", "/PS", "/NeedAppearances"}) {
            if (dict.hasKey(key)) faults.push_back(std::string{"holds "} + key);
        }
        if (dict.hasKey("/CA") || dict.hasKey("/ca") || dict.hasKey("/BM"))
            faults.emplace_back("6.2.10 is transparent");
        if (dict.isDictionaryOfType("/Page") && dict.hasKey("/Group")) faults.emplace_back("6.2.10 page has a group");
        if (has(dict.getKey("/Filter").unparse(), "LZW")) faults.emplace_back("6.1.7 is packed by LZW");
        if (dict.isDictionaryOfType("/Annot") || dict.getKey("/Subtype").unparse() == "/Widget") {
            // Printed, and neither hidden nor invisible. Source: 6.3.2.
            const auto flags = dict.getKey("/F").isInteger() ? dict.getKey("/F").getIntValue() : 0;
            if ((flags & 4) == 0 || (flags & (1 | 2 | 32)) != 0) faults.emplace_back("6.3.2 annotation is not printed");
        }
    }
}

}  // namespace

std::vector<std::string> pdf_a_faults(const std::filesystem::path& pdf) {
    Faults faults;
    QPDF document;
    document.setSuppressWarnings(true);
    document.processFile(pdf.c_str());
    check_file(pdf, document, faults);
    check_catalog(document, faults);
    check_objects(document, faults);
    std::map<QPDFObjGen, std::set<unsigned>> codes;
    for (QPDFPageObjectHelper page : QPDFPageDocumentHelper(document).getAllPages()) {
        ShownCodes shown(page.getAttribute("/Resources", false).getKey("/Font"));
        page.parseContents(&shown);
        for (const auto& [font, used] : shown.codes) codes[font].insert(used.begin(), used.end());
        for (const std::string& name : shown.unknown) faults.push_back("6.2.2 draws by " + name);
    }
    for (const auto& [font, used] : codes) check_font(document.getObjectByObjGen(font), used, faults);
    if (!document.getWarnings().empty()) faults.emplace_back("6.1 is no whole PDF");
    return faults;
}

}  // namespace kiemphieu::forms::testing
