#pragma once
// The check of a case that anyone can repeat: every byte, every image, every document.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "station/signing/cms_check.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

/// What a recount from the stored images found.
struct Recount {
    VerifyReport record;
    std::vector<base::Failure> faults;  ///< acts the definition does not allow, images that read otherwise today,
                                        ///< documents that say something else or whose signatures do not hold
    std::size_t sides_read{};
    std::size_t documents{};   ///< that lie in the case
    std::size_t signatures{};  ///< on them

    bool holds() const { return record.holds() && faults.empty(); }
};

struct RecountOptions {
    int jobs{0};    ///< threads that read images; 0 takes one a core
    Trust trust{};  ///< for the signatures on documents
};

/// How many sides were read again, and of how many. Called from one thread at a time.
using RecountProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Checks the chain, every image and every act, then reads all images again and compares with the recorded readings,
/// and compares the documents that lie in CASE/minutes/.
/// Errors: world; bad_input; broken_evidence when the record can't even be opened.
[[nodiscard]] base::Expected<Recount, base::Failure> recount(const std::filesystem::path& case_folder,
                                                             const RecountOptions& options = {},
                                                             const RecountProgress& progress = {});

/// The same with one thread a core and nobody trusted.
[[nodiscard]] inline base::Expected<Recount, base::Failure> recount(const std::filesystem::path& case_folder,
                                                                    const RecountProgress& progress) {
    return recount(case_folder, {}, progress);
}

}  // namespace kiemphieu::station
