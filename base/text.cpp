#include "base/text.hpp"

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <utf8proc.h>

namespace kiemphieu::base {
namespace {

const utf8proc_uint8_t* raw(std::string_view text) {
    return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        utf8proc_int32_t code = 0;
        const auto left = static_cast<utf8proc_ssize_t>(text.size() - at);
        const auto length = utf8proc_iterate(raw(text.substr(at)), left, &code);
        if (length <= 0) return at;
        at += static_cast<std::size_t>(length);
    }
    return std::nullopt;
}

std::string to_nfc(std::string_view valid_utf8) {
    utf8proc_uint8_t* out = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const auto length = utf8proc_map(raw(valid_utf8), static_cast<utf8proc_ssize_t>(valid_utf8.size()), &out, options);
    if (length < 0) throw std::invalid_argument("to_nfc: text is no valid UTF-8");
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(length)};
}

std::vector<char32_t> code_points(std::string_view valid_utf8) {
    std::vector<char32_t> points;
    for (std::size_t at = 0; at < valid_utf8.size();) {
        utf8proc_int32_t code = 0;
        const auto left = static_cast<utf8proc_ssize_t>(valid_utf8.size() - at);
        const auto length = utf8proc_iterate(raw(valid_utf8.substr(at)), left, &code);
        if (length <= 0) throw std::invalid_argument("code_points: text is no valid UTF-8");
        points.push_back(static_cast<char32_t>(code));
        at += static_cast<std::size_t>(length);
    }
    return points;
}

std::string to_upper(std::string_view valid_utf8) {
    std::string out;
    for (const char32_t letter : code_points(valid_utf8)) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto count = utf8proc_encode_char(utf8proc_toupper(static_cast<utf8proc_int32_t>(letter)), bytes.data());
        out.append(bytes.begin(), bytes.begin() + count);
    }
    return out;
}

std::string squeeze_blanks(std::string_view text) {
    std::string out;
    bool gap = false;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            gap = true;
            continue;
        }
        if (gap && !out.empty()) out += ' ';
        gap = false;
        out += c;
    }
    return out;
}

}  // namespace kiemphieu::base
