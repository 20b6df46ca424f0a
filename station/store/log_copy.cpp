#include "station/store/log_copy.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "station/store/seal.hpp"

namespace kiemphieu::station {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

base::Expected<LogCopy, Failure> LogCopy::make(const fs::path& case_folder) {
    const fs::path original = database_file(case_folder);
    std::error_code error;
    if (!fs::exists(original, error)) {
        return base::fail(Failure{FailureClass::bad_input, original.string(), "",
                                  "no such record; expected a case made by `kiemphieu new`"});
    }
    // No process moves the log into the file meanwhile; events added meanwhile are in the copy or not, and the head is
    // read first, so it is never ahead of the copy.
    const CaseLock lock(case_folder, CaseLock::Kind::shared);
    auto head = read_head(case_folder);
    std::string name = (fs::temp_directory_path() / "kiemphieu-look-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        return base::fail(Failure{FailureClass::world, name, "", std::strerror(errno)});
    }
    LogCopy copy(name, std::move(head));
    fs::copy_file(original, copy.database(), error);
    if (!error && fs::exists(original.string() + "-wal")) {
        fs::copy_file(original.string() + "-wal", copy.database().string() + "-wal", error);
    }
    if (error) return base::fail(Failure{FailureClass::world, name, "copy of the log", error.message()});
    // A copy keeps the original's permissions; a case kept read-only can be looked at all the same.
    for (const auto& entry : fs::directory_iterator(copy.folder_)) {
        fs::permissions(entry.path(), fs::perms::owner_read | fs::perms::owner_write, error);
    }
    return copy;
}

LogCopy::~LogCopy() {
    std::error_code error;
    if (!folder_.empty()) fs::remove_all(folder_, error);
}

}  // namespace kiemphieu::station
