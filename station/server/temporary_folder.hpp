#pragma once
// What is needed for a moment and kept nowhere.

#include <filesystem>

namespace kiemphieu::station::server {

/// A private folder that is gone with the scope; its path is empty when none can be made.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace kiemphieu::station::server
