#pragma once
// Every signature of a PDF, and whether it holds for the document as it lies here.

#include <string>
#include <vector>

#include "station/signing/cms_check.hpp"

namespace kiemphieu::station {

struct PdfSignature {
    std::string field;
    std::string claimed;  ///< the time its dictionary tells, as PDF writes it
    std::size_t end{};    ///< of the revision it covers, in bytes
    CmsCheck check;
};

struct PdfSignatures {
    std::vector<PdfSignature> signatures;  ///< in the order they were made
    std::vector<base::Failure> faults;     ///< broken_evidence, naming signature or object; none when all hold

    bool holds() const { return faults.empty(); }
};

/// Checks all signatures, that each covers all that lay there when it was made, that the last covers the whole file,
/// that what was added after a signature is further signatures only, and that none of them shows over what is printed
/// or over another. A PDF without any does not hold.
PdfSignatures verify_pdf(base::Bytes pdf, const std::string& file, const Trust& trust);

/// What a later state of a document says otherwise than an earlier one, further signatures aside; a sentence each.
/// Errors: none; what can't be read is told as a change.
std::vector<std::string> changes_beyond_signatures(base::Bytes earlier, base::Bytes later);

/// What a signature's place in the file holds: "<hex>" of one case, the signature, then zeros only.
/// Nothing for anything else. Source: ISO 32000-1, 12.8.3.3.
std::optional<std::vector<std::uint8_t>> signature_in_gap(base::Bytes gap);

}  // namespace kiemphieu::station
