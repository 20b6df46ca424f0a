#pragma once
// A page of a PDF as it will come out of the printer, for the preview in the page.

#include "base/hash.hpp"
#include "station/server/message.hpp"

namespace kiemphieu::station::server {

/// PNG in colour by poppler's pdftoppm, `width_px` wide; header X-Pages has how many pages there are.
Response page_response(base::Bytes pdf, int page, int width_px);

}  // namespace kiemphieu::station::server
