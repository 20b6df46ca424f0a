#include "station/pipeline/scan_source.hpp"

#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "station/pipeline/intake.hpp"
#include "station/pipeline/reading_line.hpp"

namespace kiemphieu::station {

namespace {

/// How long a finished reading waits for others before it is recorded alone, and how soon a stop is noticed: what the
/// hall sees lags by no more.
constexpr std::chrono::milliseconds patience{100};

/// Pages between spool and record, in their order.
class Pages {
  public:
    void add(SpooledPage page) {
        const std::lock_guard lock(mutex_);
        pages_.push_back(std::move(page));
    }
    SpooledPage first() {
        const std::lock_guard lock(mutex_);
        SpooledPage page = std::move(pages_.front());
        pages_.pop_front();
        return page;
    }

  private:
    std::mutex mutex_;
    std::deque<SpooledPage> pages_;
};

/// The batch this run already is in the record, or will be.
Batch batch_of(const Record& record, const SpoolRun& run) {
    Batch batch{run.source(), std::nullopt, run.batch_name()};
    for (const auto& [id, opened] : record.state().batches) {
        if (opened.source == batch.source) batch.id = id;
    }
    return batch;
}

/// Records what the line has read until it is at its end. `look` is called at least every `patience`.
template <class Look>
base::Expected<void, base::Failure> record_all(ReadingLine& line, Pages& pages, Intake& intake, const SpoolRun& run,
                                               const Look& look) {
    std::vector<SpooledPage> recorded;  // once the group they are in is durable
    const auto flush = [&]() -> base::Expected<void, base::Failure> {
        if (const auto flushed = intake.flush(); !flushed) return flushed;
        for (const SpooledPage& page : recorded) run.release(page);
        recorded.clear();
        return {};
    };
    while (true) {
        std::vector<ReadSide> sides;
        const ReadingLine::Taken taken = line.take(sides, patience);
        look();
        if (taken == ReadingLine::Taken::sides) {
            const SpooledPage page = pages.first();
            for (ReadSide& side : sides) {
                if (const auto kept = intake.take(std::move(side), page.file); !kept) return kept;
            }
            recorded.push_back(page);
            if (!intake.idle()) continue;
        }
        if (const auto flushed = flush(); !flushed) return flushed;
        if (taken == ReadingLine::Taken::all) return {};
    }
}

/// Asks a source for pages and spools them, on a thread of its own.
class Feeder {
  public:
    Feeder(scanner::PageSource& source, SpoolRun& run, Pages& pages, ReadingLine& line)
        : source_(source), run_(run), pages_(pages), line_(line) {}

    void work() {
        while (true) {
            auto next = source_.next();
            if (auto* end = std::get_if<scanner::EndOfPages>(&next)) {
                end_ = std::move(*end);
                break;
            }
            const auto& page = std::get<scanner::SourcePage>(next);
            auto spooled = run_.put(page);
            if (!spooled) {  // a full disk: the source is not asked again, so it knows nothing of this page
                failure_ = spooled.error();
                source_.stop();
                break;
            }
            ++given_;
            last_sheet_ = page.sheet;
            pages_.add(*spooled);
            if (!line_.put(spooled->file, spooled->name)) break;
        }
        line_.close();
    }

    // Read when the thread has ended.
    const std::optional<base::Failure>& failure() const { return failure_; }
    void tell(SourceSummary& summary) const {
        summary.end = end_;
        summary.pages = given_;
        summary.last_sheet = last_sheet_;
    }

  private:
    scanner::PageSource& source_;
    SpoolRun& run_;
    Pages& pages_;
    ReadingLine& line_;
    scanner::EndOfPages end_{scanner::SourceEnd::stopped, ""};
    std::optional<base::Failure> failure_;
    int given_{};
    int last_sheet_{};
};

}  // namespace

base::Expected<SourceSummary, base::Failure> scan_source(Record& record, const std::filesystem::path& case_folder,
                                                         const omr::PageReader& reader, scanner::PageSource& source,
                                                         const Batch& batch, const ReadOptions& options,
                                                         const ScanProgress& progress) {
    auto run = SpoolRun::begin(case_folder, batch.source, batch.name);
    if (!run) return tl::unexpected(run.error());
    Intake intake(record, batch_of(record, *run), progress);
    Pages pages;
    ReadingLine line(reader, options);
    Feeder feeder(source, *run, pages, line);
    base::Expected<void, base::Failure> recorded;
    {
        const std::jthread feeding([&] { feeder.work(); });
        recorded = record_all(line, pages, intake, *run, [&] {
            if (options.stop != nullptr && options.stop->load()) source.stop();
        });
        if (!recorded) source.stop();
        line.give_up();
    }
    if (!recorded) return tl::unexpected(recorded.error());
    if (const auto closed = intake.close(); !closed) return tl::unexpected(closed.error());
    if (feeder.failure()) return tl::unexpected(*feeder.failure());
    SourceSummary summary;
    summary.scan = intake.summary();
    feeder.tell(summary);
    return summary;
}

base::Expected<ScanSummary, base::Failure> scan_left_behind(Record& record, const std::filesystem::path& case_folder,
                                                            const omr::PageReader& reader, const ReadOptions& options,
                                                            const ScanProgress& progress) {
    ScanSummary total;
    auto runs = SpoolRun::left_behind(case_folder);
    if (!runs) return tl::unexpected(runs.error());
    for (SpoolRun& run : *runs) {
        const auto files = run.pages();
        if (!files) return tl::unexpected(files.error());
        Intake intake(record, batch_of(record, run), progress);
        Pages pages;
        ReadingLine line(reader, options);
        base::Expected<void, base::Failure> recorded;
        {
            const std::jthread feeding([&] {
                for (const SpooledPage& page : *files) {
                    pages.add(page);
                    if (!line.put(page.file, page.name)) return;
                }
                line.close();
            });
            recorded = record_all(line, pages, intake, run, [] {});
            line.give_up();
        }
        if (!recorded) return tl::unexpected(recorded.error());
        if (const auto closed = intake.close(); !closed) return tl::unexpected(closed.error());
        total.add(intake.summary());
    }
    return total;
}

}  // namespace kiemphieu::station
