#pragma once
// How dark the print came out, and whether a row's printed lines are there at all.

#include <vector>

#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/transform.hpp"

namespace kiemphieu::omr {

/// Darkness of print as a share of the paper's gray: 0 is bare paper.
struct PrintStrength {
    double marks{};         ///< of the filled marks, the palest quarter of them
    double lines{};         ///< of the table's lines, at the palest fifth of the places
    double broken{};        ///< share of places on lines where hardly anything is printed
    bool mark_gone{false};  ///< a mark's place in the image shows bare paper: a corner folded in, or covered
};

PrintStrength measure_print(const base::GrayView& scan, const PageTransform& transform, const forms::LayoutPage& page);

/// Whether this sheet's toner is so low that print could be missed where it should be.
bool is_low_toner(const PrintStrength& strength);

/// For each row, the share of places on its own borders where a printed line is found.
std::vector<double> line_shares(const base::GrayView& scan, const PageTransform& transform,
                                const forms::LayoutPage& page);

/// A row with less of its lines than this is covered by something, or is no row of ours.
inline constexpr double least_row_lines = 0.5;

}  // namespace kiemphieu::omr
