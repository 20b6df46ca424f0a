#include "station/pipeline/read_files.hpp"

#include <thread>

#include "station/pipeline/reading_line.hpp"

namespace kiemphieu::station {

namespace {

/// Nothing hurries a list of files: this only bounds how long a wait is between two looks.
constexpr std::chrono::milliseconds patience{1000};

base::Expected<void, base::Failure> take_all(ReadingLine& line, const SideSink& sink) {
    std::vector<ReadSide> sides;
    while (true) {
        const ReadingLine::Taken taken = line.take(sides, patience);
        if (taken == ReadingLine::Taken::all) return {};
        if (taken == ReadingLine::Taken::nothing_yet) continue;
        for (ReadSide& side : sides) {
            if (const auto kept = sink(std::move(side)); !kept) return kept;
        }
    }
}

}  // namespace

base::Expected<void, base::Failure> read_files(const omr::PageReader& reader,
                                               const std::vector<std::filesystem::path>& files,
                                               const ReadOptions& options, const SideSink& sink) {
    ReadingLine line(reader, options);
    const std::jthread feeder([&] {
        for (const std::filesystem::path& file : files) {
            if (options.stop != nullptr && options.stop->load()) break;
            if (!line.put(file, file.string())) return;
        }
        line.close();
    });
    auto result = take_all(line, sink);
    line.give_up();  // an error of the sink leaves files behind
    return result;
}

}  // namespace kiemphieu::station
