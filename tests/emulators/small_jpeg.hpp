#pragma once
// A whole JPEG of a few hundred bytes, another one for every number.

#include <cstdint>
#include <stdexcept>
#include <vector>

#include <turbojpeg.h>

namespace kiemphieu::testing {

inline std::vector<std::uint8_t> small_jpeg(int number) {
    constexpr int side = 64;
    std::vector<std::uint8_t> pixels(side * side, 255);
    for (int i = 0; i < side; ++i) pixels[static_cast<std::size_t>((number % side) * side + i)] = 0;
    unsigned char* out = nullptr;
    unsigned long size = 0;
    tjhandle handle = tjInitCompress();
    if (tjCompress2(handle, pixels.data(), side, side, side, TJPF_GRAY, &out, &size, TJSAMP_GRAY, 80, 0) != 0) {
        throw std::runtime_error("no JPEG");
    }
    std::vector<std::uint8_t> jpeg(out, out + size);
    tjFree(out);
    tjDestroy(handle);
    return jpeg;
}

}  // namespace kiemphieu::testing
