#include "station/case/documents.hpp"

#include <ctime>
#include <map>

#include "base/file.hpp"
#include "scanner/document.hpp"
#include "station/minutes/counting_minutes.hpp"
#include "station/minutes/tables.hpp"
#include "station/review/audit.hpp"

namespace kiemphieu::station {

namespace {

namespace fs = std::filesystem;

/// The local time of the day of a log's UTC time.
std::optional<ClockTime> local_time(const std::string& utc) {
    std::tm parts{};
    if (strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) return std::nullopt;
    const std::time_t moment = timegm(&parts);
    std::tm local{};
    if (localtime_r(&moment, &local) == nullptr) return std::nullopt;
    return ClockTime{local.tm_hour, local.tm_min};
}

/// From the first batch of sheets to the confirmation that made the count final, or to now while it is none.
base::Expected<ReportContext, base::Failure> context_of(const CaseFolder& folder, const Count& count) {
    ReportContext out;
    out.finality = count.finality;
    out.pending_items = count.tally.pending_items();
    const auto events = folder.record().events();
    if (!events) return tl::unexpected(events.error());
    for (const LoggedEvent& event : *events) {
        if (!out.from && std::holds_alternative<BatchOpened>(event.event)) out.from = local_time(event.time);
        if (std::holds_alternative<Confirmed>(event.event)) {
            out.to = local_time(event.time);
            out.as_of = event.time;
            // The state the figures were confirmed in; making documents later does not change it.
            out.record_fingerprint = base::to_hex(event.hash);
        }
    }
    if (count.finality == Finality::provisional) {
        out.to.reset();
        out.as_of = folder.record().state().last_at;
        out.record_fingerprint = base::to_hex(folder.record().state().fingerprint);
    }
    return out;
}

/// Prints the three copies of a style's minutes.
base::Expected<void, base::Failure> print_copies(const CaseFolder& folder, const Count& count, const StyleTally& style,
                                                 const ReportContext& context, const fs::path& out,
                                                 std::vector<MadeFile>& files) {
    const forms::Conference& conference = folder.definition().conference;
    const CountingFacts facts =
        counting_facts(folder.definition(), folder.record().state(), count, style.style, software_version());
    for (int copy = 1; copy <= minutes_copies; ++copy) {
        auto document = make_counting_minutes(conference, style, context, facts, copy);
        if (!document) return tl::unexpected(document.error());
        const fs::path path = out / ("bien-ban-" + style.style.value + "-" + std::to_string(copy) + ".pdf");
        const auto printed =
            forms::print_pages(document->pages, {"Biên bản kiểm phiếu tín nhiệm", conference.organisation}, path);
        if (!printed) return printed;
        files.push_back({path, std::move(document->places)});
    }
    return {};
}

/// As it was read then: through the profile that decided a row of it, or through none.
omr::SheetReading read_again(const omr::PageReader& reader, const fs::path& image, int page,
                             const std::optional<omr::ScannerProfile>& profile) {
    omr::SheetReading damaged;
    damaged.status = omr::PageStatus::unreadable;
    damaged.reason = omr::UnreadableReason::damaged_image;
    const auto bytes = base::read_file(image);
    if (!bytes) return damaged;
    const auto document = scanner::open_document(*bytes, image.string());
    if (!document) return damaged;
    const auto pixels = (*document)->page(page - 1, scanner::WantedPixels::gray);
    if (!pixels) return damaged;
    omr::DebugPictures none;
    return reader.read(pixels->gray(), {}, none, profile);
}

}  // namespace

base::Expected<std::vector<MadeFile>, base::Failure> write_minutes(CaseFolder& folder, const fs::path& out) {
    std::error_code error;
    fs::create_directories(out, error);
    if (error) {
        return base::fail(
            base::Failure{base::FailureClass::world, out.string(), "", "folder can't be made: " + error.message()});
    }
    const Count count = folder.count();
    const auto context = context_of(folder, count);
    if (!context) return tl::unexpected(context.error());
    const forms::Conference& conference = folder.definition().conference;
    std::vector<MadeFile> files;
    for (const StyleTally& style : count.tally.styles) {
        const fs::path path = out / ("bao-cao-" + style.style.value + ".pdf");
        auto places = print_report(conference, style, *context, path);
        if (!places) return tl::unexpected(places.error());
        files.push_back({path, std::move(*places)});
        if (const auto printed = print_copies(folder, count, style, *context, out, files); !printed)
            return tl::unexpected(printed.error());
    }
    const TableOrigin origin{count.finality, context->as_of, software_version()};
    files.push_back({out / "ket-qua.xlsx", {}});
    if (const auto written = write_results_xlsx(conference, count.tally, origin, files.back().path); !written)
        return tl::unexpected(written.error());
    const std::map<std::string, std::string> texts{
        {"ket-qua.csv", results_csv(count.tally, count.finality)},
        {"cvr.json", cast_vote_records(conference, count.judgement, count.tally.conference, origin)},
        {"tally.json", to_json(count.tally, count.finality)}};
    for (const auto& [name, text] : texts) {
        files.push_back({out / name, {}});
        if (const auto written = base::write_file_durably(out / name, base::as_bytes(text)); !written)
            return tl::unexpected(written.error());
    }
    if (count.finality == Finality::confirmed) {
        MinutesMade made;
        for (const MadeFile& file : files) {
            const auto bytes = base::read_file(file.path);
            if (!bytes) return tl::unexpected(bytes.error());
            made.files[file.path.filename().string()] = base::sha256(*bytes);
        }
        if (const auto logged = folder.record().append(made); !logged) return tl::unexpected(logged.error());
    }
    return files;
}

base::Expected<Recount, base::Failure> recount(const fs::path& case_folder,
                                               const std::function<void(std::size_t, std::size_t)>& progress) {
    auto report = verify_record(case_folder);
    if (!report) return tl::unexpected(report.error());
    Recount out{std::move(*report), {}, 0};
    if (!out.record.holds()) return out;
    auto folder = CaseFolder::open(case_folder, Access::look);
    if (!folder) return tl::unexpected(folder.error());
    const CaseState& state = folder->record().state();
    out.faults = audit(folder->definition(), state);
    const auto reader = folder->reader();
    if (!reader) return tl::unexpected(reader.error());
    for (const AcceptedSheet& sheet : state.sheets) {
        const auto image = folder->record().image_path(sheet.key.image);
        if (!image) return tl::unexpected(image.error());
        if (read_again(*reader, *image, sheet.key.page_in_file, sheet.reading.profile) != sheet.reading) {
            out.faults.push_back({base::FailureClass::broken_evidence, image->string(),
                                  "page " + std::to_string(sheet.key.page_in_file),
                                  "reads otherwise than the record says; expected the recorded reading"});
        }
        ++out.sides_read;
        if (progress) progress(out.sides_read, state.sheets.size());
    }
    return out;
}

}  // namespace kiemphieu::station
