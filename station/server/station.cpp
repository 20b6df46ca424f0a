#include "station/server/station.hpp"

namespace kiemphieu::station::server {

namespace fs = std::filesystem;

Station::Station(StationOptions options)
    : options_(std::move(options)),
      sessions_(options_.clock),
      limits_(options_.clock),
      leases_(options_.clock),
      code_(options_.show_code),
      scan_work_([this](const std::string& json) { publish("scan", json); }),
      rehearsal_([this] { publish("job", R"({"job":"rehearsal"})"); }),
      calibration_([this] { publish("job", R"({"job":"calibration"})"); }),
      verification_([this] { publish("job", R"({"job":"verification"})"); }),
      print_check_([this] { publish("job", R"({"job":"print_check"})"); }) {}

Station::~Station() = default;

base::Expected<std::unique_ptr<Station>, base::Failure> Station::open(StationOptions options) {
    std::unique_ptr<Station> station(new Station(std::move(options)));
    std::error_code error;
    const fs::path& folder = station->options_.folder;
    const bool empty = !fs::exists(folder, error) || (fs::is_directory(folder, error) && fs::is_empty(folder, error));
    if (empty) return station;
    if (auto opened = station->open_case(); !opened) return base::fail(opened.error());
    return station;
}

std::shared_ptr<LiveCase> Station::live() const {
    const std::lock_guard lock(mutex_);
    return live_;
}

const StationLink* Station::link() const {
    const std::lock_guard lock(mutex_);
    return link_.get();
}

base::Expected<void, base::Failure> Station::open_case() {
    auto opened = LiveCase::open(options_.folder, options_.tell);
    if (!opened) return base::fail(opened.error());
    std::shared_ptr<LiveCase> live = std::move(*opened);
    live->when_changed(
        [this](std::uint64_t version) { publish("record", "{\"version\":" + std::to_string(version) + "}"); });
    std::unique_ptr<StationLink> link;
    if (!options_.stations_url.empty()) {
        link = std::make_unique<StationLink>(options_.folder, options_.stations_url, [this] {
            if (const auto now = this->live()) {
                publish("record", "{\"version\":" + std::to_string(now->view()->version()) + "}");
            }
        });
    }
    const std::lock_guard lock(mutex_);
    live_ = std::move(live);
    link_ = std::move(link);
    return {};
}

base::Expected<void, base::Failure> Station::make_case(const fs::path& conference_toml) {
    const std::lock_guard lock(making_);
    if (live()) {
        return base::fail(
            base::Failure{base::FailureClass::bad_input, options_.folder.string(), "", "holds a case already"});
    }
    if (const auto made = CaseFolder::create(options_.folder, conference_toml); !made) {
        return base::fail(made.error());
    }
    return open_case();
}

void Station::publish_with(Publish publish) {
    const std::lock_guard lock(mutex_);
    publish_ = std::move(publish);
}

void Station::publish(const std::string& event, const std::string& data) const {
    Publish publish;
    {
        const std::lock_guard lock(mutex_);
        publish = publish_;
    }
    if (publish) publish(event, data);
}

}  // namespace kiemphieu::station::server
