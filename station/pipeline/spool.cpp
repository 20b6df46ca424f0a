#include "station/pipeline/spool.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.hpp"

namespace kiemphieu::station {

namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

constexpr const char* source_file = "source";

tl::unexpected<Failure> world(const fs::path& path, const std::string& act) {
    return base::fail(Failure{FailureClass::world, path.string(), act, std::strerror(errno)});
}

bool is_page(const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    // Only the ending tells a write that was cut off: a page may come from a file called scan.part1.jpg.
    return name != source_file && !entry.path().extension().string().starts_with(".part");
}

/// The lock of a run: held as long as the descriptor is open, gone with the process. -1 when another has it.
int lock_run(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    std::error_code ignored;
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0 && fs::exists(folder, ignored)) return file;
    if (file >= 0) ::close(file);
    return -1;
}

/// By the first bytes, so that a decoder and people know what it is.
const char* suffix_of(const std::vector<std::uint8_t>& bytes) {
    const auto begins = [&](std::string_view magic) {
        return bytes.size() >= magic.size() && std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
    };
    if (begins("\x89PNG")) return "png";
    if (begins("%PDF")) return "pdf";
    if (begins("II*") || begins("MM")) return "tif";
    return "jpg";
}

}  // namespace

base::Expected<SpoolRun, Failure> SpoolRun::begin(const fs::path& case_folder, const std::string& source,
                                                  const std::string& batch_name) {
    const auto now = std::chrono::system_clock::now();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    const fs::path folder = case_folder / "spool" /
                            fmt::format("{:%Y%m%dT%H%M%S}.{:03}Z-{}",
                                        fmt::gmtime(std::chrono::system_clock::to_time_t(now)), ms, ::getpid());
    std::error_code error;
    if (!fs::create_directories(folder, error)) {
        return base::fail(
            Failure{FailureClass::world, folder.string(), "", error ? error.message() : "is there already"});
    }
    const int lock = lock_run(folder);
    if (lock < 0) return world(folder, "lock");
    SpoolRun run(folder, source, batch_name, lock);
    const std::string text = source + "\n" + batch_name;  // two lines; neither holds a line end
    if (auto written = base::write_file_durably(folder / source_file, base::as_bytes(text)); !written) {
        return base::fail(written.error());
    }
    return run;
}

base::Expected<std::vector<SpoolRun>, Failure> SpoolRun::left_behind(const fs::path& case_folder) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(case_folder / "spool", error)) {
        if (entry.is_directory()) folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    std::vector<SpoolRun> runs;
    for (const fs::path& folder : folders) {
        const int lock = lock_run(folder);
        if (lock < 0) continue;  // a run in use is its process's own
        // A crash before the source was written leaves a folder without pages, which goes with the run.
        const auto source = base::read_text_file(folder / source_file);
        const auto line = source ? source->find('\n') : std::string::npos;
        runs.push_back(SpoolRun(folder, source ? source->substr(0, line) : "",
                                line == std::string::npos ? "" : source->substr(line + 1), lock));
    }
    return runs;
}

SpoolRun::SpoolRun(SpoolRun&& other) noexcept
    : folder_(std::move(other.folder_)),
      source_(std::move(other.source_)),
      batch_name_(std::move(other.batch_name_)),
      lock_(std::exchange(other.lock_, -1)),
      next_(other.next_) {}

SpoolRun::~SpoolRun() {
    if (lock_ < 0) return;
    std::error_code ignored;
    const fs::directory_iterator entries(folder_, ignored);
    if (std::none_of(fs::begin(entries), fs::end(entries), is_page)) fs::remove_all(folder_, ignored);
    ::close(lock_);
}

base::Expected<SpooledPage, Failure> SpoolRun::put(const scanner::SourcePage& page) {
    const std::string given = page.name.empty() ? "" : "-" + fs::path(page.name).stem().string();
    const std::string name =
        fmt::format("{:06}-{}{}.{}", next_, scanner::name_of(page.side), given, suffix_of(page.bytes));
    SpooledPage spooled{folder_ / name, folder_.filename().string() + "/" + name};
    if (auto written = base::write_file_durably(spooled.file, page.bytes); !written) return base::fail(written.error());
    ++next_;
    return spooled;
}

base::Expected<std::vector<SpooledPage>, Failure> SpoolRun::pages() const {
    std::vector<SpooledPage> out;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        if (is_page(entry))
            out.push_back({entry.path(), folder_.filename().string() + "/" + entry.path().filename().string()});
    }
    if (error) return base::fail(Failure{FailureClass::world, folder_.string(), "", error.message()});
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return out;
}

void SpoolRun::release(const SpooledPage& page) const {
    // Left behind after a crash here, the page is found to be known by the next run.
    std::error_code ignored;
    fs::remove(page.file, ignored);
}

}  // namespace kiemphieu::station
