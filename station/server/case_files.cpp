#include "station/server/case_files.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace kiemphieu::station::server {
namespace {

namespace fs = std::filesystem;

/// Folders of documents. Keys, images, accounts and the record are no documents.
constexpr std::array<std::string_view, 6> folders{"ballots", "forms", "minutes", "rehearsal", "calibration", "exports"};

std::string utc_text(fs::file_time_type time) {
    const auto seconds = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::file_clock::to_sys(time));
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
}

bool is_document(const fs::directory_entry& entry) {
    std::error_code error;
    const std::string name = entry.path().filename().string();
    // A link could lead anywhere; what is being written is not whole; a deck's truth is not for those who scan it.
    return entry.is_regular_file(error) && !entry.is_symlink(error) && !name.starts_with(".") &&
           name.find(".part") == std::string::npos && !name.ends_with(".sealed") &&
           !(entry.path().extension() == ".json" && entry.path().parent_path().filename() != "minutes");
}

base::Expected<fs::path, base::Failure> free_name(const fs::path& folder, const std::string& stem,
                                                  const std::string& extension) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return base::fail(base::Failure{base::FailureClass::world, folder.string(), "", error.message()});
    for (int n = 1;; ++n) {
        fs::path file = folder / fmt::format("{}-{:03}{}", stem, n, extension);
        if (!fs::exists(file, error)) return file;
    }
}

}  // namespace

std::vector<CaseFile> case_files(const LiveCase& live) {
    std::vector<CaseFile> files;
    std::error_code error;
    for (const std::string_view folder : folders) {
        for (const auto& entry : fs::directory_iterator(live.path() / folder, error)) {
            if (!is_document(entry)) continue;
            files.push_back(
                {name_of_file(live, entry.path()), entry.file_size(error), utc_text(entry.last_write_time(error))});
        }
    }
    std::ranges::sort(files, [](const CaseFile& a, const CaseFile& b) {
        return a.time != b.time ? a.time > b.time : a.name < b.name;
    });
    return files;
}

std::optional<fs::path> find_case_file(const LiveCase& live, const std::string& name) {
    // Looked up in the list of what there is, so that no way of writing a name leads out of it.
    for (const CaseFile& file : case_files(live)) {
        if (file.name == name) return live.path() / name;
    }
    return std::nullopt;
}

std::string name_of_file(const LiveCase& live, const fs::path& file) {
    return file.lexically_relative(live.path()).generic_string();
}

std::string type_of_file(const fs::path& file) {
    const std::string extension = file.extension().string();
    if (extension == ".pdf") return "application/pdf";
    return "application/octet-stream";
}

std::string percent_encoded(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return out;
}

base::Expected<fs::path, base::Failure> form_file(const fs::path& case_folder, const std::string& kind) {
    return free_name(case_folder / "forms", kind, ".pdf");
}

base::Expected<fs::path, base::Failure> export_file(const fs::path& case_folder) {
    return free_name(case_folder / "exports", "bang-chung", ".zip");
}

}  // namespace kiemphieu::station::server
