#include "omr/ocr_reader.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <tesseract/baseapi.h>

#include "base/units.hpp"

/// Source: OpenMP 5.0, 3.2.15; declared here because compilers without its header read this file, too.
extern "C" void omp_set_max_active_levels(int levels);

namespace kiemphieu::omr {
namespace {

// The code's letters are Latin; English is what every installation brings along.
constexpr const char* code_language = "eng";
constexpr const char* text_language = "vie";

/// Folders that may hold the language's data: the user's choice, then where systems put it.
std::vector<std::filesystem::path> data_folders() {
    std::vector<std::filesystem::path> folders;
    if (const char* chosen = std::getenv("TESSDATA_PREFIX")) {
        folders.emplace_back(chosen);
        folders.push_back(std::filesystem::path(chosen) / "tessdata");
    }
    for (const char* usual : {"/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata",
                              "/usr/share/tessdata", "/usr/local/share/tessdata"}) {
        folders.emplace_back(usual);
    }
    return folders;
}

std::unique_ptr<tesseract::TessBaseAPI> make_engine(const char* language) {
    for (const auto& folder : data_folders()) {
        std::error_code ignored;
        if (!std::filesystem::exists(folder / (std::string(language) + ".traineddata"), ignored)) continue;
        auto engine = std::make_unique<tesseract::TessBaseAPI>();
        if (engine->Init(folder.c_str(), language, tesseract::OEM_LSTM_ONLY) != 0) continue;
        // A code is no word, and a name must be read as it stands: dictionaries would only bend it towards one.
        engine->SetVariable("load_system_dawg", "0");
        engine->SetVariable("load_freq_dawg", "0");
        engine->SetVariable("debug_file", "/dev/null");
        return engine;
    }
    return nullptr;
}

/// This thread's engine; a null one is remembered too, so that missing data is looked for once.
tesseract::TessBaseAPI* engine_of_thread() {
    thread_local std::optional<std::unique_ptr<tesseract::TessBaseAPI>> engine;
    if (!engine) engine = make_engine(code_language);
    return engine->get();
}

tesseract::TessBaseAPI* text_engine_of_thread() {
    thread_local std::optional<std::unique_ptr<tesseract::TessBaseAPI>> engine;
    if (!engine) engine = make_engine(text_language);
    return engine->get();
}

std::string read_with(tesseract::TessBaseAPI& engine, const base::GrayView& picture, double px_per_mm) {
    // Tesseract shares each small step out among four threads, which wait for one another busily: on a single core the
    // waiting was a tenth of all that reading hard sheets cost. Pages are read side by side already.
    omp_set_max_active_levels(0);
    engine.SetImage(picture.data, picture.width, picture.height, 1, static_cast<int>(picture.stride));
    engine.SetSourceResolution(static_cast<int>(std::lround(px_per_mm * base::mm_per_inch)));
    const std::unique_ptr<char[]> text(engine.GetUTF8Text());
    engine.Clear();
    return text ? std::string(text.get()) : std::string();
}

}  // namespace

std::string read_print(const base::GrayView& picture, double px_per_mm, std::string_view alphabet, OcrShape shape) {
    tesseract::TessBaseAPI* engine = picture.empty() ? nullptr : engine_of_thread();
    if (engine == nullptr) return {};
    engine->SetVariable("tessedit_char_whitelist", std::string(alphabet).c_str());
    engine->SetPageSegMode(shape == OcrShape::one_line ? tesseract::PSM_SINGLE_LINE : tesseract::PSM_SINGLE_BLOCK);
    return read_with(*engine, picture, px_per_mm);
}

std::string read_text(const base::GrayView& picture, double px_per_mm) {
    tesseract::TessBaseAPI* engine = picture.empty() ? nullptr : text_engine_of_thread();
    if (engine == nullptr) return {};
    engine->SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    return read_with(*engine, picture, px_per_mm);
}

bool vietnamese_ocr_available() {
    return text_engine_of_thread() != nullptr;
}

bool ocr_available() {
    return engine_of_thread() != nullptr;
}

}  // namespace kiemphieu::omr
