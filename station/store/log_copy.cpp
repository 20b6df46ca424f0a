#include "station/store/log_copy.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "station/store/log_place.hpp"
#include "station/store/seal.hpp"
#include "station/store/sqlite_log.hpp"

namespace kiemphieu::station {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

base::Expected<LogCopy, Failure> LogCopy::make(const fs::path& case_folder) {
    const auto place = read_log_place(case_folder);
    if (!place) return base::fail(place.error());
    if (*place) return LogCopy(case_folder, read_head(case_folder));
    const fs::path original = database_file(case_folder);
    std::error_code error;
    if (!fs::exists(original, error)) {
        return base::fail(Failure{FailureClass::bad_input, original.string(), "",
                                  "no such record; expected a case made by `kiemphieu new`"});
    }
    // No process moves the log into the file meanwhile; events added meanwhile are in the copy or not, and the head is
    // read first, so it is never ahead of the copy.
    const CaseLock lock(case_folder, CaseLock::Kind::shared);
    LogCopy copy(case_folder, read_head(case_folder));
    if (auto copied = copy.copy_file(); !copied) return base::fail(copied.error());
    return copy;
}

base::Expected<void, Failure> LogCopy::copy_file() {
    std::string name = (fs::temp_directory_path() / "kiemphieu-look-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        return base::fail(Failure{FailureClass::world, name, "", std::strerror(errno)});
    }
    folder_ = name;
    const fs::path original = database_file(case_folder_);
    const fs::path copied = database_file(folder_);
    std::error_code error;
    fs::copy_file(original, copied, error);
    if (!error && fs::exists(original.string() + "-wal")) {
        fs::copy_file(original.string() + "-wal", copied.string() + "-wal", error);
    }
    if (error) return base::fail(Failure{FailureClass::world, name, "copy of the log", error.message()});
    // A copy keeps the original's permissions; a case kept read-only can be looked at all the same.
    for (const auto& entry : fs::directory_iterator(folder_)) {
        fs::permissions(entry.path(), fs::perms::owner_read | fs::perms::owner_write, error);
    }
    return {};
}

base::Expected<std::unique_ptr<LogDatabase>, Failure> LogCopy::open() const {
    if (!folder_.empty()) return SqliteLog::open(database_file(folder_));
    const auto place = read_log_place(case_folder_);
    if (!place) return base::fail(place.error());
    if (!*place) return base::fail(Failure{FailureClass::world, place_file(case_folder_).string(), "", "is gone"});
    return PostgresLog::open(**place, PostgresLog::Use::look);
}

LogCopy::~LogCopy() {
    std::error_code error;
    if (!folder_.empty()) fs::remove_all(folder_, error);
}

}  // namespace kiemphieu::station
