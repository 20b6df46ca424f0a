// Writing a definition back as conference.toml.

#include <fmt/core.h>

#include "forms/conference_file.hpp"

namespace kiemphieu::forms {
namespace {

/// A basic string of TOML 1.0. Definitions hold no control characters, so two escapes are enough.
std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

std::string line(std::string_view key, std::string_view text) {
    return fmt::format("{} = {}\n", key, quoted(text));
}

std::string style_table(const BallotStyle& style) {
    std::string toml = "\n[[style]]\n";
    toml += line("id", style.id.value);
    toml += line("voters", style.voters);
    toml += line("positions", style.positions);
    toml += fmt::format("members = {}\nsummoned = {}\npresent = {}\nabsent_at_start = {}\npresent_at_vote = {}\n",
                        style.members, style.summoned, style.present, style.absent_at_start, style.present_at_vote);
    if (style.group) toml += fmt::format("group = {}\n", *style.group);
    for (const Candidate& candidate : style.candidates) {
        toml += "[[style.candidate]]\n" + line("name", candidate.name) + line("position", candidate.position);
    }
    return toml;
}

}  // namespace

std::string to_toml(const Conference& conference) {
    std::string toml = line("organisation", conference.organisation);
    if (conference.parent_organisation) toml += line("parent_organisation", *conference.parent_organisation);
    toml += line("place", conference.place);
    const Date& date = conference.date;
    toml += fmt::format("date = {:04}-{:02}-{:02}\n", date.year, date.month, date.day);
    toml += line("session", conference.session);
    toml += line("kind", name_of(conference.kind));
    for (const BallotStyle& style : conference.styles) toml += style_table(style);
    for (const CommitteeMember& member : conference.committee) {
        toml += "\n[[committee]]\n" + line("name", member.name) + line("role", name_of(member.role));
    }
    const Policy& policy = conference.policy;
    toml += "\n[policy]\n" + line("crossed_name", name_of(policy.crossed_name));
    toml += fmt::format("two_person = {}\n", policy.two_person);
    toml += line("seal", name_of(policy.seal)) + line("mark_box", name_of(policy.mark_box));
    toml += line("rehearsal", name_of(policy.rehearsal));
    const DocumentSettings& documents = conference.documents;
    toml += "\n[documents]\n" + line("mark", name_of(documents.mark));
    if (documents.chair) toml += line("chair", *documents.chair);
    if (documents.minutes_to) toml += line("minutes_to", *documents.minutes_to);
    if (documents.minutes_kept_at) toml += line("minutes_kept_at", *documents.minutes_kept_at);
    return toml;
}

}  // namespace kiemphieu::forms
