#include "station/signing/der.hpp"

namespace kiemphieu::station {

std::vector<std::uint8_t> der_element(std::uint8_t tag, base::Bytes content) {
    std::vector<std::uint8_t> out{tag};
    if (content.size() < 0x80) {
        out.push_back(static_cast<std::uint8_t>(content.size()));
    } else {
        std::vector<std::uint8_t> octets;
        for (std::size_t rest = content.size(); rest > 0; rest >>= 8U) {
            octets.push_back(static_cast<std::uint8_t>(rest & 0xFFU));
        }
        out.push_back(static_cast<std::uint8_t>(0x80U | octets.size()));
        out.insert(out.end(), octets.rbegin(), octets.rend());
    }
    out.insert(out.end(), content.begin(), content.end());
    return out;
}

std::optional<DerItem> DerReader::next() {
    if (left_.size() < 2 || (left_[0] & 0x1FU) == 0x1FU) return std::nullopt;
    std::size_t head = 2;
    std::size_t length = left_[1];
    if (length >= 0x80) {
        const std::size_t octets = length & 0x7FU;
        if (octets == 0 || octets > 4 || left_.size() < 2 + octets) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < octets; ++i) length = length << 8U | left_[2 + i];
        head += octets;
        // DER: the shortest form that holds the length.
        if (length < 0x80 || (octets > 1 && left_[2] == 0)) return std::nullopt;
    }
    if (left_.size() - head < length) return std::nullopt;
    const DerItem item{left_[0], left_.subspan(head, length), left_.first(head + length)};
    left_ = left_.subspan(head + length);
    return item;
}

std::optional<DerItem> DerReader::next(std::uint8_t tag) {
    if (left_.empty() || left_[0] != tag) return std::nullopt;
    return next();
}

}  // namespace kiemphieu::station
