#pragma once
// A reader of DER that goes no further than its bytes, and a writer of one element. Source: ITU-T X.690, 8.1 and 10.1.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/hash.hpp"

namespace kiemphieu::station {

/// One element: its tag, what is in it, and all its bytes.
struct DerItem {
    std::uint8_t tag{};
    base::Bytes content;
    base::Bytes whole;
};

namespace der {
inline constexpr std::uint8_t integer = 0x02, octet_string = 0x04, object_id = 0x06, sequence = 0x30, set = 0x31,
                              tagged_0 = 0xA0, tagged_1 = 0xA1;
}

/// One element around `content`.
std::vector<std::uint8_t> der_element(std::uint8_t tag, base::Bytes content);

/// Walks elements that stand one after the other.
class DerReader {
  public:
    explicit DerReader(base::Bytes bytes) : left_(bytes) {}

    bool at_end() const { return left_.empty(); }
    /// Nothing when what follows is no whole element in DER. Tags are of one byte.
    std::optional<DerItem> next();
    /// The next element when it has this tag; otherwise nothing, and it stays.
    std::optional<DerItem> next(std::uint8_t tag);

  private:
    base::Bytes left_;
};

}  // namespace kiemphieu::station
