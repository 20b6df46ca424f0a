// Any bytes as a package: refused with a place, or a zip that comes out the same when its entries are written again.

#include <cstdlib>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include "base/file.hpp"
#include "station/evidence/zip_file.hpp"

using namespace kiemphieu;

namespace {

/// A file in memory, with a name.
class MemoryFile {
  public:
    MemoryFile() : file_(::memfd_create("package", 0)) {}
    ~MemoryFile() { ::close(file_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    void fill(const std::uint8_t* data, std::size_t size) const {
        if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
    }
    std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

  private:
    int file_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const MemoryFile given;
    static const MemoryFile again;
    given.fill(data, size);
    auto zip = station::ZipReader::open(given.path());
    if (!zip) {
        if (zip.error().failure_class != base::FailureClass::broken_evidence) std::abort();
        return 0;
    }
    auto writer = station::ZipWriter::create(again.path());
    if (!writer) std::abort();
    for (const station::ZipEntry& entry : std::vector(zip->entries())) {
        const auto bytes = zip->read(entry.name);
        if (!bytes) return 0;  // another checksum
        if (bytes->size() != entry.size || !writer->add(entry.name, *bytes)) std::abort();
    }
    if (!writer->finish()) std::abort();
    const auto written = base::read_file(again.path());
    if (!written || !std::equal(written->begin(), written->end(), data, data + size)) std::abort();
    return 0;
}
