#include "omr/debug_pictures.hpp"

#include <string>

#include "base/png.hpp"

namespace kiemphieu::omr {

void DebugPictures::save(std::string_view name, const base::PageImage& image) {
    if (!wanted()) return;
    const std::string number = (next_ < 10 ? "0" : "") + std::to_string(next_);
    ++next_;
    std::error_code ignored;
    std::filesystem::create_directories(folder_, ignored);
    static_cast<void>(base::write_png(folder_ / (number + "-" + std::string(name) + ".png"), image));
}

}  // namespace kiemphieu::omr
