#pragma once
// Where the tests of the store have theirs: a folder, or a server that the test program started.

#include <filesystem>
#include <string>

#include <unistd.h>

#include "station/rollup/rollup_store.hpp"

namespace kiemphieu::station::rollup::testing {

/// Lets a test program give a server's address, emptied each time; otherwise stores are folders.
inline std::string (*server_store)() = nullptr;

/// A folder for stores, gone with the program.
class StoreFolder {
  public:
    StoreFolder() : path_(std::filesystem::temp_directory_path() / ("kiemphieu-store-" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(path_);
    }
    ~StoreFolder() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }
    StoreFolder(const StoreFolder&) = delete;
    StoreFolder& operator=(const StoreFolder&) = delete;
    std::string next() { return (path_ / std::to_string(++number_)).string(); }

  private:
    std::filesystem::path path_;
    int number_{};
};

/// A store with nothing in it.
inline std::string fresh_store() {
    if (server_store != nullptr) return server_store();
    static StoreFolder folder;
    return folder.next();
}

}  // namespace kiemphieu::station::rollup::testing
