#pragma once
// Strong ids: a style can't be passed where a conference is meant.

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace kiemphieu::base {

/// A named string that only compares with its own kind.
template <class Tag>
struct StringId {
    std::string value;
    auto operator<=>(const StringId&) const = default;
};

/// A named 64-bit number that only compares with its own kind.
template <class Tag>
struct NumberId {
    std::uint64_t value{};
    constexpr auto operator<=>(const NumberId&) const = default;
};

/// A conference: random when the case is made, shown as 16 lower-case hex digits.
using ConferenceId = NumberId<struct ConferenceTag>;
/// A ballot style: 1 to 8 letters or digits, as the definition names it.
using StyleId = StringId<struct StyleTag>;
/// A ballot's serial number: random, never traceable to a voter; shown as 16 lower-case hex digits.
using Serial = NumberId<struct SerialTag>;
/// Fingerprint of a layout: the first 8 bytes of its SHA-256, shown as 16 lower-case hex digits.
using LayoutId = NumberId<struct LayoutTag>;

/// 16 lower-case hex digits.
std::string to_hex(std::uint64_t number);

template <class Tag>
std::string to_string(NumberId<Tag> id) {
    return to_hex(id.value);
}

/// Reads exactly 16 hex digits. Returns false and leaves `out` alone on anything else.
bool parse_hex(const std::string& text, std::uint64_t& out);

}  // namespace kiemphieu::base

template <class Tag>
struct std::hash<kiemphieu::base::StringId<Tag>> {
    std::size_t operator()(const kiemphieu::base::StringId<Tag>& id) const {
        return std::hash<std::string>{}(id.value);
    }
};

template <class Tag>
struct std::hash<kiemphieu::base::NumberId<Tag>> {
    std::size_t operator()(kiemphieu::base::NumberId<Tag> id) const { return std::hash<std::uint64_t>{}(id.value); }
};
