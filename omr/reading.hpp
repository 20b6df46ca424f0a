#pragma once
// What the machine read off one sheet side: facts and scores. It proposes; rules and people decide.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "forms/code.hpp"
#include "forms/level.hpp"
#include "omr/profile.hpp"

namespace kiemphieu::omr {

enum class PageStatus { read, blank, unreadable };

/// Why a page could not be read: a fact about paper, not an error.
enum class UnreadableReason {
    not_a_ballot,      ///< no registration marks and no code of ours
    no_code,           ///< registered, but neither QR nor readable line could be read
    damaged_image,     ///< the file could not be decoded whole
    not_registered,    ///< a code, but the print does not lie where the layout has it
    other_layout,      ///< a code of another layout version or style
    other_conference,  ///< a code of another conference
    cut_off,           ///< part of the table lies outside the image
};

/// What the row says as the machine reads it. The first three are fit to count with no person looking.
enum class Decision { high, confidence, low, none, double_mark, triple_mark, review };

/// Why the machine is not sure.
enum class Reason {
    faint,         ///< ink much paler than a pen's
    corrected,     ///< a scribbled-over or blackened mark
    unusual_mark,  ///< a clear mark that is no X: tick, slash, circle, filled box
    stray_ink,     ///< ink in the row that belongs to no mark
    streak,        ///< a scanner streak or fold crosses a box
    overspill,     ///< a mark lies over a border between boxes or rows
    small_mark,    ///< smaller than a meant mark uses to be
    tangled,       ///< strokes of neighbouring marks could not be told apart
    out_of_place,  ///< the printed lines are not where they should be
};

enum class NameCrossed { no, yes, review };

enum class Flag {
    write_in,       ///< writing in the blank band or between the rows
    duplicate,      ///< set by the station: the serial and sheet were seen before
    not_authentic,  ///< the tag does not prove the code
    seal_missing,
    streak,
    folded,
    ink_outside,  ///< writing elsewhere on the sheet
    test_ballot,  ///< the code's test flag is set
    separator,    ///< no ballot: the sheet between two stacks; set on a blank side
    calibration,  ///< no ballot: a scanner's calibration sheet; set on a blank side
    code_by_ocr,  ///< the QR was ruined; the readable line gave the code
    double_feed,  ///< another sheet's print or paper is over, under or beside this one
    cut_edge,     ///< 4 mm or more of an edge of the sheet are missing
    low_toner,    ///< print so pale or broken that it may not be told from paper
};

/// Dirt on the scanner's glass: a line along the feed. Units: millimetres from the left edge of the scan.
struct GlassStreak {
    double at_mm{};
    double width_mm{};
    bool operator==(const GlassStreak&) const = default;
};

struct RowReading {
    int number{};
    Decision decision{Decision::review};
    /// Probabilities that each box carries a mark the voter meant, in the order of forms::all_levels.
    std::array<double, 3> scores{};
    NameCrossed name_crossed{NameCrossed::no};
    std::vector<Reason> reasons;
    bool operator==(const RowReading&) const = default;
};

struct SheetReading {
    PageStatus status{PageStatus::unreadable};
    std::optional<UnreadableReason> reason;  ///< set exactly when unreadable
    std::optional<forms::SheetCode> code;    ///< what the code claims, where one was read
    std::optional<bool> authentic;           ///< nothing when no key was at hand
    int rotation_deg{};                      ///< 0, 90, 180, 270: how far the page lies turned clockwise in the image
    double registration_residual_px{};
    std::vector<Flag> flags;
    std::vector<GlassStreak> streaks;  ///< where Flag::streak was seen
    std::vector<RowReading> rows;
    /// Middle darkness of the X marks that count, share of full print; nothing without any, or in black and white.
    std::optional<double> mark_darkness;
    std::optional<ScannerProfile> profile;  ///< the scanner's, where it decided a row
    bool operator==(const SheetReading&) const = default;
};

std::string_view name_of(PageStatus status);
std::string_view name_of(UnreadableReason reason);
std::string_view name_of(Decision decision);
std::string_view name_of(Reason reason);
std::string_view name_of(NameCrossed crossed);
std::string_view name_of(Flag flag);

std::optional<UnreadableReason> parse_unreadable_reason(std::string_view name);
std::optional<Decision> parse_decision(std::string_view name);
std::optional<Reason> parse_reason(std::string_view name);
std::optional<Flag> parse_flag(std::string_view name);

/// The level a decision counts for; nothing for none, double, triple and review.
std::optional<forms::Level> level_of(Decision decision);

}  // namespace kiemphieu::omr
