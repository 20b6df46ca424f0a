#pragma once
// All images of a package read again, on all cores.

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
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

struct ReadAgain {
    std::vector<base::Failure>
        differing;  ///< what reads otherwise today than the package says, in the order of the sheets
    /// Sheets whose code is ruined and was proven from what is printed under it: that takes the key, which a package
    /// has once its count is confirmed.
    std::size_t not_yet_readable{};
    bool proven{};  ///< the key was there

    /// What is said of so many sheets, in English and Vietnamese.
    std::pair<std::string, std::string> told(std::size_t sheets) const;
};

/// Errors: world.
[[nodiscard]] base::Expected<ReadAgain, base::Failure> read_images_again(const PackedImages& images,
                                                                         std::span<const AcceptedSheet> sheets,
                                                                         int jobs, const VerifyProgress& progress);

}  // namespace kiemphieu::station
