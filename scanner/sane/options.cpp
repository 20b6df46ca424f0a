#include "scanner/sane/options.hpp"

#include <algorithm>
#include <array>

namespace kiemphieu::scanner::sane {

namespace {

constexpr std::array<std::string_view, 3> families{"fujitsu", "canon_dr", "epsonds"};

/// Sources have other names in nearly every driver.
Wish source_of(Sides sides) {
    if (sides == Sides::duplex) {
        return {"source",
                {"ADF Duplex", "Automatic Document Feeder(Duplex)", "Duplex", "Document Feeder Duplex", "ADF"},
                Need::required,
                {"không chọn được khay nạp giấy", "the feeder can't be chosen"}};
    }
    return {"source",
            {"ADF Front", "ADF", "Automatic Document Feeder", "ADF Simplex", "Document Feeder", "Feeder"},
            Need::required,
            {"không chọn được khay nạp giấy", "the feeder can't be chosen"}};
}

Wish mode_of(ColourMode colour) {
    if (colour == ColourMode::colour)
        return {"mode", {"Color", "24bit Color", "Colour"}, Need::required, {"không có ảnh màu", "no colour"}};
    return {"mode",
            {"Gray", "True Gray", "8-bit Gray", "Grayscale", "Greyscale"},
            Need::required,
            {"không có thang xám", "no gray"}};
}

}  // namespace

std::string_view family_of(std::string_view device) {
    const std::string_view driver = device.substr(0, device.find(':'));
    const auto found = std::ranges::find(families, driver);
    return found == families.end() ? "generic" : *found;
}

std::vector<Wish> wishes_for(std::string_view family, const ScanSettings& settings) {
    std::vector<Wish> wishes{source_of(settings.sides),
                             mode_of(settings.colour),
                             {"resolution",
                              {std::to_string(settings.dpi)},
                              Need::required,
                              {"không có độ phân giải này", "no such resolution"}}};
    if (settings.sides == Sides::duplex) {
        wishes.push_back({"adf-mode", {"Duplex"}, Need::if_there, {}});
    } else {
        wishes.push_back({"adf-mode", {"Simplex"}, Need::if_there, {}});
    }
    // A4 in mm; drivers take a page's size first, since it bounds the area.
    for (const auto& [option, value] : {std::pair{"page-width", "210"},
                                        {"page-height", "297"},
                                        {"tl-x", "0"},
                                        {"tl-y", "0"},
                                        {"br-x", "210"},
                                        {"br-y", "297"}}) {
        wishes.push_back({option, {value}, Need::if_there, {}});
    }
    // Pages as they lay on the glass: what software turns, cuts or leaves out can hide a mark or a sheet.
    for (const char* option :
         {"swcrop", "swdeskew", "swdespeck", "rollerdeskew", "adf-skew", "adf-crop", "hwdeskewcrop"}) {
        wishes.push_back({option, {"no", "0"}, Need::if_there, {}});
    }
    wishes.push_back({"swskip", {"0"}, Need::if_there, {}});
    if (family == "fujitsu") {
        wishes.push_back(
            {"df-action", {"Stop"}, Need::wanted, {"kéo hai tờ không làm máy dừng", "a double feed is not stopped"}});
    }
    if (family == "fujitsu" || family == "canon_dr") {
        wishes.push_back({"df-thickness",
                          {"yes"},
                          Need::wanted,
                          {"không phát hiện kéo hai tờ bằng siêu âm hay độ dày",
                           "no double-feed detection by ultrasound or thickness"}});
        wishes.push_back({"df-length",
                          {"yes"},
                          Need::wanted,
                          {"không phát hiện kéo hai tờ theo chiều dài", "no double-feed detection by length"}});
    } else {
        wishes.push_back({"df-thickness",
                          {"yes"},
                          Need::wanted,
                          {"trình điều khiển không có tùy chọn phát hiện kéo hai tờ: bật trên máy, và đếm tay từng xấp",
                           "the driver has no setting for double-feed detection: switch it on at the device, and count "
                           "every stack by hand"}});
    }
    return wishes;
}

}  // namespace kiemphieu::scanner::sane
