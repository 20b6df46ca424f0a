#include "station/case/documents.hpp"

#include <algorithm>
#include <ctime>
#include <map>

#include "base/file.hpp"
#include "station/case/signed_paper.hpp"
#include "station/minutes/counting_minutes.hpp"
#include "station/minutes/tables.hpp"
#include "station/minutes/wording.hpp"

namespace kiemphieu::station {

namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

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
base::Expected<ReportContext, Failure> context_of(const CaseFolder& folder, const Count& count) {
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

/// Makes the papers of one case into one folder.
class PaperMaker {
  public:
    PaperMaker(CaseFolder& folder, const Count& count, ReportContext context, const fs::path& out)
        : folder_(folder), count_(count), context_(std::move(context)), out_(out) {}

    base::Expected<void, Failure> papers_of(const StyleTally& style) {
        const forms::Conference& conference = folder_.definition().conference;
        const CountingFacts facts =
            counting_facts(folder_.definition(), folder_.record().state(), count_, style.style, software_version());
        ReportContext context = context_;
        // What the committee wrote down goes before what the station's clock saw.
        if (facts.notes.opened) context.from = facts.notes.opened;
        if (facts.notes.closed) context.to = facts.notes.closed;
        auto report = make_report(conference, style, context);
        if (auto put = add(report, "bao-cao-" + style.style.value + ".pdf", PaperKind::report); !put) return put;
        for (int copy = 1; copy <= minutes_copies; ++copy) {
            const std::string name = "bien-ban-" + style.style.value + "-" + std::to_string(copy) + ".pdf";
            auto minutes = make_counting_minutes(conference, style, context, facts, copy);
            if (auto put = add(minutes, name, PaperKind::counting_minutes); !put) return put;
        }
        return {};
    }

    base::Expected<void, Failure> tables() {
        const forms::Conference& conference = folder_.definition().conference;
        const TableOrigin origin{count_.finality, context_.as_of, software_version()};
        const fs::path sheet = out_ / "ket-qua.xlsx";
        if (auto written = write_results_xlsx(conference, count_.tally, origin, sheet); !written) return written;
        const auto bytes = base::read_file(sheet);
        if (!bytes) return base::fail(bytes.error());
        note({sheet, PaperKind::table, {}}, *bytes);
        const std::map<std::string, std::string> texts{
            {"ket-qua.csv", results_csv(count_.tally, count_.finality)},
            {"cvr.json", cast_vote_records(conference, count_.judgement, count_.tally.conference, origin)},
            {"tally.json", to_json(count_.tally, count_.finality)}};
        for (const auto& [name, text] : texts) {
            if (auto written = base::write_file_durably(out_ / name, base::as_bytes(text)); !written) return written;
            note({out_ / name, PaperKind::table, {}}, base::as_bytes(text));
        }
        return {};
    }

    std::vector<MadeFile> files;
    MinutesMade made;

  private:
    base::Expected<void, Failure> add(base::Expected<forms::Document, Failure>& document, const std::string& name,
                                      PaperKind kind) {
        if (!document) return base::fail(document.error());
        const std::string title =
            kind == PaperKind::report ? "Báo cáo kết quả phiếu tín nhiệm" : "Biên bản kiểm phiếu tín nhiệm";
        const fs::path path = out_ / name;
        fs::path fresh = path;
        fresh += ".moi";
        const auto& conference = folder_.definition().conference;
        const auto printed =
            forms::print_pages(document->pages, {title, conference.organisation, signature_letters(conference)}, fresh);
        if (!printed) return printed;
        const auto bytes = base::read_file(fresh);
        std::error_code error;
        fs::remove(fresh, error);
        if (!bytes) return base::fail(bytes.error());
        const auto form = latest_form(*bytes, {path, kept_documents(folder_) / name});
        if (!form) return base::fail(form.error());
        if (auto written = base::write_file_durably(path, *form); !written) return written;
        note({path, kind, std::move(document->places)}, *bytes);
        return {};
    }

    /// The record has the digest of the document as it was made, whoever signed it since.
    void note(MadeFile file, base::Bytes bytes) {
        made.files[file.path.filename().string()] = base::sha256(bytes);
        files.push_back(std::move(file));
    }

    CaseFolder& folder_;
    const Count& count_;
    const ReportContext context_;
    const fs::path& out_;
};

}  // namespace

fs::path kept_documents(const CaseFolder& folder) {
    return folder.path() / "minutes";
}

base::Expected<std::vector<MadeFile>, Failure> write_minutes(CaseFolder& folder, const fs::path& out) {
    std::error_code error;
    fs::create_directories(out, error);
    if (error) {
        return base::fail(Failure{FailureClass::world, out.string(), "", "folder can't be made: " + error.message()});
    }
    const Count count = folder.count();
    auto context = context_of(folder, count);
    if (!context) return tl::unexpected(context.error());
    PaperMaker maker(folder, count, std::move(*context), out);
    for (const StyleTally& style : count.tally.styles) {
        if (const auto made = maker.papers_of(style); !made) return base::fail(made.error());
    }
    if (const auto made = maker.tables(); !made) return base::fail(made.error());
    const std::vector<MinutesMade>& earlier = folder.record().state().minutes;
    const bool same_again = !earlier.empty() && earlier.back() == maker.made;
    if (count.finality == Finality::confirmed && !same_again) {
        if (const auto logged = folder.record().append(maker.made); !logged) return tl::unexpected(logged.error());
    }
    return std::move(maker.files);
}

}  // namespace kiemphieu::station
