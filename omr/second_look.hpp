#pragma once
// The second look, through a scanner's profile or at a thin pen's closed dashes, at rows that the plain look left to
// people. It can do one thing: find that a lone mark which the plain look saw is a clear X.

#include "base/page_image.hpp"
#include "omr/marks.hpp"
#include "omr/names.hpp"
#include "omr/profile.hpp"
#include "omr/reading.hpp"

namespace kiemphieu::omr {

/// Mends a picture of `scale` scan pixels a pixel as a bounded profile says.
void mend(base::PageImage& picture, const ScannerProfile& profile, int scale);

/// The box of a row that a second look may find an X in: the only one with ink, in a row whose only fault is that the
/// mark is faint, small or of unusual shape, and no paler than a bounded profile asks for. Nothing for any other row.
std::optional<std::size_t> box_for_second_look(const RowReading& plain, const RowEvidence& evidence,
                                               double least_darkness = ProfileBounds::show_through);

/// The box of a row of a black-and-white scan that a look at closed dashes may find an X in: as above, drawn with a
/// thin pen, with not a dot in the row's other boxes and none on its name, which could be all that a threshold left of
/// a correction or of a line through the name.
std::optional<std::size_t> box_for_dashes(const RowReading& plain, const RowEvidence& evidence, const NameInk& name);

/// The row as the second look has it where that counts for this very box; the plain reading else.
RowReading after_second_look(const RowReading& plain, const RowReading& mended, std::size_t box);

}  // namespace kiemphieu::omr
