// new, layout, ballots, forms: a case and what is printed before the conference.

#include <memory>

#include <CLI/CLI.hpp>

#include "base/file.hpp"
#include "station/case/printing.hpp"
#include "station/cli/on_case.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string conference;
    std::optional<std::string> roster;
    std::optional<std::string> store;
    std::optional<std::string> style;
    std::string out;
    std::string kind;
    std::string seed;
    int count{};
    int spare{};
    bool test{false};
};

void add_new(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("new", "lập hồ sơ / make a case");
    auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder, "new folder")->required();
    command->add_option("--conference", o->conference, "conference.toml")->required();
    command->add_option("--roster", o->roster, "roster.csv of the only style");
    command->add_option("--store", o->store,
                        "postgresql://… for a record on a server; CASE/record.sqlite when left out");
    command->callback([o, &called] {
        std::optional<std::filesystem::path> roster;
        if (o->roster) roster = *o->roster;
        const auto folder = CaseFolder::create(o->folder, o->conference, roster, o->store);
        if (!folder) {
            called.exit = tell(called.session, folder.error());
            return;
        }
        for (const forms::BallotLayout& layout : folder->definition().layouts) {
            note(std::string(called.session.say("loại phiếu ", "style ")) + layout.style.value + ": " +
                 std::to_string(layout.sheets) + std::string(called.session.say(" tờ một phiếu", " sheets a ballot")));
        }
        note(std::string(called.session.say("đã lập hồ sơ ", "made case ")) + o->folder);
    });
}

void add_layout(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("layout", "hình học của phiếu / geometry of a ballot");
    auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--style", o->style, "needed when the case has several");
    command->add_option("-o", o->out, "file; stdout when left out");
    command->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) -> base::Expected<int, base::Failure> {
            const auto layout = folder.layout(o->style);
            if (!layout) return tl::unexpected(layout.error());
            const std::string json = forms::to_json(**layout);
            if (o->out.empty()) {
                print(json);
                return done;
            }
            if (const auto written = base::write_file_durably(o->out, base::as_bytes(json)); !written)
                return tl::unexpected(written.error());
            return done;
        });
    });
}

base::Expected<int, base::Failure> print_for(const Called& called, CaseFolder& folder, const Options& o) {
    BallotOrder order{o.style, o.test ? forms::BallotKind::test : forms::BallotKind::official, o.count, o.spare, {}};
    if (!o.seed.empty() && !base::parse_hex(o.seed, order.seed.emplace())) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", "--seed", "expected 64 hex digits"});
    }
    const auto printed = print_ballots(folder, order);
    if (!printed) return tl::unexpected(printed.error());
    if (!o.out.empty()) {
        const auto bytes = base::read_file(printed->file);
        if (!bytes) return tl::unexpected(bytes.error());
        if (const auto written = base::write_file_durably(o.out, *bytes); !written)
            return tl::unexpected(written.error());
    }
    note(std::to_string(printed->ballots) + std::string(called.session.say(" phiếu, ", " ballots, ")) +
         std::to_string(printed->sheets) + std::string(called.session.say(" tờ một phiếu: ", " sheets each: ")) +
         (o.out.empty() ? printed->file.string() : o.out));
    return done;
}

void add_ballots(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("ballots", "in phiếu / print ballots, each with its own serial");
    auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--style", o->style);
    command->add_option("--count", o->count, "ballots for voters")->required()->check(CLI::Range(1, 100000));
    command->add_option("--spare", o->spare, "ballots for exchange")->check(CLI::Range(0, 100000));
    command->add_option("--seed", o->seed, "64 hex digits: the same ballots again, for trials");
    command->add_flag("--test", o->test, "rehearsal ballots, marked THỬ, never counted");
    command->add_option("-o", o->out, "ballots.pdf; CASE/ballots/ keeps a copy");
    command->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) { return print_for(called, folder, *o); });
    });
}

}  // namespace

void add_case_commands(CLI::App& app, Called& called) {
    add_new(app, called);
    add_layout(app, called);
    add_ballots(app, called);
    add_forms_command(app, called);
}

}  // namespace kiemphieu::station::cli
