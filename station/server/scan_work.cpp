#include "station/server/scan_work.hpp"

#include <nlohmann/json.hpp>

#include "scanner/escl/escl_source.hpp"
#include "scanner/folder/hot_folder.hpp"
#include "scanner/sane/sane_source.hpp"
#include "station/case/case_folder.hpp"
#include "station/pipeline/advice.hpp"
#include "station/rehearsal/gate.hpp"

namespace kiemphieu::station::server {
namespace {

using base::Expected;
using base::Failure;
using base::FailureClass;

/// The eye follows no more; every browser of the hall gets each.
constexpr std::chrono::milliseconds tell_every{250};

bool is_device(const std::string& source) {
    return source.starts_with("escl:") || source.starts_with("sane:");
}

tl::unexpected<Failure> refuse(std::string place, std::string message) {
    return base::fail(Failure{FailureClass::bad_input, "", std::move(place), std::move(message)});
}

Expected<std::unique_ptr<scanner::PageSource>, Failure> open_source(const ScanOrder& order) {
    const std::string name = order.source.substr(5);
    if (order.source.starts_with("escl:")) return scanner::open_escl_source(name, order.settings);
    if (order.source.starts_with("sane:")) return scanner::open_sane_source(name, order.settings);
    return scanner::open_hot_folder(order.source.substr(7), {}, [](const std::string&, const std::string&) {});
}

}  // namespace

ScanWork::ScanWork(std::function<void(const std::string&)> news) : news_(std::move(news)) {}

ScanWork::~ScanWork() {
    stop();
    finish();
}

bool ScanWork::running() const {
    const std::lock_guard lock(mutex_);
    return state_.running;
}

void ScanWork::stop() {
    const std::lock_guard lock(mutex_);
    if (!state_.running) return;
    state_.stopping = true;
    stop_ = true;
}

void ScanWork::finish() {
    if (thread_.joinable()) thread_.join();
}

Expected<void, Failure> ScanWork::start(const std::filesystem::path& case_folder, const ScanOrder& order) {
    if (!is_device(order.source) && !order.source.starts_with("folder:")) {
        return refuse("source", "\"" + order.source + "\"; expected escl:ADDRESS, sane:DEVICE or folder:DIR");
    }
    if (order.source.starts_with("folder:") && !std::filesystem::is_directory(order.source.substr(7))) {
        return refuse("source", order.source.substr(7) + " is no folder");
    }
    {
        const std::lock_guard lock(mutex_);
        if (state_.running) return refuse("source", "a scan runs already");
        state_ = State{};
        state_.running = true;
        state_.order = order;
        state_.begun = state_.last = std::chrono::steady_clock::now();
        stop_ = false;
    }
    finish();  // the thread of the scan before has nothing left to do
    thread_ = std::thread([this, case_folder, order] { work(case_folder, order); });
    return {};
}

void ScanWork::work(const std::filesystem::path& case_folder, const ScanOrder& order) {
    Ended ended;
    try {
        ended = run(case_folder, order);
    } catch (const std::exception& error) {
        ended = {"failed", true, "Chương trình gặp lỗi khi quét; các tờ đã nhận vẫn còn.",
                 "A fault of the program; sheets taken in are kept.", error.what()};
    }
    {
        const std::lock_guard lock(mutex_);
        state_.running = false;
        state_.stopping = false;
        state_.ended = std::move(ended);
    }
    tell();
}

ScanWork::Ended ScanWork::run(const std::filesystem::path& case_folder, const ScanOrder& order) {
    const auto failed = [](const Failure& failure) {
        return Ended{"failed", true, "Không quét được; các tờ đã nhận vẫn còn. " + base::to_string(failure),
                     "Scanning failed; sheets taken in are kept. " + base::to_string(failure), ""};
    };
    auto folder = CaseFolder::open(case_folder, Access::take_in);
    if (!folder) return failed(folder.error());
    const auto reader = folder->reader();
    if (!reader) return failed(reader.error());
    const ReadOptions options{0, {}, &stop_};
    ScanSummary before;
    const auto progress = [&](const ScanSummary& so_far, std::size_t sides) {
        ScanSummary all = before;
        all.add(so_far);
        show(all, sides);
    };
    const auto left = scan_left_behind(folder->record(), case_folder, *reader, options);
    if (!left) return failed(left.error());
    before = *left;
    const Batch batch{order.source, std::nullopt, order.batch};
    if (!is_device(order.source) && order.folder == ScanOrder::Folder::once) {
        const auto files = files_of_folder(order.source.substr(7));
        if (!files) return failed(files.error());
        const auto scanned = scan_files(folder->record(), *reader, *files, batch, options, progress);
        if (!scanned) return failed(scanned.error());
        before.add(*scanned);
        show(before, files->size());
        const auto end = scanned->stopped ? scanner::SourceEnd::stopped : scanner::SourceEnd::finished;
        const Advice advice = advice_on(end, 0);
        return {std::string(scanner::name_of(end)), false, advice.vietnamese, advice.english, ""};
    }
    const auto source = open_source(order);
    if (!source) return failed(source.error());
    const auto run = scan_source(folder->record(), case_folder, *reader, **source, batch, options, progress);
    if (!run) return failed(run.error());
    before.add(run->scan);
    show(before, static_cast<std::size_t>(run->pages));
    const Advice advice = advice_on(run->end.why, run->last_sheet);
    return {std::string(scanner::name_of(run->end.why)), advice.fault, advice.vietnamese, advice.english,
            run->end.detail};
}

void ScanWork::show(const ScanSummary& summary, std::size_t sides) {
    {
        const std::lock_guard lock(mutex_);
        state_.summary = summary;
        state_.sides = sides;
        state_.last = std::chrono::steady_clock::now();
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ < tell_every) return;
    told_ = now;
    tell();
}

void ScanWork::tell() {
    if (news_) news_(to_json());
}

std::string ScanWork::to_json() const {
    const std::lock_guard lock(mutex_);
    nlohmann::ordered_json json{{"running", state_.running}};
    if (state_.order.source.empty()) return json.dump();
    json["stopping"] = state_.stopping;
    json["source"] = state_.order.source;
    if (!state_.order.batch.empty()) json["batch"] = state_.order.batch;
    json["who"] = state_.order.who;
    json["sides"] = state_.sides;
    const double minutes = std::chrono::duration<double, std::ratio<60>>(state_.last - state_.begun).count();
    json["rate_per_minute"] = minutes > 0 ? static_cast<double>(state_.sides) / minutes : 0.0;
    const ScanSummary& s = state_.summary;
    json["accepted"] = s.accepted;
    json["already_known"] = s.already_known;
    json["read"] = s.read;
    json["blank"] = s.blank;
    json["unreadable"] = s.unreadable;
    json["flagged"] = s.flagged;
    json["refused"] = s.refused;
    if (const auto& e = state_.ended) {
        json["end"] = {{"why", e->why}, {"fault", e->fault}, {"vi", e->vietnamese}, {"en", e->english}};
        if (!e->detail.empty()) json["end"]["detail"] = e->detail;
    }
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace kiemphieu::station::server
