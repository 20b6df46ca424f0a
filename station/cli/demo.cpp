// demo: a whole conference on samples, from the definition to the report, checked against what the voters meant.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/file.hpp"
#include "forms/conference_file.hpp"
#include "station/case/documents.hpp"
#include "station/cli/demo_hall.hpp"
#include "station/cli/demo_samples.hpp"
#include "station/cli/demo_truth.hpp"
#include "station/cli/on_case.hpp"
#include "station/pipeline/scan_files.hpp"
#include "station/review/acts.hpp"

namespace kiemphieu::station::cli {

namespace {

namespace fs = std::filesystem;
template <class T>
using Outcome = base::Expected<T, base::Failure>;

constexpr int spare_ballots = 2;

struct Options {
    std::string folder{"demo-output"};
    int voters{60};
    std::uint64_t seed{2023};
};

/// The sample's definition, with as many voters as the demo has.
Outcome<forms::Conference> sample_conference(int voters) {
    const forms::RosterSource rosters = [](const fs::path& name) {
        return forms::parse_roster(sample_file(name.string()), name.string());
    };
    auto conference = forms::parse_conference(sample_file("conference.toml"), "conference.toml", rosters);
    if (!conference) return conference;
    for (forms::BallotStyle& style : conference->styles) {
        style.members = style.summoned = voters + 2;
        style.present = style.present_at_vote = voters;
        style.absent_at_start = 2;
    }
    return conference;
}

std::string person(const forms::Conference& conference, forms::CommitteeRole role) {
    for (const forms::CommitteeMember& member : conference.committee) {
        if (member.role == role) return member.name;
    }
    return {};
}

class Demo {
  public:
    Demo(const Called& called, Options options)
        : called_(called), options_(std::move(options)), root_(options_.folder) {}

    Outcome<int> run() {
        auto conference = sample_conference(options_.voters);
        if (!conference) return tl::unexpected(conference.error());
        std::error_code error;
        fs::create_directories(root_ / "scans", error);
        if (error)
            return base::fail(
                base::Failure{base::FailureClass::world, root_.string(), "", "can't be made: " + error.message()});
        const fs::path toml = root_ / "conference.toml";
        if (auto done = base::write_file_durably(toml, base::as_bytes(forms::to_toml(*conference))); !done)
            return tl::unexpected(done.error());
        auto folder = CaseFolder::create(root_ / "case", toml);
        if (!folder) return tl::unexpected(folder.error());

        if (auto done = print_and_vote(*folder); !done) return tl::unexpected(done.error());
        if (auto done = scan(*folder); !done) return tl::unexpected(done.error());
        if (auto done = rule_on_everything(*folder); !done) return tl::unexpected(done.error());
        return conclude(*folder);
    }

  private:
    std::string say(std::string_view vietnamese, std::string_view english) const {
        return std::string(called_.session.say(vietnamese, english));
    }

    Outcome<void> print_and_vote(CaseFolder& folder) {
        std::vector<BallotBox> boxes;
        for (const forms::BallotLayout& layout : folder.definition().layouts) {
            PrintOrder order{layout.style, forms::BallotKind::official, options_.voters + spare_ballots, {}};
            order.seed = base::sha256(base::as_bytes("demo " + std::to_string(options_.seed)));
            auto serials = folder.print(order, folder.path() / "ballots" / (layout.style.value + ".pdf"));
            if (!serials) return tl::unexpected(serials.error());
            serials->resize(static_cast<std::size_t>(options_.voters));
            boxes.push_back({&layout, std::move(*serials)});
            Declared declared;
            declared.figures.style = layout.style;
            declared.figures.issued = declared.figures.collected = options_.voters;
            declared.figures.exchanged = 0;
            declared.figures.unused = spare_ballots;
            declared.who = person(folder.definition().conference, forms::CommitteeRole::head);
            if (auto done = declare(folder.record(), folder.definition(), declared); !done) return done;
        }
        note(fmt::format(fmt::runtime(say("in {} phiếu mỗi loại, {} người ghi phiếu",
                                          "printed {} ballots of each style, {} people vote")),
                         options_.voters + spare_ballots, options_.voters));
        ProgressBar bar(called_.session.say("ghi phiếu", "voting"), pages_to_scan(boxes));
        auto hall =
            hold_vote(boxes, folder.key(), root_ / "scans", options_.seed, [&](std::size_t pages) { bar.show(pages); });
        if (!hall) return tl::unexpected(hall.error());
        hall_ = std::move(*hall);
        return {};
    }

    Outcome<void> scan(CaseFolder& folder) {
        const auto reader = folder.reader();
        if (!reader) return tl::unexpected(reader.error());
        ProgressBar bar(called_.session.say("quét", "scanning"), hall_.scans.size());
        const auto summary = scan_files(folder.record(), *reader, hall_.scans, Batch{"demo", std::nullopt}, {},
                                        [&](const ScanSummary&, std::size_t sides) { bar.show(sides); });
        if (!summary) return tl::unexpected(summary.error());
        note(fmt::format(fmt::runtime(say("quét {} mặt: {} đọc được, {} không đọc được",
                                          "scanned {} sides: {} read, {} unreadable")),
                         summary->accepted, summary->read, summary->unreadable));
        return {};
    }

    /// Each round settles what the round before brought up; a ballot read by hand can bring up its rows.
    Outcome<void> rule_on_everything(CaseFolder& folder) {
        constexpr int most_rounds = 4;
        const std::string who = person(folder.definition().conference, forms::CommitteeRole::secretary);
        for (int round = 0; round < most_rounds; ++round) {
            const std::vector<ReviewItem> pending = folder.count().pending();
            if (round == 0) tell_pending(folder, pending);
            const std::vector<RulingGiven> rulings = rulings_by_truth(hall_, pending, who);
            if (rulings.empty()) return {};
            if (auto done = rule(folder.record(), folder.definition(), rulings); !done) return done;
            ruled_ += rulings.size();
        }
        return {};
    }

    void tell_pending(const CaseFolder& folder, const std::vector<ReviewItem>& pending) const {
        std::map<std::string, int> problems;
        for (const ReviewItem& item : pending) ++problems[std::string(name_of(item.problem))];
        std::string list;
        for (const auto& [problem, count] : problems)
            list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count, problem);
        std::size_t rows = 0;
        for (const PaperTruth& paper : hall_.papers) rows += paper.rows.size();
        note(fmt::format(fmt::runtime(say("{} dòng trên {} mặt; {} việc chờ ban kiểm phiếu: {}",
                                          "{} rows on {} sides; {} items wait for people: {}")),
                         rows, folder.record().state().sheets.size(), pending.size(), list));
    }

    Outcome<int> conclude(CaseFolder& folder) {
        const forms::Conference& conference = folder.definition().conference;
        const std::vector<std::string> wrong = differences(hall_, folder.count().tally);
        for (const std::string& line : wrong) note("  " + line);
        if (!wrong.empty()) {
            return base::fail(
                base::Failure{base::FailureClass::broken_evidence, root_.string(), "",
                              std::to_string(wrong.size()) + " figures differ from what the voters meant"});
        }
        for (const auto role : {forms::CommitteeRole::head, forms::CommitteeRole::secretary}) {
            if (auto done = confirm(folder.record(), folder.definition(), person(conference, role)); !done)
                return tl::unexpected(done.error());
        }
        const auto files = write_minutes(folder, root_ / "minutes");
        if (!files) return tl::unexpected(files.error());
        note(fmt::format(
            fmt::runtime(say(
                "{} quyết định theo sự thật; mọi số liệu khớp với ý người ghi phiếu; trưởng ban và thư ký đã xác nhận",
                "{} rulings by the known truth; every figure is what the voters meant; head and secretary confirmed")),
            ruled_));
        note(say("hồ sơ: ", "case: ") + (root_ / "case").string());
        note(say("phiếu đã in: ", "printed ballots: ") + (root_ / "case" / "ballots").string());
        note(say("ảnh quét: ", "scans: ") + (root_ / "scans").string());
        for (const MadeFile& file : *files) note(say("kết quả: ", "result: ") + file.path.string());
        return done;
    }

    const Called& called_;
    Options options_;
    fs::path root_;
    Hall hall_;
    std::size_t ruled_{};
};

}  // namespace

void add_demo_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("demo", "cả một hội nghị trên số liệu mẫu / a whole conference on samples");
    auto o = std::make_shared<Options>();
    command->add_option("DIR", o->folder, "demo-output");
    command->add_option("--voters", o->voters)->check(CLI::Range(8, 1000));
    command->add_option("--seed", o->seed, "other numbers, other votes");
    command->callback([o, &called] {
        const auto exit = Demo(called, *o).run();
        called.exit = exit ? *exit : tell(called.session, exit.error());
    });
}

}  // namespace kiemphieu::station::cli
