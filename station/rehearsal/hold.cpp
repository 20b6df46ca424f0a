#include "station/rehearsal/hold.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/rehearsal/deck_files.hpp"
#include "station/rehearsal/report.hpp"
#include "station/review/people.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Expected;
using base::Failure;
using base::FailureClass;

tl::unexpected<Failure> refuse(const std::string& field, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, "", field, message});
}

bool holds(const forms::TestDeck& deck, const omr::SheetReading& reading) {
    return reading.code &&
           std::ranges::find(deck.ballots, reading.code->serial, &forms::DeckBallot::serial) != deck.ballots.end();
}

/// Report and result are on the disk before the record says that there was a rehearsal.
Expected<HeldRehearsal, Failure> conclude(CaseFolder& folder, Rehearsal rehearsal, const std::string& who,
                                          const std::optional<fs::path>& report) {
    const std::size_t n = folder.record().state().rehearsals.size() + 1;
    const fs::path file = report.value_or(rehearsal_report(folder.path(), n, rehearsal.style));
    const HeldRehearsal held{std::move(rehearsal), file};
    const auto printed = print_rehearsal_report(held.rehearsal, folder.definition().conference, file);
    if (!printed) return tl::unexpected(printed.error());
    const fs::path result = rehearsal_result(folder.path(), n);
    std::error_code error;
    fs::create_directories(result.parent_path(), error);
    if (error) return base::fail(Failure{FailureClass::world, result.parent_path().string(), "", error.message()});
    const std::string json = to_json(held);
    if (const auto kept = base::write_file_durably(result, base::as_bytes(json)); !kept)
        return tl::unexpected(kept.error());
    const Rehearsed event{who, held.rehearsal.style, held.rehearsal.sides, held.rehearsal.rows,
                          lines_of(held.rehearsal)};
    if (const auto logged = folder.record().append(event); !logged) return tl::unexpected(logged.error());
    return held;
}

}  // namespace

fs::path rehearsal_report(const fs::path& case_folder, std::size_t n, const base::StyleId& style) {
    return case_folder / "rehearsal" / fmt::format("dien-tap-{:03}-{}.pdf", n, style.value);
}

fs::path rehearsal_result(const fs::path& case_folder, std::size_t n) {
    return case_folder / "rehearsal" / "ket-qua" / fmt::format("{:03}.json", n);
}

std::vector<std::string> lines_of(const Rehearsal& rehearsal, std::string (*say)(const Difference&)) {
    constexpr std::size_t most = 100;
    std::vector<std::string> lines;
    for (const Difference& difference : rehearsal.differences) {
        if (lines.size() == most) {
            lines.push_back(fmt::format("… {}", rehearsal.differences.size() - most));
            break;
        }
        lines.push_back(say(difference));
    }
    return lines;
}

std::string to_json(const HeldRehearsal& held) {
    const Rehearsal& rehearsal = held.rehearsal;
    nlohmann::ordered_json json{{"style", rehearsal.style.value},
                                {"passed", rehearsal.passed()},
                                {"ballots", rehearsal.ballots},
                                {"sides", rehearsal.sides},
                                {"rows", rehearsal.rows},
                                {"plain_rows", rehearsal.plain_rows},
                                {"plain_to_people", rehearsal.plain_to_people},
                                {"report", held.report.string()}};
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

Expected<std::vector<HeldRehearsal>, Failure> hold_rehearsal(CaseFolder& folder,
                                                             std::span<const omr::SheetReading> readings,
                                                             const std::string& who,
                                                             const std::optional<fs::path>& report) {
    if (!who.empty() && !find_person(folder.definition().conference, who)) {
        return refuse("--as", who + " is nobody of the definition's committee");
    }
    const auto decks = read_test_decks(folder);
    if (!decks) return tl::unexpected(decks.error());
    std::vector<HeldRehearsal> all;
    for (const forms::TestDeck& deck : *decks) {
        if (std::ranges::none_of(readings, [&](const auto& reading) { return holds(deck, reading); })) continue;
        const auto layout = folder.layout(deck.style.value);
        if (!layout) return tl::unexpected(layout.error());
        auto held = conclude(folder, compare(deck, **layout, readings), who, report);
        if (!held) return tl::unexpected(held.error());
        all.push_back(std::move(*held));
    }
    if (!all.empty()) return all;
    return refuse("", "no sheet of a test deck of this case; expected scans of what `forms --kind test-deck` printed");
}

}  // namespace kiemphieu::station
