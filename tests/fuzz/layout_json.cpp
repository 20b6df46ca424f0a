// Any text as a layout file: refused with a reason, or a layout that goes out and comes back the same.

#include <cstdlib>
#include <string>

#include "forms/expected_print.hpp"
#include "forms/layout.hpp"

using namespace kiemphieu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto layout = forms::layout_from_json(text, "fuzz");
    if (!layout) {
        if (layout.error().message.empty()) std::abort();
        return 0;
    }
    const auto back = forms::layout_from_json(forms::to_json(*layout), "fuzz");
    if (!back || *back != *layout) std::abort();
    // Whatever is accepted can be drawn, or is refused with a reason.
    for (const forms::LayoutPage& page : layout->pages) {
        const auto drawn = forms::draw_expected_print(page, {0, 0, layout->page_width_mm, layout->page_height_mm}, 1);
        if (!drawn && drawn.error().message.empty()) std::abort();
    }
    return 0;
}
