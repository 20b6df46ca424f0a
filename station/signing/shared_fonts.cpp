#include "station/signing/shared_fonts.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace kiemphieu::station {

namespace {

using Object = QPDFObjectHandle;

/// Glyph descriptions of a TrueType file. Source: ISO/IEC 14496-22, 4.5, 5.2.2, 5.3.3.
class Glyphs {
  public:
    explicit Glyphs(std::string file) : file_(std::move(file)) {
        const auto head = table("head");
        const auto loca = table("loca");
        const auto glyf = table("glyf");
        if (!head || !loca || !glyf || head->size() < 52) return;
        const std::size_t width = number(*head, 50, 2) == 0 ? 2 : 4;
        for (std::size_t at = 0; at + 2 * width <= loca->size(); at += width) {
            const std::size_t unit = width == 2 ? 2 : 1;
            const std::size_t from = number(*loca, at, width) * unit, to = number(*loca, at + width, width) * unit;
            const bool whole = from <= to && to <= glyf->size();
            glyphs_.push_back(whole ? glyf->substr(from, to - from) : std::string_view{});
        }
    }
    Glyphs(const Glyphs&) = delete;
    Glyphs& operator=(const Glyphs&) = delete;

    bool hold(const Glyphs& wanted) const {
        if (glyphs_.empty() || wanted.glyphs_.size() != glyphs_.size()) return false;
        for (std::size_t i = 0; i < glyphs_.size(); ++i) {
            if (!wanted.glyphs_[i].empty() && wanted.glyphs_[i] != glyphs_[i]) return false;
        }
        return true;
    }

  private:
    static std::size_t number(std::string_view bytes, std::size_t at, std::size_t width) {
        std::size_t out = 0;
        for (std::size_t i = 0; i < width; ++i) out = out << 8U | static_cast<std::uint8_t>(bytes.at(at + i));
        return out;
    }

    std::optional<std::string_view> table(std::string_view tag) const {
        constexpr std::size_t header = 12, entry = 16;
        const std::string_view file = file_;
        if (file.size() < header) return std::nullopt;
        const std::size_t count = number(file, 4, 2);
        for (std::size_t i = 0; i < count && header + (i + 1) * entry <= file.size(); ++i) {
            const std::size_t at = header + i * entry;
            if (file.substr(at, 4) != tag) continue;
            const std::size_t from = number(file, at + 8, 4), size = number(file, at + 12, 4);
            if (from <= file.size() && size <= file.size() - from) return file.substr(from, size);
        }
        return std::nullopt;
    }

    std::string file_;
    std::vector<std::string_view> glyphs_;
};

std::string stream_bytes(Object stream) {
    if (!stream.isStream()) return {};
    const auto data = stream.getStreamData(qpdf_dl_specialized);
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

/// The one descendant of a composite font; null when it is another kind.
Object descendant(Object font) {
    if (!font.isDictionaryOfType("/Font", "/Type0")) return Object::newNull();
    Object list = font.getKey("/DescendantFonts");
    Object only = list.isArray() && list.getArrayNItems() == 1 ? list.getArrayItem(0) : Object::newNull();
    return only.isDictionary() && only.getKey("/FontDescriptor").isDictionary() ? only : Object::newNull();
}

/// Its name without the subset's tag of six letters.
std::string name_of(Object font) {
    const std::string name = font.getKey("/BaseFont").isName() ? font.getKey("/BaseFont").getName() : std::string{};
    return name.size() > 8 && name[7] == '+' ? name.substr(8) : name;
}

bool serves(Object font, Object wanted) {
    Object inner = descendant(font), wanted_inner = descendant(wanted);
    if (inner.isNull() || wanted_inner.isNull() || name_of(inner) != name_of(wanted_inner)) return false;
    if (font.getKey("/Encoding").unparse() != wanted.getKey("/Encoding").unparse()) return false;
    for (const char* widths : {"/W", "/DW"}) {
        if (inner.getKey(widths).unparseResolved() != wanted_inner.getKey(widths).unparseResolved()) return false;
    }
    if (stream_bytes(font.getKey("/ToUnicode")) != stream_bytes(wanted.getKey("/ToUnicode"))) return false;
    if (stream_bytes(inner.getKey("/CIDToGIDMap")) != stream_bytes(wanted_inner.getKey("/CIDToGIDMap"))) return false;
    const Glyphs own(stream_bytes(inner.getKey("/FontDescriptor").getKey("/FontFile2")));
    const Glyphs needed(stream_bytes(wanted_inner.getKey("/FontDescriptor").getKey("/FontFile2")));
    return own.hold(needed);
}

}  // namespace

std::map<std::string, Object> take_shared_fonts(QPDF& document, Object& page) {
    std::map<std::string, Object> shared;
    Object fonts = page.getKey("/Resources").getKey("/Font");
    if (!fonts.isDictionary()) return shared;
    const std::vector<Object> all = document.getAllObjects();
    for (const std::string& key : fonts.getKeys()) {
        for (const Object& font : all) {
            if (!serves(font, fonts.getKey(key))) continue;
            shared.emplace(key, font);
            fonts.removeKey(key);
            break;
        }
    }
    return shared;
}

}  // namespace kiemphieu::station
