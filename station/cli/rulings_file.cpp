#include "station/cli/rulings_file.hpp"

#include <sstream>

#include <fmt/format.h>

#include "base/file.hpp"
#include "station/store/ruling_json.hpp"

namespace kiemphieu::station::cli {

base::Expected<std::vector<RulingGiven>, base::Failure> rulings_from_file(const std::string& file,
                                                                          const std::string& who,
                                                                          const std::string& why) {
    const auto text = base::read_text_file(file);
    if (!text) return tl::unexpected(text.error());
    std::vector<RulingGiven> out;
    std::istringstream lines(*text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto ruling = ruling_from_json(line);
        if (!ruling) {
            return base::fail(base::Failure{
                base::FailureClass::bad_input, file,
                fmt::format("line {}{}", number, ruling.error().place.empty() ? "" : ", " + ruling.error().place),
                ruling.error().message});
        }
        if (ruling->who.empty()) ruling->who = who;
        if (ruling->why.empty()) ruling->why = why;
        out.push_back(std::move(*ruling));
    }
    return out;
}

}  // namespace kiemphieu::station::cli
