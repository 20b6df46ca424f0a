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

tl::unexpected<Failure> refuse(const std::string& file, const std::string& field, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, file, field, message});
}

Expected<std::vector<omr::SheetReading>, Failure> read_all(const CaseFolder& folder, const RehearsalOrder& order,
                                                           const SidesProgress& progress) {
    const auto reader = folder.reader();
    if (!reader) return tl::unexpected(reader.error());
    std::vector<omr::SheetReading> readings;
    const auto read = read_files(*reader, order.files, order.reading, [&](ReadSide&& side) -> Expected<void, Failure> {
        if (!side.bytes) return refuse(side.file, "", side.fault);
        readings.push_back(std::move(side.reading));
        if (progress) progress(readings.size());
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    // Half a deck would only show what is missing of it.
    if (order.reading.stop != nullptr && order.reading.stop->load()) return refuse("", "", "the rehearsal was stopped");
    return readings;
}

bool holds(const forms::TestDeck& deck, const omr::SheetReading& reading) {
    return reading.code &&
           std::ranges::find(deck.ballots, reading.code->serial, &forms::DeckBallot::serial) != deck.ballots.end();
}

/// Report and result are on the disk before the record says that there was a rehearsal.
Expected<HeldRehearsal, Failure> conclude(CaseFolder& folder, const RehearsalOrder& order, Rehearsal rehearsal) {
    const std::size_t number = folder.record().state().rehearsals.size() + 1;
    HeldRehearsal held{std::move(rehearsal), order.report};
    if (held.report.empty()) {
        held.report =
            folder.path() / "rehearsal" / fmt::format("dien-tap-{:03}-{}.pdf", number, held.rehearsal.style.value);
    }
    const auto printed = print_rehearsal_report(held.rehearsal, folder.definition().conference, held.report);
    if (!printed) return tl::unexpected(printed.error());
    const fs::path result = rehearsal_result_file(folder.path(), number);
    std::error_code error;
    fs::create_directories(result.parent_path(), error);
    if (error) return base::fail(Failure{FailureClass::world, result.parent_path().string(), "", error.message()});
    const std::string json = to_json(held);
    if (const auto kept = base::write_file_durably(result, base::as_bytes(json)); !kept)
        return tl::unexpected(kept.error());
    const Rehearsed event{order.who, held.rehearsal.style, held.rehearsal.sides, held.rehearsal.rows,
                          lines_of(held.rehearsal)};
    if (const auto logged = folder.record().append(event); !logged) return tl::unexpected(logged.error());
    return held;
}

}  // namespace

fs::path rehearsal_result_file(const fs::path& case_folder, std::size_t number) {
    return case_folder / "rehearsal" / "ket-qua" / fmt::format("{:03}.json", number);
}

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

Expected<std::vector<HeldRehearsal>, Failure> hold_rehearsal(CaseFolder& folder, const RehearsalOrder& order,
                                                             const SidesProgress& progress) {
    if (order.files.empty()) return refuse("", "IMAGE", "expected scans of a test deck, or a folder of them");
    if (!order.who.empty() && !find_person(folder.definition().conference, order.who)) {
        return refuse("", "--as", order.who + " is nobody of the definition's committee");
    }
    const auto decks = read_test_decks(folder);
    if (!decks) return tl::unexpected(decks.error());
    const auto readings = read_all(folder, order, progress);
    if (!readings) return tl::unexpected(readings.error());
    std::vector<HeldRehearsal> all;
    for (const forms::TestDeck& deck : *decks) {
        if (std::ranges::none_of(*readings, [&](const auto& reading) { return holds(deck, reading); })) continue;
        const auto layout = folder.layout(deck.style.value);
        if (!layout) return tl::unexpected(layout.error());
        auto held = conclude(folder, order, compare(deck, **layout, *readings));
        if (!held) return tl::unexpected(held.error());
        all.push_back(std::move(*held));
    }
    if (!all.empty()) return all;
    return refuse(order.files.front().string(), "",
                  "no sheet of a test deck of this case; expected scans of what `forms --kind test-deck` printed");
}

}  // namespace kiemphieu::station
