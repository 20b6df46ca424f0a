#pragma once
// The station's refusals in Vietnamese, and the status each is told with.

#include <string>

namespace kiemphieu::station::server {

struct Translation {
    std::string vietnamese;
    std::string code{"bad_input"};
    int status{400};  ///< 409 where not the words are wrong but the count does not stand so
};

/// By the words of the English message; one that is not known is told as not accepted.
Translation translate(const std::string& english);

}  // namespace kiemphieu::station::server
