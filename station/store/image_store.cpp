#include "station/store/image_store.hpp"

#include <array>
#include <string_view>

#include "base/file.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

constexpr std::array<std::string_view, 5> extensions{".jpg", ".png", ".tif", ".pdf", ".bin"};

bool starts_with(base::Bytes image, std::string_view magic) {
    return image.size() >= magic.size() &&
           std::equal(magic.begin(), magic.end(), image.begin(),
                      [](char c, std::uint8_t byte) { return static_cast<std::uint8_t>(c) == byte; });
}

/// By the bytes, not by the name it came with, so that the same image always has the same name here.
std::string_view extension_of(base::Bytes image) {
    if (starts_with(image, "\xFF\xD8\xFF")) return ".jpg";
    if (starts_with(image, "\x89PNG")) return ".png";
    if (starts_with(image, "II*") || starts_with(image, "MM")) return ".tif";
    if (starts_with(image, "%PDF")) return ".pdf";
    return ".bin";
}

}  // namespace

base::Expected<void, Failure> ImageStore::put(const base::Digest& digest, base::Bytes image,
                                              const fs::path& spooled) const {
    if (find(digest)) return check(digest);
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) return base::fail(Failure{FailureClass::world, folder_.string(), "", error.message()});
    const fs::path name = folder_ / (base::to_hex(digest) + std::string{extension_of(image)});
    if (!spooled.empty()) {
        const auto linked = base::link_file_durably(spooled, name);
        if (!linked) return base::fail(linked.error());
        if (*linked) return {};
    }
    return base::write_file_durably(name, image);
}

base::Expected<fs::path, Failure> ImageStore::find(const base::Digest& digest) const {
    std::error_code error;
    for (const std::string_view extension : extensions) {
        fs::path path = folder_ / (base::to_hex(digest) + std::string{extension});
        if (fs::is_regular_file(path, error)) return path;
    }
    return base::fail(Failure{FailureClass::broken_evidence, (folder_ / base::to_hex(digest)).string(), "",
                              "the image of an accepted sheet is missing"});
}

base::Expected<void, Failure> ImageStore::check(const base::Digest& digest) const {
    const auto path = find(digest);
    if (!path) return base::fail(path.error());
    const auto bytes = base::read_file(*path);
    if (!bytes) return base::fail(bytes.error());
    if (base::sha256(*bytes) != digest) {
        return base::fail(Failure{FailureClass::broken_evidence, path->string(), "",
                                  "the image was altered: its bytes do not have the digest it is named by"});
    }
    return {};
}

std::size_t ImageStore::count() const {
    std::size_t images = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        if (entry.path().filename().string().find(".part") == std::string::npos) ++images;
    }
    return images;
}

}  // namespace kiemphieu::station
