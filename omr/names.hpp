#pragma once
// Struck names: foreign ink between the letters of the printed names.

#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/layout.hpp"
#include "omr/added_ink.hpp"
#include "omr/reading.hpp"

namespace kiemphieu::omr {

/// A band along a printed line of a name, and which of its columns show paper.
struct NameBand {
    base::PageRect box;
    std::vector<bool> free;  ///< a column of `column_mm`: whether it has paper that no letter covers
    int free_count{};

    static constexpr double column_mm = 0.2;
};

/// One printed line of a name: the band that a line through the letters runs in, and a wider one that a badly aimed
/// line leaves for the accents or the baseline but hardly both.
struct NameLine {
    NameBand core;
    NameBand near;
    NameBand around;  ///< the wider band, and as far beside the name as a line through it goes on
};

/// The lines of every row's name. Made once a page of a layout.
[[nodiscard]] base::Expected<std::vector<std::vector<NameLine>>, base::Failure> find_name_lines(
    const forms::LayoutPage& page, const PrintZone& zone);

/// What added ink does to a name; the worst printed line counts.
struct NameInk {
    double core{};        ///< share of the core's free columns that show ink
    double near{};        ///< the same of the wider band
    double line{};        ///< of the columns where a line through the ink would be seen, the share that shows it
    double reach{};       ///< share of the name's width from the first column with that line's ink to the last
    double hidden{};      ///< darkness, share of full print, up to which ink was taken out along the name with a fold
    int specks{};         ///< pixels of added ink on the name and beside it in a black-and-white scan; else 0
    double around_mm2{};  ///< the area they were counted on
    base::PagePoint specks_middle{};
    double specks_spread_mm{};  ///< from the leftmost to the rightmost
};

/// Every row's. In a black-and-white scan specks that lie about the sheet, as dithering leaves them, and those of one
/// line down the page, as a fold leaves them, are no ink of a name's.
std::vector<NameInk> measure_names(const std::vector<std::vector<NameLine>>& names, const forms::LayoutPage& page,
                                   const AddedInk& ink, const PageTransform& transform, const PrintZone& zone);

/// `yes` when ink runs through a third of the core, or as an unbroken line through most of the name; `review` from an
/// eighth of it or a twelfth of the wider band on, or from an unbroken line through a third of the name; in a
/// black-and-white scan from any ink on.
NameCrossed judge_name(const NameInk& ink);

}  // namespace kiemphieu::omr
