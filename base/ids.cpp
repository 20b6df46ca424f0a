#include "base/ids.hpp"

#include <charconv>

namespace kiemphieu::base {

std::string to_hex(std::uint64_t number) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text(16, '0');
    for (auto place = text.rbegin(); place != text.rend(); ++place, number >>= 4U) *place = digits[number & 15U];
    return text;
}

bool parse_hex(const std::string& text, std::uint64_t& out) {
    if (text.size() != 16) return false;
    std::uint64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number, 16);
    if (error != std::errc{} || stop != end) return false;
    out = number;
    return true;
}

}  // namespace kiemphieu::base
