#pragma once
// The documents of a case that browsers may have: nothing but what was made for people.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "station/server/live_case.hpp"

namespace kiemphieu::station::server {

struct CaseFile {
    std::string name;  ///< as /api/files takes it: "minutes/bao-cao-A.pdf"
    std::uintmax_t bytes{};
    std::string time;  ///< UTC
};

/// Everything in the folders of documents, newest first.
std::vector<CaseFile> case_files(const LiveCase& live);
/// The file of that name; nothing when it is none of them, however the name is written.
std::optional<std::filesystem::path> find_case_file(const LiveCase& live, const std::string& name);
std::string name_of_file(const LiveCase& live, const std::filesystem::path& file);
std::string type_of_file(const std::filesystem::path& file);
/// Source: RFC 5987.
std::string percent_encoded(const std::string& text);

/// A name in CASE/forms/ that no file has yet. Errors: world.
[[nodiscard]] base::Expected<std::filesystem::path, base::Failure> form_file(const std::filesystem::path& case_folder,
                                                                             const std::string& kind);
/// The same in CASE/exports/. Errors: world.
[[nodiscard]] base::Expected<std::filesystem::path, base::Failure> export_file(
    const std::filesystem::path& case_folder);

}  // namespace kiemphieu::station::server
