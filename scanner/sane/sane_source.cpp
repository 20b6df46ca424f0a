#include "scanner/sane/sane_source.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "scanner/sane/device.hpp"

namespace kiemphieu::scanner {

namespace {

using sane::Device;
using sane::ScannedPage;

/// A warming lamp is asked again that often.
constexpr std::chrono::milliseconds warming_pause{500};

/// The thread on which a driver's calls are made, one at a time, so that a driver that hangs does not hang the station.
/// It is shared with that thread, which may outlive the source.
class DriverThread : public std::enable_shared_from_this<DriverThread> {
  public:
    void start() {
        std::thread([self = shared_from_this()] { self->work(); }).detach();
    }

    /// Runs a call; false when it did not come back in time. A call that was given up may end later, on its own.
    bool run(std::function<void()> call, std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        call_ = std::move(call);
        done_ = false;
        changed_.notify_all();
        return changed_.wait_for(lock, patience, [&] { return done_; });
    }

    bool wait(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience, [&] { return done_; });
    }

    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    }

  private:
    void work() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [&] { return ended_ || call_; });
            if (!call_) return;
            const std::function<void()> call = std::exchange(call_, {});
            lock.unlock();
            call();
            lock.lock();
            done_ = true;
            changed_.notify_all();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void()> call_;
    bool done_{true};
    bool ended_{false};
};

/// What the driver's thread works on; kept alive by whichever of source and thread ends last.
struct Shared {
    std::unique_ptr<Device> device;
    ScannedPage page;
};

class SaneSource final : public PageSource {
  public:
    SaneSource(std::unique_ptr<Device> device, const ScanSettings& settings, const SaneTimes& times)
        : settings_(settings), times_(times), shared_(std::make_shared<Shared>()) {
        shared_->device = std::move(device);
        driver_->start();
    }

    ~SaneSource() override {
        if (!given_up_) {
            static_cast<void>(driver_->run([shared = shared_] { shared->device.reset(); }, times_.cancel));
        }
        driver_->end();
    }

    NextPage next() override {
        if (end_) return *end_;
        if (stopping()) return finish({SourceEnd::stopped, "stopped by the operator"});
        const auto deadline = std::chrono::steady_clock::now() + times_.call;
        while (true) {
            if (!driver_->run([shared = shared_] { shared->page = shared->device->scan(); }, times_.call)) {
                return give_up();
            }
            ScannedPage page = std::exchange(shared_->page, {});
            if (!page.bytes.empty()) return give(std::move(page.bytes));
            const bool warming = page.end.why == SourceEnd::busy && std::chrono::steady_clock::now() < deadline;
            if (!warming) return finish(with_half_sheet(std::move(page.end)));
            if (!pause()) return finish({SourceEnd::stopped, "stopped by the operator"});
        }
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

    bool pause() {
        std::unique_lock lock(mutex_);
        return !wake_.wait_for(lock, warming_pause, [&] { return stop_; });
    }

    NextPage give(std::vector<std::uint8_t> bytes) {
        const bool duplex = settings_.sides == Sides::duplex;
        SourcePage page;
        page.bytes = std::move(bytes);
        page.side = duplex && pages_ % 2 == 1 ? Side::back : Side::front;
        page.sheet = 1 + (duplex ? pages_ / 2 : pages_);
        ++pages_;
        return page;
    }

    /// A tray that is empty between two sides of a sheet lost one of them.
    EndOfPages with_half_sheet(EndOfPages end) const {
        if (end.why == SourceEnd::tray_empty && settings_.sides == Sides::duplex && pages_ % 2 == 1) {
            return {SourceEnd::damaged_page, "one side of the last sheet is missing"};
        }
        return end;
    }

    /// The driver hangs: it is cancelled, and left alone if that does not help either.
    NextPage give_up() {
        shared_->device->cancel();
        given_up_ = !driver_->wait(times_.cancel);
        return finish(
            {SourceEnd::timed_out, given_up_ ? "the driver hangs and can't be cancelled" : "the driver hung"});
    }

    NextPage finish(EndOfPages end) {
        end_ = std::move(end);
        if (!given_up_)
            static_cast<void>(driver_->run([shared = shared_] { shared->device->cancel(); }, times_.cancel));
        return *end_;
    }

    ScanSettings settings_;
    SaneTimes times_;
    std::shared_ptr<Shared> shared_;
    std::shared_ptr<DriverThread> driver_{std::make_shared<DriverThread>()};
    std::optional<EndOfPages> end_;
    bool given_up_{false};
    int pages_{};
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_{false};
};

struct Opened {
    std::unique_ptr<Device> device;
    SanePlan plan;
};

base::Expected<Opened, base::Failure> open_and_set(const std::string& name, const ScanSettings& wanted) {
    auto device = Device::open(name);
    if (!device) return tl::unexpected(device.error());
    auto plan = (*device)->set(wanted);
    if (!plan) return tl::unexpected(plan.error());
    return Opened{std::move(*device), std::move(*plan)};
}

/// Opening talks to the device, too, and may hang like any other call.
base::Expected<Opened, base::Failure> open_in_time(const std::string& name, const ScanSettings& wanted,
                                                   const SaneTimes& times) {
    using Result = base::Expected<Opened, base::Failure>;
    const auto driver = std::make_shared<DriverThread>();
    const auto result = std::make_shared<std::optional<Result>>();
    driver->start();
    const bool back = driver->run([=] { result->emplace(open_and_set(name, wanted)); }, times.call);
    driver->end();
    if (back) return std::move(**result);
    return base::fail(base::Failure{base::FailureClass::world, "sane:" + name, "open", "the driver hangs"});
}

}  // namespace

base::Expected<std::vector<SaneDevice>, base::Failure> list_sane_devices() {
    return sane::list_devices();
}

base::Expected<SanePlan, base::Failure> ask_sane_device(const std::string& device, const ScanSettings& wanted,
                                                        const SaneTimes& times) {
    auto opened = open_in_time(device, wanted, times);
    if (!opened) return tl::unexpected(opened.error());
    return opened->plan;
}

base::Expected<std::unique_ptr<PageSource>, base::Failure> open_sane_source(const std::string& device,
                                                                            const ScanSettings& wanted,
                                                                            const SaneTimes& times) {
    auto opened = open_in_time(device, wanted, times);
    if (!opened) return tl::unexpected(opened.error());
    return std::make_unique<SaneSource>(std::move(opened->device), wanted, times);
}

}  // namespace kiemphieu::scanner
