// rehearse: a test deck is read and compared with what is known of it.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "station/cli/interrupt.hpp"
#include "station/cli/on_case.hpp"
#include "station/pipeline/read_files.hpp"
#include "station/pipeline/scan_files.hpp"
#include "station/rehearsal/compare.hpp"
#include "station/rehearsal/deck_files.hpp"
#include "station/rehearsal/gate.hpp"
#include "station/rehearsal/report.hpp"
#include "station/review/people.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::vector<std::string> images;
    std::string out;
    std::string as;
    bool waive{false};
    std::string why;
    int jobs{0};
};

using Result = base::Expected<int, base::Failure>;

base::Failure wrong(const std::string& file, const std::string& field, const std::string& message) {
    return {base::FailureClass::bad_input, file, field, message};
}

/// Files as they are named, folders opened.
base::Expected<std::vector<std::filesystem::path>, base::Failure> files_of(const Options& o) {
    std::vector<std::filesystem::path> files;
    for (const std::string& image : o.images) {
        const std::string path = image.starts_with("folder:") ? image.substr(7) : image;
        if (!std::filesystem::is_directory(path)) {
            files.emplace_back(path);
            continue;
        }
        const auto found = files_of_folder(path);
        if (!found) return tl::unexpected(found.error());
        files.insert(files.end(), found->begin(), found->end());
    }
    return files;
}

base::Expected<std::vector<omr::SheetReading>, base::Failure> read_all(const Called& called, const CaseFolder& folder,
                                                                       const Options& o) {
    const auto files = files_of(o);
    if (!files) return tl::unexpected(files.error());
    const auto reader = folder.reader();
    if (!reader) return tl::unexpected(reader.error());
    std::vector<omr::SheetReading> readings;
    const Interrupt interrupt;
    ProgressBar bar(called.session.say("diễn tập", "rehearse"), files->size());
    const auto read = read_files(*reader, *files, {o.jobs, {}, interrupt.flag()},
                                 [&](ReadSide&& side) -> base::Expected<void, base::Failure> {
                                     if (!side.bytes) return base::fail(wrong(side.file, "", side.fault));
                                     readings.push_back(std::move(side.reading));
                                     bar.show(readings.size());
                                     return {};
                                 });
    if (!read) return tl::unexpected(read.error());
    return readings;
}

bool holds(const forms::TestDeck& deck, const omr::SheetReading& reading) {
    return reading.code &&
           std::ranges::find(deck.ballots, reading.code->serial, &forms::DeckBallot::serial) != deck.ballots.end();
}

std::string to_json(const Rehearsal& rehearsal, const std::string& report) {
    nlohmann::ordered_json json{{"style", rehearsal.style.value},
                                {"passed", rehearsal.passed()},
                                {"ballots", rehearsal.ballots},
                                {"sides", rehearsal.sides},
                                {"rows", rehearsal.rows},
                                {"plain_rows", rehearsal.plain_rows},
                                {"plain_to_people", rehearsal.plain_to_people},
                                {"report", report}};
    json["figures"] = nlohmann::ordered_json::array();
    for (const RehearsedFigures& figures : rehearsal.figures) {
        nlohmann::ordered_json row{{"candidate", figures.candidate}};
        for (const forms::Level level : forms::all_levels) {
            const std::size_t i = forms::index_of(level);
            row[std::string(name_of(level))] = {{"expected", figures.expected.at(i)},
                                                {"read", figures.read.at(i)},
                                                {"to_people", figures.to_people.at(i)}};
        }
        json["figures"].push_back(row);
    }
    json["differences"] = nlohmann::ordered_json::array();
    for (const Difference& d : rehearsal.differences) {
        json["differences"].push_back(
            {{"ballot", d.ballot}, {"candidate", d.candidate}, {"expected", d.expected}, {"found", d.found}});
    }
    return json.dump();
}

/// The lines of the record: all of them would make one event of a megabyte out of a deck of another conference.
std::vector<std::string> lines_of(const Rehearsal& rehearsal) {
    constexpr std::size_t most = 100;
    std::vector<std::string> lines;
    for (const Difference& difference : rehearsal.differences) {
        if (lines.size() == most) {
            lines.push_back(fmt::format("… {}", rehearsal.differences.size() - most));
            break;
        }
        lines.push_back(in_vietnamese(difference));
    }
    return lines;
}

Result conclude(const Called& called, CaseFolder& folder, const Options& o, const Rehearsal& rehearsal) {
    const std::size_t number = folder.record().state().rehearsals.size() + 1;
    const std::filesystem::path report =
        o.out.empty()
            ? folder.path() / "rehearsal" / fmt::format("dien-tap-{:03}-{}.pdf", number, rehearsal.style.value)
            : std::filesystem::path(o.out);
    if (const auto printed = print_rehearsal_report(rehearsal, folder.definition().conference, report); !printed)
        return tl::unexpected(printed.error());
    const Rehearsed event{o.as, rehearsal.style, rehearsal.sides, rehearsal.rows, lines_of(rehearsal)};
    if (const auto logged = folder.record().append(event); !logged) return tl::unexpected(logged.error());
    if (called.session.json > 0) {
        print(to_json(rehearsal, report.string()));
    } else {
        for (const std::string& line : lines_of(rehearsal)) print(line);
    }
    note(fmt::format(
        fmt::runtime(called.session.say("loại phiếu {}: {}; {} mặt, {} dòng, {} phải hỏi người; {}",
                                        "style {}: {}; {} sides, {} rows, {} to people; {}")),
        rehearsal.style.value,
        rehearsal.passed() ? called.session.say("ĐẠT", "PASSED") : called.session.say("KHÔNG ĐẠT", "FAILED"),
        rehearsal.sides, rehearsal.rows, rehearsal.plain_to_people, report.string()));
    return rehearsal.passed() ? done : people_needed;
}

Result rehearse(const Called& called, CaseFolder& folder, const Options& o) {
    if (o.waive) {
        if (const auto waived = waive_rehearsal(folder.record(), folder.definition(), o.as, o.why); !waived)
            return tl::unexpected(waived.error());
        return done;
    }
    if (o.images.empty()) return base::fail(wrong("", "IMAGE", "expected scans of a test deck, or a folder of them"));
    if (!o.as.empty() && !find_person(folder.definition().conference, o.as)) {
        return base::fail(wrong("", "--as", o.as + " is nobody of the definition's committee"));
    }
    const auto decks = read_test_decks(folder);
    if (!decks) return tl::unexpected(decks.error());
    const auto readings = read_all(called, folder, o);
    if (!readings) return tl::unexpected(readings.error());
    int worst = done;
    bool any = false;
    for (const forms::TestDeck& deck : *decks) {
        if (std::ranges::none_of(*readings, [&](const auto& reading) { return holds(deck, reading); })) continue;
        const auto layout = folder.layout(deck.style.value);
        if (!layout) return tl::unexpected(layout.error());
        const Result concluded = conclude(called, folder, o, compare(deck, **layout, *readings));
        if (!concluded) return concluded;
        worst = std::max(worst, *concluded);
        any = true;
    }
    if (any) return worst;
    return base::fail(wrong(o.images.front(), "",
                            "no sheet of a test deck of this case; expected scans of what `forms --kind test-deck` "
                            "printed"));
}

}  // namespace

void add_rehearse_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("rehearse", "diễn tập bằng bộ phiếu thử / read a test deck and compare");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("IMAGE", o->images, "scans of the deck, or a folder of them");
    command->add_option("-o", o->out, "report.pdf; CASE/rehearsal/ when left out");
    command->add_option("--as", o->as, "who holds the rehearsal");
    command->add_flag("--waive", o->waive, "no rehearsal: the head opens the count without, with --as and --why");
    command->add_option("--why", o->why, "the head's reason");
    command->add_option("--jobs", o->jobs, "threads; one a core when left out")->check(CLI::Range(1, 256));
    command->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return rehearse(called, folder, *o); }); });
}

}  // namespace kiemphieu::station::cli
