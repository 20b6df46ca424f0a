#pragma once
// The papers that come out of a count, and the check that anyone can repeat.

#include <filesystem>
#include <vector>

#include "forms/print/page_flow.hpp"
#include "station/case/case_folder.hpp"
#include "station/pipeline/read_files.hpp"

namespace kiemphieu::station {

/// A file made from a case, and where people sign it.
struct MadeFile {
    std::filesystem::path path;
    std::vector<forms::NamedPlace> places;  ///< none of a table
};

/// Writes Phụ lục 5 and three copies of the counting minutes of every style (PDF), the results (CSV) and the tally
/// (JSON) into a folder and logs their digests. As long as the count is not confirmed they say on every page that they
/// are a draft, and are not logged. Returns the files written. Errors: world; bad_input.
[[nodiscard]] base::Expected<std::vector<MadeFile>, base::Failure> write_minutes(CaseFolder& folder,
                                                                                 const std::filesystem::path& out);

/// What a recount from the stored images found.
struct Recount {
    VerifyReport record;
    std::vector<base::Failure> faults;  ///< acts the definition does not allow, images that read otherwise today
    std::size_t sides_read{};

    bool holds() const { return record.holds() && faults.empty(); }
};

/// Checks the chain, every image and every act, then reads all images again and compares with the recorded readings.
/// Errors: world; bad_input; broken_evidence when the record can't even be opened.
[[nodiscard]] base::Expected<Recount, base::Failure> recount(
    const std::filesystem::path& case_folder, const std::function<void(std::size_t, std::size_t)>& progress = {});

}  // namespace kiemphieu::station
