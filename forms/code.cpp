#include "forms/code.hpp"

#include <algorithm>

namespace kiemphieu::forms {

namespace {

constexpr std::array<std::uint8_t, 3> magic{'K', 'P', 1};  // the last is the version
constexpr std::size_t style_bytes = 8;
constexpr std::size_t field_bytes = magic.size() + 8 + style_bytes + 8 + 8 + 3;
constexpr std::size_t payload_bytes = field_bytes + 16;
constexpr int last_number = 63;

/// Letters and digits of which no two look alike in a typewriter face to people or to OCR.
constexpr std::string_view alphabet = "34679ACEFHKMPTXY";
constexpr std::size_t readable_chars = 4 + 16 + 10 + 1;
constexpr std::size_t first_line_chars = 16;

void put_number(std::vector<std::uint8_t>& out, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

std::uint64_t get_number(base::Bytes bytes) {
    std::uint64_t number = 0;
    for (const std::uint8_t b : bytes.first(8)) number = number << 8U | b;
    return number;
}

std::vector<std::uint8_t> encode_fields(const SheetCode& code) {
    std::vector<std::uint8_t> out(magic.begin(), magic.end());
    put_number(out, code.conference.value);
    for (std::size_t i = 0; i < style_bytes; ++i) {
        out.push_back(i < code.style.value.size() ? static_cast<std::uint8_t>(code.style.value[i]) : std::uint8_t{0});
    }
    put_number(out, code.layout.value);
    put_number(out, code.serial.value);
    out.push_back(static_cast<std::uint8_t>(code.sheet));
    out.push_back(static_cast<std::uint8_t>(code.page));
    out.push_back(static_cast<std::uint8_t>(code.kind));
    return out;
}

/// Multiplication in GF(16) with x^4 + x + 1.
unsigned multiply(unsigned a, unsigned b) {
    unsigned product = 0;
    for (; b != 0; b >>= 1U) {
        if ((b & 1U) != 0) product ^= a;
        a <<= 1U;
        if ((a & 16U) != 0) a ^= 0b10011U;
    }
    return product;
}

/// Weighted sum over GF(16), weights the powers of 2 (all different side by side, none 0): a single wrong character and
/// two swapped neighbours always change it.
unsigned weighted_sum(const std::vector<unsigned>& digits) {
    unsigned sum = 0;
    unsigned weight = 1;
    for (const unsigned digit : digits) {
        sum ^= multiply(weight, digit);
        weight = multiply(weight, 2);
    }
    return sum;
}

/// The digit that makes the sum of all zero when put at the end.
unsigned check_digit(const std::vector<unsigned>& digits) {
    for (unsigned candidate = 0; candidate < 16; ++candidate) {
        std::vector<unsigned> all = digits;
        all.push_back(candidate);
        if (weighted_sum(all) == 0) return candidate;
    }
    return 0;
}

void put_digits(std::vector<unsigned>& out, std::uint64_t number, int count) {
    for (int i = count - 1; i >= 0; --i) out.push_back(static_cast<unsigned>(number >> (4 * i)) & 15U);
}

std::uint64_t get_digits(const std::vector<unsigned>& digits, std::size_t from, std::size_t count) {
    std::uint64_t number = 0;
    for (std::size_t i = from; i < from + count; ++i) number = number << 4U | digits[i];
    return number;
}

}  // namespace

Tag make_tag(const SheetCode& code, const base::SecretKey& key) {
    const base::Digest digest = base::hmac_sha256(key, encode_fields(code));
    Tag tag;
    std::copy_n(digest.begin(), tag.size(), tag.begin());
    return tag;
}

bool is_authentic(const ReadCode& read, const base::SecretKey& key) {
    return base::equal_in_constant_time(make_tag(read.code, key), read.tag);
}

std::vector<std::uint8_t> encode_payload(const SheetCode& code, const Tag& tag) {
    std::vector<std::uint8_t> out = encode_fields(code);
    out.insert(out.end(), tag.begin(), tag.end());
    return out;
}

std::optional<ReadCode> decode_payload(base::Bytes bytes) {
    if (bytes.size() != payload_bytes || !std::equal(magic.begin(), magic.end(), bytes.begin())) return std::nullopt;
    ReadCode out;
    base::Bytes rest = bytes.subspan(magic.size());
    out.code.conference = {get_number(rest)};
    rest = rest.subspan(8);
    for (const std::uint8_t letter : rest.first(style_bytes)) {
        if (letter == 0) break;
        const bool allowed =
            (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
        if (!allowed) return std::nullopt;
        out.code.style.value += static_cast<char>(letter);
    }
    rest = rest.subspan(style_bytes);
    out.code.layout = {get_number(rest)};
    out.code.serial = {get_number(rest.subspan(8))};
    rest = rest.subspan(16);
    out.code.sheet = rest[0];
    out.code.page = rest[1];
    if (out.code.style.value.empty() || out.code.sheet < 1 || out.code.sheet > last_number || out.code.page < 1 ||
        out.code.page > last_number || rest[2] > static_cast<int>(BallotKind::calibration)) {
        return std::nullopt;
    }
    out.code.kind = static_cast<BallotKind>(rest[2]);
    std::copy_n(rest.begin() + 3, out.tag.size(), out.tag.begin());
    // Only one byte string is a code's payload: what was left over in the style's field must be zero.
    if (encode_payload(out.code, out.tag) != std::vector<std::uint8_t>(bytes.begin(), bytes.end())) return std::nullopt;
    return out;
}

std::string_view readable_alphabet() {
    return alphabet;
}

std::vector<std::string> readable_lines(const SheetCode& code, const Tag& tag) {
    std::vector<unsigned> digits;
    const auto kind = code.kind == BallotKind::test ? 1U : 0U;
    put_digits(digits, kind << 12U | static_cast<unsigned>(code.sheet) << 6U | static_cast<unsigned>(code.page), 4);
    put_digits(digits, code.serial.value, 16);
    for (std::size_t i = 0; i < 5; ++i) put_digits(digits, tag[i], 2);
    digits.push_back(check_digit(digits));
    std::string text;
    for (const unsigned digit : digits) text += alphabet[digit];
    return {text.substr(0, first_line_chars), text.substr(first_line_chars)};
}

std::optional<ReadableCode> parse_readable(std::string_view text) {
    std::vector<unsigned> digits;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '-' || c == '\t') continue;
        const std::size_t at = alphabet.find(c);
        if (at == std::string_view::npos) return std::nullopt;
        digits.push_back(static_cast<unsigned>(at));
    }
    if (digits.size() != readable_chars || weighted_sum(digits) != 0) return std::nullopt;
    ReadableCode out;
    const auto head = static_cast<unsigned>(get_digits(digits, 0, 4));
    out.kind = (head >> 12U) == 1 ? BallotKind::test : BallotKind::official;
    out.sheet = static_cast<int>(head >> 6U & 63U);
    out.page = static_cast<int>(head & 63U);
    if (head >> 13U != 0 || out.sheet < 1 || out.page < 1) return std::nullopt;
    out.serial = {get_digits(digits, 4, 16)};
    for (std::size_t i = 0; i < 5; ++i)
        out.tag_prefix[i] = static_cast<std::uint8_t>(get_digits(digits, 20 + 2 * i, 2));
    return out;
}

bool is_authentic(const ReadableCode& read, const SheetCode& expected_fields, const base::SecretKey& key) {
    SheetCode code = expected_fields;
    code.serial = read.serial;
    code.sheet = read.sheet;
    code.page = read.page;
    code.kind = read.kind;
    const Tag tag = make_tag(code, key);
    return base::equal_in_constant_time(base::Bytes(tag).first(read.tag_prefix.size()), read.tag_prefix);
}

}  // namespace kiemphieu::forms
