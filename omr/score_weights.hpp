#pragma once
// The text of omr/score_model.txt, made part of the program when the build is configured.

#include <string_view>

namespace kiemphieu::omr {

extern const std::string_view score_weights;

}  // namespace kiemphieu::omr
