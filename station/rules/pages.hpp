#pragma once
// First half of judging: which sheet stands for which page of which ballot. Part of judge.cpp's work, not for others.

#include <map>
#include <span>
#include <utility>
#include <vector>

#include "station/rules/judge.hpp"

namespace kiemphieu::station {

/// What is on one page of a ballot, as one scan or the committee's eyes have it.
struct PageContent {
    const AcceptedSheet* sheet{};         ///< nothing when the paper was keyed in and no scan stands for it
    std::vector<omr::RowReading> rows;    ///< the machine's; empty when read by hand
    std::map<int, RowVerdict> hand_rows;  ///< the committee's
    std::vector<int> contradicted;        ///< rows that another scan of the same paper reads otherwise
    std::vector<int> disputed;            ///< rows that wait for a ruling on another sheet
    bool waits_for_sheet_ruling{false};   ///< nothing on it counts before its sheet is ruled on
};

/// Where a page of a printed ballot belongs.
struct PagePlace {
    base::Serial serial;
    int page{};
    auto operator<=>(const PagePlace&) const = default;
};

/// A whole ballot that bears no serial of ours and that the committee read by hand.
struct LooseBallot {
    base::StyleId style;
    std::map<int, RowVerdict> rows;
};

/// Paper that the committee ruled it did not issue.
struct StrangePaper {
    base::StyleId style;
    BallotFault fault{BallotFault::no_code};
    std::optional<base::Serial> serial;
    int page{};
};

/// All sheets sorted out.
struct SortedSheets {
    std::map<PagePlace, PageContent> pages;
    std::vector<LooseBallot> loose;
    std::vector<StrangePaper> strange;
    std::map<ItemId, ReviewItem> items;
    std::vector<PagePlace> write_ins;
    int blank_sides{};
    std::vector<RepeatScan> repeats;
    int ignored_sheets{};
};

SortedSheets sort_sheets(const CaseFacts& facts, std::span<const AcceptedSheet> sheets, const Rulings& rulings);

/// The style a ruling gives a paper to, or that the paper claims, or the only one there is.
std::optional<base::StyleId> style_of(const CaseFacts& facts, const AcceptedSheet& sheet, const Ruling& ruling);
/// Where a sheet read by hand belongs by ruling or code; nothing when neither tells a printed ballot's page.
std::optional<PagePlace> place_of(const CaseFacts& facts, const AcceptedSheet& sheet, const HandReading& hand);
/// Whether the hand reading gives every row of where it belongs, and no other.
bool fits(const CaseFacts& facts, const AcceptedSheet& sheet, const HandReading& hand);
/// The page of a printed ballot that a keyed paper is; nothing when no printing has its serial or its style no such
/// page.
std::optional<PagePlace> place_of(const CaseFacts& facts, const PaperItem& paper);
/// Whether the rows keyed are those of the place, and no other.
bool fits(const CaseFacts& facts, const PagePlace& place, const HandReading& hand);

}  // namespace kiemphieu::station
