#pragma once
// Files read by several threads, taken out in the order they were put in, with bounded memory.

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "station/pipeline/read_files.hpp"

namespace kiemphieu::station {

class ReadingLine {
  public:
    /// At most two files a thread wait or are being read at once. `reader` must outlive the line.
    ReadingLine(const omr::PageReader& reader, const ReadOptions& options);
    /// Gives up what was not begun.
    ~ReadingLine();
    ReadingLine(const ReadingLine&) = delete;
    ReadingLine& operator=(const ReadingLine&) = delete;

    /// Puts a file in; waits for room. `name` is what people know it by. False when the line was given up.
    bool put(const std::filesystem::path& file, const std::string& name);
    /// No more files will come.
    void close();
    /// Nothing more is begun, and whoever waits in put() goes on with false. The destructor does it too, but a thread
    /// that puts must have ended by then.
    void give_up();

    enum class Taken { sides, nothing_yet, all };
    /// The sides of the next file in order; waits for them that long.
    Taken take(std::vector<ReadSide>& sides, std::chrono::milliseconds patience);

  private:
    struct Job {
        std::filesystem::path file;
        std::string name;
    };
    void work();

    const omr::PageReader& reader_;
    ReadOptions options_;
    std::size_t window_;
    std::mutex mutex_;
    std::condition_variable room_;   ///< for put
    std::condition_variable begun_;  ///< for the workers
    std::condition_variable done_;   ///< for take
    std::map<std::size_t, Job> waiting_;
    std::map<std::size_t, std::vector<ReadSide>> finished_;
    std::size_t put_{};
    std::size_t taken_{};
    bool closed_{false};
    bool given_up_{false};
    std::vector<std::jthread> workers_;
};

/// How many threads `options` means.
std::size_t threads_of(const ReadOptions& options);

}  // namespace kiemphieu::station
