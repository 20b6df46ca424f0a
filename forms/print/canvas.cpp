#include "forms/print/canvas.hpp"

#include <array>

#include <hpdf.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "forms/print/mend_pdf.hpp"
#include "forms/typeface.hpp"

namespace kiemphieu::forms {

namespace {

constexpr double a4_width_mm = 210;
constexpr double a4_height_mm = 297;
constexpr std::size_t face_count = 6;

float points(double mm) {
    return static_cast<float>(mm / base::mm_per_point);
}
float points_up(double y_mm) {
    return points(a4_height_mm - y_mm);
}

}  // namespace

struct Canvas::State {
    HPDF_Doc document{};
    HPDF_Page page{};
    std::array<HPDF_Font, face_count> fonts{};
    int pages{};
    std::string later_text;
    std::optional<base::Failure> fault;  ///< the first one; libharu does nothing more after it

    ~State() {
        if (document != nullptr) HPDF_Free(document);
    }

    void keep(base::Failure failure) {
        if (!fault) fault = std::move(failure);
    }
    /// libharu's own complaint; called from C, so nothing may be thrown.
    static void on_error(HPDF_STATUS status, HPDF_STATUS detail, void* self) noexcept {
        static_cast<State*>(self)->keep({base::FailureClass::world, "", "",
                                         "the PDF library failed with " + std::to_string(status) + "/" +
                                             std::to_string(detail) + "; expected a drawing without fault"});
    }

    HPDF_Font font(Face face) {
        HPDF_Font& font = fonts.at(static_cast<std::size_t>(face));
        if (font == nullptr && !fault) {
            const auto file = font_file(face);
            if (!file) {
                keep(file.error());
                return nullptr;
            }
            const char* name = HPDF_LoadTTFontFromFile(document, file->c_str(), HPDF_TRUE);
            if (name != nullptr) font = HPDF_GetFont(document, name, "UTF-8");
        }
        return font;
    }
};

Canvas::Canvas(std::unique_ptr<State> state) : state_(std::move(state)) {}
Canvas::Canvas(Canvas&&) noexcept = default;
Canvas& Canvas::operator=(Canvas&&) noexcept = default;
Canvas::~Canvas() = default;

base::Expected<Canvas, base::Failure> Canvas::create(const DocumentInfo& info) {
    auto state = std::make_unique<State>();
    state->later_text = info.later_text;
    state->document = HPDF_New(&State::on_error, state.get());
    if (state->document == nullptr) {
        return base::fail(base::Failure{base::FailureClass::world, "", "", "no memory for a PDF"});
    }
    // The encoder comes before the title, or libharu stores the title's bytes as Latin letters.
    HPDF_SetCompressionMode(state->document, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(state->document);
    HPDF_SetCurrentEncoder(state->document, "UTF-8");
    HPDF_SetInfoAttr(state->document, HPDF_INFO_TITLE, info.title.c_str());
    HPDF_SetInfoAttr(state->document, HPDF_INFO_AUTHOR, info.author.c_str());
    if (state->fault) return base::fail(*state->fault);
    return Canvas(std::move(state));
}

void Canvas::begin_page(Turn turn) {
    state_->page = HPDF_AddPage(state_->document);
    if (state_->page == nullptr) return;
    ++state_->pages;
    HPDF_Page_SetWidth(state_->page, points(a4_width_mm));
    HPDF_Page_SetHeight(state_->page, points(a4_height_mm));
    if (turn == Turn::upside_down) {
        HPDF_Page_Concat(state_->page, -1, 0, 0, -1, points(a4_width_mm), points(a4_height_mm));
    }
}

void Canvas::text(const TextRun& run) {
    const HPDF_Font font = state_->font(run.face);
    if (font == nullptr) return;
    // A missing glyph prints as nothing, without an error; ink_box refuses it.
    if (const auto ink = ink_box(run); !ink) {
        state_->keep(ink.error());
        return;
    }
    HPDF_Page_BeginText(state_->page);
    HPDF_Page_SetFontAndSize(state_->page, font, static_cast<float>(run.size_pt));
    HPDF_Page_TextOut(state_->page, points(run.baseline.x), points_up(run.baseline.y), run.text.c_str());
    HPDF_Page_EndText(state_->page);
}

void Canvas::fill(const base::PageRect& box) {
    fill(std::vector<base::PageRect>{box});
}

void Canvas::fill(const std::vector<base::PageRect>& boxes) {
    if (boxes.empty()) return;
    for (const base::PageRect& box : boxes) {
        HPDF_Page_Rectangle(state_->page, points(box.x), points_up(box.bottom()), points(box.w), points(box.h));
    }
    HPDF_Page_Fill(state_->page);
}

void Canvas::fill(const base::PageRect& box, double gray) {
    HPDF_Page_SetGrayFill(state_->page, static_cast<float>(gray));
    fill(box);
    HPDF_Page_SetGrayFill(state_->page, 0);
}

void Canvas::stroke(const InkStroke& stroke) {
    if (stroke.points.size() < 2) return;
    HPDF_Page_SetLineWidth(state_->page, points(stroke.width_mm));
    HPDF_Page_SetGrayStroke(state_->page, static_cast<float>(stroke.gray));
    HPDF_Page_SetLineCap(state_->page, HPDF_ROUND_END);
    HPDF_Page_SetLineJoin(state_->page, HPDF_ROUND_JOIN);
    HPDF_Page_MoveTo(state_->page, points(stroke.points.front().x), points_up(stroke.points.front().y));
    for (std::size_t i = 1; i < stroke.points.size(); ++i) {
        HPDF_Page_LineTo(state_->page, points(stroke.points[i].x), points_up(stroke.points[i].y));
    }
    HPDF_Page_Stroke(state_->page);
}

int Canvas::page_count() const {
    return state_->pages;
}

base::Expected<std::vector<std::uint8_t>, base::Failure> Canvas::bytes() {
    if (!state_->later_text.empty()) {
        // libharu embeds the glyphs of what it measured.
        for (const Face face : {Face::serif, Face::serif_bold}) {
            const HPDF_Font font = state_->font(face);
            const auto size = static_cast<HPDF_UINT>(state_->later_text.size());
            if (font != nullptr) HPDF_Font_TextWidth(font, base::as_bytes(state_->later_text).data(), size);
        }
    }
    if (state_->fault) return base::fail(*state_->fault);
    HPDF_SaveToStream(state_->document);
    std::vector<std::uint8_t> drawn(HPDF_GetStreamSize(state_->document));
    auto size = static_cast<HPDF_UINT32>(drawn.size());
    HPDF_ResetStream(state_->document);
    if (size > 0) HPDF_ReadFromStream(state_->document, drawn.data(), &size);
    if (state_->fault) return base::fail(*state_->fault);
    drawn.resize(size);
    return mend_pdf(drawn);
}

base::Expected<void, base::Failure> Canvas::save(const std::filesystem::path& path) {
    const auto finished = bytes();
    if (finished) return base::write_file_durably(path, *finished);
    base::Failure failure = finished.error();
    if (failure.file.empty()) failure.file = path.string();
    return base::fail(std::move(failure));
}

}  // namespace kiemphieu::forms
