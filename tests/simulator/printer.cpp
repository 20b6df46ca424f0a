#include "tests/simulator/printer.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <qrencode.h>

#include "forms/expected_print.hpp"

namespace kiemphieu::simulator {

namespace {

using base::PageRect;

void fill(Paper& paper, const PageRect& box) {
    fill_gray(paper, box, 0);
}

/// Source: ISO/IEC 18004; version 5, level Q as docs/formats/code.md fixes it.
void print_qr(Paper& paper, const PageRect& box, const std::vector<std::uint8_t>& payload) {
    constexpr int version = 5;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> qr(
        QRcode_encodeData(static_cast<int>(payload.size()), payload.data(), version, QR_ECLEVEL_Q), &QRcode_free);
    const double module = box.w / qr->width;
    for (int y = 0; y < qr->width; ++y) {
        const auto dark = [&](int x) { return (qr->data[y * qr->width + x] & 1U) != 0; };
        for (int x = 0; x < qr->width;) {
            int end = x;
            while (end < qr->width && dark(end) == dark(x)) ++end;
            if (dark(x)) fill(paper, {box.x + x * module, box.y + y * module, (end - x) * module, module});
            x = end;
        }
    }
}

/// The readable lines, drawn by the very code that draws the rest of the page.
base::Expected<void, base::Failure> print_readable(Paper& paper, const PageRect& box,
                                                   const std::vector<std::string>& lines) {
    forms::LayoutPage page;
    constexpr double size_pt = 9.5;
    const double pitch = box.h / static_cast<double>(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const double baseline = box.y + (static_cast<double>(i) + 0.76) * pitch;
        page.texts.push_back({lines[i], forms::Face::mono, size_pt, {box.x, baseline}});
    }
    const PixelBox px = pixels_of(paper, box);
    const PageRect whole{px.left / paper.px_per_mm, px.top / paper.px_per_mm, (px.right - px.left) / paper.px_per_mm,
                         (px.bottom - px.top) / paper.px_per_mm};
    const auto drawn = forms::draw_expected_print(page, whole, paper.px_per_mm);
    if (!drawn) return tl::unexpected(drawn.error());
    for (int y = 0; y < std::min(drawn->height, px.bottom - px.top); ++y) {
        std::uint8_t* row = paper.row(px.top + y) + px.left;
        for (int x = 0; x < std::min(drawn->width, px.right - px.left); ++x) {
            row[x] = std::min(row[x], drawn->gray().at(x, y));
        }
    }
    return {};
}

}  // namespace

Printer::Printer(forms::BallotLayout layout, double px_per_mm) : layout_(std::move(layout)), px_per_mm_(px_per_mm) {}

base::Expected<Paper, base::Failure> Printer::bare(int page_number) {
    const auto kept = bare_pages_.find(page_number);
    if (kept != bare_pages_.end()) return Paper{kept->second, px_per_mm_};
    const forms::LayoutPage* page = layout_.find_page(page_number);
    if (page == nullptr) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", "page " + std::to_string(page_number),
                                        "the layout has no such page"});
    }
    auto drawn = forms::draw_expected_print(*page, {0, 0, layout_.page_width_mm, layout_.page_height_mm}, px_per_mm_);
    if (!drawn) return tl::unexpected(drawn.error());
    return Paper{bare_pages_.emplace(page_number, std::move(*drawn)).first->second, px_per_mm_};
}

base::Expected<Paper, base::Failure> Printer::print(const forms::SheetCode& code, const forms::Tag& tag) {
    auto paper = bare(code.page);
    if (!paper) return paper;
    const forms::LayoutPage& page = *layout_.find_page(code.page);
    print_qr(*paper, page.qr_box, forms::encode_payload(code, tag));
    if (const auto printed = print_readable(*paper, page.readable_box, forms::readable_lines(code, tag)); !printed) {
        return tl::unexpected(printed.error());
    }
    return paper;
}

}  // namespace kiemphieu::simulator
