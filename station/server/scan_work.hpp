#pragma once
// Taking sheets in beside the pages: one scan at a time, on threads of its own, into a record of its own.

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "scanner/page_source.hpp"
#include "station/pipeline/scan_source.hpp"

namespace kiemphieu::station::server {

struct ScanOrder {
    std::string source;  ///< escl:ADDRESS, sane:DEVICE or folder:DIR
    std::string batch{};
    scanner::ScanSettings settings{};
    enum class Folder { once, watched } folder{Folder::once};
    std::string who{};
};

class ScanWork {
  public:
    /// `news` is called from the scan's thread whenever the state changed, with its JSON.
    explicit ScanWork(std::function<void(const std::string& json)> news);
    /// Stops a running scan and waits until what it was given is recorded.
    ~ScanWork();
    ScanWork(const ScanWork&) = delete;
    ScanWork& operator=(const ScanWork&) = delete;

    /// Begins. Errors: bad_input when one runs already, the source is none, or the count may not be opened; world when
    /// the device does not answer.
    [[nodiscard]] base::Expected<void, base::Failure> start(const std::filesystem::path& case_folder,
                                                            const ScanOrder& order);
    /// The page in hand is still taken in. Does nothing when none runs.
    void stop();
    /// Waits for the end of a running scan.
    void finish();
    bool running() const;
    /// As openapi.yaml has a Scan.
    std::string to_json() const;

  private:
    struct Ended {
        std::string why;
        bool fault{};
        std::string vietnamese;
        std::string english;
        std::string detail;
    };
    struct State {
        bool running{false};
        bool stopping{false};
        ScanOrder order{};
        ScanSummary summary{};
        std::size_t sides{};
        std::chrono::steady_clock::time_point begun{};
        std::chrono::steady_clock::time_point last{};
        std::optional<Ended> ended{};
    };
    void work(const std::filesystem::path& case_folder, const ScanOrder& order);
    Ended run(const std::filesystem::path& case_folder, const ScanOrder& order);
    void show(const ScanSummary& summary, std::size_t sides);
    void tell();

    std::function<void(const std::string&)> news_;
    mutable std::mutex mutex_;
    State state_;
    std::atomic<bool> stop_{false};
    std::chrono::steady_clock::time_point told_{};
    std::thread thread_;
};

}  // namespace kiemphieu::station::server
