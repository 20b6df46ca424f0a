// conference.toml: docs/formats/conference.md specifies it.

#include "forms/conference_file.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/file.hpp"
#include "forms/definition_section.hpp"
#include "forms/definition_text.hpp"
#include "forms/voter_groups.hpp"

namespace kiemphieu::forms {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 10> top_keys{
    "organisation", "parent_organisation", "place",  "date",     "session", "kind",
    "style",        "committee",           "policy", "documents"};
constexpr std::array<std::string_view, 11> style_keys{
    "id",       "voters",  "positions",       "roster",          "candidate", "members",
    "summoned", "present", "absent_at_start", "present_at_vote", "group"};
constexpr std::array<std::string_view, 2> candidate_keys{"name", "position"};
constexpr std::array<std::string_view, 2> member_keys{"name", "role"};
constexpr std::array<std::string_view, 5> policy_keys{"crossed_name", "two_person", "seal", "mark_box", "rehearsal"};
constexpr std::array<std::string_view, 4> document_keys{"mark", "chair", "minutes_to", "minutes_kept_at"};

constexpr std::array<Word<ConferenceKind>, 2> kind_words{
    {{"party", ConferenceKind::party}, {"state", ConferenceKind::state}}};
constexpr std::array<Word<CommitteeRole>, 5> role_words{{{"head", CommitteeRole::head},
                                                         {"secretary", CommitteeRole::secretary},
                                                         {"member", CommitteeRole::member},
                                                         {"technician", CommitteeRole::technician},
                                                         {"observer", CommitteeRole::observer}}};
constexpr std::array<Word<CrossedNameRule>, 2> crossed_words{
    {{"ballot", CrossedNameRule::ballot}, {"row", CrossedNameRule::row}}};
constexpr std::array<Word<RehearsalRule>, 2> rehearsal_words{
    {{"advise", RehearsalRule::advise}, {"require", RehearsalRule::require}}};
constexpr std::array<Word<SealRule>, 2> seal_words{{{"ignore", SealRule::ignore}, {"require", SealRule::require}}};
constexpr std::array<Word<MarkBox>, 2> box_words{{{"cell", MarkBox::cell}, {"square", MarkBox::square}}};
constexpr std::array<Word<SecretMark>, 2> mark_words{{{"none", SecretMark::none}, {"mat", SecretMark::mat}}};

/// Reads one definition; what goes wrong is in the faults.
class DefinitionReader {
  public:
    DefinitionReader(Faults& faults, const RosterSource& rosters, const std::optional<fs::path>& roster)
        : faults_(faults), rosters_(rosters), roster_(roster) {}

    Conference read(const DefinitionNode& root) {
        const Section top(root, "", top_keys, faults_);
        Conference conference;
        conference.organisation = top.text("organisation");
        if (top.has("parent_organisation")) conference.parent_organisation = top.text("parent_organisation");
        conference.place = top.text("place");
        conference.date = top.date("date");
        conference.session = top.text("session");
        conference.kind = top.word("kind", kind_words);
        conference.styles = read_styles(top);
        conference.committee = read_committee(top);
        if (const auto* policy = top.table("policy")) conference.policy = read_policy(*policy);
        if (const auto* documents = top.table("documents")) conference.documents = read_documents(*documents);
        return conference;
    }

  private:
    std::vector<BallotStyle> read_styles(const Section& top) {
        const auto tables = top.tables("style");
        if (tables.empty()) top.fault("style", "is missing; expected at least one [[style]]");
        if (roster_ && tables.size() > 1) {
            faults_.add({base::FailureClass::bad_input, roster_->string(), "--roster",
                         fmt::format("fills a single style, and the definition has {}; name each style's roster in it",
                                     tables.size())});
        }
        std::vector<BallotStyle> styles;
        for (const auto* table : tables) {
            const Section section(*table, fmt::format("style[{}].", styles.size() + 1), style_keys, faults_);
            BallotStyle style = read_style(section);
            const auto same = [&](const BallotStyle& other) { return other.id == style.id; };
            if (std::ranges::any_of(styles, same)) {
                section.fault("id", fmt::format("\"{}\" is another style's; expected each id once", style.id.value));
            }
            styles.push_back(std::move(style));
        }
        return styles;
    }

    BallotStyle read_style(const Section& section) {
        BallotStyle style;
        style.id = read_style_id(section);
        const VoterGroup* group = read_group(section);
        if (group != nullptr) style.group = group->number;
        if (section.has("voters") || group == nullptr) {
            style.voters = section.text("voters");
        } else if (auto voters = voters_of(*group)) {
            style.voters = std::move(*voters);
        } else {
            section.fault("voters", fmt::format("is missing; group {} of Phụ lục 1 does not name them", group->number));
        }
        style.positions =
            section.has("positions") || group == nullptr ? section.text("positions") : positions_of(*group);
        style.candidates = read_candidates(section);
        style.members = section.count("members");
        style.summoned = section.count("summoned");
        style.present = section.count("present");
        style.absent_at_start = section.count("absent_at_start");
        style.present_at_vote = section.count("present_at_vote");
        // Who was not summoned has no vote, and the quorum is a share of those summoned. Source: plan II.2.
        for (const auto& [key, present] :
             {std::pair{"present", style.present}, {"present_at_vote", style.present_at_vote}}) {
            if (present > style.summoned) {
                section.fault(key,
                              fmt::format("is {}; expected no more than the {} summoned", present, style.summoned));
            }
        }
        return style;
    }

    static const VoterGroup* read_group(const Section& section) {
        if (!section.has("group")) return nullptr;
        const VoterGroup* group = find_voter_group(section.count("group"));
        if (group == nullptr) {
            section.fault("group", fmt::format("is none of Phụ lục 1; expected 1 to {}", voter_group_count));
        }
        return group;
    }

    base::StyleId read_style_id(const Section& section) const {
        std::string id = section.text("id");
        const auto fits = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        };
        // The code on the ballot has eight bytes for it (docs/formats/code.md).
        if (!id.empty() && (id.size() > 8 || !std::ranges::all_of(id, fits))) {
            section.fault("id", fmt::format("is \"{}\"; expected 1 to 8 letters A-Z, a-z or digits", id));
        }
        return {std::move(id)};
    }

    std::vector<Candidate> read_candidates(const Section& section) {
        const int given = (section.has("roster") ? 1 : 0) + (section.has("candidate") ? 1 : 0) + (roster_ ? 1 : 0);
        if (given == 0) {
            section.fault("roster", "is missing; expected a roster, [[style.candidate]] tables or --roster");
        } else if (given > 1) {
            section.fault(section.has("roster") ? "roster" : "candidate",
                          "the list is given more than once; expected one of roster, [[style.candidate]] and --roster");
        } else if (roster_) {
            return take(read_roster(*roster_));
        } else if (section.has("roster")) {
            return read_named_roster(section);
        }
        return read_inline(section);
    }

    std::vector<Candidate> read_named_roster(const Section& section) {
        const std::string name = section.text("roster");
        if (name.empty()) return {};
        auto list = take(rosters_(fs::path(name)));
        if (list.empty()) section.fault("roster", fmt::format("\"{}\" can't be used", name));
        return list;
    }

    std::vector<Candidate> take(base::Expected<std::vector<Candidate>, base::Failure> list) {
        if (list) return std::move(*list);
        faults_.add(list.error());
        return {};
    }

    std::vector<Candidate> read_inline(const Section& section) {
        std::vector<Candidate> list;
        const auto tables = section.tables("candidate");
        if (section.has("candidate") && tables.empty()) {
            section.fault("candidate", fmt::format("nobody is listed; expected 1 to {} people", max_candidates));
        }
        for (const auto* table : tables) {
            const Section row(*table, fmt::format("{}[{}].", section.field("candidate"), list.size() + 1),
                              candidate_keys, faults_);
            std::string name = row.text("name");
            std::string position = row.text("position");
            if (faults_.first()) break;
            const auto added = add_candidate(list, std::move(name), std::move(position));
            if (!added) row.fault("name", added.error());
        }
        return list;
    }

    std::vector<CommitteeMember> read_committee(const Section& top) {
        std::vector<CommitteeMember> committee;
        for (const auto* table : top.tables("committee")) {
            const Section row(*table, fmt::format("committee[{}].", committee.size() + 1), member_keys, faults_);
            CommitteeMember member{row.text("name"), row.word("role", role_words)};
            if (std::ranges::find(committee, member.name, &CommitteeMember::name) != committee.end()) {
                row.fault("name", fmt::format("\"{}\" is listed already; expected each person once", member.name));
            }
            const bool second_head =
                member.role == CommitteeRole::head &&
                std::ranges::find(committee, CommitteeRole::head, &CommitteeMember::role) != committee.end();
            if (second_head) row.fault("role", "is a second head; expected one");
            committee.push_back(std::move(member));
        }
        // Phụ lục 5 names the head: "do đồng chí … làm Trưởng Ban".
        if (std::ranges::find(committee, CommitteeRole::head, &CommitteeMember::role) == committee.end()) {
            top.fault("committee", "has no head; expected a [[committee]] with role = \"head\"");
        }
        return committee;
    }

    Policy read_policy(const DefinitionNode& node) {
        const Section section(node, "policy.", policy_keys, faults_);
        Policy policy;
        if (section.has("crossed_name")) policy.crossed_name = section.word("crossed_name", crossed_words);
        if (section.has("two_person")) policy.two_person = section.flag("two_person");
        if (section.has("seal")) policy.seal = section.word("seal", seal_words);
        if (section.has("rehearsal")) policy.rehearsal = section.word("rehearsal", rehearsal_words);
        if (section.has("mark_box")) policy.mark_box = section.word("mark_box", box_words);
        return policy;
    }

    DocumentSettings read_documents(const DefinitionNode& node) {
        const Section section(node, "documents.", document_keys, faults_);
        DocumentSettings settings;
        if (section.has("mark")) settings.mark = section.word("mark", mark_words);
        if (section.has("chair")) settings.chair = section.text("chair");
        if (section.has("minutes_to")) settings.minutes_to = section.text("minutes_to");
        if (section.has("minutes_kept_at")) settings.minutes_kept_at = section.text("minutes_kept_at");
        return settings;
    }

    Faults& faults_;
    const RosterSource& rosters_;
    const std::optional<fs::path>& roster_;
};

}  // namespace

base::Expected<Conference, base::Failure> parse_conference(std::string_view text, const std::string& file,
                                                           const RosterSource& rosters,
                                                           const std::optional<fs::path>& roster) {
    const auto root = parse_toml(text, file);
    if (!root) return base::fail(root.error());
    Faults faults(file);
    Conference conference = DefinitionReader(faults, rosters, roster).read(*root);
    if (faults.first()) return base::fail(*faults.first());
    return conference;
}

base::Expected<Conference, base::Failure> read_conference(const fs::path& toml_path,
                                                          const std::optional<fs::path>& roster) {
    const auto text = base::read_text_file(toml_path, max_definition_bytes);
    if (!text) return base::fail(text.error());
    const RosterSource beside = [&](const fs::path& name) { return read_roster(toml_path.parent_path() / name); };
    return parse_conference(*text, toml_path.string(), beside, roster);
}

}  // namespace kiemphieu::forms
