#pragma once
// What every call works with: the case, who is signed in, and the long works beside them.

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

#include "station/server/leases.hpp"
#include "station/server/live_case.hpp"
#include "station/server/log_in_limits.hpp"
#include "station/server/long_work.hpp"
#include "station/server/pictures.hpp"
#include "station/server/scan_work.hpp"
#include "station/server/sessions.hpp"
#include "station/server/station_code.hpp"
#include "station/server/station_link.hpp"
#include "station/signing/certificate.hpp"
#include "station/signing/timestamp.hpp"

namespace kiemphieu::station::server {

/// What signing on the pages works with; no call names any of it.
struct SigningSettings {
    std::string pkcs11_module;  ///< the driver of the tokens; empty: no token signs on the pages
    std::optional<TimestampAuthority> authority;
    std::vector<RevocationList> lists;
    std::vector<std::vector<std::uint8_t>> issuers;  ///< certificates above the signers', DER
};

struct StationOptions {
    std::filesystem::path folder;                       ///< of the case, or new or empty
    std::string language{"vi"};                         ///< of the pages until somebody chooses
    std::function<void(const std::string&)> show_code;  ///< shows a station code to the technician
    std::function<void(const std::string&)> tell;       ///< a line for the technician about a fault of the program
    SteadyClock clock{};                                ///< for tests
    SigningSettings signing{};
    std::string stations_url{};  ///< where stations meet, postgresql://…; empty: nothing is handed over or taken over
};

/// Sends news to the browsers.
using Publish = std::function<void(const std::string& event, const std::string& data)>;

class Station {
  public:
    /// Opens the case, if there is one. Errors: as CaseFolder::open, but for a folder that is new or empty.
    [[nodiscard]] static base::Expected<std::unique_ptr<Station>, base::Failure> open(StationOptions options);
    ~Station();
    Station(const Station&) = delete;
    Station& operator=(const Station&) = delete;

    const StationOptions& options() const { return options_; }
    Sessions& sessions() { return sessions_; }
    LogInLimits& limits() { return limits_; }
    Leases& leases() { return leases_; }
    StationCode& code() { return code_; }
    const StationCode& code() const { return code_; }
    Pictures& pictures() { return pictures_; }
    ScanWork& scan_work() { return scan_work_; }
    LongWork& rehearsal() { return rehearsal_; }
    LongWork& calibration() { return calibration_; }
    LongWork& verification() { return verification_; }
    LongWork& print_check() { return print_check_; }
    /// Nothing where no server was named, and before there is a case.
    const StationLink* link() const;

    /// Nothing while there is no case.
    std::shared_ptr<LiveCase> live() const;
    /// Makes the case and opens it. Errors: as CaseFolder::create; bad_input when one is open.
    [[nodiscard]] base::Expected<void, base::Failure> make_case(const std::filesystem::path& conference_toml);

    /// Checking a passphrase takes 64 MiB: so many at once, the rest wait.
    std::counting_semaphore<2>& passphrase_checks() { return passphrase_checks_; }

    void publish_with(Publish publish);
    void publish(const std::string& event, const std::string& data) const;

  private:
    explicit Station(StationOptions options);
    base::Expected<void, base::Failure> open_case();

    StationOptions options_;
    Sessions sessions_;
    LogInLimits limits_;
    Leases leases_;
    StationCode code_;
    Pictures pictures_;
    std::counting_semaphore<2> passphrase_checks_{2};
    std::mutex making_;
    mutable std::mutex mutex_;
    Publish publish_;
    std::shared_ptr<LiveCase> live_;
    ScanWork scan_work_;
    LongWork rehearsal_;
    LongWork calibration_;
    LongWork verification_;
    LongWork print_check_;
    std::unique_ptr<StationLink> link_;  ///< made with the case, and never changed
};

}  // namespace kiemphieu::station::server
