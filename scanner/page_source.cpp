#include "scanner/page_source.hpp"

#include <array>

namespace kiemphieu::scanner {

std::string_view name_of(SourceEnd end) {
    constexpr std::array<std::string_view, 12> names{"finished",   "tray_empty",  "stopped",   "jam",
                                                     "cover_open", "double_feed", "mispick",   "damaged_page",
                                                     "busy",       "device_lost", "timed_out", "device_fault"};
    return names.at(static_cast<std::size_t>(end));
}

std::string_view name_of(Side side) {
    return side == Side::front ? "front" : "back";
}

}  // namespace kiemphieu::scanner
