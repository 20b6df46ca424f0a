#pragma once
// Reads the sheet's code: the QR with its retries, else the readable line by OCR, proven by its check character and
// tag.

#include <optional>
#include <variant>
#include <vector>

#include "base/hash.hpp"
#include "base/page_image.hpp"
#include "forms/code.hpp"
#include "forms/layout.hpp"
#include "omr/debug_pictures.hpp"
#include "omr/registration.hpp"

namespace kiemphieu::omr {

/// A page whose code was read; `pose` is the one of the candidates that it confirmed.
struct IdentifiedPage {
    forms::SheetCode code;
    std::optional<bool> authentic;  ///< nothing without a key
    bool by_ocr{false};
    CoarsePose pose;
};

/// No code of ours could be read.
struct NoCode {};

/// Tries the poses in turn; with no pose, or none that reads, looks for the QR on the whole page and takes the pose
/// from it. All layouts share the places of marks and code. A code of another conference or layout is returned as well:
/// it is the caller who knows what belongs to the count. A QR whose tag does not hold is returned as not authentic. A
/// readable line is accepted only with the key, since a check character alone is no proof: style and layout are those
/// for which the tag holds. May be called from many threads at once.
std::variant<IdentifiedPage, NoCode> identify_page(const base::GrayView& scan, const std::vector<CoarsePose>& poses,
                                                   const std::vector<forms::BallotLayout>& layouts,
                                                   const std::optional<base::SecretKey>& key, DebugPictures& debug);

}  // namespace kiemphieu::omr
