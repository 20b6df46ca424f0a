#pragma once
// Printing ballots: random serials in shuffled order, and the PDF that goes to the printer.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "forms/code.hpp"
#include "forms/layout.hpp"

namespace kiemphieu::forms {

/// The serials of one printing, in the order they leave the printer.
struct PrintRun {
    base::StyleId style;
    BallotKind kind{BallotKind::official};
    std::vector<base::Serial> serials;
    bool operator==(const PrintRun&) const = default;
};

/// Draws `count` distinct serials under the case's key from a seed (32 random bytes unless a test fixes them).
/// A serial tells nothing about its place in the stack: it is a keyed hash, and the order is shuffled.
PrintRun make_print_run(const BallotLayout& layout, BallotKind kind, int count, const base::Digest& seed,
                        const base::SecretKey& key);

/// Writes all ballots of a run as one PDF, sheets of a ballot together; the same input gives the same bytes.
/// Errors: world when the file can't be written or a font is missing.
[[nodiscard]] base::Expected<void, base::Failure> print_ballots(const BallotLayout& layout, const PrintRun& run,
                                                                const base::SecretKey& key,
                                                                const std::filesystem::path& pdf_path);

}  // namespace kiemphieu::forms
