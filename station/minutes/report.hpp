#pragma once
// Báo cáo kết quả phiếu tín nhiệm (Phụ lục 5), one document a ballot style.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"
#include "forms/print/page_flow.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station {

/// A time of the day, by the station's clock in local time.
struct ClockTime {
    int hour{};
    int minute{};
    bool operator==(const ClockTime&) const = default;
};

/// What the report says beyond the definition and the figures.
struct ReportContext {
    Finality finality{Finality::provisional};
    int pending_items{};             ///< what still waits for people; told on a draft
    std::optional<ClockTime> from;   ///< the count's begin; a dotted blank while unknown
    std::optional<ClockTime> to;     ///< the count's end
    std::string as_of;               ///< UTC: the confirmation, or the record's last event
    std::string record_fingerprint;  ///< hex of the record's last hash; its beginning stands in every page's foot
    bool operator==(const ReportContext&) const = default;
};

/// The report's pages. The template's words stand exactly; what the station knows fills every blank.
/// A draft says so on every page. The places to sign are named "secretary" and "head", and "member-1" … under them as
/// far as the page has room.
/// Errors: bad_input when the figures are of no style of the conference or a text can't be set; world when a font is
/// missing. Source: plan, Phụ lục 5.
[[nodiscard]] base::Expected<forms::Document, base::Failure> make_report(const forms::Conference& conference,
                                                                         const StyleTally& figures,
                                                                         const ReportContext& context);

/// Writes the report as PDF; returns where it is signed. Errors: as make_report, and world when the file can't be
/// written.
[[nodiscard]] base::Expected<std::vector<forms::NamedPlace>, base::Failure> print_report(
    const forms::Conference& conference, const StyleTally& figures, const ReportContext& context,
    const std::filesystem::path& pdf_path);

}  // namespace kiemphieu::station
