#include "forms/print/archive_pdf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "forms/print/letterhead.hpp"
#include "forms/testing/pdf_a.hpp"
#include "forms/testing/print_folder.hpp"

namespace kiemphieu::forms {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ArchivePdf : public testing::PrintFolder {
  protected:
    /// Prints a page in every face of running text.
    std::filesystem::path print(const DocumentInfo& info) {
        PageFlow flow;
        for (const Face face : {Face::serif, Face::serif_bold, Face::serif_italic, Face::serif_bold_italic}) {
            flow.paragraph(plain("Người được lấy phiếu tín nhiệm: Đỗ Ỷ Ặ ỡ ự; 40,43 %", face, {}));
        }
        auto pages = flow.finish();
        const auto path = folder_ / "a.pdf";
        EXPECT_TRUE(pages && print_pages(*pages, info, path));
        return path;
    }
    /// The file with bytes of it replaced by as many others.
    std::filesystem::path altered(const std::filesystem::path& pdf, const std::string& from, const std::string& to) {
        auto bytes = base::read_file(pdf).value();
        std::string text(bytes.begin(), bytes.end());
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        if (at != std::string::npos) text.replace(at, to.size(), to);
        EXPECT_TRUE(base::write_file_durably(folder_ / "altered.pdf", base::as_bytes(text)));
        return folder_ / "altered.pdf";
    }
};

TEST_F(ArchivePdf, BreaksNoRuleOfPdfAThatIsChecked) {
    const auto pdf = print({"Báo cáo <kết quả> & biên bản", "Tỉnh ủy Sông Vân"});
    EXPECT_THAT(testing::pdf_a_faults(pdf), IsEmpty());
    EXPECT_THAT(testing::output_of("qpdf --check " + pdf.string()), HasSubstr("No syntax or stream encoding errors"));
}

TEST_F(ArchivePdf, TheCheckFindsWhatIsTakenAway) {
    const auto pdf = print({"Báo cáo", "Tỉnh ủy Sông Vân"});
    ASSERT_THAT(testing::pdf_a_faults(pdf), IsEmpty());
    const std::vector<std::pair<std::string, std::string>> changes{
        {"/Metadata", "/Netadata"},
        {"/OutputIntents", "/OutputIntentz"},
        {"<pdfaid:part>2", "<pdfaid:part>1"},
        {"/Identity-H", "/Identity-V"},
        {"/ToUnicode", "/ToUnicodf"},
        {"/FontFile2", "/FontFile9"},
        {"%PDF-1.7", "%PDF-1.4"},
        {"/ID [", "/IX ["},
        {"/W [ 32 [ 250", "/W [ 32 [ 259"},
        {"<dc:creator><rdf:Seq><rdf:li>T", "<dc:creator><rdf:Seq><rdf:li>X"},
        {"/ViewerPreferences", "/OpenAction       "}};
    for (const auto& [from, to] : changes) {
        EXPECT_THAT(testing::pdf_a_faults(altered(pdf, from, to)), Not(IsEmpty())) << from;
    }
}

TEST_F(ArchivePdf, TheSamePagesGiveTheSameBytes) {
    const auto first = base::read_file(print({"Báo cáo", "Tỉnh ủy"})).value();
    EXPECT_EQ(first, base::read_file(print({"Báo cáo", "Tỉnh ủy"})).value());
    EXPECT_EQ(srgb_profile(), srgb_profile());
}

}  // namespace
}  // namespace kiemphieu::forms
