#include "station/evidence/zip_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>
#include <set>

#include <fcntl.h>
#include <unistd.h>

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

// Source: APPNOTE.TXT 6.3 sections 4.3.7, 4.3.12 and 4.3.16.
constexpr std::uint32_t local_mark = 0x04034b50;
constexpr std::uint32_t central_mark = 0x02014b50;
constexpr std::uint32_t end_mark = 0x06054b50;
constexpr std::size_t local_size = 30;
constexpr std::size_t central_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::uint32_t version_needed = 20;
constexpr std::uint32_t names_are_utf8 = 0x0800;
/// 1 January 1980, midnight: no entry tells when it came to be.
constexpr std::uint32_t no_time = 0x00210000;
/// Names in a package are short; a longer one is no package of ours.
constexpr std::size_t longest_name = 512;

/// Bytes in the order of the format, the lowest first.
class Fields {
  public:
    Fields& u16(std::uint64_t value) { return number(value, 2); }
    Fields& u32(std::uint64_t value) { return number(value, 4); }
    Fields& text(const std::string& value) {
        bytes_.insert(bytes_.end(), value.begin(), value.end());
        return *this;
    }
    const std::vector<std::uint8_t>& bytes() const { return bytes_; }

  private:
    Fields& number(std::uint64_t value, int size) {
        for (int i = 0; i < size; ++i) bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        return *this;
    }
    std::vector<std::uint8_t> bytes_;
};

/// The fields that local and central header share.
void common_fields(Fields& fields, const ZipEntry& entry) {
    fields.u16(version_needed).u16(names_are_utf8).u16(0).u32(no_time).u32(entry.crc).u32(entry.size).u32(entry.size);
    fields.u16(entry.name.size()).u16(0);
}

std::vector<std::uint8_t> local_header(const ZipEntry& entry) {
    Fields fields;
    fields.u32(local_mark);
    common_fields(fields, entry);
    return fields.text(entry.name).bytes();
}

std::vector<std::uint8_t> directory(const std::vector<ZipEntry>& entries, std::uint64_t offset) {
    Fields fields;
    for (const ZipEntry& entry : entries) {
        fields.u32(central_mark).u16(version_needed);
        common_fields(fields, entry);
        fields.u16(0).u16(0).u16(0).u32(0).u32(entry.offset).text(entry.name);
    }
    const std::size_t size = fields.bytes().size();
    fields.u32(end_mark).u16(0).u16(0).u16(entries.size()).u16(entries.size()).u32(size).u32(offset).u16(0);
    return fields.bytes();
}

std::uint64_t number_at(base::Bytes bytes, std::size_t place, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8U | bytes[place + i];
    return value;
}

/// Source: ISO 3309, the polynomial of APPNOTE.TXT 4.4.7.
std::uint32_t crc32(base::Bytes data) {
    // Eight bytes a step: table k carries a byte over k bytes more. Source: Kounavis and Berry, "slicing-by-8" (2005).
    constexpr std::size_t step = 8;
    static const auto tables = [] {
        std::array<std::array<std::uint32_t, 256>, step> made{};
        for (std::uint32_t i = 0; i < made[0].size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xEDB88320U ^ value >> 1U : value >> 1U;
            made[0][i] = value;
        }
        for (std::size_t k = 1; k < step; ++k) {
            for (std::size_t i = 0; i < made[0].size(); ++i) {
                made[k][i] = made[0][made[k - 1][i] & 0xFFU] ^ made[k - 1][i] >> 8U;
            }
        }
        return made;
    }();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (; data.size() >= step; data = data.subspan(step)) {
        std::uint32_t folded = 0;
        for (std::size_t k = 0; k < step; ++k) {
            const std::uint32_t byte = k < 4 ? data[k] ^ (crc >> (8 * k) & 0xFFU) : data[k];
            folded ^= tables[step - 1 - k][byte];
        }
        crc = folded;
    }
    for (const std::uint8_t byte : data) crc = tables[0][(crc ^ byte) & 0xFFU] ^ crc >> 8U;
    return ~crc;
}

tl::unexpected<Failure> broken(const fs::path& file, const std::string& place, const std::string& message) {
    return base::fail(Failure{FailureClass::broken_evidence, file.string(), place, message});
}

std::optional<std::vector<std::uint8_t>> bytes_at(std::ifstream& in, std::uint64_t offset, std::uint64_t size) {
    std::vector<std::uint8_t> bytes(size);
    in.clear();
    in.seekg(static_cast<std::streamoff>(offset));
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!in || in.gcount() != static_cast<std::streamsize>(size)) return std::nullopt;
    return bytes;
}

/// A name that can't lead out of the folder somebody unpacks to.
bool is_plain(const std::string& name) {
    return !name.empty() && name.front() != '/' && name.find('\\') == std::string::npos &&
           name.find('\0') == std::string::npos && name.find("..") == std::string::npos;
}

/// The entries of a central directory; their truth is checked by writing it again.
std::vector<ZipEntry> entries_of(base::Bytes central) {
    std::vector<ZipEntry> entries;
    while (central.size() >= central_size && number_at(central, 0, 4) == central_mark) {
        const auto name_size = static_cast<std::size_t>(number_at(central, 28, 2));
        if (name_size > longest_name || central.size() < central_size + name_size) break;
        ZipEntry entry;
        entry.crc = static_cast<std::uint32_t>(number_at(central, 16, 4));
        entry.size = static_cast<std::uint32_t>(number_at(central, 24, 4));
        entry.offset = static_cast<std::uint32_t>(number_at(central, 42, 4));
        const auto name = central.subspan(central_size, name_size);
        entry.name.assign(name.begin(), name.end());
        entries.push_back(std::move(entry));
        central = central.subspan(central_size + name_size);
    }
    return entries;
}

}  // namespace

base::Expected<ZipWriter, Failure> ZipWriter::create(const fs::path& file) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out) return base::fail(Failure{FailureClass::world, file.string(), "open", std::strerror(errno)});
    return ZipWriter(file, std::move(out));
}

base::Expected<void, Failure> ZipWriter::put(base::Bytes data) {
    out_.write(reinterpret_cast<const char*>(data.data()), static_cast<std::streamsize>(data.size()));
    if (!out_) return base::fail(Failure{FailureClass::world, path_.string(), "write", std::strerror(errno)});
    written_ += data.size();
    return {};
}

base::Expected<void, Failure> ZipWriter::add(const std::string& name, base::Bytes data) {
    if (written_ + local_size + name.size() + data.size() > std::numeric_limits<std::uint32_t>::max() ||
        entries_.size() + 1 >= std::numeric_limits<std::uint16_t>::max()) {
        return base::fail(Failure{FailureClass::bad_input, path_.string(), name,
                                  "would not fit; a package holds at most 4 GiB and 65,534 files"});
    }
    const ZipEntry entry{name, crc32(data), static_cast<std::uint32_t>(data.size()),
                         static_cast<std::uint32_t>(written_)};
    if (auto header = put(local_header(entry)); !header) return header;
    entries_.push_back(entry);
    return put(data);
}

base::Expected<void, Failure> ZipWriter::finish() {
    if (auto ended = put(directory(entries_, written_)); !ended) return ended;
    out_.close();
    const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = out_ && descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!synced) return base::fail(Failure{FailureClass::world, path_.string(), "sync", std::strerror(errno)});
    return {};
}

base::Expected<ZipReader, Failure> ZipReader::open(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        return base::fail(Failure{FailureClass::bad_input, file.string(), "", "no such file; expected a package"});
    }
    const std::uint64_t size = fs::file_size(file, error);
    std::ifstream in(file, std::ios::binary);
    const auto end = size < end_size ? std::nullopt : bytes_at(in, size - end_size, end_size);
    if (!end || number_at(*end, 0, 4) != end_mark) return broken(file, "end", "is cut off or no package");
    const std::uint64_t central_bytes = number_at(*end, 12, 4);
    const std::uint64_t central_offset = number_at(*end, 16, 4);
    if (central_offset + central_bytes + end_size != size) return broken(file, "end", "is cut off or was added to");
    const auto central = bytes_at(in, central_offset, central_bytes + end_size);
    if (!central) return broken(file, "directory", "can't be read");
    std::vector<ZipEntry> entries = entries_of(*central);
    if (directory(entries, central_offset) != *central) return broken(file, "directory", "was altered");
    std::uint64_t place = 0;
    std::set<std::string> names;
    for (const ZipEntry& entry : entries) {
        const auto header = local_header(entry);
        if (entry.offset != place || !is_plain(entry.name) || !names.insert(entry.name).second ||
            bytes_at(in, place, header.size()) != std::optional(header)) {
            return broken(file, entry.name, "its header was altered");
        }
        place += header.size() + entry.size;
        if (place > central_offset) return broken(file, entry.name, "reaches into the directory");
    }
    if (place != central_offset) return broken(file, "byte " + std::to_string(place), "belongs to no entry");
    return ZipReader(file, std::move(in), std::move(entries));
}

const ZipEntry* ZipReader::find(const std::string& name) const {
    const auto found = std::ranges::find(entries_, name, &ZipEntry::name);
    return found == entries_.end() ? nullptr : &*found;
}

base::Expected<std::vector<std::uint8_t>, Failure> ZipReader::read(const std::string& name) {
    const ZipEntry* entry = find(name);
    if (entry == nullptr) return broken(path_, name, "is not in the package");
    auto bytes = bytes_at(in_, entry->offset + local_size + entry->name.size(), entry->size);
    if (!bytes || crc32(*bytes) != entry->crc) return broken(path_, name, "its bytes were altered");
    return std::move(*bytes);
}

}  // namespace kiemphieu::station
