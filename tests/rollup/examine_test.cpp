// Packages and signed reports as a board gets them: what is taken, and what is refused for which reason.
#include <gmock/gmock.h>

#include "station/evidence/sealed_file.hpp"
#include "station/review/acts.hpp"
#include "tests/rollup/unit_fixture.hpp"

namespace kiemphieu::station::rollup {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

/// The tally's figures as a submission has them.
VoteFigures figures_of(const StyleTally& style) {
    VoteFigures out{style.style, style.declared->issued, style.collected, {}};
    for (const CandidateTally& each : style.candidates)
        out.people.push_back({each.number, each.name, each.position, each.valid, each.invalid, each.levels});
    return out;
}

TEST_F(UnitTest, APackageIsTakenWithTheFiguresOfItsTally) {
    const Submission taken = submission_of(package_);
    EXPECT_EQ(taken.unit, "mot");
    const Count count = folder_->count();
    ASSERT_EQ(taken.votes.size(), count.tally.styles.size());
    for (std::size_t i = 0; i < taken.votes.size(); ++i)
        EXPECT_EQ(taken.votes[i], figures_of(count.tally.styles[i])) << i;
    EXPECT_THAT(taken.signers, ::testing::UnorderedElementsAreArray(register_.units[0].signers));
    trust_ = {};
    EXPECT_THAT(submission_of(package_).signers, IsEmpty()) << "anybody can sign with a certificate of their own";
}

TEST_F(UnitTest, ASignedReportSaysTheSameFiguresAndNames) {
    const Submission package = submission_of(package_);
    for (const VoteFigures& vote : package.votes) {
        const Submission taken = submission_of(report(vote.style.value));
        EXPECT_EQ(taken.kind, SubmissionKind::report);
        ASSERT_EQ(taken.votes.size(), 1U);
        EXPECT_EQ(taken.votes[0], vote);
        EXPECT_EQ(taken.vote_day, package.vote_day);
        EXPECT_THAT(package.fingerprint, StartsWith(taken.fingerprint));
        EXPECT_EQ(taken.signers, package.signers);
    }
}

TEST_F(UnitTest, AnEncryptedPackageIsTheOneInTheClear) {
    const fs::path sealed = root_ / "sealed";
    ASSERT_TRUE(seal_file_with("một mật khẩu dài", package_, sealed).has_value());
    EXPECT_EQ(refusal_of(sealed).reason, RefusalReason::passphrase);
    passphrases_ = {"mật khẩu khác"};
    EXPECT_EQ(refusal_of(sealed).reason, RefusalReason::passphrase);
    passphrases_.emplace_back("một mật khẩu dài");
    const Submission taken = submission_of(sealed);
    EXPECT_EQ(taken.digest, submission_of(package_).digest);
    EXPECT_NE(taken.came, taken.digest);
    auto bytes = base::read_file(sealed).value();
    bytes[bytes.size() / 2] ^= 1;
    EXPECT_EQ(refusal_of(written("sealed-altered", bytes)).reason, RefusalReason::broken);
}

TEST_F(UnitTest, AnAlteredPackageIsRefusedByItsFirstBrokenLink) {
    auto bytes = base::read_file(package_).value();
    bytes[bytes.size() / 2] ^= 1;
    Refusal refusal = refusal_of(written("altered.zip", bytes));
    EXPECT_EQ(refusal.reason, RefusalReason::broken);
    EXPECT_THAT(refusal.place, StartsWith("manifest: "));
    bytes.resize(bytes.size() - 10);
    refusal = refusal_of(written("short.zip", bytes));
    EXPECT_EQ(refusal.reason, RefusalReason::broken);
    EXPECT_THAT(refusal.place, StartsWith("file"));

    Files files = files_;
    std::string& tally = files.at("tally.json");
    tally.replace(tally.find("\"count\":") + 8, 1, "7");
    sign(files, *key_);
    zip_up(files, root_ / "tally.zip");
    refusal = refusal_of(root_ / "tally.zip");
    EXPECT_EQ(refusal.reason, RefusalReason::broken);
    EXPECT_THAT(refusal.place, StartsWith("tally"));
}

TEST_F(UnitTest, ACountThatIsNotConfirmedIsRefused) {
    fs::create_directories(root_ / "open" / "minutes");
    fs::copy(root_ / "one" / "case", root_ / "open" / "case", fs::copy_options::recursive);
    {
        auto folder = CaseFolder::open(root_ / "open" / "case").value();
        const std::string head = register_.units[0].signers[0];
        ASSERT_TRUE(reopen(folder.record(), folder.definition(), head, "xem lại").has_value());
    }
    fs::remove_all(root_ / "open" / "case" / "minutes");
    const Refusal refusal = refusal_of(pack("open"));
    EXPECT_EQ(refusal.reason, RefusalReason::not_confirmed) << refusal.place << ": " << refusal.message;
}

TEST_F(UnitTest, AReportStandsByTheSignaturesThatTheRegisterAsksFor) {
    const fs::path file = report("A");
    register_.units[0].signers.emplace_back("Một Người Khác");
    Refusal refusal = refusal_of(file);
    EXPECT_EQ(refusal.reason, RefusalReason::not_proven);
    EXPECT_THAT(refusal.message, HasSubstr("Một Người Khác"));
    register_.units[0].signers.clear();
    EXPECT_EQ(refusal_of(file).reason, RefusalReason::not_proven) << "a certificate alone speaks for no unit";
    const station::testing::TestKey stranger =
        station::testing::TestKey::root(station::testing::authority_named("Nơi khác"));
    trust_ = {{stranger.certificate()}, {}};
    EXPECT_EQ(refusal_of(file).reason, RefusalReason::broken);
    trust_ = {};
    EXPECT_EQ(refusal_of(file).reason, RefusalReason::not_proven) << "nobody was said to be trusted";
}

TEST_F(UnitTest, AnAlteredUnsignedOrOtherPdfIsRefused) {
    auto bytes = base::read_file(report("A")).value();
    bytes[bytes.size() / 3] ^= 1;
    EXPECT_EQ(refusal_of(written("altered.pdf", bytes)).reason, RefusalReason::broken);
    const Count count = folder_->count();
    ASSERT_TRUE(print_report(folder_->definition().conference, count.tally.styles[0],
                             {Finality::confirmed, 0, {}, {}, "", std::string(64, 'a')}, root_ / "unsigned.pdf")
                    .has_value());
    EXPECT_THAT(refusal_of(root_ / "unsigned.pdf").message, HasSubstr("expected a signed report"));
    EXPECT_EQ(refusal_of(written("words.txt", base::as_bytes("kết quả"))).reason, RefusalReason::not_understood);
    EXPECT_EQ(refusal_of(written("nothing.pdf", base::as_bytes("%PDF-1.7\n"))).reason, RefusalReason::broken);
    EXPECT_EQ(refusal_of(written("empty", base::as_bytes(""))).reason, RefusalReason::not_understood);
}

TEST_F(UnitTest, AFileOfNoUnitOrOfTwoIsRefused) {
    Unit twin = register_.units[0];
    twin.id = "hai";
    register_.units.push_back(twin);
    EXPECT_EQ(refusal_of(package_).reason, RefusalReason::unknown_unit) << "two of one name and day";
    register_.units[1].vote_day = {2023, 8, 15};
    EXPECT_EQ(submission_of(package_).unit, "mot") << "the day tells them apart";
    register_.units[0].name = "Sở Khác";
    register_.units.pop_back();
    EXPECT_EQ(refusal_of(package_).reason, RefusalReason::unknown_unit);
    EXPECT_EQ(refusal_of(report("A")).reason, RefusalReason::unknown_unit);
}

TEST_F(UnitTest, ACountThatIsNotTheSignedPapersIsRefused) {
    const std::string mark = submission_of(package_).fingerprint;
    register_.units[0].fingerprint = mark.substr(0, 16);
    EXPECT_EQ(submission_of(package_).unit, "mot");
    EXPECT_EQ(submission_of(report("A")).unit, "mot");
    register_.units[0].fingerprint = "0123456789abcdef";
    EXPECT_EQ(refusal_of(package_).reason, RefusalReason::contradicted);
    EXPECT_EQ(refusal_of(report("A")).reason, RefusalReason::contradicted);
}

}  // namespace
}  // namespace kiemphieu::station::rollup
