#pragma once
// One file to the readings of its pages.

#include <string>
#include <vector>

#include "scanner/document.hpp"
#include "station/pipeline/read_files.hpp"

namespace kiemphieu::station {

/// A page's colours, decoded when the reader asks: empty where the file surely has none. `document` must outlive it.
omr::ColourSource colour_of(scanner::Document& document, int page_index);

/// All sides of a file; one damaged side with the fault when it can't be opened.
std::vector<ReadSide> read_file_whole(const omr::PageReader& reader, const std::filesystem::path& path,
                                      const std::string& name, const ReadOptions& options);

}  // namespace kiemphieu::station
