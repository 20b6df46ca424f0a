#pragma once
// The check of an evidence package: with only the package and this program, on another machine.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/evidence/document_check.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station {

/// The links of the chain of evidence, in the order they are checked.
enum class PackageLink {
    file,        ///< the zip is whole and has no byte that belongs to nothing
    manifest,    ///< signed, and every file is as it says
    chain,       ///< every event follows the one before and is signed by the case's key
    contents,    ///< sheets, decisions and printings are those the record's last event vouches for
    definition,  ///< conference, layouts and key are those the case was made from
    images,      ///< every sheet has its image, every image its sheet
    readings,    ///< every image reads today as it was read
    acts,        ///< every decision was its person's to make; what was confirmed is what was counted
    tally,       ///< the count made again gives the same figures
    documents,   ///< reports and minutes say these figures, are those the record knows, and their signatures hold
};

struct PackageCheck {
    enum class Outcome { holds, broken, not_done };
    PackageLink link{PackageLink::file};
    Outcome outcome{Outcome::not_done};
    std::vector<base::Failure> faults;  ///< class broken_evidence
    std::string detail;                 ///< what was looked at: "41 events"
    std::string detail_vi;              ///< the same in Vietnamese
};

struct PackageReport {
    std::vector<PackageCheck> checks;  ///< one a link
    std::string conference;            ///< 16 hex digits
    std::string organisation;
    std::string software;     ///< the program that made the package
    std::string fingerprint;  ///< of the event before the export; minutes print the confirmation's
    Finality finality{Finality::provisional};
    std::string confirmation;                     ///< hash of the confirmation that made the count final, as hex
    std::optional<forms::Conference> definition;  ///< once its link holds
    std::optional<Tally> tally;                   ///< once it was made again
    std::vector<SignatureFound> signatures;       ///< on the documents

    bool holds() const;
    /// The first link that does not hold; nothing when all do.
    const PackageCheck* first_broken() const;
};

std::string_view name_of(PackageLink link);

struct PackageOptions {
    int jobs{0};  ///< threads that read images; 0 takes one a core
    std::string
        fingerprint;  ///< beginning of a hash that the record must have had, as minutes print it; any when empty
    Trust trust{};    ///< for the signatures on documents
};

using VerifyProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Checks a package. What does not hold is in the report.
/// Errors: bad_input when there is no such file; world when fonts or pdftotext are missing, or no file can be written
/// to the temporary folder.
[[nodiscard]] base::Expected<PackageReport, base::Failure> verify_package(const std::filesystem::path& file,
                                                                          const PackageOptions& options = {},
                                                                          const VerifyProgress& progress = {});

}  // namespace kiemphieu::station
