// Reports and minutes, the evidence package, and the check of the record.

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/case/documents.hpp"
#include "station/evidence/package.hpp"
#include "station/evidence/sealed_file.hpp"
#include "station/server/api.hpp"
#include "station/server/case_files.hpp"
#include "station/server/fault_words.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

Response make_minutes(const Call& call) {
    std::vector<MadeFile> made;
    Finality finality{Finality::provisional};
    const auto done = call.live->act([&](CaseFolder& folder) -> base::Expected<void, base::Failure> {
        auto files = write_minutes(folder, folder.path() / "minutes");
        if (!files) return base::fail(files.error());
        made = std::move(*files);
        finality = folder.record().state().frozen() ? Finality::confirmed : Finality::provisional;
        return {};
    });
    if (!done) return to_response(refusal_of(done.error()));
    Json json{{"files", Json::array()}, {"draft", finality == Finality::provisional}};
    for (const MadeFile& file : made) json["files"].push_back(name_of_file(*call.live, file.path));
    return json_response(json.dump(), 201);
}

Response list_documents(const Call& call) {
    Json json{{"documents", Json::array()}};
    for (const CaseFile& file : case_files(*call.live)) {
        json["documents"].push_back({{"file", file.name}, {"bytes", file.bytes}, {"time", file.time}});
    }
    return json_response(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// The package as it stands, encrypted in place.
base::Expected<void, base::Failure> encrypt(const fs::path& file, const std::string& passphrase) {
    const fs::path sealed = file.string() + ".sealed";
    if (auto done = seal_file_with(passphrase, file, sealed); !done) return done;
    std::error_code error;
    fs::rename(sealed, file, error);
    if (error) return base::fail(base::Failure{base::FailureClass::world, file.string(), "rename", error.message()});
    return {};
}

Response make_package(const Call& call) {
    std::optional<std::string> passphrase;
    if (!call.request.body.empty()) {
        JsonObject body = JsonObject::parse(call.request.body);
        passphrase = body.optional_text("passphrase", {8, 200});
        body.end();
    }
    ExportSummary summary;
    fs::path made;
    const auto done = call.live->act([&](CaseFolder& folder) -> base::Expected<void, base::Failure> {
        const auto file = export_file(folder.path());
        if (!file) return base::fail(file.error());
        auto packed = export_package(folder, *file, {});
        if (!packed) return base::fail(packed.error());
        if (passphrase) {
            if (auto encrypted = encrypt(*file, *passphrase); !encrypted) {
                std::error_code error;
                fs::remove(*file, error);
                return encrypted;
            }
        }
        summary = std::move(*packed);
        made = *file;
        return {};
    });
    if (!done) return to_response(refusal_of(done.error()));
    std::error_code error;
    return json_response(Json{{"file", name_of_file(*call.live, made)},
                              {"files", summary.files},
                              {"images", summary.images},
                              {"bytes", fs::file_size(made, error)},
                              {"contents", base::to_hex(summary.contents)},
                              {"confirmed", summary.finality == Finality::confirmed}}
                             .dump(),
                         201);
}

/// What a check found, as the address tells it.
std::string check_case(const fs::path& folder, const std::string& time, const LongWork::Progress& progress) {
    const auto found = recount(folder, progress);
    Json json;
    if (!found) {
        json["error"] = base::to_string(found.error());
        json["error_vi"] = vietnamese_of_fault(found.error());
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    Json report{{"holds", found->holds()},
                {"events", found->record.events},
                {"images", found->record.images},
                {"sides_read_again", found->sides_read},
                {"faults", Json::array()},
                {"faults_vi", Json::array()},
                {"notes", found->record.notes},
                {"notes_vi", Json::array()},
                {"fingerprint", base::to_hex(found->record.fingerprint)},
                {"time", time}};
    for (const auto* faults : {&found->record.faults, &found->faults}) {
        for (const base::Failure& fault : *faults) {
            report["faults"].push_back(base::to_string(fault));
            report["faults_vi"].push_back(vietnamese_of_fault(fault));
        }
    }
    for (const std::string& note : found->record.notes) report["notes_vi"].push_back(vietnamese_of_note(note));
    json["report"] = std::move(report);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string verification_json(const LongWork& work) {
    const LongWork::State state = work.state();
    Json json{{"running", state.running}};
    if (state.running) {
        json["done"] = state.done;
        json["total"] = state.total;
    } else if (!state.outcome.empty()) {
        json.update(Json::parse(state.outcome));
    }
    return json.dump();
}

Response get_verification(const Call& call) {
    return json_response(verification_json(call.station.verification()));
}

Response start_verification(const Call& call) {
    const bool begun = call.station.verification().start(
        [folder = call.live->path(), time = call.view->state.last_at](const LongWork::Progress& progress) {
            return check_case(folder, time, progress);
        });
    if (!begun) {
        return to_response({409, "verification_running", "Đang kiểm tra.", "A check runs already."});
    }
    return json_response(verification_json(call.station.verification()), 202);
}

}  // namespace

std::vector<Route> documents_routes() {
    constexpr Roles makers{Role::head, Role::secretary, Role::technician};
    return {
        {Method::post, "/api/minutes", makers, make_minutes},
        {Method::get, "/api/documents", everybody, list_documents, Use::watching},
        {Method::post, "/api/export", makers, make_package},
        {Method::get, "/api/verification", everybody, get_verification, Use::watching},
        {Method::post, "/api/verification", everybody, start_verification},
    };
}

}  // namespace kiemphieu::station::server
