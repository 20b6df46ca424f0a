#pragma once
// One file to the readings of its pages. Inside the pipeline only.

#include <string>
#include <vector>

#include "station/pipeline/read_files.hpp"

namespace kiemphieu::station {

/// All sides of a file; one damaged side with the fault when it can't be opened.
std::vector<ReadSide> read_file_whole(const omr::PageReader& reader, const std::filesystem::path& path,
                                      const std::string& name, const ReadOptions& options);

}  // namespace kiemphieu::station
