#pragma once
// Scanner profiles as a fault or an enemy would write them: each number at or beyond its bound.

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "omr/profile.hpp"

namespace kiemphieu {

struct HostileProfile {
    std::string name;
    omr::ScannerProfile profile;
};

inline std::vector<HostileProfile> hostile_profiles() {
    std::array<std::uint8_t, 256> dark{};
    std::array<std::uint8_t, 256> light{};
    std::array<std::uint8_t, 256> stairs{};
    for (std::size_t g = 0; g < 256; ++g) {
        dark[g] = g < 245 ? 0 : static_cast<std::uint8_t>(g);
        light[g] = g < 30 ? 0 : 255;
        stairs[g] = static_cast<std::uint8_t>(g / 64 * 64);
    }
    const auto with = [](auto change) {
        omr::ScannerProfile profile;
        profile.id = "hostile";
        profile.white = 245;
        change(profile);
        return profile;
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {{"everything dark", with([&](auto& p) { p.gray_map = dark, p.least_darkness = 0; })},
            {"everything light", with([&](auto& p) { p.gray_map = light, p.least_darkness = 40; })},
            {"stairs", with([&](auto& p) { p.gray_map = stairs; })},
            {"smoothed away", with([](auto& p) { p.smooth_px = 50; })},
            {"sharpened", with([](auto& p) { p.sharpen_px = 40, p.sharpen_amount = 100; })},
            {"dark and sharpened", with([&](auto& p) {
                 p.gray_map = dark, p.sharpen_px = 1.5, p.sharpen_amount = 9, p.least_darkness = -1;
             })},
            {"no numbers", with([&](auto& p) {
                 p.smooth_px = nan, p.sharpen_px = -nan, p.sharpen_amount = nan, p.dpi = nan, p.least_darkness = nan;
             })}};
}

}  // namespace kiemphieu
