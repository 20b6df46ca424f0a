#pragma once
// Lets what is drawn for a signature use the fonts that the document already has.

#include <map>
#include <string>

class QPDF;
class QPDFObjectHandle;

namespace kiemphieu::station {

/// Takes those fonts out of a page's resources that the document has, too, and tells them by their name there.
/// A font serves when it has the same codes, glyph numbers and widths, and every glyph byte for byte.
std::map<std::string, QPDFObjectHandle> take_shared_fonts(QPDF& document, QPDFObjectHandle& page);

}  // namespace kiemphieu::station
