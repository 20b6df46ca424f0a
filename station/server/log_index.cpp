#include "station/server/log_index.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::json;

/// What a person typed stays; what tells of a ballot's votes or its serial goes. Blind second keying, and the rule that
/// nobody rules knowing the figures, would otherwise be undone by the log.
void leave_out_votes(const std::string& kind, Json& body) {
    if (kind == "printed") {
        body["ballots"] = body.contains("serials") ? body["serials"].size() : 0;
        body.erase("serials");
    } else if (kind == "sheet_accepted" && body.contains("reading")) {
        const Json reading = body["reading"];
        body.erase("reading");
        for (const char* name : {"status", "reason", "style", "page"}) {
            if (reading.contains(name)) body[name] = reading[name];
        }
    } else if (kind == "hand_entry") {
        body.erase("hand");
    }
}

LogLine line_of(const StoredEvent& event) {
    Json body = Json::parse(event.body, nullptr, false);
    if (!body.is_object()) body = Json::object();
    leave_out_votes(event.kind, body);
    std::string who;
    if (const auto found = body.find("who"); found != body.end() && found->is_string()) who = found->get<std::string>();
    return {event.number, event.time, event.kind, who, body.dump(-1, ' ', false, Json::error_handler_t::replace),
            event.hash};
}

}  // namespace

void LogIndex::catch_up(const Record& record) {
    const std::lock_guard lock(mutex_);
    const std::uint64_t last = lines_.empty() ? 0 : lines_.back().number;
    const auto events = record.stored_events_after(last);
    if (!events) return;
    for (const StoredEvent& event : *events) lines_.push_back(line_of(event));
}

LogIndex::Answer LogIndex::ask(const Question& question) const {
    const std::lock_guard lock(mutex_);
    Answer answer;
    for (auto line = lines_.rbegin(); line != lines_.rend(); ++line) {
        if (!question.kind.empty() && line->kind != question.kind) continue;
        if (!question.who.empty() && line->who != question.who) continue;
        ++answer.total;
        if (question.before != 0 && line->number >= question.before) continue;
        if (answer.lines.size() < question.limit) answer.lines.push_back(*line);
    }
    return answer;
}

std::string LogIndex::time_of(const std::string& kind, std::size_t n) const {
    const std::lock_guard lock(mutex_);
    for (const LogLine& line : lines_) {
        if (line.kind == kind && n-- == 0) return line.time;
    }
    return {};
}

}  // namespace kiemphieu::station::server
