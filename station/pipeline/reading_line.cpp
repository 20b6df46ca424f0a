#include "station/pipeline/reading_line.hpp"

#include <algorithm>

#include "station/pipeline/read_file.hpp"

namespace kiemphieu::station {

std::size_t threads_of(const ReadOptions& options) {
    return options.jobs > 0 ? static_cast<std::size_t>(options.jobs)
                            : std::max(1U, std::thread::hardware_concurrency());
}

ReadingLine::ReadingLine(const omr::PageReader& reader, const ReadOptions& options)
    : reader_(reader), options_(options), window_(2 * threads_of(options)) {
    for (std::size_t i = 0; i < threads_of(options); ++i) workers_.emplace_back([this] { work(); });
}

ReadingLine::~ReadingLine() {
    give_up();
}

void ReadingLine::give_up() {
    const std::lock_guard lock(mutex_);
    given_up_ = true;
    room_.notify_all();
    begun_.notify_all();
}

bool ReadingLine::put(const std::filesystem::path& file, const std::string& name) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return given_up_ || put_ < taken_ + window_; });
    if (given_up_) return false;
    waiting_.emplace(put_++, Job{file, name});
    begun_.notify_one();
    return true;
}

void ReadingLine::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    begun_.notify_all();
    done_.notify_all();
}

ReadingLine::Taken ReadingLine::take(std::vector<ReadSide>& sides, std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    const auto ready = [&] { return finished_.contains(taken_) || (closed_ && taken_ == put_); };
    if (!done_.wait_for(lock, patience, ready)) return Taken::nothing_yet;
    if (!finished_.contains(taken_)) return Taken::all;
    sides = std::move(finished_.extract(taken_++).mapped());
    room_.notify_all();
    return Taken::sides;
}

void ReadingLine::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        begun_.wait(lock, [&] { return given_up_ || closed_ || !waiting_.empty(); });
        if (given_up_ || waiting_.empty()) return;
        const auto job = waiting_.extract(waiting_.begin());
        lock.unlock();
        auto sides = read_file_whole(reader_, job.mapped().file, job.mapped().name, options_);
        lock.lock();
        finished_.emplace(job.key(), std::move(sides));
        done_.notify_all();
    }
}

}  // namespace kiemphieu::station
