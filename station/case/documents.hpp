#pragma once
// The papers that come out of a count.

#include <filesystem>
#include <optional>
#include <vector>

#include "forms/print/page_flow.hpp"
#include "station/case/case_folder.hpp"
#include "station/case/recount.hpp"

namespace kiemphieu::station {

enum class PaperKind { report, counting_minutes, table };

/// A file made from a case, and where people sign it.
struct MadeFile {
    std::filesystem::path path;
    PaperKind kind{PaperKind::table};
    std::vector<forms::NamedPlace> places;  ///< none of a table
};

/// Writes Phụ lục 5 and three copies of the counting minutes of every style (PDF), the results (CSV) and the tally
/// (JSON) into a folder and logs their digests. As long as the count is not confirmed they say on every page that they
/// are a draft, and are not logged. A document that is signed already is put there as it was signed, and never written
/// over. Returns the files written. Errors: world; bad_input when another document signed lies under a name;
/// broken_evidence when a signed one was altered.
[[nodiscard]] base::Expected<std::vector<MadeFile>, base::Failure> write_minutes(CaseFolder& folder,
                                                                                 const std::filesystem::path& out);

/// Where the case keeps the documents that were signed: they go into the evidence from here.
std::filesystem::path kept_documents(const CaseFolder& folder);

}  // namespace kiemphieu::station
