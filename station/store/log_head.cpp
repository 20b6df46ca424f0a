#include "station/store/log_head.hpp"

#include <sstream>

#include "base/file.hpp"
#include "base/ids.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

std::string to_text(const LogHead& head) {
    return std::to_string(head.number) + " " + base::to_hex(head.hash) + "\n";
}

}  // namespace

base::Expected<std::optional<LogHead>, Failure> read_head(const fs::path& case_folder) {
    const fs::path file = case_folder / "record.head";
    std::error_code error;
    if (!fs::exists(file, error)) return std::optional<LogHead>{};
    const auto text = base::read_text_file(file);
    if (!text) return base::fail(text.error());
    std::istringstream in(*text);
    LogHead head;
    std::string hash;
    if (!(in >> head.number >> hash) || !base::parse_hex(hash, head.hash) || *text != to_text(head)) {
        return base::fail(Failure{FailureClass::broken_evidence, file.string(), "", "is not a number and a hash"});
    }
    return head;
}

base::Expected<void, Failure> write_head(const fs::path& case_folder, const LogHead& head) {
    return base::write_file_durably(case_folder / "record.head", base::as_bytes(to_text(head)));
}

fs::path database_file(const fs::path& case_folder) {
    return case_folder / "record.sqlite";
}
fs::path signing_key_file(const fs::path& case_folder) {
    return case_folder / "keys" / "record.key";
}
fs::path seal_file(const fs::path& case_folder) {
    return case_folder / "record.seal";
}
fs::path image_folder(const fs::path& case_folder) {
    return case_folder / "images";
}

}  // namespace kiemphieu::station
