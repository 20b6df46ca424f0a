#pragma once
// What a PDF says, by poppler's pdftotext as a child process.

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station {

/// The text of a PDF in the order of its lines. Errors: world when pdftotext is not installed; broken_evidence when the
/// file is no PDF that can be read.
[[nodiscard]] base::Expected<std::string, base::Failure> text_of_pdf(const std::filesystem::path& pdf);

/// A word with its place on the page.
struct PdfWord {
    std::string text;
    int page{};  ///< 1-based
    double left_mm{};
    double right_mm{};
    double top_mm{};
    bool operator==(const PdfWord&) const = default;
};

/// The words of a PDF in the order in which they were drawn. Errors: as text_of_pdf.
[[nodiscard]] base::Expected<std::vector<PdfWord>, base::Failure> words_of_pdf(const std::filesystem::path& pdf);

}  // namespace kiemphieu::station
