#pragma once
// A PostgreSQL server of a test's own, by scripts/postgres-trial.sh.

#include <filesystem>
#include <string>

namespace kiemphieu::testing {

/// Runs until it is destroyed; its folder goes with it.
class TrialServer {
  public:
    TrialServer();
    TrialServer(const TrialServer&) = delete;
    TrialServer& operator=(const TrialServer&) = delete;
    ~TrialServer();

    /// The address for a user: "board" owns the database, "station" appends, "observer" reads, "keeper" may all.
    std::string url(const std::string& user) const;
    /// The station's address over loopback, with TLS and a password.
    std::string tls_url() const;
    const std::filesystem::path& folder() const { return folder_; }
    /// Stops it as a power cut would.
    void crash();
    void start();
    /// Runs statements as the administrator of the whole server, triggers of ours switched off.
    void tamper(const std::string& sql) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace kiemphieu::testing
