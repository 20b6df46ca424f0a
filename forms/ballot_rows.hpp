#pragma once
// The candidates' rows before they are placed: their wrapped texts, their heights, and which page takes which; inside
// forms only.

#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/conference.hpp"
#include "forms/page_frame.hpp"

namespace kiemphieu::forms {

/// The ballot table's columns and texts, in millimetres and points.
namespace ballot_table {

inline constexpr double stt_mm = 9;
inline constexpr double name_mm = 42;
/// Three ô of 20 mm. Source: spec of the forms asks for 18 or more; an X of a usual hand is 5 to 12 mm.
inline constexpr double level_mm = 20;
inline constexpr double position_mm = page_frame::text_area.w - stt_mm - name_mm - 3 * level_mm;
inline constexpr double padding_mm = 1.5;
inline constexpr double name_pt = 13;
inline constexpr double name_leading_mm = 5.4;
inline constexpr double position_pt = 12;
inline constexpr double position_leading_mm = 5.0;
inline constexpr double head_upper_mm = 7;
inline constexpr double head_lower_mm = 7.5;
inline constexpr double head_mm = head_upper_mm + head_lower_mm;

}  // namespace ballot_table

/// A candidate's texts, wrapped, and the least height they need.
struct PreparedRow {
    const Candidate* candidate{};
    std::vector<std::string> name;
    std::vector<std::string> position;
    double least_height_mm{};
};

/// Wraps every name and position. The candidates must outlive the rows. Errors: world when a font file is missing.
[[nodiscard]] base::Expected<std::vector<PreparedRow>, base::Failure> prepare_rows(
    const std::vector<Candidate>& candidates);

/// Heights of rooms for rows, below the table's head and above the page's end or the closing parts.
struct RowRooms {
    double first_mm{};      ///< on the first page
    double continued_mm{};  ///< on each later one
    double closing_mm{};    ///< what the closing parts take from the last one
};

/// How many rows each page takes, in order; no row is split. The last page has room for the closing parts and never
/// stands there for them alone. Errors: bad_input when one candidate's texts are taller than a page.
[[nodiscard]] base::Expected<std::vector<std::size_t>, base::Failure> break_pages(std::span<const PreparedRow> rows,
                                                                                  const RowRooms& rooms);

/// Heights of one page's rows: all as tall as one another where their texts allow, as the room allows, up to a limit.
std::vector<double> share_height(std::span<const PreparedRow> rows, double room_mm);

}  // namespace kiemphieu::forms
