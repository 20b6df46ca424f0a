#include "station/signing/der.hpp"

namespace kiemphieu::station {

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
