#pragma once
// The demo's conference hall: simulated voters mark the printed ballots, a simulated office scanner scans the box.

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "forms/layout.hpp"
#include "station/rules/verdict.hpp"

namespace kiemphieu::station::cli {

/// What a paper in the box really is.
enum class PaperKind {
    genuine,
    forged,     ///< looks like ours, its code proven by another key
    photocopy,  ///< a ballot of ours once more
    torn,       ///< genuine, its code torn off: no machine can tell what it is
};

/// The truth of one scanned page.
struct PaperTruth {
    base::Digest image{};  ///< of the scan's file
    PaperKind kind{PaperKind::genuine};
    base::StyleId style;
    base::Serial serial;
    int page{};
    std::map<int, RowVerdict> rows;  ///< what the voter meant, by the candidate's number
    bool has_added_name{false};
};

/// Ballots of one style on the day.
struct BallotBox {
    const forms::BallotLayout* layout{};
    std::vector<base::Serial> serials;  ///< printed for voters, one each
};

struct Hall {
    std::vector<std::filesystem::path> scans;  ///< in the order the box was scanned
    std::vector<PaperTruth> papers;            ///< of the same places
};

/// Lets every voter mark a ballot of every style and scans all papers into a folder. In the first style somebody keeps
/// his ballot and a forged one comes in its place; in the second a photocopy does. Some leave rows blank, mark two
/// boxes, strike a name, add a name; one sheet is torn. Errors: world when a scan can't be written or a font is
/// missing.
[[nodiscard]] base::Expected<Hall, base::Failure> hold_vote(const std::vector<BallotBox>& boxes,
                                                            const base::SecretKey& key,
                                                            const std::filesystem::path& scans, std::uint64_t seed,
                                                            const std::function<void(std::size_t)>& progress);

/// How many pages hold_vote will scan.
std::size_t pages_to_scan(const std::vector<BallotBox>& boxes);

}  // namespace kiemphieu::station::cli
