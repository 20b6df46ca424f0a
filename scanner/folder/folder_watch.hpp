#pragma once
// Waiting for a folder to change. Inside scanner/folder only.

#include <atomic>
#include <chrono>
#include <filesystem>

namespace kiemphieu::scanner {

/// inotify, where the file system has it, and a way to be woken.
class FolderWatch {
  public:
    explicit FolderWatch(const std::filesystem::path& folder);
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

    /// Returns after `longest`, at the next change in the folder, or when woken.
    void wait(std::chrono::milliseconds longest);
    void wake();

  private:
    int notify_{-1};
    int wake_{-1};
};

}  // namespace kiemphieu::scanner
