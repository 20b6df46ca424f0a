#pragma once
// Image files to readings, in the order they were given, on several cores with bounded memory.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "calibration/findings.hpp"
#include "omr/read_page.hpp"

namespace kiemphieu::station {

/// One side of a sheet, or a file that could not be decoded: its reading then says damaged_image and `fault` why.
struct ReadSide {
    std::string file;  ///< as it was given
    int page_in_file{1};
    base::Digest image{};                                    ///< of the file's bytes
    std::shared_ptr<const std::vector<std::uint8_t>> bytes;  ///< the whole file
    omr::SheetReading reading;
    std::optional<calibration::Expectation> look;  ///< of the scan, where the reader has its scanner's profile
    std::string fault;  ///< what was wrong with the file or this page of it; empty when nothing was
    double decode_ms{};
    double read_ms{};
};

struct ReadOptions {
    int jobs{0};                         ///< threads; 0 takes one a core
    std::filesystem::path debug_folder;  ///< numbered pictures of every step go to a folder a side; none when empty
    const std::atomic<bool>* stop{};     ///< set from outside: no further file is begun
};

/// Takes one side; an error ends the run and is returned by read_files.
using SideSink = std::function<base::Expected<void, base::Failure>(ReadSide&&)>;

/// Reads files and gives every side to `sink`, on the calling thread, in order. A file that is missing or damaged is
/// given too and the run goes on. At most two files a thread are in memory at once.
/// Errors: the sink's.
[[nodiscard]] base::Expected<void, base::Failure> read_files(const omr::PageReader& reader,
                                                             const std::vector<std::filesystem::path>& files,
                                                             const ReadOptions& options, const SideSink& sink);

}  // namespace kiemphieu::station
