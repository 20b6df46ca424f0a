#pragma once
// Unicode as the forms need it: valid UTF-8 in, NFC out.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kiemphieu::base {

/// Byte offset of the first byte that is no valid UTF-8; nothing when all of it is.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);
/// Normal form C of valid UTF-8. Source: Unicode Annex 15.
std::string to_nfc(std::string_view valid_utf8);
/// Code points of valid UTF-8.
std::vector<char32_t> code_points(std::string_view valid_utf8);
/// Vietnamese capitals of valid UTF-8. Source: Unicode simple case mapping.
std::string to_upper(std::string_view valid_utf8);
/// Without leading and trailing white space, runs of white space inside made one blank.
std::string squeeze_blanks(std::string_view text);

}  // namespace kiemphieu::base
