#include "forms/definition_text.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"

namespace kiemphieu::forms {
namespace {

/// Blanks that word processors and spreadsheets put where people typed a space. Source: Unicode category Zs.
bool is_blank(char32_t c) {
    return c == 0x00A0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Characters that show nothing and only make two equal names differ: zero-width space and joiners, BOM, soft hyphen.
bool is_invisible(char32_t c) {
    return c == 0x00AD || c == 0xFEFF || c == 0x2060 || (c >= 0x200B && c <= 0x200D);
}

/// Controls, line separators and marks that turn the writing direction: a name that holds one prints as something else.
bool is_forbidden(char32_t c) {
    const bool white = c == '\t' || c == '\n' || c == '\r';
    const bool control = (c < 0x20 && !white) || (c >= 0x7F && c <= 0x9F);
    const bool separator = c == 0x2028 || c == 0x2029;
    const bool direction = c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return control || separator || direction;
}

std::string_view utf8_of_code_point_at(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return text.substr(at, length);
}

}  // namespace

base::Expected<std::string, std::string> clean_text(std::string_view raw) {
    if (base::find_invalid_utf8(raw)) return base::fail(std::string{"is no valid UTF-8; save the file as UTF-8"});
    std::string visible;
    std::size_t at = 0;
    for (const char32_t c : base::code_points(raw)) {
        const std::string_view bytes = utf8_of_code_point_at(raw, at);
        at += bytes.size();
        if (is_forbidden(c)) {
            return base::fail(
                fmt::format("holds the control character U+{:04X}; expected printable text", static_cast<unsigned>(c)));
        }
        if (is_blank(c)) {
            visible += ' ';
        } else if (!is_invisible(c)) {
            visible += bytes;
        }
    }
    std::string clean = base::squeeze_blanks(base::to_nfc(visible));
    if (clean.empty()) return base::fail(std::string{"is empty; expected text"});
    return clean;
}

int line_at(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    return 1 + static_cast<int>(std::ranges::count(before, '\n'));
}

base::Expected<void, std::string> add_candidate(std::vector<Candidate>& list, std::string name, std::string position) {
    const auto same = std::ranges::find_if(
        list, [&](const Candidate& other) { return other.name == name && other.position == position; });
    if (same != list.end()) {
        return base::fail(fmt::format("\"{}\", \"{}\" is number {} already; expected each person once", name, position,
                                      same->number));
    }
    if (list.size() == max_candidates) {
        return base::fail(fmt::format("is one candidate too many; at most {} fit a ballot style", max_candidates));
    }
    list.push_back({static_cast<int>(list.size()) + 1, std::move(name), std::move(position)});
    return {};
}

}  // namespace kiemphieu::forms
