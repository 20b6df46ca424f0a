#pragma once
// From a row's evidence to a reading: one clear X is a level, everything else is a proposal or a doubt with its
// reasons.

#include <span>

#include "omr/added_ink.hpp"
#include "omr/marks.hpp"
#include "omr/names.hpp"
#include "omr/reading.hpp"

namespace kiemphieu::omr {

/// What else is known of a row than its strokes.
struct RowContext {
    NameInk name;        ///< added ink on the name
    double streak_mm{};  ///< width of the widest scanner streak through the row's boxes
    ScanDepth depth{ScanDepth::gray};
    bool pens_dropped{false};  ///< `drops_pens` of this sheet: what is seen in a row may not be all that was drawn
};

/// Whether a black-and-white scan left several rows nothing but dots: its threshold lies between this pen and paper,
/// and a second mark or a correction may be gone whole.
bool drops_pens(std::span<const RowEvidence> rows, ScanDepth depth);

RowReading interpret_row(const forms::Row& row, const RowEvidence& evidence, const RowContext& context);

}  // namespace kiemphieu::omr
