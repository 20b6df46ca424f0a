// Signing in: cookies, limits, ends of sessions, the station code, and what the record says of it.

#include "base/file.hpp"
#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

class SessionTest : public ServerTest {
  protected:
    Reply first(Client& one, Role role, const std::string& code) {
        const Json body{{"name", name_in(role)}, {"station_code", code}, {"passphrase", "mật khẩu dài"}};
        Reply answer = one.post("/api/session/first", body);
        one.csrf = answer.json().value("csrf", "");
        return answer;
    }
    Reply sign_in(Client& one, Role role, const std::string& passphrase) {
        return one.post("/api/session", {{"name", name_in(role)}, {"passphrase", passphrase}});
    }
    int events_of(const std::string& kind) {
        Client head = as(Role::head);
        return head.get("/api/log?kind=" + kind).json().at("total").get<int>();
    }
};

TEST_F(SessionTest, TheCookieIsStrict) {
    Client one = client();
    const Reply answer = first(one, Role::member, station_->code().current());
    ASSERT_EQ(answer.status, 200) << answer.body;
    const std::string cookie = answer.header("set-cookie");
    EXPECT_NE(cookie.find("; HttpOnly"), std::string::npos) << cookie;
    EXPECT_NE(cookie.find("; SameSite=Strict"), std::string::npos) << cookie;
    EXPECT_EQ(answer.body.find(one.cookie.substr(one.cookie.find('=') + 1)), std::string::npos)
        << "the token is in the body, where scripts see it";
    EXPECT_EQ(one.get("/api/status").status, 200);
    EXPECT_EQ(one.remove("/api/session").status, 204);
    EXPECT_EQ(one.get("/api/status").status, 401);
}

TEST_F(SessionTest, ACodeIsForOneUseAndForTheOneWhoHasIt) {
    const std::string code = station_->code().current();
    Client one = client();
    EXPECT_EQ(first(one, Role::member, "ABCD-EFGH").code(), "wrong_code");
    EXPECT_EQ(first(one, Role::member, code).status, 200);
    Client other = client();
    EXPECT_EQ(first(other, Role::secretary, code).code(), "wrong_code");
    {
        const std::lock_guard lock(mutex_);
        EXPECT_EQ(shown_, station_->code().current());
    }
    std::string lower = shown_;
    for (char& c : lower) c = c == '-' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    EXPECT_EQ(first(other, Role::secretary, lower).status, 200) << "as people type it";
}

TEST_F(SessionTest, ThePassphraseIsKeptAsAVerifierThatTheRecordVouchesFor) {
    Client one = client();
    ASSERT_EQ(first(one, Role::member, station_->code().current()).status, 200);
    const AccountMade account = station_->live()->view()->state.accounts.at(name_in(Role::member));
    const fs::path file = case_ / "accounts" / (base::to_hex(account.credential) + ".argon2id");
    const std::string verifier = *base::read_text_file(file);
    EXPECT_TRUE(verifier.starts_with("$argon2id$")) << verifier;
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(sign_in(one, Role::member, "mật khẩu dài").status, 200);
    // Somebody puts a verifier of his own in its place.
    ASSERT_TRUE(base::write_file_durably(file, base::as_bytes(verifier.substr(0, verifier.size() - 2) + "x\n")));
    const Reply altered = sign_in(one, Role::member, "mật khẩu dài");
    EXPECT_EQ(altered.status, 500);
    EXPECT_EQ(altered.code(), "broken_evidence");
}

TEST_F(SessionTest, GuessingGetsSlow) {
    Client one = client();
    ASSERT_EQ(first(one, Role::member, station_->code().current()).status, 200);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in(one, Role::member, "sai").code(), "wrong_passphrase") << i;
    const Reply answer = sign_in(one, Role::member, "mật khẩu dài");
    EXPECT_EQ(answer.status, 429) << "the right one too: nobody learns which it was";
    EXPECT_GT(std::stoi(answer.header("retry-after")), 0);
    later_ = std::chrono::seconds{16};
    EXPECT_EQ(sign_in(one, Role::member, "sai").code(), "wrong_passphrase");
    EXPECT_EQ(sign_in(one, Role::member, "mật khẩu dài").status, 429);
    later_ = std::chrono::seconds{16 + 31};
    EXPECT_EQ(sign_in(one, Role::member, "mật khẩu dài").status, 200);
    EXPECT_EQ(events_of("log_in_failed"), 6);
    EXPECT_EQ(events_of("logged_in"), 2);
}

TEST_F(SessionTest, AnAddressThatTriesNamesGetsSlowToo) {
    Client one = client();
    for (int i = 0; i < 30; ++i) {
        ASSERT_EQ(one.post("/api/session", {{"name", "ai " + std::to_string(i)}, {"passphrase", "x"}}).status, 401)
            << i;
    }
    EXPECT_EQ(one.post("/api/session", {{"name", "ai"}, {"passphrase", "x"}}).status, 429);
    Client head = as(Role::head);
    const Json log = head.get("/api/log?kind=log_in_failed&limit=1").json();
    EXPECT_EQ(log.at("events")[0].at("body").at("who"), "") << "what was typed as a name may be a passphrase";
}

TEST_F(SessionTest, SessionsEndByThemselvesAndSayWhy) {
    Client member = as(Role::member);
    Client observer = as(Role::observer);
    later_ = std::chrono::minutes{29};
    EXPECT_EQ(member.get("/api/status").status, 200) << "watching does not count as use";
    EXPECT_EQ(observer.get("/api/status").status, 200);
    later_ = std::chrono::minutes{31};
    const Reply idle = member.get("/api/status");
    EXPECT_EQ(idle.status, 401);
    EXPECT_EQ(idle.code(), "session_idle");
    EXPECT_EQ(member.get("/api/session").json().at("ended"), "idle");
    EXPECT_EQ(observer.get("/api/status").status, 200) << "a projector stays on";
    later_ = std::chrono::hours{13};
    EXPECT_EQ(observer.get("/api/status").code(), "session_too_old");
}

TEST_F(SessionTest, UseKeepsASession) {
    Client member = as(Role::member);
    for (int i = 1; i <= 6; ++i) {
        later_ = std::chrono::minutes{20 * i};
        EXPECT_EQ(member.get("/api/items?limit=1").status, 200) << i;
    }
}

TEST_F(SessionTest, AfterARestartOneSignsInAgain) {
    Client member = as(Role::member);
    stop();
    start(case_);
    // The port is another, so the cookie goes by its new name.
    Client again = client();
    again.cookie = "kiemphieu_" + std::to_string(http_->port()) + member.cookie.substr(member.cookie.find('='));
    EXPECT_EQ(again.get("/api/status").code(), "not_signed_in");
    EXPECT_EQ(again.get("/api/session").json().at("ended"), "restart");
}

TEST_F(SessionTest, AResetEndsThePersonsSessions) {
    Client one = client();
    ASSERT_EQ(first(one, Role::member, station_->code().current()).status, 200);
    Client head = as(Role::head);
    EXPECT_EQ(head.post("/api/accounts/%C4%90%E1%BB%97%20Quang%20Th%E1%BA%AFng/reset").status, 204);
    EXPECT_EQ(one.get("/api/status").code(), "session_reset");
    EXPECT_EQ(head.post("/api/accounts/ai/reset").status, 404);
}

}  // namespace
}  // namespace kiemphieu::station::server
