#pragma once
// The smallest ballot of the tests: style A on one page, two rows.

#include "forms/layout.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station::testing {

inline forms::BallotLayout one_page_layout() {
    forms::BallotLayout layout;
    layout.style = style_a;
    layout.pages.resize(1);
    layout.pages[0].page = layout.pages[0].sheet = 1;
    layout.pages[0].rows.resize(2);
    layout.pages[0].rows[0].number = 1;
    layout.pages[0].rows[1].number = 2;
    return layout;
}

}  // namespace kiemphieu::station::testing
