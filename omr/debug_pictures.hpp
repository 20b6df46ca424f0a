#pragma once
// Numbered pictures of every step, for whoever wants to see why a sheet was read as it was. Off by default.

#include <filesystem>
#include <string_view>

#include "base/page_image.hpp"

namespace kiemphieu::omr {

/// Writes 01-name.png, 02-name.png … into a folder. A default-made one writes nothing and costs a test of a pointer.
class DebugPictures {
  public:
    DebugPictures() = default;
    explicit DebugPictures(std::filesystem::path folder) : folder_(std::move(folder)) {}

    bool wanted() const { return !folder_.empty(); }
    /// Saves one step's picture; a picture that can't be written is left out, never a fault of the reading.
    void save(std::string_view name, const base::PageImage& image);

  private:
    std::filesystem::path folder_;
    int next_{1};
};

}  // namespace kiemphieu::omr
