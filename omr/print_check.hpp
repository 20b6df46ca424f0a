#pragma once
// A scanned blank ballot held against its layout, text by text and millimetre by millimetre: before one is handed out.

#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/code.hpp"
#include "omr/reading.hpp"

namespace kiemphieu::omr {

/// How a page's print lies in the scan. A scanner that states no resolution leaves the scales 0.
struct PrintGeometry {
    double scale_across{};  ///< 1: as long as defined
    double scale_down{};
    double skew_deg{};          ///< of the whole page in the scan
    double shear_deg{};         ///< the angle between the page's axes, off a right one
    base::PagePoint offset_mm;  ///< of the page's middle from the image's
    double residual_mm{};       ///< root mean square of found print from its place
    double lines_off_mm{};      ///< the largest bend that the feed or the printer left
};

/// One printed text as found.
struct PrintedText {
    std::string read;     ///< by OCR; lines joined by blanks
    double likeness{};    ///< 1: letter for letter as expected
    double difference{};  ///< the worst spot: share of full ink missing or too much there
    double darkness{};    ///< of its ink against the paper: 1 is black
};

/// One candidate's row.
struct PrintedRow {
    int number{};
    PrintedText name;
    PrintedText position;
    double lines{};  ///< share of its printed borders that is there
};

/// Another text of the page: title, heads, notes. They are compared as pictures, not read.
struct PrintedLine {
    std::string expected;
    double difference{};
    double darkness{};
};

struct PrintedPage {
    IdentifiedPage identity;
    const forms::LayoutPage* layout{};
    PrintGeometry geometry;
    double toner{};  ///< darkness of marks against the paper
    std::vector<PrintedRow> rows;
    std::vector<PrintedLine> lines;
};

/// Rows of one page as the definition has them: what must be read.
struct ExpectedRow {
    int number{};
    std::string name;
    std::string position;
};

/// Looks at one scan. `rows` are the definition's, by number. Nothing is judged here but what makes the page no page of
/// these layouts.
/// Errors: world when fonts are missing.
[[nodiscard]] base::Expected<std::variant<PrintedPage, UnreadableReason>, base::Failure> look_at_print(
    const base::PageImage& scan, const std::vector<forms::BallotLayout>& layouts, const base::SecretKey& key,
    const std::vector<ExpectedRow>& rows);

/// 1 less the letters that must be changed, by the longer text's length. Texts are NFC.
double likeness(const std::string& a, const std::string& b);

}  // namespace kiemphieu::omr
