// The program from outside: killed in mid-ruling, ended by a signal, started again under a browser, and reached by TLS.

#include <algorithm>
#include <array>
#include <csignal>
#include <random>
#include <thread>

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/X509Certificate.h>
#include <Poco/StreamCopier.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sys/wait.h>

#include "base/file.hpp"
#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

namespace net = Poco::Net;

/// `kiemphieu serve` as a process; its lines of JSON are read.
class Program {
  public:
    Program(const fs::path& folder, const std::vector<std::string>& more, std::uint16_t port = 0) {
        std::array<int, 2> pipe{};
        if (::pipe(pipe.data()) != 0) throw std::runtime_error("pipe");
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(pipe[1], 1);
            ::close(pipe[0]);
            ::close(pipe[1]);
            std::vector<std::string> words{KIEMPHIEU_PROGRAM, "--json",        "--lang", "en",
                                           "serve",           folder.string(), "--port", std::to_string(port)};
            words.insert(words.end(), more.begin(), more.end());
            std::vector<char*> argv;
            for (std::string& word : words) argv.push_back(word.data());
            argv.push_back(nullptr);
            ::execv(argv[0], argv.data());
            ::_exit(127);
        }
        ::close(pipe[1]);
        out_ = ::fdopen(pipe[0], "r");
        begun = line();
    }
    ~Program() {
        if (pid_ > 0) end(SIGKILL);
        std::fclose(out_);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    Json line() {
        std::array<char, 4096> buffer{};
        if (std::fgets(buffer.data(), static_cast<int>(buffer.size()), out_) == nullptr) return {};
        return Json::parse(buffer.data(), nullptr, false);
    }
    std::uint16_t port() const {
        const auto url = begun.at("url").get<std::string>();
        return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    }
    std::string fingerprint() const {
        std::string shown = begun.at("fingerprint");
        std::erase(shown, ':');
        std::ranges::transform(shown, shown.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return shown;
    }
    /// Sends the signal; its exit code, or -1 when the signal ended it.
    int end(int signal) {
        ::kill(pid_, signal);
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    Json begun;

  private:
    pid_t pid_{-1};
    std::FILE* out_{};
};

constexpr const char* passphrase = "mật khẩu dài";

class ProgramTest : public ServerTest {
  protected:
    void SetUp() override {
        ServerTest::SetUp();
        stop();  // the program serves the case
    }
    static Json first(const Program& program) {
        return {{"name", name_in(Role::member)},
                {"station_code", program.begun.at("station_code")},
                {"passphrase", passphrase}};
    }
    static Json again() { return {{"name", name_in(Role::member)}, {"passphrase", passphrase}}; }

    /// Signs the member in, for the first time in this case or again.
    void sign_in(Client& client, const Program& program) {
        const Reply answer = signed_in_before_ ? client.post("/api/session", again())
                                               : client.post("/api/session/first", first(program));
        ASSERT_EQ(answer.status, 200) << answer.body;
        signed_in_before_ = true;
        client.csrf = answer.json().at("csrf");
    }
    static std::vector<std::string> rows(Client& client) {
        std::vector<std::string> names;
        const Json found = client.get("/api/items?state=all&limit=500").json().at("items");
        for (const Json& item : found) {
            const auto name = item.at("item").get<std::string>();
            if (name.starts_with("row:")) names.push_back(name);
        }
        return names;
    }
    void expect_verified() const {
        const auto report = verify_record(case_);
        ASSERT_TRUE(report.has_value()) << base::to_string(report.error());
        EXPECT_TRUE(report->holds()) << (report->faults.empty() ? "" : base::to_string(report->faults.front()));
    }

    bool signed_in_before_{false};
};

/// Rules on one row after another until the program is gone, and keeps what was acknowledged, in order.
class Ruler {
  public:
    Ruler(Client& client, std::vector<std::string> rows, std::mt19937& random)
        : client_(client), rows_(std::move(rows)), random_(random) {}

    /// `acknowledged` is counted up for the one who kills.
    void run(std::atomic<std::size_t>& acknowledged) {
        constexpr std::array values{"high", "confidence", "low"};
        try {
            while (true) {
                const std::string& row = rows_[random_() % rows_.size()];
                said.emplace_back(row, values[random_() % values.size()]);
                const Json one{{"item", said.back().first}, {"ruling", said.back().second}};
                if (client_.post("/api/rulings", {{"rulings", {one}}}).status != 200) break;
                ++acknowledged;
            }
        } catch (const Poco::Exception&) {
            // Killed in the middle of a call: the last is recorded or not.
        }
    }

    std::vector<std::pair<std::string, std::string>> said;

  private:
    Client& client_;
    std::vector<std::string> rows_;
    std::mt19937& random_;
};

TEST_F(ProgramTest, NothingAcknowledgedIsLostOrDoubledWhenItIsKilled) {
    constexpr int kills = 12;
    std::mt19937 random(7);
    std::vector<std::pair<std::string, std::string>> recorded;  // as the log must have them
    for (int round = 0; round < kills; ++round) {
        Program program(case_, {});
        Client member(program.port());
        sign_in(member, program);
        Ruler ruler(member, rows(member), random);
        std::atomic<std::size_t> acknowledged{0};
        const std::size_t enough = 1 + random() % 9;
        {
            const std::jthread killer([&] {
                while (acknowledged < enough) std::this_thread::yield();
                program.end(SIGKILL);
            });
            ruler.run(acknowledged);
        }
        auto folder = CaseFolder::open(case_);
        ASSERT_TRUE(folder.has_value()) << base::to_string(folder.error());
        std::vector<std::pair<std::string, std::string>> found;
        for (const LoggedRuling& logged : folder->record().state().rulings) {
            found.emplace_back(to_string(logged.given.item), name_of(logged.given.ruling.value));
        }
        const std::size_t before = recorded.size();
        recorded.insert(recorded.end(), ruler.said.begin(), ruler.said.end());
        ASSERT_GE(found.size(), before + acknowledged) << "round " << round;
        if (found.size() < recorded.size()) recorded.pop_back();
        ASSERT_EQ(found, recorded) << "round " << round;
    }
    EXPECT_GE(recorded.size(), static_cast<std::size_t>(kills));
    expect_verified();
}

TEST_F(ProgramTest, ASignalEndsItWhileABrowserListensAndTheRecordIsSealed) {
    for (const int signal : {SIGTERM, SIGINT}) {
        Program program(case_, {});
        Client member(program.port());
        const bool before = signed_in_before_;
        sign_in(member, program);
        if (!before) {
            EXPECT_TRUE(program.line().contains("station_code")) << "a used code is followed by the next";
        }
        net::StreamSocket stream(net::SocketAddress("127.0.0.1", program.port()));
        stream.setReceiveTimeout(Poco::Timespan(60, 0));
        const std::string request = "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(program.port()) +
                                    "\r\nCookie: " + member.cookie + "\r\n\r\n";
        stream.sendBytes(request.data(), static_cast<int>(request.size()));
        std::array<char, 4096> buffer{};
        std::string heard;
        while (heard.find("event: record") == std::string::npos) {
            const int n = stream.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
            ASSERT_GT(n, 0) << heard;
            heard.append(buffer.data(), static_cast<std::size_t>(n));
        }
        EXPECT_EQ(program.end(signal), 0);
        expect_verified();
        const auto report = verify_record(case_);
        ASSERT_TRUE(report.has_value());
        EXPECT_TRUE(report->notes.empty()) << report->notes.front();
    }
}

TEST_F(ProgramTest, ABrowserLeftOpenOverARestartIsToldAndSignsInAgain) {
    auto program = std::make_unique<Program>(case_, std::vector<std::string>{});
    const std::uint16_t port = program->port();
    Client member(port);
    sign_in(member, *program);
    const std::string row = rows(member).at(0);
    ASSERT_EQ(member.post("/api/rulings", ruling(row, "high")).status, 200);
    EXPECT_EQ(program->end(SIGTERM), 0);
    program = std::make_unique<Program>(case_, std::vector<std::string>{}, port);
    ASSERT_EQ(program->port(), port);
    const Reply refused = member.post("/api/rulings", ruling(row, "low"));
    EXPECT_EQ(refused.status, 401) << refused.body;
    EXPECT_FALSE(refused.json().at("error").at("vi").get<std::string>().empty());
    sign_in(member, *program);
    EXPECT_EQ(member.get("/api/items/" + row).json().at("ruling"), "high") << "what was refused did nothing";
    EXPECT_EQ(member.post("/api/rulings", ruling(row, "low")).status, 200);
    EXPECT_EQ(member.get("/api/items/" + row).json().at("ruling"), "low");
}

TEST_F(ProgramTest, APortThatIsTakenIsTold) {
    const Program program(case_, {});
    const fs::path told = root_ / "told";
    const std::string command = std::string(KIEMPHIEU_PROGRAM) + " --lang en serve " + case_.string() + " --port " +
                                std::to_string(program.port()) + " >/dev/null 2>" + told.string();
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 3);
    const auto text = base::read_text_file(told);
    ASSERT_TRUE(text.has_value());
    EXPECT_NE(text->find("port " + std::to_string(program.port())), std::string::npos) << *text;
    EXPECT_EQ(std::ranges::count(*text, '\n'), 1) << *text;
}

/// An ordinary client of TLS that trusts this one certificate and no other.
class PinnedClient {
  public:
    PinnedClient(std::uint16_t port, const fs::path& certificate)
        : session_("127.0.0.1", port,
                   new net::Context(net::Context::TLS_CLIENT_USE, "", "", certificate.string(),
                                    net::Context::VERIFY_STRICT, 1)) {
        session_.setTimeout(Poco::Timespan(60, 0));
    }
    std::string send(const std::string& method, const std::string& target, const std::string& body) {
        net::HTTPRequest request(method, target, net::HTTPMessage::HTTP_1_1);
        if (!body.empty()) request.setContentType("application/json");
        request.setContentLength(static_cast<std::streamsize>(body.size()));
        session_.sendRequest(request) << body;
        std::string answer;
        Poco::StreamCopier::copyToString(session_.receiveResponse(response), answer);
        return answer;
    }
    std::string fingerprint() {
        base::Digest digest{};
        unsigned int size = 0;
        const net::X509Certificate served = session_.serverCertificate();
        X509_digest(served.certificate(), EVP_sha256(), digest.data(), &size);
        return base::to_hex(digest);
    }

    net::HTTPResponse response;

  private:
    net::HTTPSClientSession session_;
};

TEST_F(ProgramTest, LanMeansTlsWithTheCertificateThatIsShown) {
    std::string fingerprint;
    for (int round = 0; round < 2; ++round) {
        const Program program(case_, {"--lan"});
        PinnedClient client(program.port(), case_ / "keys/tls.crt");
        const std::string answer = round == 0 ? client.send("POST", "/api/session/first", first(program).dump())
                                              : client.send("POST", "/api/session", again().dump());
        ASSERT_EQ(client.response.getStatus(), 200) << answer;
        const std::string cookie = client.response.get("Set-Cookie", "");
        EXPECT_TRUE(cookie.starts_with("__Host-")) << cookie;
        EXPECT_NE(cookie.find("; Secure"), std::string::npos) << cookie;
        EXPECT_TRUE(client.response.get("Strict-Transport-Security", "").starts_with("max-age="));
        EXPECT_EQ(program.fingerprint(), client.fingerprint());
        if (round > 0) {
            EXPECT_EQ(program.fingerprint(), fingerprint) << "the certificate is not kept";
        }
        fingerprint = program.fingerprint();
        EXPECT_EQ(fs::status(case_ / "keys/tls.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
        const std::string plain = over_socket(
            program.port(), "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(program.port()) + "\r\n\r\n", 2000);
        EXPECT_FALSE(plain.starts_with("HTTP/1.1 2")) << plain.substr(0, 200);
        EXPECT_EQ(plain.find("<html"), std::string::npos);
    }
}

TEST_F(ProgramTest, WhoPinsAnotherCertificateDoesNotTalkToIt) {
    fs::path other;
    {
        const fs::path empty = root_ / "other";
        const Program program(empty, {"--lan"});
        other = root_ / "other.tls/tls.crt";
        ASSERT_TRUE(fs::exists(other)) << "no case yet, so the certificate lies beside the folder";
        PinnedClient client(program.port(), other);
        EXPECT_FALSE(client.send("GET", "/api/session", "").empty());
        EXPECT_EQ(client.response.getStatus(), 200);
    }
    const Program program(case_, {"--lan"});
    PinnedClient client(program.port(), other);
    EXPECT_THROW(client.send("GET", "/api/session", ""), Poco::Exception);
}

}  // namespace
}  // namespace kiemphieu::station::server
