#pragma once
// Names that somebody added: writing in the blank band below the table or squeezed in between its rows.

#include <optional>
#include <span>
#include <vector>

#include "forms/layout.hpp"
#include "omr/reading.hpp"
#include "omr/strokes.hpp"

namespace kiemphieu::omr {

/// Length of what was written in the blank band and beside it. `drawn`: strokes of pens that are no part of an X.
/// Units: mm.
double written_in_mm(const forms::LayoutPage& page, const std::vector<Stroke>& strokes, const std::vector<bool>& drawn);

/// Shortest writing in the band that can be a name: a word of three letters of 4 mm takes more. The rests of a fold or
/// a coffee ring on 264 office sheets were up to 13 mm long, the shortest of 33 names 25 mm (seeds 31 and 78).
inline constexpr double least_writing_mm = 15.0;

/// Pieces of lines, the most on one line of writing, that went up or down between the rows, left of the boxes. The
/// lines of the table and the printed words cut handwriting there into one to three pieces a letter; lines under names,
/// folds, stains and the seal leave a few long ones. What strikes a name is left out. `drawn`: which strokes a pen drew
/// that are no part of an X.
int letters_between_rows(const forms::LayoutPage& page, std::span<const RowReading> rows,
                         const std::vector<Stroke>& strokes, const std::vector<bool>& drawn);

/// So many pieces are shown as a name. Of 36 office sheets with a name between rows or in the band (difficult marks,
/// seed 31) each of the 16 between rows had 4 or more, of 264 without two had as many; on hard sheets 12 of 13, and 21
/// of 225 without, where stains and broken print look like letters.
inline constexpr int least_letters = 4;

/// Around everything that is shown as an added name, in the band and between the rows.
std::optional<base::PageRect> place_of_added_names(const forms::LayoutPage& page, std::span<const RowReading> rows,
                                                   const std::vector<Stroke>& strokes, const std::vector<bool>& drawn);

}  // namespace kiemphieu::omr
