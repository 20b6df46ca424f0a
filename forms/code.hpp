#pragma once
// The code on every sheet: what the QR and the readable line say, and how they are proven.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "base/ids.hpp"

namespace kiemphieu::forms {

/// Whether a ballot is for a rehearsal or for the count; the two never mix. The others are no ballots: a separator lies
/// between two stacks, a calibration sheet tells how a scanner sees.
enum class BallotKind { official, test, separator, calibration };
constexpr bool is_ballot(BallotKind kind) {
    return kind == BallotKind::official || kind == BallotKind::test;
}

/// What the code of one printed page says.
struct SheetCode {
    base::ConferenceId conference;
    base::StyleId style;
    base::LayoutId layout;
    base::Serial serial;
    int sheet{};  ///< 1-based, up to 63
    int page{};   ///< 1-based, up to 63
    BallotKind kind{BallotKind::official};
    bool operator==(const SheetCode&) const = default;
};

/// HMAC-SHA-256 over the encoded fields, cut to 16 bytes (RFC 2104 section 5 allows cutting to no less than half).
using Tag = std::array<std::uint8_t, 16>;

/// A code as it was read from paper: the fields and the tag that claims to prove them.
struct ReadCode {
    SheetCode code;
    Tag tag{};
    bool operator==(const ReadCode&) const = default;
};

Tag make_tag(const SheetCode& code, const base::SecretKey& key);
bool is_authentic(const ReadCode& read, const base::SecretKey& key);

/// The QR's bytes, at most 60 (version 5-Q). docs/formats/code.md has the table.
std::vector<std::uint8_t> encode_payload(const SheetCode& code, const Tag& tag);
/// Nothing when the bytes are no payload of ours (magic, version, length, ranges).
std::optional<ReadCode> decode_payload(base::Bytes bytes);

/// The same in print: lines of characters that OCR does not confuse, ending in a check character.
/// It carries style-free fields (kind, sheet, page, serial) and the first 5 bytes of the tag; conference, style and
/// layout are known from the layout and proven by the tag.
std::vector<std::string> readable_lines(const SheetCode& code, const Tag& tag);

/// A readable code as it was read: checked by its check character, to be proven by the tag's beginning.
struct ReadableCode {
    base::Serial serial;
    int sheet{};
    int page{};
    BallotKind kind{BallotKind::official};
    std::array<std::uint8_t, 5> tag_prefix{};
    bool operator==(const ReadableCode&) const = default;
};

/// The characters readable_lines uses, for the OCR's whitelist.
std::string_view readable_alphabet();
/// Reads the lines joined in any way (blanks, line ends and dashes are skipped). Nothing when length, alphabet or check
/// character are wrong.
std::optional<ReadableCode> parse_readable(std::string_view text);
/// Whether the tag's beginning proves the code for this conference, style and layout.
bool is_authentic(const ReadableCode& read, const SheetCode& expected_fields, const base::SecretKey& key);

}  // namespace kiemphieu::forms
