#include "base/jpeg.hpp"

#include <memory>

#include <turbojpeg.h>

namespace kiemphieu::base {

Expected<std::vector<std::uint8_t>, Failure> encode_jpeg(const PageImage& image, int quality) {
    const std::unique_ptr<void, decltype(&tjDestroy)> encoder(tjInitCompress(), &tjDestroy);
    const auto failed = [&] {
        return fail(Failure{FailureClass::world, "", "jpeg", encoder ? tjGetErrorStr2(encoder.get()) : "no memory"});
    };
    if (!encoder) return failed();
    const bool gray = image.format == PixelFormat::gray8;
    unsigned char* data = nullptr;
    unsigned long size = 0;
    const int outcome =
        tjCompress2(encoder.get(), image.pixels.data(), image.width, 0, image.height, gray ? TJPF_GRAY : TJPF_RGB,
                    &data, &size, gray ? TJSAMP_GRAY : TJSAMP_444, quality, TJFLAG_FASTDCT);
    const std::unique_ptr<unsigned char, decltype(&tjFree)> owner(data, &tjFree);
    if (outcome != 0) return failed();
    return std::vector<std::uint8_t>(data, data + size);
}

}  // namespace kiemphieu::base
