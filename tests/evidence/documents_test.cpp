// Documents of a package that were altered, stripped of signatures, or say other figures.
#include <random>

#include <gmock/gmock.h>

#include "station/evidence/document_check.hpp"
#include "station/minutes/counting_minutes.hpp"
#include "station/signing/sign_pdf.hpp"
#include "station/signing/verify_pdf.hpp"
#include "tests/evidence/packed_case.hpp"

namespace kiemphieu::station {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class DocumentEvidence : public EvidenceTest {
  protected:
    void SetUp() override {
        folder_.emplace(CaseFolder::open(root_ / "one" / "case", Access::look).value());
        count_ = folder_->count();
        const auto events = folder_->record().events().value();
        for (const LoggedEvent& event : events) hashes_.push_back(base::to_hex(event.hash));
    }
    std::vector<std::string> faults(const std::string& name, const std::string& bytes) {
        const Trust trust{{authority().certificate()}, {}};
        const CaseState& state = folder_->record().state();
        DocumentCheck check({state.minutes, state.signings, hashes_, folder_->definition().conference, count_.tally,
                             count_.finality, trust});
        EXPECT_TRUE(check.look_at("documents/" + name, base::as_bytes(bytes)).has_value());
        std::vector<std::string> out;
        for (const base::Failure& fault : std::move(check).finish().faults) out.push_back(base::to_string(fault));
        return out;
    }
    const std::string& packed(const std::string& name) { return files_.at("documents/" + name); }
    /// A report as it was before anybody signed it.
    std::string unsigned_form(const std::string& name) {
        const auto& signings = folder_->record().state().signings;
        const auto first = std::ranges::find(signings, name, &DocumentSigned::file);
        const std::string& whole = packed(name);
        for (std::size_t size = whole.find("%%EOF"); size < whole.size(); ++size) {
            if (base::sha256(base::as_bytes(whole).first(size)) == first->before) return whole.substr(0, size);
        }
        return {};
    }

    std::optional<CaseFolder> folder_;
    Count count_;
    std::vector<std::string> hashes_;
};

TEST_F(DocumentEvidence, SignedReportsAndCountingMinutesHoldAndAreNamed) {
    const auto report = verify_package(package_, {0, "", {{authority().certificate()}, {}}}).value();
    EXPECT_TRUE(report.holds());
    const std::size_t styles = folder_->definition().conference.styles.size();
    ASSERT_EQ(report.signatures.size(), 2 * styles);
    for (const SignatureFound& each : report.signatures) {
        EXPECT_TRUE(each.in_record);
        EXPECT_EQ(each.issuer, IssuerCheck::trusted);
    }
    EXPECT_THAT(report.checks.back().detail,
                HasSubstr(std::to_string(styles) + " reports and " + std::to_string(3 * styles) + " counting minutes"));
    const testing::TestKey stranger = testing::TestKey::root(testing::authority_named("Nơi khác"));
    EXPECT_EQ(first_broken_of(package_, {0, "", {{stranger.certificate()}, {}}}), "documents");
}

TEST_F(DocumentEvidence, ASignatureTakenOffIsFound) {
    const std::string name = "bao-cao-A.pdf";
    const std::string plain = unsigned_form(name);
    ASSERT_FALSE(plain.empty());
    EXPECT_THAT(faults(name, packed(name)), IsEmpty());
    EXPECT_THAT(faults(name, plain), Contains(HasSubstr("lacks a signature")));
    const std::size_t one = verify_pdf(base::as_bytes(packed(name)), name, {}).signatures.at(0).end;
    EXPECT_THAT(faults(name, packed(name).substr(0, one)), Contains(HasSubstr("lacks a signature")));
    Files files = files_;
    files["documents/" + name] = plain;
    EXPECT_EQ(first_broken(files), "documents");
}

TEST_F(DocumentEvidence, AnotherHandUnderAKnownSignatureIsFound) {
    const std::string name = "bao-cao-A.pdf";
    const std::string plain = unsigned_form(name);
    // Somebody who is nobody here signs the report anew: signatures hold, but the record knows others.
    const auto stranger = authority().issue({.name = "Người Ngoài"});
    const auto identity = stranger.identity();
    const auto resigned = sign_pdf(base::as_bytes(plain), *identity, {name, {}, {}, std::chrono::system_clock::now()});
    ASSERT_TRUE(resigned.has_value());
    const std::string bytes(resigned->begin(), resigned->end());
    EXPECT_TRUE(verify_pdf(*resigned, name, {}).holds());
    EXPECT_THAT(faults(name, bytes), Contains(HasSubstr("lacks a signature")));
    // Behind those it knows, a signature made elsewhere is told and is no fault.
    const auto later =
        sign_pdf(base::as_bytes(packed(name)), *identity, {name, {}, {}, std::chrono::system_clock::now()});
    ASSERT_TRUE(later.has_value()) << base::to_string(later.error());
    EXPECT_THAT(faults(name, {later->begin(), later->end()}), IsEmpty());
}

TEST_F(DocumentEvidence, WhatIsAddedBehindADocumentWithoutASignatureIsFound) {
    const std::string minutes = packed("bien-ban-A-1.pdf");
    EXPECT_THAT(faults("bien-ban-A-1.pdf", minutes), IsEmpty());
    EXPECT_THAT(faults("bien-ban-A-1.pdf", minutes + "\n% nothing\n%%EOF\n"), Contains(HasSubstr("no signature")));
    EXPECT_THAT(faults("bao-cao-A.pdf", packed("bao-cao-A.pdf") + "%%EOF\n"), Not(IsEmpty()));
}

TEST_F(DocumentEvidence, AFigureChangedInTheCountingMinutesIsFound) {
    const forms::Conference& conference = folder_->definition().conference;
    const auto faults_of = [&](const std::function<void(StyleTally&)>& change) {
        StyleTally figures = count_.tally.styles[0];
        change(figures);
        const CountingFacts facts =
            counting_facts(folder_->definition(), folder_->record().state(), count_, figures.style, "x");
        ReportContext context;
        context.finality = Finality::confirmed;
        context.record_fingerprint = hashes_.back();
        const auto document = make_counting_minutes(conference, figures, context, facts, 1);
        EXPECT_TRUE(document.has_value());
        const fs::path pdf = root_ / "forged.pdf";
        EXPECT_TRUE(forms::print_pages(document->pages, {"Biên bản", ""}, pdf).has_value());
        // Under another name the record has no digest to hold against it: the figures themselves tell.
        std::string all;
        for (const std::string& fault : faults("copy.pdf", base::read_text_file(pdf).value())) all += fault + "\n";
        return all;
    };
    EXPECT_THAT(faults_of([](StyleTally&) {}), Not(HasSubstr("expected")));
    EXPECT_THAT(faults_of([](StyleTally& s) { ++s.printed; }), HasSubstr("ballots printed"));
    EXPECT_THAT(faults_of([](StyleTally& s) { ++s.scanned; }), HasSubstr("ballots scanned"));
    EXPECT_THAT(faults_of([](StyleTally& s) { ++s.invalid_ballots; }), HasSubstr("ballots invalid"));
    EXPECT_THAT(faults_of([](StyleTally& s) { ++s.rows_ruled; }), HasSubstr("rows ruled on"));
    EXPECT_THAT(faults_of([](StyleTally& s) { ++s.declared->issued; }), HasSubstr("ballots issued"));
    EXPECT_THAT(faults_of([](StyleTally& s) { s.declared->exchanged = s.declared->exchanged.value_or(0) + 1; }),
                HasSubstr("ballots exchanged"));
    EXPECT_THAT(faults_of([](StyleTally& s) { s.declared->unused = s.declared->unused.value_or(0) + 1; }),
                HasSubstr("ballots unused"));
    EXPECT_THAT(faults_of([](StyleTally& s) { ++s.candidates[1].invalid_by_reason[2]; }), HasSubstr("by reasons"));
    EXPECT_THAT(faults_of([](StyleTally& s) { std::swap(s.candidates[0].levels[0], s.candidates[0].levels[2]); }),
                HasSubstr("candidate 1:"));
    EXPECT_THAT(faults_of([](StyleTally& s) { s.candidates.pop_back(); }), HasSubstr("lines"));
}

// Bytes changed, cut out, put in and moved about in signed and unsigned documents: none is accepted, nothing crashes.
TEST_F(DocumentEvidence, RandomMutationsOfDocumentsAreNotAccepted) {
    std::mt19937_64 random(20231217);
    const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    const std::vector<std::string> names{"bao-cao-A.pdf", "bao-cao-B.pdf", "bien-ban-A-1.pdf", "bien-ban-B-2.pdf",
                                         "ket-qua.xlsx",  "cvr.json",      "ket-qua.csv"};
    for (int round = 0; round < 140; ++round) {
        const std::string& name = names[static_cast<std::size_t>(round) % names.size()];
        const std::string& whole = packed(name);
        std::string changed = whole;
        // Every second place lies in the last tenth: signatures, cross-references, trailers.
        const std::size_t from = round % 2 == 0 ? 0 : whole.size() - whole.size() / 10;
        const std::size_t place = from + below(whole.size() - from);
        switch (round % 4) {
            case 0:
                changed[place] = static_cast<char>(changed[place] ^ static_cast<char>(1 + below(255)));
                break;
            case 1:
                changed.erase(place, 1 + below(64));
                break;
            case 2:
                changed.insert(place, std::string(1 + below(64), static_cast<char>(below(256))));
                break;
            default:
                changed.replace(place, 16, whole.substr(below(whole.size() - 16), 16));
        }
        if (changed == whole) continue;
        EXPECT_THAT(faults(name, changed), Not(IsEmpty())) << name << " round " << round << " byte " << place;
    }
}

}  // namespace
}  // namespace kiemphieu::station
