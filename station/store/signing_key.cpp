#include "station/store/signing_key.hpp"

#include "base/file.hpp"
#include "station/store/log_head.hpp"

namespace kiemphieu::station {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

base::Expected<base::SigningKey, Failure> make_signing_key(const fs::path& case_folder) {
    const auto there = read_signing_key(case_folder);
    if (!there) return base::fail(there.error());
    if (*there) return **there;
    const fs::path file = signing_key_file(case_folder);
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    base::SecretKey seed{};
    base::random_bytes(seed);
    if (auto written = base::write_file_durably(file, base::as_bytes(base::to_hex(seed) + "\n")); !written) {
        return base::fail(written.error());
    }
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return base::fail(Failure{FailureClass::world, file.string(), "", error.message()});
    return base::SigningKey(seed);
}

base::Expected<std::optional<base::SigningKey>, Failure> read_signing_key(const fs::path& case_folder) {
    const fs::path file = signing_key_file(case_folder);
    std::error_code error;
    if (!fs::exists(file, error)) return std::optional<base::SigningKey>{};
    const auto text = base::read_text_file(file);
    if (!text) return base::fail(text.error());
    base::SecretKey seed{};
    const std::string digits = text->substr(0, text->find('\n'));
    if (!base::parse_hex(digits, seed) || *text != base::to_hex(seed) + "\n") {
        return base::fail(Failure{FailureClass::bad_input, file.string(), "",
                                  "no key; expected 64 lower-case hex digits and a line end"});
    }
    return std::optional(base::SigningKey(seed));
}

}  // namespace kiemphieu::station
