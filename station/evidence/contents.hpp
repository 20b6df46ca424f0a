#pragma once
// What a package tells of a record: its sheets and decisions, in an order that says nothing of the order of scanning.
// docs/formats/evidence.md has the lines; docs/adr/0022 says why.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "station/review/count.hpp"

namespace kiemphieu::station {

/// Lines of JSON, each list sorted by what stands in it.
struct Contents {
    std::vector<std::string> sheets;     ///< a reading each, with the digest of its image in the package
    std::vector<std::string> decisions;  ///< rulings, entries by hand, answers and withdrawals, by item
    std::vector<std::string> printings;  ///< serials hashed with a salt
    bool operator==(const Contents&) const = default;

    /// Stands for all of it. The record's `exported` event has it.
    base::Digest root() const;
};

/// Digests of the images as they stand in the package, by sheet.
using ImageNames = std::map<SheetKey, base::Digest>;

Contents make_contents(const CaseDefinition& definition, const CaseState& state, const ImageNames& images,
                       const base::Digest& salt);

/// The salt of a case's serials: the same at every export, and unlike any other case's.
base::Digest serial_salt(const base::Digest& first_event);

/// A package's contents, read back.
struct OpenedContents {
    std::vector<AcceptedSheet>
        sheets;  ///< keys are of the package's images; batches tell copies of one paper apart only
    std::vector<AcceptedSheet> aside;  ///< of batches that were set aside
    std::vector<LoggedRuling> rulings;
    std::vector<LoggedAnswer> answers;
    std::vector<LoggedWithdrawal> withdrawals;
    /// Serials that no sheet and no decision names stay unknown; a number made of the hash stands for each of them.
    std::vector<Printed> printings;
};

/// Errors: broken_evidence naming list and line.
[[nodiscard]] base::Expected<OpenedContents, base::Failure> open_contents(const Contents& contents);

}  // namespace kiemphieu::station
