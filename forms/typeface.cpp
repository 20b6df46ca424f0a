#include "forms/typeface.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>

#include "base/text.hpp"
#include "forms/font_face.hpp"

namespace kiemphieu::forms {

namespace {

constexpr std::array<const char*, 6> file_names{"LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf",
                                                "LiberationSerif-Italic.ttf",  "LiberationSerif-BoldItalic.ttf",
                                                "LiberationMono-Regular.ttf",  "LiberationMono-Bold.ttf"};
/// Where Debian's fonts-liberation2 and its successors put them.
constexpr std::array<const char*, 3> folders{"/usr/share/fonts/truetype/liberation2/",
                                             "/usr/share/fonts/truetype/liberation/", "/usr/share/fonts/liberation/"};

double mm_per_em(double size_pt) {
    return size_pt * base::mm_per_point;
}

/// The longest beginning of `text` that is no wider than `width_mm`, at least one letter, cut between letters.
base::Expected<std::size_t, base::Failure> fitting_bytes(std::string_view text, Face face, double size_pt,
                                                         double width_mm) {
    std::size_t fitting = 0;
    for (std::size_t end = 1; end <= text.size(); ++end) {
        if (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) continue;
        const auto width = text_width_mm(text.substr(0, end), face, size_pt);
        if (!width) return tl::unexpected(width.error());
        if (*width > width_mm && fitting > 0) break;
        fitting = end;
    }
    return fitting;
}

}  // namespace

base::Expected<std::string, base::Failure> font_file(Face face) {
    const char* name = file_names.at(static_cast<std::size_t>(face));
    for (const char* folder : folders) {
        const std::string path = std::string(folder) + name;
        if (std::filesystem::exists(path)) return path;
    }
    return base::fail(base::Failure{base::FailureClass::world, name, "",
                                    "font file not found; expected it from the package fonts-liberation2"});
}

base::Expected<double, base::Failure> text_width_mm(std::string_view text, Face face, double size_pt) {
    const auto font = FontFace::get(face);
    if (!font) return tl::unexpected(font.error());
    double width = 0;
    for (const char32_t letter : base::code_points(text)) width += (*font)->advance_thousandths(letter);
    return width / 1000.0 * mm_per_em(size_pt);
}

base::Expected<base::PageRect, base::Failure> ink_box(const TextRun& run) {
    const auto font = FontFace::get(run.face);
    if (!font) return tl::unexpected(font.error());
    const double em = mm_per_em(run.size_pt);
    double x0 = std::numeric_limits<double>::max();
    double y0 = x0;
    double x1 = std::numeric_limits<double>::lowest();
    double y1 = x1;
    double pen = run.baseline.x;
    for (const char32_t letter : base::code_points(run.text)) {
        if (!(*font)->has_glyph(letter)) {
            return base::fail(base::Failure{base::FailureClass::bad_input, "", "'" + run.text + "'",
                                            "a letter has no glyph in Liberation; expected Vietnamese or Latin text"});
        }
        const GlyphBox glyph = (*font)->glyph_box(letter);
        if (glyph.right > glyph.left) {
            x0 = std::min(x0, pen + glyph.left * em);
            x1 = std::max(x1, pen + glyph.right * em);
            y0 = std::min(y0, run.baseline.y - glyph.top * em);
            y1 = std::max(y1, run.baseline.y - glyph.bottom * em);
        }
        pen += (*font)->advance_thousandths(letter) / 1000.0 * em;
    }
    if (x1 < x0) return base::PageRect{run.baseline.x, run.baseline.y, 0, 0};
    return base::PageRect{x0, y0, x1 - x0, y1 - y0};
}

base::Expected<std::vector<std::string>, base::Failure> wrap_text(std::string_view text, Face face, double size_pt,
                                                                  double width_mm) {
    std::vector<std::string> lines;
    std::string line;
    const std::string squeezed = base::squeeze_blanks(text);
    std::string_view rest = squeezed;
    while (!rest.empty()) {
        const std::size_t blank = rest.find(' ');
        std::string_view word = rest.substr(0, blank);
        rest = blank == std::string_view::npos ? std::string_view{} : rest.substr(blank + 1);
        while (!word.empty()) {
            const std::string longer = line.empty() ? std::string(word) : line + ' ' + std::string(word);
            const auto width = text_width_mm(longer, face, size_pt);
            if (!width) return tl::unexpected(width.error());
            if (*width <= width_mm) {
                line = longer;
                break;
            }
            if (!line.empty()) {
                lines.push_back(std::move(line));
                line.clear();
                continue;
            }
            const auto bytes = fitting_bytes(word, face, size_pt, width_mm);
            if (!bytes) return tl::unexpected(bytes.error());
            lines.emplace_back(word.substr(0, *bytes));
            word.remove_prefix(*bytes);
        }
    }
    if (!line.empty()) lines.push_back(std::move(line));
    return lines;
}

}  // namespace kiemphieu::forms
