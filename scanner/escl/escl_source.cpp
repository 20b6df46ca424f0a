#include "scanner/escl/escl_source.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "scanner/document.hpp"
#include "scanner/escl/http.hpp"
#include "scanner/escl/messages.hpp"

namespace kiemphieu::scanner {

namespace {

using Clock = std::chrono::steady_clock;
using escl::HttpAnswer;
using escl::TransportFault;

/// What a device that says 503 without a time gets before it is asked again.
constexpr std::chrono::milliseconds pause_when_busy{200};
/// However long a device asks to be left alone, a person who pressed stop or mended a jam is not kept longer.
constexpr std::chrono::milliseconds longest_pause{5'000};

EndOfPages end_of(const HttpAnswer& answer) {
    switch (*answer.fault) {
        case TransportFault::timed_out:
            return {SourceEnd::timed_out, answer.fault_text};
        case TransportFault::too_large:
            return {SourceEnd::damaged_page, "an answer larger than any page"};
        default:
            return {SourceEnd::device_lost, answer.fault_text};
    }
}

/// The fault a feeder's state tells of; nothing when it tells of none.
std::optional<SourceEnd> fault_of(escl::FeederState state) {
    switch (state) {
        case escl::FeederState::jam:
            return SourceEnd::jam;
        case escl::FeederState::cover_open:
            return SourceEnd::cover_open;
        case escl::FeederState::multipick:
            return SourceEnd::double_feed;
        case escl::FeederState::mispick:
            return SourceEnd::mispick;
        case escl::FeederState::other:
            return SourceEnd::device_fault;
        default:
            return std::nullopt;
    }
}

escl::HttpLimits limits_of(const EsclTimes& times) {
    escl::HttpLimits limits;
    limits.connect = times.connect;
    limits.silence = times.silence;
    return limits;
}

base::Failure unreachable(const std::string& url, const HttpAnswer& answer) {
    return {base::FailureClass::world, url, "",
            answer.answered() ? fmt::format("answers {} instead of 200", answer.status)
                              : "no answer from the scanner: " + answer.fault_text};
}

struct Asked {
    escl::Capabilities capabilities;
    escl::Plan plan;
};

base::Expected<Asked, base::Failure> ask(escl::HttpClient& http, const std::string& url, const ScanSettings& wanted) {
    const HttpAnswer answer = http.get(url + "/ScannerCapabilities");
    if (!answer.answered() || answer.status != 200) return base::fail(unreachable(url, answer));
    auto capabilities = escl::parse_capabilities(answer.text(), url);
    if (!capabilities) return tl::unexpected(capabilities.error());
    auto plan = escl::plan_scan(*capabilities, wanted, url);
    if (!plan) return tl::unexpected(plan.error());
    return Asked{std::move(*capabilities), std::move(*plan)};
}

class EsclSource final : public PageSource {
  public:
    EsclSource(std::string url, const EsclTimes& times, std::unique_ptr<escl::HttpClient> http, Asked asked)
        : url_(std::move(url)), times_(times), http_(std::move(http)), asked_(std::move(asked)) {}

    ~EsclSource() override { close_job(); }

    NextPage next() override {
        if (end_) return *end_;
        if (stopping()) return finish({SourceEnd::stopped, "stopped by the operator"});
        if (job_.empty()) {
            if (auto fault = begin_job()) return finish(std::move(*fault));
        }
        auto page = fetch();
        if (auto* end = std::get_if<EndOfPages>(&page)) return finish(std::move(*end));
        return page;
    }

    void stop() override {
        const std::lock_guard lock(mutex_);
        stop_ = true;
        wake_.notify_all();
    }

  private:
    bool stopping() {
        const std::lock_guard lock(mutex_);
        return stop_;
    }

    /// Waits before a busy device is asked again. False when there is no time left or somebody said stop.
    bool pause(const HttpAnswer& answer, Clock::time_point deadline) {
        std::chrono::milliseconds wait = answer.retry_after ? *answer.retry_after : pause_when_busy;
        wait = std::clamp(wait, pause_when_busy, longest_pause);
        if (Clock::now() + wait > deadline) return false;
        std::unique_lock lock(mutex_);
        return !wake_.wait_for(lock, wait, [&] { return stop_; });
    }

    EndOfPages gave_up_waiting() {
        return stopping() ? EndOfPages{SourceEnd::stopped, "stopped by the operator"}
                          : EndOfPages{SourceEnd::timed_out, "the device stayed busy (503)"};
    }

    base::Expected<escl::Status, EndOfPages> status() {
        const HttpAnswer answer = http_->get(url_ + "/ScannerStatus");
        if (!answer.answered()) return base::fail(end_of(answer));
        if (answer.status != 200) {
            return base::fail(EndOfPages{SourceEnd::device_fault, fmt::format("ScannerStatus: {}", answer.status)});
        }
        auto parsed = escl::parse_status(answer.text(), url_);
        if (!parsed) return base::fail(EndOfPages{SourceEnd::device_fault, base::to_string(parsed.error())});
        return *parsed;
    }

    /// Nothing when a job runs, else why none does.
    std::optional<EndOfPages> begin_job() {
        const auto before = status();
        if (!before) return before.error();
        if (const auto fault = fault_of(before->feeder)) return EndOfPages{*fault, before->feeder_text};
        if (before->feeder == escl::FeederState::empty) return EndOfPages{SourceEnd::tray_empty, before->feeder_text};
        const std::string request = escl::job_request(asked_.capabilities, asked_.plan.settings);
        const Clock::time_point deadline = Clock::now() + times_.busy;
        while (true) {
            const HttpAnswer answer = http_->post(url_ + "/ScanJobs", request);
            if (!answer.answered()) return end_of(answer);
            if (answer.status == 201 && !answer.location.empty()) {
                job_ = absolute(answer.location);
                return std::nullopt;
            }
            if (answer.status != 503) return refused_job(answer);
            if (!pause(answer, deadline)) {
                return stopping() ? gave_up_waiting() : EndOfPages{SourceEnd::busy, "the device stayed busy (503)"};
            }
        }
    }

    EndOfPages refused_job(const HttpAnswer& answer) {
        const auto now = status();
        const std::string detail = fmt::format("ScanJobs: {}", answer.status);
        if (now) {
            if (const auto fault = fault_of(now->feeder)) return {*fault, now->feeder_text};
            if (now->feeder == escl::FeederState::empty) return {SourceEnd::tray_empty, now->feeder_text};
            if (now->device == escl::DeviceState::processing) return {SourceEnd::busy, detail};
        }
        return {SourceEnd::device_fault, detail};
    }

    NextPage fetch() {
        const Clock::time_point deadline = Clock::now() + times_.busy;
        while (true) {
            HttpAnswer answer = http_->get(job_ + "/NextDocument");
            if (!answer.answered()) return lost(answer);
            if (answer.status == 200) return take(std::move(answer));
            if (answer.status != 503) return no_more(answer.status);
            // A device that is jammed may say "busy" for ever; its feeder knows.
            const auto now = status();
            if (!now) return now.error();
            if (const auto fault = fault_of(now->feeder)) return EndOfPages{*fault, now->feeder_text};
            if (!pause(answer, deadline)) return gave_up_waiting();
        }
    }

    NextPage take(HttpAnswer answer) {
        const auto whole = open_document(answer.body, "");
        if (!whole) return EndOfPages{SourceEnd::damaged_page, base::to_string(whole.error())};
        SourcePage page;
        page.bytes = std::move(answer.body);
        const bool duplex = asked_.plan.settings.sides == Sides::duplex;
        page.side = duplex && pages_ % 2 == 1 ? Side::back : Side::front;
        page.sheet = 1 + (duplex ? pages_ / 2 : pages_);
        ++pages_;
        return page;
    }

    /// The connection broke while a page was under way; the feeder may know of a fault that explains it.
    EndOfPages lost(const HttpAnswer& answer) {
        if (*answer.fault == TransportFault::dropped) {
            const auto now = status();
            if (now) {
                if (const auto fault = fault_of(now->feeder)) return {*fault, now->feeder_text};
                return {SourceEnd::damaged_page, "the connection broke in the middle of a page"};
            }
        }
        return end_of(answer);
    }

    /// NextDocument answered with an error status. 404 ends every job, a complete one and one that lost sheets alike,
    /// so the feeder is asked what happened.
    EndOfPages no_more(int http_status) {
        const auto now = status();
        if (!now) return now.error();
        if (const auto fault = fault_of(now->feeder)) return {*fault, now->feeder_text};
        const std::string detail =
            fmt::format("NextDocument: {}, feeder: {}{}{}", http_status, now->feeder_text,
                        now->newest_job_reasons.empty() ? "" : ", job: ", now->newest_job_reasons);
        if (http_status != 404 && http_status != 410) return {SourceEnd::device_fault, detail};
        if (now->feeder == escl::FeederState::loaded) return {SourceEnd::stopped, detail};
        // Half a sheet in duplex: the other side never came.
        if (asked_.plan.settings.sides == Sides::duplex && pages_ % 2 == 1) return {SourceEnd::damaged_page, detail};
        return {SourceEnd::tray_empty, detail};
    }

    std::string absolute(const std::string& location) const {
        if (location.starts_with("http://") || location.starts_with("https://")) return location;
        const auto root = url_.find('/', url_.find("://") + 3);
        return url_.substr(0, root) + (location.starts_with("/") ? "" : "/") + location;
    }

    NextPage finish(EndOfPages end) {
        end_ = std::move(end);
        close_job();
        return *end_;
    }

    void close_job() {
        if (job_.empty()) return;
        http_->remove(job_);  // it may be gone already
        job_.clear();
    }

    std::string url_;
    EsclTimes times_;
    std::unique_ptr<escl::HttpClient> http_;
    Asked asked_;
    std::string job_;
    std::optional<EndOfPages> end_;
    int pages_{};
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_{false};
};

}  // namespace

base::Expected<std::string, base::Failure> escl_url(const std::string& address) {
    std::string url = address.find("://") == std::string::npos ? "http://" + address : address;
    while (url.ends_with('/')) url.pop_back();
    const bool http = url.starts_with("http://");
    if ((!http && !url.starts_with("https://")) || url.size() <= url.find("://") + 3) {
        return base::fail(base::Failure{base::FailureClass::bad_input, address, "",
                                        "expected HOST, HOST:PORT or http://HOST:PORT/eSCL"});
    }
    if (url.find('/', url.find("://") + 3) == std::string::npos) url += "/eSCL";
    return url;
}

base::Expected<EsclDevice, base::Failure> ask_escl_device(const std::string& address, const ScanSettings& wanted,
                                                          const EsclTimes& times) {
    const auto url = escl_url(address);
    if (!url) return tl::unexpected(url.error());
    escl::HttpClient http(limits_of(times));
    auto asked = ask(http, *url, wanted);
    if (!asked) return tl::unexpected(asked.error());
    EsclDevice device{*url, asked->capabilities.model, asked->capabilities.serial_number,
                      "",   asked->plan.settings,      asked->plan.remarks};
    const HttpAnswer answer = http.get(*url + "/ScannerStatus");
    if (const auto status = escl::parse_status(answer.text(), *url); status) device.feeder = status->feeder_text;
    return device;
}

base::Expected<std::unique_ptr<PageSource>, base::Failure> open_escl_source(const std::string& address,
                                                                            const ScanSettings& wanted,
                                                                            const EsclTimes& times) {
    const auto url = escl_url(address);
    if (!url) return tl::unexpected(url.error());
    auto http = std::make_unique<escl::HttpClient>(limits_of(times));
    auto asked = ask(*http, *url, wanted);
    if (!asked) return tl::unexpected(asked.error());
    return std::make_unique<EsclSource>(*url, times, std::move(http), std::move(*asked));
}

}  // namespace kiemphieu::scanner
