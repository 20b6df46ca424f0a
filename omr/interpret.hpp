#pragma once
// From a row's evidence to a reading: one clear X is a level, everything else is a proposal or a doubt with its
// reasons.

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
};

RowReading interpret_row(const forms::Row& row, const RowEvidence& evidence, const RowContext& context);

}  // namespace kiemphieu::omr
