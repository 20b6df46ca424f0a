#pragma once
// One page of one ballot on paper.

#include "forms/code.hpp"
#include "forms/layout.hpp"
#include "forms/print/canvas.hpp"

namespace kiemphieu::forms {

/// Draws a page with its code on the canvas's current page. `tag` is what proves the code, or what claims to.
void draw_ballot_page(Canvas& canvas, const LayoutPage& page, const SheetCode& code, const Tag& tag);

}  // namespace kiemphieu::forms
