#include "scanner/file_list.hpp"

#include <algorithm>
#include <array>

namespace kiemphieu::scanner {

namespace {

namespace fs = std::filesystem;

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_scan(const fs::path& path) {
    constexpr std::array<const char*, 6> suffixes{".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf"};
    const std::string name = path.filename().string();
    if (name.empty() || name.front() == '.') return false;
    std::string suffix = path.extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), lower);
    return std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
}

/// The run of digits at `at`, without leading zeros; moves `at` behind it.
std::string number_at(const std::string& text, std::size_t& at) {
    std::string digits;
    for (; at < text.size() && is_digit(text[at]); ++at) {
        if (!digits.empty() || text[at] != '0') digits += text[at];
    }
    return digits;
}

}  // namespace

bool comes_before(const std::string& a, const std::string& b) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            const std::string left = number_at(a, i);
            const std::string right = number_at(b, j);
            if (left.size() != right.size()) return left.size() < right.size();
            if (left != right) return left < right;
        } else {
            if (lower(a[i]) != lower(b[j])) return lower(a[i]) < lower(b[j]);
            ++i;
            ++j;
        }
    }
    if (i < a.size() || j < b.size()) return j < b.size();
    return a < b;  // the same but for zeros or capitals: any order, but always the same
}

base::Expected<std::vector<fs::path>, base::Failure> expand_paths(const std::vector<std::string>& paths) {
    std::vector<fs::path> out;
    for (const std::string& given : paths) {
        std::error_code error;
        const fs::file_status status = fs::status(given, error);
        if (!fs::exists(status)) {
            return base::fail(
                base::Failure{base::FailureClass::bad_input, given, "", "no such file or folder; expected scans"});
        }
        if (!fs::is_directory(status)) {
            out.emplace_back(given);
            continue;
        }
        std::vector<fs::path> found;
        for (fs::directory_iterator entry(given, error), end; !error && entry != end; entry.increment(error)) {
            if (entry->is_regular_file(error) && is_scan(entry->path())) found.push_back(entry->path());
            error.clear();
        }
        if (error)
            return base::fail(
                base::Failure{base::FailureClass::world, given, "", "can't read the folder: " + error.message()});
        std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) {
            return comes_before(a.filename().string(), b.filename().string());
        });
        out.insert(out.end(), found.begin(), found.end());
    }
    return out;
}

}  // namespace kiemphieu::scanner
