#pragma once
// All images of a package read again, on all cores.

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "forms/layout.hpp"
#include "station/evidence/verify_package.hpp"
#include "station/rules/judge.hpp"

namespace kiemphieu::station {

struct PackedImages {
    std::filesystem::path package;
    const std::vector<forms::BallotLayout>& layouts;
    std::optional<base::SecretKey> key;                ///< without it codes are read but not proven
    const std::map<base::Digest, std::string>& names;  ///< of each image in the package
    forms::SealRule seal{forms::SealRule::ignore};
};

/// What reads otherwise today than the package says, a failure each, in the order of the sheets. Errors: world.
[[nodiscard]] base::Expected<std::vector<base::Failure>, base::Failure> read_images_again(
    const PackedImages& images, std::span<const AcceptedSheet> sheets, int jobs, const VerifyProgress& progress);

}  // namespace kiemphieu::station
