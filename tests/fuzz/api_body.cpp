// Any bytes as a call: a line with the target, then the body. A path that stays in its place, fields or a refusal that
// names one; a definition that is taken means the same when it is written out and read again.

#include <cstdlib>
#include <exception>

#include "forms/conference_file.hpp"
#include "station/server/definition_json.hpp"
#include "station/server/message.hpp"
#include "station/store/ruling_json.hpp"

using namespace kiemphieu;
using namespace kiemphieu::station::server;

namespace {

base::Expected<std::vector<forms::Candidate>, base::Failure> no_rosters(const std::filesystem::path&) {
    return base::fail(base::Failure{});
}

void check_target(std::string_view target) {
    Request request;
    if (!parse_target(target, request)) return;
    for (const std::string& segment : request.segments) {
        if (segment == ".." || segment == "." || segment.find('/') != std::string::npos ||
            segment.find('\0') != std::string::npos) {
            std::abort();
        }
    }
}

void check_definition(JsonObject body) {
    const DefinitionText text = definition_to_toml(std::move(body));
    const auto conference = forms::parse_conference(text.toml, "", no_rosters);
    if (!conference) return;
    const DefinitionText again = definition_to_toml(JsonObject::parse(definition_to_json(*conference)));
    const auto same = forms::parse_conference(again.toml, "", no_rosters);
    if (!same || *same != *conference) std::abort();
}

void check_rulings(JsonObject body) {
    for (const JsonObject& one : body.objects("rulings", {1, 5000})) {
        const auto given = station::ruling_from_json(one.raw());
        if (!given) continue;
        const auto same = station::ruling_from_json(station::to_json(*given));
        if (!same || *same != *given) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = text.find('\n');
    check_target(std::string_view(text).substr(0, line));
    if (line == std::string::npos) return 0;
    const std::string body = text.substr(line + 1);
    for (auto* check : {check_definition, check_rulings}) {
        try {
            check(JsonObject::parse(body));
        } catch (const BadField& field) {
            if (field.expected.empty()) std::abort();
        }
    }
    return 0;
}
