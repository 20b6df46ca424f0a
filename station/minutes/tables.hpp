#pragma once
// The results as tables for spreadsheets and other people's programs. docs/formats/results.md specifies them.

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"
#include "station/rules/judge.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station {

/// What a table says of where it comes from.
struct TableOrigin {
    Finality finality{Finality::provisional};
    std::string as_of;     ///< UTC, as 2023-12-15T08:30:00.123Z: the confirmation, or the record's last event
    std::string software;  ///< program and version
    bool operator==(const TableOrigin&) const = default;
};

/// All styles' results: UTF-8 with BOM, semicolons, CRLF, decimal comma. Source: plan II.6.3.
std::string results_csv(const Tally& tally, Finality finality);

/// Writes all styles' results as a workbook, a sheet and a chart for each; the same case gives the same bytes.
/// Errors: world.
[[nodiscard]] base::Expected<void, base::Failure> write_results_xlsx(const forms::Conference& conference,
                                                                     const Tally& tally, const TableOrigin& origin,
                                                                     const std::filesystem::path& path);

/// Every ballot as it counts, in the common data format of cast vote records (JSON). The records are sorted by
/// what they say and bear no serial: neither the order of scanning nor a paper can be told from them.
/// Source: NIST SP 1500-103, version 1.0.
std::string cast_vote_records(const forms::Conference& conference, const Judgement& judgement,
                              base::ConferenceId conference_id, const TableOrigin& origin);

}  // namespace kiemphieu::station
