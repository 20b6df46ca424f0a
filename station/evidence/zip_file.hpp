#pragma once
// A zip file of stored entries that has exactly one form: the same entries give the same bytes, and a file with any
// other byte in its structure is not accepted. Every unzip program reads it.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::station {

/// An entry as the central directory tells it.
struct ZipEntry {
    std::string name;  ///< relative, "/" between folders
    std::uint32_t crc{};
    std::uint32_t size{};
    std::uint32_t offset{};  ///< of its local header
    bool operator==(const ZipEntry&) const = default;
};

class ZipWriter {
  public:
    /// Errors of every call: world when the disk stands against it; bad_input when the zip would grow past 4 GiB or
    /// 65,535 entries, which this form does not hold.
    [[nodiscard]] static base::Expected<ZipWriter, base::Failure> create(const std::filesystem::path& file);
    [[nodiscard]] base::Expected<void, base::Failure> add(const std::string& name, base::Bytes data);
    /// Writes the directory; the file is durable on return.
    [[nodiscard]] base::Expected<void, base::Failure> finish();

  private:
    ZipWriter(std::filesystem::path path, std::ofstream out) : path_(std::move(path)), out_(std::move(out)) {}
    [[nodiscard]] base::Expected<void, base::Failure> put(base::Bytes data);

    std::filesystem::path path_;
    std::ofstream out_;
    std::vector<ZipEntry> entries_;
    std::uint64_t written_{};
};

/// Not to be shared between threads; each opens its own.
class ZipReader {
  public:
    /// Checks that the file is exactly what ZipWriter makes of its entries, their contents aside.
    /// Errors: bad_input when there is no such file; broken_evidence naming the place.
    [[nodiscard]] static base::Expected<ZipReader, base::Failure> open(const std::filesystem::path& file);
    const std::vector<ZipEntry>& entries() const { return entries_; }
    const ZipEntry* find(const std::string& name) const;
    /// Errors: broken_evidence when there is no such entry or its bytes have another checksum.
    [[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> read(const std::string& name);

  private:
    ZipReader(std::filesystem::path path, std::ifstream in, std::vector<ZipEntry> entries)
        : path_(std::move(path)), in_(std::move(in)), entries_(std::move(entries)) {}

    std::filesystem::path path_;
    std::ifstream in_;
    std::vector<ZipEntry> entries_;
};

}  // namespace kiemphieu::station
