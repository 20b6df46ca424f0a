#pragma once
// Looks at what a unit sent in: verified figures, or why it is refused.

#include <filesystem>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/rollup/register.hpp"
#include "station/rollup/submission.hpp"
#include "station/signing/cms_check.hpp"

namespace kiemphieu::station::rollup {

struct ExamineOptions {
    const Register& units;
    Trust trust{};                         ///< for signatures; a report is refused without any
    std::vector<std::string> passphrases;  ///< tried in turn on what is encrypted
    forms::Date day;                       ///< when the board received it
    int jobs{1};                           ///< threads for one package's images
};

/// A file that was examined before.
struct Known {
    base::Digest digest{};
};

using Examined = std::variant<Submission, Refusal, Known>;
/// Whether a file, by its digest in the clear, need not be looked at again.
using IsKnown = std::function<bool(const base::Digest&)>;

/// An evidence package is checked as `verify PACKAGE` does, a signed report as `verify` checks documents; both may be
/// encrypted. Errors: world; what is wrong with the file is a refusal.
[[nodiscard]] base::Expected<Examined, base::Failure> examine(const std::filesystem::path& file,
                                                              const ExamineOptions& options, const IsKnown& is_known);

/// The unit an organisation is in the register; of several of one name the one that votes on this day.
/// Errors: what is wrong, a sentence.
[[nodiscard]] base::Expected<const Unit*, std::string> unit_named(const Register& units,
                                                                  const std::string& organisation,
                                                                  const forms::Date& vote_day);

}  // namespace kiemphieu::station::rollup
