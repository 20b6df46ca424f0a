#include "station/pipeline/read_files.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "base/file.hpp"
#include "scanner/document.hpp"

namespace kiemphieu::station {

namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// A scan of one sheet is under 40 MB even in colour at 600 dpi; a stack in one PDF may be larger.
constexpr std::uintmax_t largest_file = 512ULL << 20U;

omr::SheetReading damaged() {
    omr::SheetReading reading;
    reading.status = omr::PageStatus::unreadable;
    reading.reason = omr::UnreadableReason::damaged_image;
    return reading;
}

omr::DebugPictures pictures_of(const ReadOptions& options, const ReadSide& side) {
    if (options.debug_folder.empty()) return {};
    const std::filesystem::path folder = options.debug_folder / (std::filesystem::path(side.file).stem().string() +
                                                                 "-" + std::to_string(side.page_in_file));
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    return omr::DebugPictures(folder);
}

void read_page(const omr::PageReader& reader, scanner::Document& document, const ReadOptions& options, ReadSide& side) {
    const Clock::time_point begin = Clock::now();
    const auto page = document.page(side.page_in_file - 1, scanner::WantedPixels::gray);
    side.decode_ms = ms_since(begin);
    if (!page) {
        side.reading = damaged();
        side.fault = base::to_string(page.error());
        return;
    }
    omr::DebugPictures pictures = pictures_of(options, side);
    const Clock::time_point decoded = Clock::now();
    side.reading = reader.read(page->gray(), pictures);
    side.read_ms = ms_since(decoded);
}

/// All sides of one file.
std::vector<ReadSide> read_file_whole(const omr::PageReader& reader, const std::filesystem::path& path,
                                      const ReadOptions& options) {
    ReadSide side;
    side.file = path.string();
    const auto refused = [&](const base::Failure& failure) {
        side.reading = damaged();
        side.fault = base::to_string(failure);
        return std::vector<ReadSide>{side};
    };
    auto bytes = base::read_file(path, largest_file);
    if (!bytes) return refused(bytes.error());
    side.bytes = std::make_shared<const std::vector<std::uint8_t>>(std::move(*bytes));
    side.image = base::sha256(*side.bytes);
    const auto document = scanner::open_document(*side.bytes, side.file);
    if (!document) return refused(document.error());
    std::vector<ReadSide> out;
    for (int page = 1; page <= (*document)->page_count(); ++page) {
        side.page_in_file = page;
        out.push_back(side);
        read_page(reader, **document, options, out.back());
    }
    return out;
}

/// Files in work: workers take the next, the caller takes finished ones in order.
class WorkLine {
  public:
    WorkLine(std::size_t files, std::size_t window) : files_(files), window_(window) {}

    /// The next file to begin; waits while too many are finished and not yet taken. False when there is none.
    bool next(std::size_t& index, const std::atomic<bool>* stop) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] { return ended_ || begun_ < taken_ + window_ || begun_ >= files_; });
        if (ended_ || begun_ >= files_) return false;
        if (stop != nullptr && stop->load()) {
            files_ = begun_;
            done_.notify_all();
            return false;
        }
        index = begun_++;
        return true;
    }

    void finish(std::size_t index, std::vector<ReadSide> sides) {
        const std::lock_guard lock(mutex_);
        finished_.emplace(index, std::move(sides));
        done_.notify_all();
    }

    /// The sides of the next file in order. False when all were taken.
    bool take(std::vector<ReadSide>& sides) {
        std::unique_lock lock(mutex_);
        done_.wait(lock, [&] { return taken_ >= files_ || finished_.count(taken_) != 0; });
        if (taken_ >= files_) return false;
        sides = std::move(finished_.extract(taken_++).mapped());
        room_.notify_all();
        return true;
    }

    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        room_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable room_;
    std::condition_variable done_;
    std::size_t files_;
    std::size_t window_;
    std::size_t begun_{};
    std::size_t taken_{};
    bool ended_{false};
    std::map<std::size_t, std::vector<ReadSide>> finished_;
};

base::Expected<void, base::Failure> take_all(WorkLine& line, const SideSink& sink) {
    std::vector<ReadSide> sides;
    while (line.take(sides)) {
        for (ReadSide& side : sides) {
            if (const auto taken = sink(std::move(side)); !taken) return taken;
        }
    }
    return {};
}

}  // namespace

base::Expected<void, base::Failure> read_files(const omr::PageReader& reader,
                                               const std::vector<std::filesystem::path>& files,
                                               const ReadOptions& options, const SideSink& sink) {
    const auto cores = std::max(1U, std::thread::hardware_concurrency());
    const auto jobs = std::min<std::size_t>(options.jobs > 0 ? static_cast<std::size_t>(options.jobs) : cores,
                                            std::max<std::size_t>(1, files.size()));
    WorkLine line(files.size(), 2 * jobs);
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < jobs; ++i) {
        workers.emplace_back([&] {
            for (std::size_t index = 0; line.next(index, options.stop);) {
                line.finish(index, read_file_whole(reader, files[index], options));
            }
        });
    }
    auto result = take_all(line, sink);
    line.end();
    return result;
}

}  // namespace kiemphieu::station
