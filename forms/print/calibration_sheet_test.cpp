#include "forms/print/calibration_sheet.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "forms/page_frame.hpp"
#include "forms/testing/pdf_a.hpp"
#include "forms/testing/print_folder.hpp"

namespace kiemphieu::forms {
namespace {

using ::testing::IsEmpty;

constexpr base::ConferenceId conference{7};
const base::SecretKey key = base::sha256(base::as_bytes("calibrated case"));

class CalibrationSheetPdf : public testing::PrintFolder {};

TEST(CalibrationSheet, ItsPartsLieApartAndOnThePaper) {
    const auto sheet = make_calibration_sheet();
    ASSERT_TRUE(sheet);
    std::vector<base::PageRect> parts = sheet->grid;
    parts.push_back(sheet->page.qr_box);
    const auto& marks = sheet->page.registration_marks;
    parts.insert(parts.end(), marks.begin(), marks.end());
    for (const GrayPatch& patch : sheet->wedge) parts.push_back(patch.box.grown(-0.01));
    for (const LineGroup& group : sheet->line_pairs) parts.push_back(group.box);
    for (const QrSample& symbol : sheet->symbols) parts.push_back(symbol.box);
    for (const MarkSample& mark : sheet->graded) parts.push_back(mark.box);
    for (const MarkSample& mark : sheet->widths) parts.push_back(mark.box);
    for (const PenPlace& pen : sheet->pens) parts.insert(parts.end(), pen.boxes.begin(), pen.boxes.end());
    // Printers and feeders reach to 5 mm from the edges.
    constexpr base::PageRect printable{5, 5, 200, 287};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        EXPECT_TRUE(printable.contains({parts[i].x, parts[i].y}) &&
                    printable.contains({parts[i].right(), parts[i].bottom()}))
            << "part " << i;
        for (std::size_t j = i + 1; j < parts.size(); ++j) {
            EXPECT_FALSE(parts[i].intersects(parts[j])) << "parts " << i << " and " << j;
        }
    }
}

TEST(CalibrationSheet, EveryCodeOnItSaysThatItIsNoBallot) {
    const auto sheet = make_calibration_sheet();
    ASSERT_TRUE(sheet);
    for (int place = 1; place <= 7; ++place) {
        const SheetCode code = calibration_code(*sheet, conference, place);
        const auto read = decode_payload(encode_payload(code, make_tag(code, key)));
        ASSERT_TRUE(read);
        EXPECT_FALSE(is_ballot(read->code.kind));
        EXPECT_TRUE(is_authentic(*read, key));
    }
    EXPECT_EQ(sheet->page.qr_box, page_frame::qr_box) << "the reader looks for a ballot's code there";
}

TEST_F(CalibrationSheetPdf, IsOnePageTheSameBytesEveryTimeAndPdfA) {
    const auto sheet = make_calibration_sheet();
    ASSERT_TRUE(sheet);
    ASSERT_TRUE(print_calibration_sheet(*sheet, conference, key, folder_ / "a.pdf"));
    ASSERT_TRUE(print_calibration_sheet(*sheet, conference, key, folder_ / "b.pdf"));
    EXPECT_EQ(base::read_file(folder_ / "a.pdf").value(), base::read_file(folder_ / "b.pdf").value());
    EXPECT_THAT(testing::pdf_a_faults(folder_ / "a.pdf"), IsEmpty());
}

}  // namespace
}  // namespace kiemphieu::forms
