// Signing on the pages: by a real token and by a certificate file, at one's own place, and what is refused. No secret
// is left in any file of the case.
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "base/file.hpp"
#include "station/signing/testing/test_keys.hpp"
#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

using testing::KeyKind;
using testing::Octets;
using testing::TestKey;

constexpr const char* pin = "pin-90817263";
constexpr const char* passphrase = "bí mật của tệp 9173";

class Signatures : public ServerTest {
  protected:
    void SetUp() override {
        keys_ = root_ / "keys";
        fs::remove_all(keys_);
        fs::create_directories(keys_ / "tokens");
        std::ofstream(keys_ / "softhsm2.conf") << "directories.tokendir = " << (keys_ / "tokens").string() << '\n';
        ::setenv("SOFTHSM2_CONF", (keys_ / "softhsm2.conf").c_str(), 1);
        for (const auto& entry : fs::recursive_directory_iterator("/usr/lib")) {
            if (entry.path().filename() == "libsofthsm2.so") signing_.pkcs11_module = entry.path();
        }
        ASSERT_FALSE(signing_.pkcs11_module.empty()) << "softhsm2 is not installed";
        make_token("head", head_key_);
        ServerTest::SetUp();
    }

    void make_token(const std::string& label, const TestKey& key) {
        std::ofstream(keys_ / "key.pem") << key.key_pem();
        ASSERT_TRUE(base::write_file_durably(keys_ / "own.der", key.certificate()));
        const std::string log = " >>" + (keys_ / "log").string() + " 2>&1";
        const std::string secret = std::string(" --pin ") + pin;
        run("softhsm2-util --init-token --free --label " + label + " --so-pin 12345678" + secret + log);
        run("softhsm2-util --import " + (keys_ / "key.pem").string() + " --token " + label + " --label own --id a1" +
            secret + log);
        run("pkcs11-tool --module " + signing_.pkcs11_module + " --token-label " + label + " --login" + secret +
            " --write-object " + (keys_ / "own.der").string() + " --type cert --label own --id a1" + log);
    }
    static void run(const std::string& command) { ASSERT_EQ(std::system(command.c_str()), 0) << command; }

    /// Rules on all that waits as the machine proposes, then head and secretary confirm and the documents are made.
    void confirm_all() {
        Client member = as(Role::member);
        rule_on_all(member, [&](const Json& body) { ASSERT_EQ(member.post("/api/rulings", body).status, 200); });
        for (const Role role : {Role::head, Role::secretary}) {
            const auto done = station_->live()->act(
                [&](CaseFolder& folder) { return confirm(folder.record(), folder.definition(), name_in(role)); });
            ASSERT_TRUE(done.has_value()) << base::to_string(done.error());
        }
        Client head = as(Role::head);
        ASSERT_EQ(head.post("/api/minutes").status, 201);
    }

    static Reply sign(Client& one, const std::string& query, const std::string& secret, const Octets& file = {}) {
        std::string body = secret;
        body.push_back('\0');
        body.append(file.begin(), file.end());
        return one.send("POST", "/api/signatures?" + query, body, {{"Content-Type", "application/octet-stream"}});
    }
    static Json document(const Json& all, const std::string& name) {
        for (const Json& one : all.at("documents")) {
            if (one.at("document") == name) return one;
        }
        return {};
    }
    /// Files of the case in which these bytes stand.
    int files_with(const std::string& bytes) const {
        int found = 0;
        for (const auto& entry : fs::recursive_directory_iterator(case_)) {
            if (!entry.is_regular_file()) continue;
            const auto content = base::read_file(entry.path());
            if (!content) continue;
            found += std::ranges::search(*content, base::as_bytes(bytes)).empty() ? 0 : 1;
        }
        return found;
    }

    fs::path keys_;
    TestKey root_key_ = TestKey::root(testing::authority_named("Nơi cấp"));
    TestKey head_key_ = root_key_.issue({.name = name_in(Role::head), .key = KeyKind::rsa_2048});
    TestKey secretary_key_ = root_key_.issue({.name = name_in(Role::secretary)});
};

const std::string by_token = "document=bao-cao-A.pdf&with=token";
const std::string by_file = "document=bao-cao-A.pdf&with=file";

TEST_F(Signatures, HeadByTokenAndSecretaryByFile) {
    const Octets file = secretary_key_.pkcs12(passphrase);
    Client head = as(Role::head);
    Client secretary = as(Role::secretary);
    EXPECT_EQ(sign(secretary, by_file, passphrase, file).code(), "not_confirmed");
    confirm_all();
    EXPECT_EQ(head.get("/api/signatures").json().at("place"), "head");
    EXPECT_TRUE(head.get("/api/signatures").json().at("token").get<bool>());

    const Reply wrong = sign(head, by_token, "0000");
    EXPECT_EQ(wrong.status, 400) << wrong.body;
    EXPECT_EQ(wrong.code(), "secret") << wrong.body;
    EXPECT_EQ(sign(secretary, by_file, "sai", file).code(), "secret");
    EXPECT_TRUE(document(head.get("/api/signatures").json(), "bao-cao-A.pdf").at("signatures").empty());

    const Reply first = sign(head, by_token, pin);
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(sign(head, by_token, pin).code(), "signed_already");
    const Reply second = sign(secretary, by_file, passphrase, file);
    ASSERT_EQ(second.status, 201) << second.body;
    const Json signed_by = document(second.json(), "bao-cao-A.pdf").at("signatures");
    ASSERT_EQ(signed_by.size(), 2U) << second.body;
    EXPECT_EQ(signed_by[0].at("signer"), name_in(Role::head));
    EXPECT_EQ(signed_by[0].at("place"), "head");
    EXPECT_EQ(signed_by[1].at("place"), "secretary");
    for (const Json& one : signed_by) {
        EXPECT_TRUE(one.at("holds").get<bool>() && one.at("in_record").get<bool>()) << one;
    }
    EXPECT_EQ(station_->live()->view()->state.signings.size(), 2U);

    EXPECT_EQ(files_with(pin), 0);
    EXPECT_EQ(files_with(passphrase), 0);
    EXPECT_EQ(files_with(std::string(file.begin(), file.begin() + 64)), 0) << "the key file was kept";
    EXPECT_EQ((first.body + second.body + wrong.body).find(pin), std::string::npos);

    const fs::path report = case_ / "minutes/bao-cao-A.pdf";
    std::ofstream(report, std::ios::app) << "% thêm\n";
    Client observer = as(Role::observer);
    const Json altered = document(observer.get("/api/signatures").json(), "bao-cao-A.pdf");
    EXPECT_FALSE(altered.at("faults").empty());
    for (const Json& one : altered.at("signatures")) EXPECT_FALSE(one.at("holds").get<bool>());
}

TEST_F(Signatures, OnlyOnesOwnHandAtOnesOwnPlace) {
    confirm_all();
    const Octets file = secretary_key_.pkcs12(passphrase);
    Client head = as(Role::head);
    Client secretary = as(Role::secretary);
    for (const Role role : {Role::technician, Role::observer}) {
        Client other = as(role);
        EXPECT_EQ(sign(other, by_file, passphrase, file).code(), "role");
        EXPECT_FALSE(other.get("/api/signatures").json().contains("place"));
    }
    EXPECT_EQ(sign(head, by_file + "&place=secretary", passphrase, file).status, 403);
    EXPECT_EQ(sign(secretary, by_file + "&place=chair", passphrase, file).status, 403);
    const Reply stranger = sign(head, by_file, passphrase, file);
    EXPECT_EQ(stranger.status, 409) << "the secretary's key in the head's session";
    EXPECT_EQ(stranger.code(), "place") << stranger.body;
    EXPECT_TRUE(station_->live()->view()->state.signings.empty());
}

TEST_F(Signatures, BadInputIsRefused) {
    confirm_all();
    const Octets file = secretary_key_.pkcs12(passphrase);
    const Octets garbage(300, 7);
    Client one = as(Role::secretary);
    EXPECT_EQ(sign(one, by_file, passphrase, garbage).code(), "file");
    for (const std::string& query :
         {std::string("document=../keys/ballot.key&with=file"), std::string("document=ket-qua.csv&with=file"),
          std::string("with=file"), std::string("document=bao-cao-A.pdf"), std::string("document=bao-cao-A.pdf&with=x"),
          by_file + "&place=" + std::string(30, 'x'), by_token, by_token + "&slot=-1"}) {
        EXPECT_EQ(sign(one, query, passphrase, file).status, 400) << query;
    }
    EXPECT_EQ(sign(one, by_file, passphrase).status, 400) << "no file";
    EXPECT_EQ(sign(one, by_file, "", file).status, 400) << "no passphrase";
    EXPECT_EQ(sign(one, by_file, std::string(257, 'x'), file).status, 400);
    EXPECT_EQ(one.send("POST", "/api/signatures?" + by_file, "x", {}).status, 400) << "no zero byte";
    EXPECT_EQ(sign(one, by_file, passphrase, Octets((1U << 20U) + 1000, 1)).status, 413);
    EXPECT_EQ(sign(one, "document=bao-cao-Z.pdf&with=file", passphrase, file).status, 404);
    // A driver named where a label is asked for is a label that no token has.
    const std::string driver = (keys_ / "evil.so").string();
    EXPECT_EQ(sign(one, by_token + "&token=head%3Fmodule-path%3D" + driver, pin).code(), "token");
    EXPECT_EQ(sign(one, by_token + "&token=kh%C3%B4ng", pin).code(), "token");
    EXPECT_TRUE(station_->live()->view()->state.signings.empty());
}

TEST_F(Signatures, WithoutADriverNoTokenSigns) {
    stop();
    signing_.pkcs11_module.clear();
    start(case_);
    Client head = as(Role::head);
    EXPECT_EQ(sign(head, by_token, pin).code(), "no_token");
    EXPECT_FALSE(head.get("/api/signatures").json().at("token").get<bool>());
}

}  // namespace
}  // namespace kiemphieu::station::server
