#include "base/file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace kiemphieu::base {
namespace {

namespace fs = std::filesystem;

Failure world_failure(const fs::path& path, const char* act) {
    return {FailureClass::world, path.string(), act, std::strerror(errno)};
}

/// Closes its descriptor at the end of the scope.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return number_; }

  private:
    int number_;
};

bool write_all(int descriptor, Bytes data) {
    while (!data.empty()) {
        const auto written = ::write(descriptor, data.data(), data.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        data = data.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

Expected<void, Failure> sync_folder(const fs::path& folder) {
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0 || ::fsync(directory.get()) != 0) return fail(world_failure(folder, "sync"));
    return {};
}

/// The length of a file that can be read.
Expected<std::uintmax_t, Failure> size_of_file(const fs::path& path) {
    std::error_code status;
    if (!fs::exists(path, status)) {
        return fail(Failure{FailureClass::bad_input, path.string(), "", "no such file"});
    }
    if (!fs::is_regular_file(path, status)) {
        return fail(Failure{FailureClass::bad_input, path.string(), "", "is no regular file; expected a file"});
    }
    const auto size = fs::file_size(path, status);
    if (status) return fail(Failure{FailureClass::world, path.string(), "size", status.message()});
    return size;
}

Failure not_whole(const fs::path& path) {
    return Failure{FailureClass::world, path.string(), "read", "could not be read whole"};
}

}  // namespace

Expected<std::vector<std::uint8_t>, Failure> read_file(const fs::path& path, std::uintmax_t max_bytes) {
    const auto size = size_of_file(path);
    if (!size) return fail(size.error());
    if (*size > max_bytes) {
        return fail(
            Failure{FailureClass::bad_input, path.string(), "",
                    "is " + std::to_string(*size) + " bytes; at most " + std::to_string(max_bytes) + " are accepted"});
    }
    std::ifstream in(path, std::ios::binary);
    std::vector<std::uint8_t> data(static_cast<std::size_t>(*size));
    in.read(reinterpret_cast<char*>(data.data()), static_cast<std::streamsize>(*size));
    if (!in || in.gcount() != static_cast<std::streamsize>(*size)) return fail(not_whole(path));
    return data;
}

Expected<void, Failure> read_blocks(const fs::path& path, std::size_t block_bytes,
                                    const std::function<void(Bytes)>& see) {
    const auto size = size_of_file(path);
    if (!size) return fail(size.error());
    std::ifstream in(path, std::ios::binary);
    std::vector<std::uint8_t> block(block_bytes);
    for (std::uintmax_t rest = *size; rest > 0;) {
        const auto part = static_cast<std::size_t>(std::min<std::uintmax_t>(rest, block_bytes));
        in.read(reinterpret_cast<char*>(block.data()), static_cast<std::streamsize>(part));
        if (!in) return fail(not_whole(path));
        see(Bytes(block).first(part));
        rest -= part;
    }
    return {};
}

Expected<std::string, Failure> read_text_file(const fs::path& path, std::uintmax_t max_bytes) {
    auto data = read_file(path, max_bytes);
    if (!data) return fail(data.error());
    return std::string(data->begin(), data->end());
}

Expected<void, Failure> write_file_durably(const fs::path& path, Bytes data) {
    const fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
    fs::path partial = path;
    partial += ".part" + std::to_string(::getpid());
    {
        const Descriptor file(::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (file.get() < 0) return fail(world_failure(path, "open"));
        if (!write_all(file.get(), data) || ::fsync(file.get()) != 0) {
            const auto failure = world_failure(path, "write");
            ::unlink(partial.c_str());
            return fail(failure);
        }
    }
    if (::rename(partial.c_str(), path.c_str()) != 0) {
        const auto failure = world_failure(path, "rename");
        ::unlink(partial.c_str());
        return fail(failure);
    }
    return sync_folder(folder);
}

Expected<bool, Failure> link_file_durably(const fs::path& file, const fs::path& name) {
    if (::link(file.c_str(), name.c_str()) != 0 && errno != EEXIST) {
        // FAT knows no links, and a disk may refuse more of them.
        if (errno == EPERM || errno == EOPNOTSUPP || errno == EXDEV || errno == EMLINK) return false;
        return fail(world_failure(name, "link"));
    }
    if (const auto synced = sync_folder(name.parent_path()); !synced) return fail(synced.error());
    return true;
}

}  // namespace kiemphieu::base
