#pragma once
// What a ballot and each of its rows come to, once readings and rulings are put together.

#include <optional>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "forms/level.hpp"

namespace kiemphieu::station {

/// What one row counts as. Source: plan II.6.3; `pending` waits for people and counts for nothing yet.
enum class RowVerdict { high, confidence, low, none, double_mark, triple_mark, crossed, ballot, pending };

/// Why a ballot is invalid as a whole. Source: plan II.6.3 "phiếu không do ban kiểm phiếu phát ra; phiếu gạch xoá họ
/// tên".
enum class BallotFault {
    no_code,           ///< no code of ours on it
    not_authentic,     ///< the code's tag does not prove it
    other_conference,  ///< a code of another conference
    never_printed,     ///< a serial that no printing of this case has
    second_copy,       ///< a serial already counted
    test_ballot,       ///< a rehearsal's ballot in the count
    seal_missing,      ///< the seal is required and not there
    ruled_not_issued,  ///< the committee ruled so of a sheet the machine took for ours
    crossed_name,      ///< a printed name is struck, and the policy voids the whole ballot for it
};

/// One ballot as it counts.
struct BallotVerdict {
    base::StyleId style;
    std::optional<base::Serial> serial;  ///< nothing when the paper bears none that is ours
    std::optional<BallotFault> fault;    ///< set exactly when the ballot is invalid as a whole
    std::vector<RowVerdict> rows;        ///< by candidate: index 0 is number 1
    int rows_ruled{};                    ///< how many rows count as people ruled
    bool operator==(const BallotVerdict&) const = default;
};

std::string_view name_of(RowVerdict verdict);
std::string_view name_of(BallotFault fault);
/// Every verdict but `ballot` and `pending`, which nobody can rule of a row.
std::optional<RowVerdict> parse_row_verdict(std::string_view name);
/// The level a verdict counts for; nothing for the others.
std::optional<forms::Level> level_of(RowVerdict verdict);
RowVerdict verdict_of(forms::Level level);

}  // namespace kiemphieu::station
