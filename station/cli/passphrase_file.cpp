#include "station/cli/passphrase_file.hpp"

#include <iostream>

#include "base/file.hpp"

namespace kiemphieu::station::cli {

base::Expected<std::string, base::Failure> read_passphrase(const std::string& file) {
    std::string line;
    if (file == "-") {
        std::getline(std::cin, line);
    } else {
        const auto text = base::read_text_file(file);
        if (!text) return tl::unexpected(text.error());
        line = text->substr(0, text->find('\n'));
    }
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) {
        return base::fail(
            base::Failure{base::FailureClass::bad_input, file, "--passphrase-file", "is empty; expected a passphrase"});
    }
    return line;
}

}  // namespace kiemphieu::station::cli
