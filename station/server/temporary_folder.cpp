#include "station/server/temporary_folder.hpp"

#include <cstdlib>
#include <string>

namespace kiemphieu::station::server {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "kiemphieu-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
}

}  // namespace kiemphieu::station::server
