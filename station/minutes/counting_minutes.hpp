#pragma once
// Biên bản kiểm phiếu: the minutes of the count of one ballot style, in three numbered copies.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "station/minutes/notes.hpp"
#include "station/review/count.hpp"

namespace kiemphieu::station {

/// Figures that did not agree, and why the committee took them all the same.
struct AcceptedDifference {
    FiguresItem figures;
    std::string why;
    bool operator==(const AcceptedDifference&) const = default;
};

/// What the minutes say beyond the definition, the style's figures and the report's context.
struct CountingFacts {
    base::LayoutId layout;
    std::string software;
    int written_names{};  ///< ballots on which people added a name. Source: plan II.6.3, last item
    int sheet_rulings{};  ///< sheets and bands that people ruled on
    std::vector<AcceptedDifference> differences;
    MinutesNotes notes;
    bool operator==(const CountingFacts&) const = default;
};

/// Takes from a case what the minutes of one style say.
CountingFacts counting_facts(const CaseDefinition& definition, const CaseState& state, const Count& count,
                             const base::StyleId& style, std::string software);

/// How many copies there are. Source: plan II.5.1 "Biên bản kiểm phiếu được lập thành 3 bản".
inline constexpr int minutes_copies = 3;

/// Where a copy goes: 1 and 2 upward, 3 is kept with the ballots. What the definition leaves open is the plan's: of
/// group 1 to the centre and at the committee for organisation. Source: plan II.5.1 a, b.
std::string destination_of(const forms::Conference& conference, const forms::BallotStyle& style, int copy);

/// The minutes' pages as copy 1, 2 or 3; the copies differ in number and destination only. Every figure is the tally's.
/// A draft says so on every page. The places to sign are named "secretary", "head", "member-1" …, "chair".
/// Errors: bad_input when the figures are of no style of the conference or a text can't be set; world when a font is
/// missing. Source: plan II.5.1, II.6.3; the plan has no form of it: the content is Domain (HD 36-HD/VPTW, NĐ 30/2020).
[[nodiscard]] base::Expected<forms::Document, base::Failure> make_counting_minutes(const forms::Conference& conference,
                                                                                   const StyleTally& figures,
                                                                                   const ReportContext& context,
                                                                                   const CountingFacts& facts,
                                                                                   int copy);

}  // namespace kiemphieu::station
