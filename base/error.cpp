#include "base/error.hpp"

namespace kiemphieu::base {

std::string to_string(const Failure& failure) {
    std::string line;
    for (const std::string* part : {&failure.file, &failure.place}) {
        if (!part->empty()) line += *part + ": ";
    }
    return line + failure.message;
}

}  // namespace kiemphieu::base
