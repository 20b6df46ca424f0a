// Tokens: a PIN is tried once, never a second time by itself, and what the token tells of the tries left is heeded.
// The token is softhsm2's; before it stands a module that counts tries and locks after three wrong ones.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.hpp"
#include "station/signing/testing/test_keys.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::KeyKind;
using testing::Octets;
using testing::Prompt;
using testing::TestKey;

class Tokens : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("kiemphieu-token-" + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "tokens");
        std::ofstream(folder_ / "softhsm2.conf") << "directories.tokendir = " << (folder_ / "tokens").string() << '\n';
        ::setenv("SOFTHSM2_CONF", (folder_ / "softhsm2.conf").c_str(), 1);
        ::setenv("KIEMPHIEU_TOKEN_STATE", (folder_ / "state").c_str(), 1);
        for (const auto& entry : fs::recursive_directory_iterator("/usr/lib")) {
            if (entry.path().filename() == "libsofthsm2.so") driver_ = entry.path();
        }
        ASSERT_FALSE(driver_.empty()) << "softhsm2 is not installed";
        ::setenv("KIEMPHIEU_TOKEN_DRIVER", driver_.c_str(), 1);
        make_token("person", person_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    void make_token(const std::string& label, const TestKey& key) {
        std::ofstream(folder_ / "key.pem") << key.key_pem();
        ASSERT_TRUE(base::write_file_durably(folder_ / "own.der", key.certificate()));
        const std::string log = " >>" + (folder_ / "log").string() + " 2>&1";
        const std::string token = " --token-label " + label + " ";
        run("softhsm2-util --init-token --free --label " + label + " --so-pin 12345678 --pin 2468" + log);
        run("softhsm2-util --import " + (folder_ / "key.pem").string() + " --token " + label +
            " --label own --id a1 --pin 2468" + log);
        run("pkcs11-tool --module " + driver_.string() + token + "--login --pin 2468 --write-object " +
            (folder_ / "own.der").string() + " --type cert --label own --id a1" + log);
    }
    static void run(const std::string& command) { ASSERT_EQ(std::system(command.c_str()), 0) << command; }

    std::string uri(const std::string& label = "person") const {
        return "pkcs11:token=" + label + ";object=own?module-path=" + COUNTING_TOKEN;
    }
    std::pair<int, int> logins_and_wrong() const {
        std::pair<int, int> counts{};
        std::ifstream(folder_ / "state") >> counts.first >> counts.second;
        return counts;
    }

    fs::path folder_;
    fs::path driver_;
    TestKey root_ = TestKey::root(testing::authority_named("Nơi cấp"));
    TestKey person_ = root_.issue({.name = "Lê Hữu Phước", .key = KeyKind::rsa_2048});
};

TEST_F(Tokens, TheRightPinSignsAfterOneTry) {
    Prompt prompt{{"2468"}};
    const auto identity = open_identity(uri(), prompt.ask());
    ASSERT_TRUE(identity.has_value()) << base::to_string(identity.error());
    EXPECT_EQ((*identity)->certificates().signer, person_.certificate());
    EXPECT_TRUE((*identity)->sign(base::as_bytes("x")).has_value());
    EXPECT_TRUE((*identity)->sign(base::as_bytes("y")).has_value());
    EXPECT_EQ(prompt.asked.size(), 1U);
    EXPECT_EQ(logins_and_wrong(), (std::pair{1, 0}));
}

TEST_F(Tokens, AWrongPinIsTriedOnceAndTheNextTimeTellsHowManyTriesAreLeft) {
    const auto attempt = [&](Prompt& prompt) {
        const auto identity = open_identity(uri(), prompt.ask());
        EXPECT_FALSE(identity.has_value());
        return identity ? std::string{} : identity.error().message;
    };
    // More secrets lie ready than may be taken.
    Prompt first{{"0000", "2468"}};
    EXPECT_THAT(attempt(first), AllOf(HasSubstr("tried once"), HasSubstr("few tries are left")));
    EXPECT_EQ(first.asked.size(), 1U);
    EXPECT_EQ(first.asked[0].tries, TriesLeft::not_told);
    EXPECT_EQ(logins_and_wrong(), (std::pair{1, 1}));
    Prompt second{{"0001", "2468"}};
    EXPECT_THAT(attempt(second), HasSubstr("ONE try is left"));
    EXPECT_EQ(second.asked.at(0).tries, TriesLeft::few);
    Prompt third{{"0002", "2468"}};
    EXPECT_THAT(attempt(third), HasSubstr("locked now"));
    EXPECT_EQ(third.asked.at(0).tries, TriesLeft::last);
    EXPECT_EQ(logins_and_wrong(), (std::pair{3, 3}));
    Prompt fourth{{"2468"}};
    EXPECT_THAT(attempt(fourth), HasSubstr("locked"));
    EXPECT_TRUE(fourth.asked.empty()) << "a locked token asks nobody";
    EXPECT_EQ(logins_and_wrong(), (std::pair{3, 3})) << "and is not tried";
}

TEST_F(Tokens, ARightPinAfterAWrongOneStartsTheCountAnew) {
    Prompt wrong{{"0000"}};
    EXPECT_FALSE(open_identity(uri(), wrong.ask()).has_value());
    Prompt right{{"2468"}};
    EXPECT_TRUE(open_identity(uri(), right.ask()).has_value());
    EXPECT_EQ(right.asked.at(0).tries, TriesLeft::few);
    EXPECT_EQ(logins_and_wrong(), (std::pair{2, 0}));
}

TEST_F(Tokens, WhatCantBeSignedWithAsksForNoPin) {
    Prompt prompt{{"2468"}};
    for (const std::string& none :
         {uri("nobody"), "pkcs11:token=person;object=other?module-path=" + std::string(COUNTING_TOKEN),
          uri() + "&pin-value=2468", std::string{"pkcs11:token=person"},
          std::string{"pkcs11:?module-path=/nowhere.so"}}) {
        EXPECT_FALSE(open_identity(none, prompt.ask()).has_value()) << none;
    }
    EXPECT_TRUE(prompt.asked.empty());
    EXPECT_EQ(logins_and_wrong(), (std::pair{0, 0}));
    // Nobody at the terminal: no PIN, no try.
    Prompt silent;
    EXPECT_FALSE(open_identity(uri(), silent.ask()).has_value());
    EXPECT_EQ(logins_and_wrong().first, 0);
}

TEST_F(Tokens, KeysInFilesAskOnceToo) {
    const std::vector<Octets> issuers{root_.certificate()};
    const fs::path file = folder_ / "person.p12";
    ASSERT_TRUE(base::write_file_durably(file, person_.pkcs12("mật khẩu", issuers)));
    Prompt wrong{{"khác", "mật khẩu"}};
    const auto refused = open_identity("p12:" + file.string(), wrong.ask());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().place, "passphrase");
    EXPECT_EQ(wrong.asked.size(), 1U);
    Prompt right{{"mật khẩu"}};
    const auto identity = open_identity("p12:" + file.string(), right.ask());
    ASSERT_TRUE(identity.has_value()) << base::to_string(identity.error());
    EXPECT_EQ((*identity)->certificates().issuers, issuers);
    Prompt any{{"x"}};
    EXPECT_FALSE(open_identity("p12:" + (folder_ / "log").string(), any.ask()).has_value());
    EXPECT_FALSE(open_identity("file:x", any.ask()).has_value());
    EXPECT_TRUE(any.asked.empty()) << "what is no key file asks for nothing";
}

}  // namespace
}  // namespace kiemphieu::station
