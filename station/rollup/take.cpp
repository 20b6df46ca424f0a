#include "station/rollup/take.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "station/evidence/package_files.hpp"

namespace kiemphieu::station::rollup {
namespace {

using base::Failure;
using base::FailureClass;

class Taker {
  public:
    Taker(RollupStore& store, std::span<const std::filesystem::path> files, const TakeOptions& options,
          const TakeProgress& progress)
        : store_(store), files_(files), options_(options), progress_(progress), examine_(options.examine) {
        // A single package's images are read on all cores; of many, each core has one package at a time.
        examine_.jobs = files.size() > 1 ? 1 : options.jobs;
    }

    base::Expected<TakeSummary, Failure> run() {
        {
            std::vector<std::jthread> threads;
            for (int i = threads_for(options_.jobs, files_.size()); i > 0; --i) threads.emplace_back([&] { work(); });
        }
        if (failure_) return base::fail(*failure_);
        return summary_;
    }

  private:
    void work() {
        for (std::size_t i = next_++; i < files_.size() && !stop_; i = next_++) {
            try {
                one(files_[i]);
            } catch (const std::exception& error) {
                failed({FailureClass::world, files_[i].string(), "", error.what()});
            }
        }
    }

    void one(const std::filesystem::path& file) {
        const auto known = [&](const base::Digest& digest) {
            if (options_.repeat == Repeat::examine_again) return false;
            const std::lock_guard lock(store_lock_);
            const auto has = store_.has(digest);
            return has && *has;
        };
        auto examined = examine(file, examine_, known);
        if (!examined) return failed(examined.error());
        const std::lock_guard lock(store_lock_);
        if (stop_) return;
        if (const auto* refusal = std::get_if<Refusal>(&*examined)) {
            if (auto kept = store_.refuse(*refusal); !kept) return failed_locked(kept.error());
            ++summary_.refused;
            summary_.broken += refusal->reason == RefusalReason::broken ? 1U : 0U;
            return tell({file, *refusal, std::nullopt});
        }
        const auto* submission = std::get_if<Submission>(&*examined);
        auto outcome = submission ? store_.take(*submission) : base::Expected<TakeOutcome, Failure>(TakeOutcome::known);
        if (!outcome) return failed_locked(outcome.error());
        ++(*outcome == TakeOutcome::added   ? summary_.added
           : *outcome == TakeOutcome::known ? summary_.known
                                            : summary_.differing);
        tell({file, *outcome, submission ? std::optional(*submission) : std::nullopt});
    }

    void tell(const Taken& taken) {
        ++done_;
        if (progress_) progress_(taken, done_);
    }
    void failed(Failure failure) {
        const std::lock_guard lock(store_lock_);
        failed_locked(std::move(failure));
    }
    void failed_locked(Failure failure) {
        if (!failure_) failure_ = std::move(failure);
        stop_ = true;
    }

    RollupStore& store_;
    std::span<const std::filesystem::path> files_;
    const TakeOptions& options_;
    const TakeProgress& progress_;
    ExamineOptions examine_;
    std::atomic<std::size_t> next_{};
    std::atomic<bool> stop_{};
    std::mutex store_lock_;  ///< also guards what follows
    std::optional<Failure> failure_;
    TakeSummary summary_;
    std::size_t done_{};
};

}  // namespace

base::Expected<TakeSummary, Failure> take_files(RollupStore& store, std::span<const std::filesystem::path> files,
                                                const TakeOptions& options, const TakeProgress& progress) {
    return Taker(store, files, options, progress).run();
}

}  // namespace kiemphieu::station::rollup
