#include "station/signing/cms.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "station/signing/cms_check.hpp"
#include "station/signing/testing/test_keys.hpp"
#include "station/signing/testing/time_authority.hpp"

namespace kiemphieu::station {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::HttpAnswer;
using ::testing::IsEmpty;
using testing::KeyKind;
using testing::Octets;
using testing::TestKey;
using testing::TimeAuthority;
using testing::Wanted;

class Cms : public ::testing::Test {
  protected:
    Octets make(const TestKey& key, const std::optional<TimestampAuthority>& authority = {}) {
        const std::vector<Octets> issuers{root_.certificate()};
        const auto identity = key.identity(issuers);
        auto made = make_cms(*identity, base::sha256(base::as_bytes(content_)), authority);
        EXPECT_TRUE(made.has_value()) << base::to_string(made.error());
        return made.value_or(Octets{});
    }
    CmsCheck check(const Octets& der, const std::string& content, const Trust& trust = {},
                   std::optional<Moment> claimed = {}) {
        // In two pieces, as a PDF has it.
        const base::Bytes bytes = base::as_bytes(content);
        const std::array<base::Bytes, 2> pieces{bytes.first(3), bytes.subspan(3)};
        return check_cms(der, pieces, trust, claimed);
    }

    const std::string content_{"nội dung được ký"};
    TestKey root_ = TestKey::root(testing::authority_named("Nơi cấp"));
    TestKey person_ = root_.issue({});
    TestKey clock_ = root_.issue({.name = "Giờ chuẩn", .extended_usage = "critical,timeStamping"});
};

TEST_F(Cms, ASignatureHoldsForWhatWasSignedAndNothingElse) {
    for (const KeyKind kind : {KeyKind::rsa_2048, KeyKind::ec_256, KeyKind::ec_384}) {
        const TestKey key = root_.issue({.name = "Lê Hữu Phước", .key = kind});
        const Octets der = make(key);
        const CmsCheck good = check(der, content_, {{root_.certificate()}, {}});
        EXPECT_THAT(good.faults, IsEmpty());
        EXPECT_EQ(good.signer.name, "Lê Hữu Phước");
        EXPECT_EQ(good.certificate, base::sha256(key.certificate()));
        EXPECT_EQ(good.issuer, IssuerCheck::trusted);
        EXPECT_THAT(check(der, content_ + " ").faults, Contains(HasSubstr("the content was altered")));
    }
}

TEST_F(Cms, AnotherKeyThanTheCertificatesIsRefusedBeforeAnythingIsWritten) {
    const TestKey other = root_.issue({});
    const auto crossed = other.identity(person_.certificate());
    const auto made = make_cms(*crossed, base::sha256(base::as_bytes(content_)), {});
    ASSERT_FALSE(made.has_value());
    EXPECT_THAT(made.error().message, HasSubstr("does not belong to the certificate"));
}

TEST_F(Cms, TheIssuerIsTrustedOnlyWhenItIsGiven) {
    const Octets der = make(person_);
    EXPECT_EQ(check(der, content_).issuer, IssuerCheck::not_asked);
    const TestKey stranger = TestKey::root(testing::authority_named("Nơi khác"));
    const CmsCheck untrusted = check(der, content_, {{stranger.certificate()}, {}});
    EXPECT_EQ(untrusted.issuer, IssuerCheck::not_trusted);
    EXPECT_FALSE(untrusted.holds());
}

TEST_F(Cms, ACertificateMustHaveBeenInForceWhenItWasMade) {
    const Octets der = make(person_);
    const auto now = std::chrono::system_clock::now();
    EXPECT_TRUE(check(der, content_, {}, now).holds());
    EXPECT_THAT(check(der, content_, {}, now - 48h).faults, Contains(HasSubstr("is not valid before")));
    EXPECT_THAT(check(der, content_, {}, now + 60 * 24h).faults, Contains(HasSubstr("expired on")));
    const std::pair<const TestKey*, std::chrono::seconds> entry{&person_, -1h};
    const Trust lists{{root_.certificate()}, {{"list.crl", root_.revoked({&entry, 1}, 24h)}}};
    EXPECT_THAT(check(der, content_, lists, now).faults, Contains(HasSubstr("was revoked on")));
}

/// Offsets of one changed bit for which the signature still holds.
std::vector<std::size_t> unnoticed(const Octets& der, const std::function<bool(const Octets&)>& holds) {
    std::vector<std::size_t> out;
    Octets copy = der;
    for (std::size_t at = 0; at < der.size(); ++at) {
        for (const std::uint8_t bit : std::array<std::uint8_t, 3>{0x01, 0x20, 0x80}) {
            copy[at] = der[at] ^ bit;
            if (holds(copy)) out.push_back(at);
        }
        copy[at] = der[at];
    }
    return out;
}

TEST_F(Cms, NoByteOfItCanBeChanged) {
    const Trust trust{{root_.certificate()}, {}};
    for (const KeyKind kind : {KeyKind::rsa_2048, KeyKind::ec_256}) {
        const Octets der = make(root_.issue({.key = kind}));
        EXPECT_THAT(unnoticed(der, [&](const Octets& copy) { return check(copy, content_, trust).holds(); }),
                    IsEmpty());
    }
}

TEST_F(Cms, WhatIsNoSignatureIsNone) {
    for (const std::string& text : {std::string{}, std::string("x"), std::string(200, '\x30')}) {
        EXPECT_FALSE(check({text.begin(), text.end()}, content_).holds());
    }
    Octets longer = make(person_);
    longer.push_back(0);
    EXPECT_FALSE(check(longer, content_).holds()) << "something stands behind it";
}

// RFC 3161 over HTTP.

TEST_F(Cms, ATokenOfTimeComesOverHttpAndHolds) {
    const std::vector<Octets> chain{root_.certificate()};
    const TimeAuthority authority([&](const Octets& request) {
        return HttpAnswer{200, clock_.answer(request, chain)};
    });
    const auto before = std::chrono::system_clock::now() - 2s;
    const Octets der = make(person_, TimestampAuthority{authority.address(), 5s});
    EXPECT_EQ(authority.requests(), 1);
    const CmsCheck checked = check(der, content_, {{root_.certificate()}, {}});
    EXPECT_THAT(checked.faults, IsEmpty());
    ASSERT_TRUE(checked.timestamp.has_value());
    EXPECT_EQ(checked.timestamp->authority, "Giờ chuẩn");
    EXPECT_EQ(checked.timestamp->issuer, IssuerCheck::trusted);
    EXPECT_GE(checked.timestamp->time, before);
    EXPECT_LE(checked.timestamp->time, std::chrono::system_clock::now() + 2s);
    // Its time goes before what the signer claims: the claim is outside the certificate's time.
    EXPECT_TRUE(check(der, content_, {}, before - 48h).holds());
}

TEST_F(Cms, AnAnswerThatIsNoneIsRefused) {
    const std::vector<Octets> chain{root_.certificate()};
    Octets earlier;
    const TimeAuthority listener([&](const Octets& request) {
        earlier = request;
        return HttpAnswer{500, {}};
    });
    const auto failure = [&](const testing::Answering& answering) {
        const TimeAuthority authority(answering);
        const auto identity = person_.identity(chain);
        const auto made =
            make_cms(*identity, base::sha256(base::as_bytes(content_)), TimestampAuthority{authority.address(), 5s});
        EXPECT_FALSE(made.has_value());
        return made ? std::string{"none"} : base::to_string(made.error());
    };
    const auto identity = person_.identity(chain);
    const auto refused =
        make_cms(*identity, base::sha256(base::as_bytes(content_)), TimestampAuthority{listener.address(), 5s});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().failure_class, base::FailureClass::world) << "HTTP 500";
    EXPECT_THAT(failure([&](const Octets&) {
                    return HttpAnswer{200, clock_.answer(earlier, chain)};
                }),
                HasSubstr("does not answer the request"))
        << "the answer to another request";
    EXPECT_THAT(failure([](const Octets&) { return HttpAnswer{200, {'n', 'o'}}; }), HasSubstr("is no answer"));
    EXPECT_THAT(failure([&](const Octets&) {
                    return HttpAnswer{200, clock_.answer({}, chain)};
                }),
                HasSubstr("does not answer the request"))
        << "a rejection";
    EXPECT_NE(failure([](const Octets&) {
                  return HttpAnswer{200, Octets(512 * 1024, 0x30)};
              }),
              "none")
        << "an answer without an end";
    EXPECT_NE(failure([&](const Octets& request) {
                  Octets answer = clock_.answer(request, chain);
                  answer[answer.size() - 5] ^= 1U;
                  return HttpAnswer{200, answer};
              }),
              "none")
        << "a signature that does not hold";
}

TEST_F(Cms, NobodyAnsweringFailsInTime) {
    std::string address;
    {
        const TimeAuthority gone([](const Octets&) { return HttpAnswer{}; });
        address = gone.address();
    }
    const auto token = fetch_timestamp({address, 5s}, base::as_bytes("x"));
    ASSERT_FALSE(token.has_value());
    EXPECT_EQ(token.error().failure_class, base::FailureClass::world);
    for (const char* elsewhere : {"http://192.0.2.1/", "https://127.0.0.1/", "http://127.0.0.1@192.0.2.1/",
                                  "http://localhost.example.org/", "ftp://127.0.0.1/", "127.0.0.1"}) {
        const auto refused = fetch_timestamp({elsewhere, 5s}, base::as_bytes("x"));
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().failure_class, base::FailureClass::bad_input) << elsewhere;
    }
}

TEST_F(Cms, NoByteOfATokenCanBeChanged) {
    const std::vector<Octets> chain{root_.certificate()};
    const TimeAuthority authority([&](const Octets& request) {
        return HttpAnswer{200, clock_.answer(request, chain)};
    });
    const auto token = fetch_timestamp({authority.address(), 5s}, base::as_bytes(content_));
    ASSERT_TRUE(token.has_value()) << base::to_string(token.error());
    const Trust trust{{root_.certificate()}, {}};
    const auto holds = [&](const Octets& der) {
        const TimestampCheck checked = check_timestamp(der, base::as_bytes(content_), trust);
        return checked.faults.empty() && checked.issuer == IssuerCheck::trusted;
    };
    EXPECT_TRUE(holds(*token));
    EXPECT_THAT(unnoticed(*token, holds), IsEmpty());
    EXPECT_THAT(check_timestamp(*token, base::as_bytes("y"), trust).faults, Contains(HasSubstr("something else")));
}

}  // namespace
}  // namespace kiemphieu::station
