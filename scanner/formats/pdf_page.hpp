#pragma once
// What a scanner's PDF page is made of: images laid on the page, and nothing else.

#include <optional>
#include <string>
#include <vector>

class QPDFPageObjectHelper;

namespace kiemphieu::scanner::formats {

/// An image as it is laid on the page. Units: points, y up.
struct PlacedImage {
    std::string name;  ///< key among the page's image resources
    double left{};
    double bottom{};
    double width{};
    double height{};
};

/// The page's images from top to bottom when it holds nothing that shows but upright images that stack to one picture
/// (strips); nothing when it must be rendered. Invisible text, as OCR adds it, doesn't count.
std::optional<std::vector<PlacedImage>> plain_images(QPDFPageObjectHelper page);

}  // namespace kiemphieu::scanner::formats
