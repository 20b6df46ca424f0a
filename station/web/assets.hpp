#pragma once

#include <string_view>
#include <vector>

namespace kiemphieu::station::web {

/// A file of the pages as the browser gets it; built into the program.
struct Asset {
    std::string_view path;   ///< as it is asked for: "/index.html", "/assets/index-….js"
    std::string_view bytes;  ///< lives as long as the program
    std::string_view content_type;
    std::string_view hash;  ///< the first 16 characters of its SHA-256, for ETag
};

/// Every file of the pages, by path.
const std::vector<Asset>& assets();

/// The file for a path, or nullptr.
const Asset* find_asset(std::string_view path);

}  // namespace kiemphieu::station::web
