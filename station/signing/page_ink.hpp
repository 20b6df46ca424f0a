#pragma once
// Where a page of a PDF shows anything, so that nothing is put over it.

#include <vector>

class QPDFObjectHandle;

namespace kiemphieu::station {

/// A box in the page's own measure: points, from its bottom left.
struct PageBox {
    double left{}, bottom{}, right{}, top{};
    bool operator==(const PageBox&) const = default;
};

/// Whether two boxes share more than what rounding of their edges gives.
bool overlap(const PageBox& a, const PageBox& b);

/// A box around every text, picture and painted path of a page, as its own content draws them; annotations aside.
/// Errors: throws what qpdf throws when the content can't be read.
/// Source: ISO 32000-1, 8.4.4, 8.5, 9.4.
std::vector<PageBox> ink_of(QPDFObjectHandle page);

/// The boxes of a page's annotations that can be seen, in their order.
std::vector<PageBox> annotations_of(QPDFObjectHandle page);

}  // namespace kiemphieu::station
