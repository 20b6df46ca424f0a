#include "scanner/folder/hot_folder.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <unistd.h>

#include "base/file.hpp"
#include "scanner/document.hpp"
#include "scanner/file_list.hpp"
#include "scanner/folder/folder_watch.hpp"

namespace kiemphieu::scanner {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// A whole stack in one PDF may be large; more than this is no stack.
constexpr std::uintmax_t largest_file = 512ULL << 20U;

/// What tells whether a file was touched.
struct Look {
    std::uintmax_t size{};
    fs::file_time_type time;
    bool operator==(const Look&) const = default;
};

std::optional<Look> look_at(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(file, error)) || error) return std::nullopt;
    Look look{fs::file_size(file, error), {}};
    if (error) return std::nullopt;
    look.time = fs::last_write_time(file, error);
    return error ? std::nullopt : std::optional(look);
}

bool is_meant(const fs::path& file) {
    const std::string name = file.filename().string();
    return !name.starts_with('.') && !name.ends_with(".part") && !name.ends_with(".tmp");
}

/// A name in `folder` that is free: the file's own, or with a number.
fs::path free_name(const fs::path& folder, const fs::path& name) {
    fs::path out = folder / name;
    for (int i = 2; fs::exists(fs::symlink_status(out)); ++i) {
        out = folder / (name.stem().string() + "-" + std::to_string(i) + name.extension().string());
    }
    return out;
}

class HotFolder final : public PageSource {
  public:
    HotFolder(fs::path folder, const HotFolderTimes& times, SetAside set_aside, std::optional<HotFolderClock> clock)
        : folder_(std::move(folder)),
          times_(times),
          set_aside_(std::move(set_aside)),
          watch_(folder_),
          clock_(clock ? std::move(*clock)
                       : HotFolderClock{[] { return Clock::now(); }, [this](milliseconds ms) { watch_.wait(ms); }}) {
        last_news_ = clock_.now();
    }

    NextPage next() override {
        if (end_) return *end_;
        if (!put_given_away()) {
            return finish({SourceEnd::device_fault, folder_.string() + ": a taken file can't be moved to taken/"});
        }
        while (true) {
            if (stop_) return finish({SourceEnd::stopped, "stopped by the operator"});
            if (!look_through()) return finish({SourceEnd::device_lost, folder_.string() + " is not there any more"});
            if (auto page = first_whole()) return std::move(*page);
            const auto now = clock_.now();
            if (times_.idle && waiting_.empty() && now - last_news_ >= *times_.idle) {
                return finish({SourceEnd::finished, "nothing more came"});
            }
            clock_.wait(until_something_is_due(now));
        }
    }

    void stop() override {
        stop_ = true;
        watch_.wake();
    }

  private:
    struct Waiting {
        Look look;
        Clock::time_point since;
        std::string why;  ///< it is no whole image yet; empty when that is not known
    };

    /// A file in taken/ or rejected/ that may still be written to.
    struct Moved {
        Look look;
        std::optional<Clock::time_point> until;
    };

    NextPage finish(EndOfPages end) {
        end_ = std::move(end);
        return *end_;
    }

    /// Notes what is new or was touched. False when the folder is gone.
    bool look_through() {
        std::error_code error;
        std::set<std::string> there;
        for (const auto& entry : fs::directory_iterator(folder_, error)) {
            const auto look = is_meant(entry.path()) ? look_at(entry.path()) : std::nullopt;
            if (!look) continue;
            const std::string name = entry.path().filename().string();
            there.insert(name);
            const auto found = waiting_.find(name);
            if (found != waiting_.end() && found->second.look == *look) continue;
            waiting_.insert_or_assign(name, Waiting{*look, clock_.now(), {}});
            last_news_ = clock_.now();
        }
        if (error) return false;
        std::erase_if(waiting_, [&](const auto& waiting) { return !there.contains(waiting.first); });
        take_back_what_goes_on();
        return true;
    }

    /// Moves what was given last to taken/. False when it can't be moved. A file that was written anew since it was
    /// read stays: it is another scan.
    bool put_given_away() {
        if (given_.empty()) return true;
        const fs::path file = std::exchange(given_, {});
        if (look_at(file) != given_look_) return true;
        const fs::path taken = put_away(file, "taken");
        if (!taken.empty()) moved_.emplace(taken, Moved{given_look_, clock_.now() + times_.patience});
        return !taken.empty();
    }

    /// A file that was moved and is written to after all was not finished: it gets another chance. Those set aside are
    /// watched for good, those taken as long as a device may pause.
    void take_back_what_goes_on() {
        for (auto moved = moved_.begin(); moved != moved_.end();) {
            const auto look = look_at(moved->first);
            const bool touched = look && *look != moved->second.look;
            if (!touched && look && (!moved->second.until || clock_.now() < *moved->second.until)) {
                ++moved;
                continue;
            }
            std::error_code ignored;
            if (touched) fs::rename(moved->first, free_name(folder_, moved->first.filename()), ignored);
            moved = moved_.erase(moved);
        }
    }

    /// The first file by name that is at rest and whole; those at rest too long without being whole are set aside.
    std::optional<SourcePage> first_whole() {
        std::vector<std::string> names;
        for (const auto& [name, waiting] : waiting_) {
            if (clock_.now() - waiting.since >= times_.settle) names.push_back(name);
        }
        std::sort(names.begin(), names.end(), comes_before);
        for (const std::string& name : names) {
            if (auto page = try_file(name, waiting_.at(name))) return page;
        }
        return std::nullopt;
    }

    std::optional<SourcePage> try_file(const std::string& name, Waiting& waiting) {
        const fs::path file = folder_ / name;
        if (waiting.why.empty()) {  // else it was looked at as it is now
            auto bytes = base::read_file(file, largest_file);
            // Touched while it was read: the next look begins its rest anew.
            if (look_at(file) != waiting.look) return std::nullopt;
            waiting.why = bytes ? what_is_wrong(*bytes, name) : base::to_string(bytes.error());
            if (waiting.why.empty()) {
                given_ = file;
                given_look_ = waiting.look;
                waiting_.erase(name);
                return SourcePage{std::move(*bytes), name, ++sheets_, Side::front};
            }
        }
        if (clock_.now() - waiting.since >= times_.settle + times_.patience) reject(name, std::move(waiting.why));
        return std::nullopt;
    }

    static std::string what_is_wrong(base::Bytes bytes, const std::string& name) {
        if (bytes.empty()) return name + ": is empty";
        const auto document = open_document(bytes, name);
        return document ? "" : base::to_string(document.error());
    }

    void reject(const std::string& name, std::string why) {  // by value: what waits is forgotten here
        const fs::path aside = put_away(folder_ / name, "rejected");
        waiting_.erase(name);
        last_news_ = clock_.now();
        if (aside.empty()) return;
        static_cast<void>(base::write_file_durably(aside.string() + ".txt", base::as_bytes(why + "\n")));
        if (const auto look = look_at(aside)) moved_.emplace(aside, Moved{*look, std::nullopt});
        if (set_aside_) set_aside_(name, why);
    }

    /// Moves a file within the folder; it keeps its bytes and gets another name when its own is taken.
    fs::path put_away(const fs::path& file, const char* where) {
        std::error_code error;
        fs::create_directories(folder_ / where, error);
        const fs::path target = free_name(folder_ / where, file.filename());
        fs::rename(file, target, error);
        return error ? fs::path{} : target;
    }

    /// How long nothing needs to be done if nothing happens.
    milliseconds until_something_is_due(Clock::time_point now) const {
        milliseconds due = times_.look;
        for (const auto& [name, waiting] : waiting_) {
            const auto rest = waiting.why.empty() ? times_.settle : times_.settle + times_.patience;
            due = std::min(due, std::chrono::ceil<milliseconds>(waiting.since + rest - now));
        }
        return std::max(due, milliseconds{1});
    }

    fs::path folder_;
    HotFolderTimes times_;
    SetAside set_aside_;
    FolderWatch watch_;
    HotFolderClock clock_;
    std::map<std::string, Waiting> waiting_;
    std::map<fs::path, Moved> moved_;
    fs::path given_;
    Look given_look_;
    Clock::time_point last_news_;
    std::optional<EndOfPages> end_;
    std::atomic<bool> stop_{false};
    int sheets_{};
};

}  // namespace

base::Expected<std::unique_ptr<PageSource>, base::Failure> open_hot_folder(const fs::path& folder,
                                                                           const HotFolderTimes& times,
                                                                           const SetAside& set_aside,
                                                                           const std::optional<HotFolderClock>& clock) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return base::fail(base::Failure{base::FailureClass::bad_input, folder.string(), "", "expected a folder"});
    }
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
        return base::fail(base::Failure{base::FailureClass::world, folder.string(), "",
                                        "must be readable and writable: taken files are moved to taken/ in it"});
    }
    return std::make_unique<HotFolder>(folder, times, set_aside, clock);
}

}  // namespace kiemphieu::scanner
