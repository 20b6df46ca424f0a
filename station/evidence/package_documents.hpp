#pragma once
// The documents of a package against its record and its tally.

#include <span>
#include <string>
#include <vector>

#include "station/evidence/zip_file.hpp"
#include "station/store/event.hpp"

namespace kiemphieu::station {

struct DocumentsCheck {
    std::vector<base::Failure> faults;
    std::string detail;
    std::string detail_vi;
    std::size_t looked_at{};  ///< documents
};

/// Checks that every report is one the record knows, with nothing but signatures added, bears the hash of one of its
/// events, and says the tally's figures. `hashes` are the chain's. Errors: world.
[[nodiscard]] base::Expected<DocumentsCheck, base::Failure> check_package_documents(
    ZipReader& zip, std::span<const MinutesMade> minutes, std::span<const std::string> hashes, const Tally& tally,
    Finality finality);

}  // namespace kiemphieu::station
