#include "station/signing/sign_pdf.hpp"

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "forms/print/letterhead.hpp"
#include "forms/print/page_flow.hpp"
#include "forms/testing/pdf_a.hpp"
#include "forms/testing/print_folder.hpp"
#include "station/signing/cms.hpp"
#include "station/signing/testing/test_keys.hpp"
#include "station/signing/testing/time_authority.hpp"
#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::KeyKind;
using ::testing::Not;
using testing::Octets;
using testing::TestKey;

class SignPdf : public forms::testing::PrintFolder {
  protected:
    void SetUp() override {
        PrintFolder::SetUp();
        forms::PageFlow flow;
        flow.paragraph(forms::plain("Số phiếu thu về: 47 phiếu.", forms::Face::serif, {}));
        const auto file = folder_ / "plain.pdf";
        ASSERT_TRUE(forms::print_pages(*flow.finish(), {"Văn bản", "Cơ quan"}, file));
        plain_ = base::read_file(file).value();
    }
    base::Expected<Octets, base::Failure> sign(const Octets& pdf, const TestKey& key, const base::PageRect& box,
                                               int page = 1) {
        const std::vector<Octets> issuers{root_.certificate()};
        const auto identity = key.identity(issuers);
        return sign_pdf(pdf, *identity, {"paper.pdf", SignatureBox{page, box}, {}, std::chrono::system_clock::now()});
    }
    /// The document signed once, with the signature's picture put over the first line before the digest was made, as
    /// another program may do it.
    Octets with_picture_over_the_text() {
        const Octets honest = signed_once();
        std::string text(honest.begin(), honest.end());
        const std::size_t rect = text.find("/Rect [", plain_.size()) + 7, rect_end = text.find(']', rect);
        std::string over = " 85 760 300 790";
        over.resize(rect_end - rect, ' ');
        text.replace(rect, over.size(), over);
        const std::size_t gap = text.find("/Contents <", plain_.size()) + 10, gap_end = text.find('>', gap) + 1;
        const std::string covered = text.substr(0, gap) + text.substr(gap_end);
        const std::vector<Octets> issuers{root_.certificate()};
        const auto identity = person_.identity(issuers);
        const std::string hex = base::to_hex(make_cms(*identity, base::sha256(base::as_bytes(covered)), {}).value());
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(gap) + 1,
                  text.begin() + static_cast<std::ptrdiff_t>(gap_end) - 1, '0');
        text.replace(gap + 1, hex.size(), hex);
        return {text.begin(), text.end()};
    }
    Octets signed_once() { return sign(plain_, person_, first_).value(); }
    static PdfSignatures verify(const Octets& pdf) { return verify_pdf(pdf, "paper.pdf", {}); }
    std::vector<std::string> faults(const Octets& pdf) {
        std::vector<std::string> out;
        for (const base::Failure& fault : verify(pdf).faults) out.push_back(fault.place + ": " + fault.message);
        return out;
    }

    const base::PageRect first_{30, 100, 60, 20};
    const base::PageRect second_{110, 100, 60, 20};
    Octets plain_;
    TestKey root_ = TestKey::root(testing::authority_named("Nơi cấp"));
    TestKey person_ = root_.issue({});
    TestKey other_ = root_.issue({.name = "Trần Văn Đức", .key = KeyKind::rsa_2048});
};

TEST_F(SignPdf, SignaturesStandBehindTheDocumentAndKeepEachOther) {
    const Octets one = signed_once();
    EXPECT_TRUE(std::equal(plain_.begin(), plain_.end(), one.begin())) << "not a byte before it changes";
    const Octets two = sign(one, other_, second_).value();
    EXPECT_TRUE(std::equal(one.begin(), one.end(), two.begin()));
    const PdfSignatures found = verify(two);
    EXPECT_THAT(faults(two), IsEmpty());
    ASSERT_EQ(found.signatures.size(), 2U);
    EXPECT_EQ(found.signatures[0].check.signer.name, "Nguyễn Văn An");
    EXPECT_EQ(found.signatures[0].end, one.size());
    EXPECT_EQ(found.signatures[1].check.signer.name, "Trần Văn Đức");
    EXPECT_EQ(found.signatures[1].end, two.size());
    EXPECT_THAT(changes_beyond_signatures(plain_, two), IsEmpty());
}

TEST_F(SignPdf, ASignedDocumentKeepsToTheRulesOfPdfA) {
    const auto file = folder_ / "signed.pdf";
    ASSERT_TRUE(base::write_file_durably(file, sign(signed_once(), other_, second_).value()));
    EXPECT_THAT(forms::testing::pdf_a_faults(file), IsEmpty());
    const std::string text = forms::testing::output_of("pdftotext -layout " + file.string() + " -");
    EXPECT_THAT(text, HasSubstr("Nguyễn Văn An"));
    EXPECT_THAT(text, HasSubstr("Trần Văn Đức"));
}

TEST_F(SignPdf, WhatCantBeSignedIsRefused) {
    EXPECT_THAT(sign(signed_once(), other_, {80, 110, 20, 20}).error().message, HasSubstr("another signature stands"));
    EXPECT_THAT(sign(plain_, person_, first_, 2).error().message, HasSubstr("expected 1 to 1"));
    EXPECT_THAT(sign({'n', 'o'}, person_, first_).error().message, HasSubstr("expected a whole PDF"));
    EXPECT_THAT(faults(plain_), Contains(HasSubstr("there is none")));
}

TEST_F(SignPdf, NothingIsPutOverWhatIsPrinted) {
    // The line of text begins 20 mm down and 30 mm in.
    EXPECT_THAT(sign(plain_, person_, {40, 21, 20, 10}).error().message, HasSubstr("something is printed there"));
    const Octets moved = with_picture_over_the_text();
    EXPECT_THAT(faults(moved), Contains(HasSubstr("lies over what is printed on page 1; expected an empty place")));
    EXPECT_THAT(faults(moved), ::testing::SizeIs(1)) << "nothing else stands against it";
}

// A token's algorithm stands outside all signatures, and RSA has two names that say the same.
TEST_F(SignPdf, TheTokenOfTimeNamesRsaAsItDidWhenSigning) {
    const TestKey clock =
        root_.issue({.name = "Giờ chuẩn", .key = KeyKind::rsa_2048, .extended_usage = "critical,timeStamping"});
    const std::vector<Octets> issuers{root_.certificate()};
    const testing::TimeAuthority authority([&](const Octets& request) {
        return testing::HttpAnswer{200, clock.answer(request, issuers)};
    });
    const auto identity = person_.identity(issuers);
    const SigningOrder order{"paper.pdf", SignatureBox{1, first_},
                             TimestampAuthority{authority.address(), std::chrono::seconds(5)},
                             std::chrono::system_clock::now()};
    Octets pdf = sign_pdf(plain_, *identity, order).value();
    EXPECT_THAT(faults(pdf), IsEmpty());
    std::string text(pdf.begin(), pdf.end());
    const std::string plain_rsa = "06092a864886f70d010101", with_sha256 = "06092a864886f70d01010b";
    const std::size_t last = text.rfind(plain_rsa);
    ASSERT_NE(last, std::string::npos);
    text.replace(last, with_sha256.size(), with_sha256);
    EXPECT_THAT(faults({text.begin(), text.end()}), Contains(HasSubstr("RSA is named otherwise")));
}

TEST_F(SignPdf, WithoutABoxTheFirstFreePlaceIsTaken) {
    const auto identity = person_.identity();
    const SigningOrder anywhere{"paper.pdf", {}, {}, std::chrono::system_clock::now()};
    Octets pdf = plain_;
    for (int i = 0; i < 4; ++i) pdf = sign_pdf(pdf, *identity, anywhere).value();
    EXPECT_THAT(faults(pdf), IsEmpty());
}

TEST_F(SignPdf, WhatIsAddedWithoutASignatureIsFound) {
    Octets longer = signed_once();
    for (const char c : std::string("% more\n")) longer.push_back(static_cast<std::uint8_t>(c));
    EXPECT_THAT(faults(longer), Contains(HasSubstr("does not cover the whole file")));
    // Another document under the same signatures.
    Octets two = sign(signed_once(), other_, second_).value();
    EXPECT_THAT(changes_beyond_signatures(signed_once(), two), Not(IsEmpty()));
    EXPECT_THAT(changes_beyond_signatures({}, two), Contains(HasSubstr("can't be read")));
}

/// Offsets of a signed file that a test changes one by one: every byte of the last signature's dictionary with its
/// place, and of the last cross-references and trailer; of what else is signed one in `step`.
std::vector<std::size_t> offsets_to_try(const Octets& pdf, std::size_t step) {
    const std::string_view text(reinterpret_cast<const char*>(pdf.data()), pdf.size());
    const std::size_t dictionary = text.rfind("/Type /Sig ");
    const std::size_t end_of_it = text.find("endobj", dictionary);
    const std::size_t references = text.rfind("\nxref\n");
    std::vector<std::size_t> out;
    for (std::size_t at = 0; at < pdf.size(); ++at) {
        const bool structure = (at >= dictionary && at < end_of_it) || at >= references;
        if (structure || at % step == 0) out.push_back(at);
    }
    return out;
}

/// Those of the offsets at which a changed bit goes unnoticed; looked for on all cores.
std::vector<std::size_t> unnoticed(const Octets& pdf, const std::vector<std::size_t>& offsets) {
    std::atomic<std::size_t> next{};
    std::mutex found;
    std::vector<std::size_t> out;
    const auto work = [&] {
        Octets copy = pdf;
        for (std::size_t i = next++; i < offsets.size(); i = next++) {
            const std::size_t at = offsets[i];
            // A bit that differs from byte to byte, so that letters, digits and blanks turn into all kinds of others.
            copy[at] = pdf[at] ^ static_cast<std::uint8_t>(1U << (at * 5 % 8));
            if (verify_pdf(copy, "paper.pdf", {}).holds()) {
                const std::lock_guard lock(found);
                out.push_back(at);
            }
            copy[at] = pdf[at];
        }
    };
    std::vector<std::jthread> threads;
    for (unsigned i = std::max(1U, std::thread::hardware_concurrency()); i > 0; --i) threads.emplace_back(work);
    threads.clear();
    return out;
}

// Source: issue "flipping any byte breaks it". What is signed is one digest over all that does not lie in the
// signature's own place, so a byte of every block that SHA-256 takes at once (64) stands for the block; every byte is
// tried where the signature itself, its dictionary, cross-references and trailer lie. KIEMPHIEU_EVERY_BYTE=1 tries
// every byte of all.
TEST_F(SignPdf, EveryByteOfASignedDocumentMatters) {
    const bool all = std::getenv("KIEMPHIEU_EVERY_BYTE") != nullptr;
    const auto identity = person_.identity();
    const SigningOrder order{"paper.pdf", SignatureBox{1, first_}, {}, std::chrono::system_clock::now()};
    const Octets pdf = sign_pdf(plain_, *identity, order).value();
    const PdfSignatures good = verify(pdf);
    ASSERT_TRUE(good.holds());
    ASSERT_EQ(good.signatures.at(0).end, pdf.size());
    constexpr std::size_t sha256_block = 64;
    const auto offsets = offsets_to_try(pdf, all ? 1 : sha256_block);
    ASSERT_GT(offsets.size(), 8192U) << "the signature's own place is among them";
    EXPECT_THAT(unnoticed(pdf, offsets), IsEmpty()) << "of " << pdf.size() << " bytes";
}

// The same of a report that four people signed: KIEMPHIEU_SIGNED_PDF names it, and KIEMPHIEU_PROGRESS a file that keeps
// how far it came, so that the same command goes on. Takes minutes, so nobody runs it unasked.
TEST_F(SignPdf, EveryByteOfAReportSignedByFourMatters) {
    const char* file = std::getenv("KIEMPHIEU_SIGNED_PDF");
    if (file == nullptr) GTEST_SKIP() << "KIEMPHIEU_SIGNED_PDF names no document";
    const Octets pdf = base::read_file(file).value();
    ASSERT_TRUE(verify(pdf).holds());
    const char* progress = std::getenv("KIEMPHIEU_PROGRESS");
    const auto kept = progress == nullptr ? std::nullopt : std::optional(base::read_text_file(progress));
    std::size_t from = kept && *kept ? std::stoul(**kept) : 0;
    constexpr std::size_t part = 2048;
    for (; from < pdf.size(); from += part) {
        std::vector<std::size_t> offsets;
        for (std::size_t at = from; at < std::min(from + part, pdf.size()); ++at) offsets.push_back(at);
        ASSERT_THAT(unnoticed(pdf, offsets), IsEmpty()) << "of " << pdf.size() << " bytes";
        if (progress == nullptr) continue;
        ASSERT_TRUE(base::write_file_durably(progress, base::as_bytes(std::to_string(from + offsets.size()))));
    }
}

}  // namespace
}  // namespace kiemphieu::station
