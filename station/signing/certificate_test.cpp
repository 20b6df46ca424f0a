#include "station/signing/certificate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "station/signing/testing/test_keys.hpp"

namespace kiemphieu::station {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::KeyKind;
using testing::Octets;
using testing::TestKey;
using testing::Wanted;

class Certificates : public ::testing::Test {
  protected:
    /// What stands against the certificate now; empty when it may sign.
    std::string refusal(const TestKey& key, std::vector<RevocationList> lists = {}, std::chrono::seconds later = 0s) {
        const CertificateChain chain{key.certificate(), {root_.certificate()}};
        const auto checked = check_certificate(chain, std::chrono::system_clock::now() + later, lists, "key");
        if (checked) return {};
        EXPECT_EQ(checked.error().failure_class, base::FailureClass::bad_input);
        return checked.error().place + ": " + checked.error().message;
    }
    std::string refusal(const Wanted& wanted) { return refusal(root_.issue(wanted)); }
    RevocationList list(const TestKey& by, const TestKey& revoked, std::chrono::seconds since,
                        std::chrono::seconds next = 24h) {
        const std::pair<const TestKey*, std::chrono::seconds> entry{&revoked, since};
        return {"list.crl", by.revoked({&entry, 1}, next)};
    }

    TestKey root_ = TestKey::root(testing::authority_named("Nơi cấp"));
};

TEST_F(Certificates, APersonsMaySign) {
    EXPECT_EQ(refusal(Wanted{}), "");
    EXPECT_EQ(refusal(Wanted{.key = KeyKind::rsa_2048}), "");
    EXPECT_EQ(refusal(Wanted{.key = KeyKind::ec_384}), "");
    EXPECT_EQ(refusal(Wanted{.key_usage = ""}), "") << "an old one without key usage";
    EXPECT_EQ(refusal(Wanted{.key_usage = "critical,nonRepudiation"}), "");
    EXPECT_EQ(refusal(Wanted{.extended_usage = "emailProtection,clientAuth"}), "");
}

TEST_F(Certificates, OutsideItsTimeNoneSigns) {
    EXPECT_THAT(refusal(Wanted{.from = -48h, .to = -1h}), HasSubstr("validity: expired on"));
    EXPECT_THAT(refusal(Wanted{.from = 1h}), HasSubstr("validity: is not valid before"));
    const TestKey later = root_.issue(Wanted{.from = 1h});
    EXPECT_EQ(refusal(later, {}, 2h), "") << "and an hour later it does";
}

TEST_F(Certificates, OneForSomethingElseSignsNothing) {
    EXPECT_THAT(refusal(Wanted{.key_usage = "critical,keyEncipherment"}), HasSubstr("key usage"));
    EXPECT_THAT(refusal(Wanted{.key_usage = "critical,keyAgreement"}), HasSubstr("key usage"));
    EXPECT_THAT(refusal(Wanted{.extended_usage = "serverAuth"}), HasSubstr("extended key usage"));
    EXPECT_THAT(refusal(Wanted{.extended_usage = "critical,timeStamping"}), HasSubstr("extended key usage"));
    EXPECT_THAT(
        refusal(Wanted{.key_usage = "critical,keyCertSign,digitalSignature", .constraints = "critical,CA:TRUE"}),
        HasSubstr("basic constraints"));
    EXPECT_THAT(refusal(Wanted{.key = KeyKind::rsa_1024}), HasSubstr("public key"));
    const CertificateChain no_certificate{{0x30, 0x00}, {}};
    EXPECT_FALSE(check_certificate(no_certificate, std::chrono::system_clock::now(), {}, "key").has_value());
}

TEST_F(Certificates, ARevokedOneSignsNothingFromThatDayOn) {
    const TestKey person = root_.issue({});
    const TestKey other = root_.issue({});
    EXPECT_THAT(refusal(person, {list(root_, person, -1h)}), HasSubstr("revocation: was revoked on"));
    EXPECT_EQ(refusal(person, {list(root_, person, 1h)}), "") << "from tomorrow";
    EXPECT_THAT(refusal(person, {list(root_, person, 1h)}, 2h), HasSubstr("revocation"));
    EXPECT_EQ(refusal(person, {list(root_, other, -1h)}), "") << "somebody else was revoked";
}

TEST_F(Certificates, AListCountsOnlyWhenItIsTheIssuersAndOfToday) {
    const TestKey person = root_.issue({});
    EXPECT_THAT(refusal(person, {list(root_, person, -1h, -1h)}), HasSubstr("next update: ran out on"));
    const TestKey namesake = TestKey::root(testing::authority_named("Nơi cấp"));
    EXPECT_THAT(refusal(person, {list(namesake, person, -1h)}), HasSubstr("signature"));
    const TestKey stranger = TestKey::root(testing::authority_named("Nơi khác"));
    EXPECT_EQ(refusal(person, {list(stranger, person, -1h)}), "") << "of no certificate of ours";
    EXPECT_THAT(refusal(person, {{"list.crl", {1, 2, 3}}}), HasSubstr("is no list"));
}

TEST_F(Certificates, AChainLeadsUpAndNowhereElse) {
    const TestKey middle = root_.issue(testing::authority_named("Nơi cấp giữa"));
    const TestKey person = middle.issue({});
    const TestKey stranger = TestKey::root(testing::authority_named("Nơi cấp giữa"));
    const std::vector<Octets> pool{stranger.certificate(), root_.certificate(), person.certificate(),
                                   middle.certificate()};
    const CertificateChain chain = chain_of(person.certificate(), pool);
    EXPECT_EQ(chain.issuers, (std::vector<Octets>{middle.certificate(), root_.certificate()}))
        << "a namesake of the issuer did not sign it";
}

TEST_F(Certificates, TellsItsOwner) {
    const CertificateOwner owner = owner_of(root_.issue({.name = "Trần Văn Đức"}).certificate());
    EXPECT_EQ(owner.name, "Trần Văn Đức");
    EXPECT_EQ(owner.issuer, "Nơi cấp");
    EXPECT_EQ(owner.subject, "CN=Trần Văn Đức");
    EXPECT_EQ(owner_of(base::as_bytes("x")), CertificateOwner{});
}

}  // namespace
}  // namespace kiemphieu::station
