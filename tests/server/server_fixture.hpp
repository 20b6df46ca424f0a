#pragma once
// A station with a scanned case, listening on a free port of loopback.

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>

#include <gtest/gtest.h>
#include <unistd.h>

#include "station/pipeline/scan_files.hpp"
#include "station/review/acts.hpp"
#include "station/server/http_server.hpp"
#include "tests/emulators/demo_stack.hpp"
#include "tests/server/client.hpp"

namespace kiemphieu::station::server {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Of the sample's committee.
struct Person {
    Role role;
    const char* name;
};
inline constexpr Person committee[]{{Role::head, "Hoàng Trọng Nghĩa"},
                                    {Role::secretary, "Vũ Thị Ngọc Diệp"},
                                    {Role::member, "Đỗ Quang Thắng"},
                                    {Role::technician, "Bùi Nhật Minh"},
                                    {Role::observer, "Tạ Thị Hồng Vân"}};
inline constexpr const char* second_member = "Phan Thị Bích Thủy";

inline std::string name_in(Role role) {
    for (const Person& person : committee) {
        if (person.role == role) return person.name;
    }
    return "";
}

/// One conference is voted and scanned for all tests of a binary; each test has a copy of the case.
class ServerTest : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        root_ = fs::temp_directory_path() / ("kiemphieu-server-" + std::to_string(::getpid()));
        if (fs::exists(root_ / "scanned")) return;
        const kiemphieu::testing::DemoStack stack(KIEMPHIEU_PROGRAM, root_ / "stack", 8, 500);
        tray_ = stack.tray();
        fs::rename(stack.fresh_case(1), root_ / "scanned");
        fs::create_directories(root_ / "scanned/ballots");
        auto folder = CaseFolder::open(root_ / "scanned");
        ASSERT_TRUE(folder.has_value()) << base::to_string(folder.error());
        const auto reader = folder->reader();
        const auto files = files_of_folder(tray_);
        ASSERT_TRUE(scan_files(folder->record(), *reader, *files, Batch{"tray", std::nullopt, ""}, {}).has_value());
        ASSERT_TRUE(folder->record().recall_readings().has_value());
        for (const StyleTally& style : folder->count().tally.styles) {
            Declared declared;
            declared.figures.style = style.style;
            declared.figures.issued = declared.figures.collected = style.scanned;
            ASSERT_TRUE(declare(folder->record(), folder->definition(), declared).has_value());
        }
    }
    static void TearDownTestSuite() { fs::remove_all(root_); }

    void SetUp() override {
        case_ = root_ / ::testing::UnitTest::GetInstance()->current_test_info()->name();
        fs::remove_all(case_);
        fs::copy(root_ / "scanned", case_, fs::copy_options::recursive);
        start(case_);
    }
    void TearDown() override { stop(); }

    void start(const fs::path& folder, ServerOptions options = {}) {
        StationOptions station_options;
        station_options.folder = folder;
        station_options.show_code = [this](const std::string& code) {
            const std::lock_guard lock(mutex_);
            shown_ = code;
        };
        station_options.clock = [this] { return std::chrono::steady_clock::now() + later_.load(); };
        station_options.signing = signing_;
        station_options.stations_url = stations_url_;
        auto opened = Station::open(station_options);
        ASSERT_TRUE(opened.has_value()) << base::to_string(opened.error());
        station_ = std::move(*opened);
        options.port = 0;
        auto http = HttpServer::start(*station_, options);
        ASSERT_TRUE(http.has_value()) << base::to_string(http.error());
        http_ = std::move(*http);
    }
    void stop() {
        http_.reset();
        station_.reset();
    }

    Client client() const { return Client(http_->port()); }
    Client as(Role role) const {
        Client one = client();
        one.become(*station_, name_in(role), role);
        return one;
    }
    /// A row that waits for people.
    std::string pending_row(Client& one) const {
        const Json found = one.get("/api/items?limit=500").json().at("items");
        for (const Json& item : found) {
            const auto name = item.at("item").get<std::string>();
            if (name.starts_with("row:")) return name;
        }
        ADD_FAILURE() << "no row waits";
        return "";
    }
    /// For all that waits what the machine proposes, or else the first choice that needs nothing more; each round rules
    /// on what the last one brought up. `post` sends a round.
    template <class Post>
    void rule_on_all(Client& member, Post post) {
        for (int round = 0; round < 5; ++round) {
            Json rulings = Json::array();
            const Json found = member.get("/api/items?limit=500").json().at("items");
            for (const Json& item : found) {
                std::string value = item.value("proposal", "");
                for (const Json& choice : item.at("choices")) {
                    if (value.empty() || value == "by-hand") value = choice.get<std::string>();
                }
                Json one{{"item", item.at("item")}, {"ruling", value}, {"why", "thử"}};
                if (value == "not-issued" && !item.contains("style")) one["style"] = "A";
                rulings.push_back(one);
            }
            if (rulings.empty()) return;
            post(Json{{"rulings", rulings}});
        }
    }
    static Json ruling(const std::string& item, const std::string& value) {
        return {{"rulings", {{{"item", item}, {"ruling", value}}}}};
    }

    static inline fs::path root_;
    static inline fs::path tray_;
    fs::path case_;
    std::atomic<std::chrono::seconds> later_{std::chrono::seconds{0}};  ///< how far the station's clock is ahead
    SigningSettings signing_;
    std::string stations_url_;
    std::mutex mutex_;
    std::string shown_;  ///< the last station code but the first
    std::unique_ptr<Station> station_;
    std::unique_ptr<HttpServer> http_;
};

}  // namespace kiemphieu::station::server
