#include <algorithm>

#include "station/signing/der.hpp"
#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station {

std::optional<std::vector<std::uint8_t>> signature_in_gap(base::Bytes gap) {
    if (gap.size() < 6 || gap.size() % 2 != 0 || gap.front() != '<' || gap.back() != '>') return std::nullopt;
    const base::Bytes digits = gap.subspan(1, gap.size() - 2);
    const auto any_in = [&](std::uint8_t from, std::uint8_t to) {
        return std::ranges::any_of(digits, [&](std::uint8_t c) { return c >= from && c <= to; });
    };
    // Programs write one case; a letter of the other is a changed byte that says the same.
    if (any_in('a', 'f') && any_in('A', 'F')) return std::nullopt;
    std::vector<std::uint8_t> bytes(digits.size() / 2);
    if (!base::parse_hex({reinterpret_cast<const char*>(digits.data()), digits.size()}, bytes)) return std::nullopt;
    DerReader reader(bytes);
    const auto signature = reader.next(der::sequence);
    if (!signature) return std::nullopt;
    const std::size_t size = signature->whole.size();
    const auto padding = base::Bytes(bytes).subspan(size);
    if (std::ranges::any_of(padding, [](std::uint8_t byte) { return byte != 0; })) return std::nullopt;
    bytes.resize(size);
    return bytes;
}

}  // namespace kiemphieu::station
