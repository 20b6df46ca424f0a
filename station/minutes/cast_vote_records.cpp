#include <algorithm>
#include <tuple>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "station/minutes/tables.hpp"

namespace kiemphieu::station {
namespace {

using Json = nlohmann::ordered_json;

const std::string unit_id = "conference";
const std::string device_id = "station";

std::string election_id(base::ConferenceId conference) {
    return "election-" + base::to_string(conference);
}
std::string contest_id(const base::StyleId& style, int number) {
    return fmt::format("contest-{}-{}", style.value, number);
}
std::string candidate_id(const base::StyleId& style, int number) {
    return fmt::format("candidate-{}-{}", style.value, number);
}
std::string selection_id(const base::StyleId& style, int number, forms::Level level) {
    return fmt::format("{}-{}", contest_id(style, number), forms::name_of(level));
}

/// The words of the ballot. Source: plan II.6.1.
std::string_view level_text(forms::Level level) {
    switch (level) {
        case forms::Level::high:
            return "tín nhiệm cao";
        case forms::Level::confidence:
            return "tín nhiệm";
        case forms::Level::low:
            return "tín nhiệm thấp";
    }
    return "";
}

/// A person whose confidence is asked, as a contest of three answers of which one may be given.
Json contest_json(const base::StyleId& style, const forms::Candidate& candidate) {
    Json selections = Json::array();
    for (const forms::Level level : forms::all_levels) {
        selections.push_back({{"@id", selection_id(style, candidate.number, level)},
                              {"@type", "CVR.BallotMeasureSelection"},
                              {"Selection", level_text(level)}});
    }
    return {{"@id", contest_id(style, candidate.number)},
            {"@type", "CVR.RetentionContest"},
            {"Abbreviation", fmt::format("{}-{}", style.value, candidate.number)},
            {"CandidateId", candidate_id(style, candidate.number)},
            {"ContestSelection", selections},
            {"Name", fmt::format("{}, {}", candidate.name, candidate.position)},
            {"VoteVariation", "plurality"}};
}

Json election_json(const forms::Conference& conference, base::ConferenceId id) {
    Json candidates = Json::array();
    Json contests = Json::array();
    for (const forms::BallotStyle& style : conference.styles) {
        for (const forms::Candidate& candidate : style.candidates) {
            candidates.push_back({{"@id", candidate_id(style.id, candidate.number)},
                                  {"@type", "CVR.Candidate"},
                                  {"Name", candidate.name}});
            contests.push_back(contest_json(style.id, candidate));
        }
    }
    return {{"@id", election_id(id)}, {"@type", "CVR.Election"},    {"Candidate", candidates},
            {"Contest", contests},    {"ElectionScopeId", unit_id}, {"Name", conference.session}};
}

/// One row as it counts. Source: plan II.6.3.
Json row_json(const base::StyleId& style, int number, RowVerdict verdict) {
    Json row{{"@type", "CVR.CVRContest"}, {"ContestId", contest_id(style, number)}};
    if (const auto level = level_of(verdict)) {
        const Json position{
            {"@type", "CVR.SelectionPosition"}, {"HasIndication", "yes"}, {"IsAllocable", "yes"}, {"NumberVotes", 1}};
        row["CVRContestSelection"] = {{{"@type", "CVR.CVRContestSelection"},
                                       {"ContestSelectionId", selection_id(style, number, *level)},
                                       {"SelectionPosition", Json::array({position})},
                                       {"TotalNumberVotes", 1}}};
        return row;
    }
    switch (verdict) {
        case RowVerdict::none:
            row["Status"] = {"not-indicated"};
            row["Undervotes"] = 1;
            break;
        case RowVerdict::double_mark:
        case RowVerdict::triple_mark:
            row["Overvotes"] = 1;
            row["Status"] = {"overvoted"};
            break;
        case RowVerdict::pending:
            row["OtherStatus"] = "pending";
            row["Status"] = {"other"};
            break;
        default:
            row["Status"] = {"invalidated-rules"};
    }
    return row;
}

bool waits(const BallotVerdict& ballot) {
    return std::ranges::find(ballot.rows, RowVerdict::pending) != ballot.rows.end();
}

Json ballot_json(const BallotVerdict& ballot, std::size_t number, base::ConferenceId conference) {
    const std::string id = std::to_string(number);
    Json rows = Json::array();
    for (std::size_t i = 0; i < ballot.rows.size(); ++i) {
        rows.push_back(row_json(ballot.style, static_cast<int>(i) + 1, ballot.rows[i]));
    }
    Json snapshot{{"@id", "snapshot-" + id}, {"@type", "CVR.CVRSnapshot"}, {"CVRContest", rows}};
    if (ballot.fault) {
        snapshot["OtherStatus"] = fmt::format("invalid: {}", name_of(*ballot.fault));
        snapshot["Status"] = {"other"};
    } else if (waits(ballot)) {
        snapshot["Status"] = {"needs-adjudication"};
    }
    snapshot["Type"] = ballot.rows_ruled > 0 ? "modified" : "interpreted";
    return {{"@type", "CVR.CVR"},
            {"BallotStyleId", ballot.style.value},
            {"CVRSnapshot", Json::array({snapshot})},
            {"CreatingDeviceId", device_id},
            {"CurrentSnapshotId", "snapshot-" + id},
            {"ElectionId", election_id(conference)},
            {"UniqueId", id}};
}

/// Everything a record says, and nothing else: records of one content are alike, whatever paper they come from.
auto content(const BallotVerdict& ballot) {
    return std::tie(ballot.style, ballot.fault, ballot.rows, ballot.rows_ruled);
}

}  // namespace

std::string cast_vote_records(const forms::Conference& conference, const Judgement& judgement,
                              base::ConferenceId conference_id, const TableOrigin& origin) {
    std::vector<BallotVerdict> ballots = judgement.ballots;
    // Rulings of a ballot matter only as yes or no: how many there were could point to a paper.
    for (BallotVerdict& ballot : ballots) ballot.rows_ruled = std::min(ballot.rows_ruled, 1);
    std::ranges::sort(ballots, {}, content);
    Json records = Json::array();
    for (const BallotVerdict& ballot : ballots) {
        records.push_back(ballot_json(ballot, records.size() + 1, conference_id));
    }
    const bool final = origin.finality == Finality::confirmed;
    const Json report{
        {"@type", "CVR.CastVoteRecordReport"},
        {"CVR", records},
        {"Election", Json::array({election_json(conference, conference_id)})},
        {"GeneratedDate", origin.as_of},
        {"GpUnit", Json::array({{{"@id", unit_id},
                                 {"@type", "CVR.GpUnit"},
                                 {"Name", conference.organisation},
                                 {"OtherType", "conference"},
                                 {"Type", "other"}}})},
        {"Notes", final ? "chính thức" : "bản nháp"},
        {"ReportGeneratingDeviceIds", Json::array({device_id})},
        {"ReportType", Json::array({"adjudicated"})},
        {"ReportingDevice",
         Json::array({{{"@id", device_id}, {"@type", "CVR.ReportingDevice"}, {"Application", origin.software}}})},
        {"Version", "1.0.0"}};
    return report.dump(1) + "\n";
}

}  // namespace kiemphieu::station
