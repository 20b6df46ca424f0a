// A test deck as JSON: docs/formats/test-deck.md.

#include <nlohmann/json.hpp>

#include "forms/print/test_deck.hpp"

namespace kiemphieu::forms {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> ink_names{"plain", "faint", "corrected"};
constexpr std::array<std::string_view, 5> kind_names{"plain", "upside_down", "copied", "write_in", "forged"};

struct Wrong {
    std::string expected;
};

template <class Enum, std::size_t n>
Enum parse(const std::array<std::string_view, n>& names, const Json& json, const char* field) {
    const std::string name = json.at(field);
    for (std::size_t i = 0; i < n; ++i) {
        if (names.at(i) == name) return static_cast<Enum>(i);
    }
    throw Wrong{std::string(field) + ": expected a known name, found " + name};
}

template <class Id>
Id parse_id(const Json& json, const char* field) {
    Id id;
    if (!base::parse_hex(json.at(field).get<std::string>(), id.value)) {
        throw Wrong{std::string(field) + ": expected 16 hex digits"};
    }
    return id;
}

Json json_of(const DeckRow& row) {
    Json marked = Json::array();
    for (const Level level : row.marked) marked.push_back(name_of(level));
    return {{"number", row.number},
            {"candidate", row.candidate},
            {"marked", marked},
            {"ink", ink_names.at(static_cast<std::size_t>(row.ink))},
            {"name_crossed", row.name_crossed}};
}

DeckRow row_of(const Json& json) {
    DeckRow row{
        json.at("number"), json.at("candidate"), {}, parse<DeckInk>(ink_names, json, "ink"), json.at("name_crossed")};
    for (const Json& name : json.at("marked")) {
        const auto level = parse_level(name.get<std::string>());
        if (!level) throw Wrong{"marked: expected high, confidence or low"};
        row.marked.push_back(*level);
    }
    return row;
}

Json json_of(const DeckFigures& figures) {
    return {{"candidate", figures.candidate}, {"high", figures.levels[0]},  {"confidence", figures.levels[1]},
            {"low", figures.levels[2]},       {"none", figures.none},       {"double", figures.two},
            {"triple", figures.three},        {"crossed", figures.crossed}, {"faint", figures.faint},
            {"corrected", figures.corrected}};
}

}  // namespace

std::string to_json(const TestDeck& deck) {
    Json json{{"format", "kiemphieu-test-deck-1"},
              {"conference", to_string(deck.conference)},
              {"style", deck.style.value},
              {"layout", to_string(deck.layout)}};
    json["figures"] = Json::array();
    for (const DeckFigures& figures : figures_of(deck)) json["figures"].push_back(json_of(figures));
    json["ballots"] = Json::array();
    for (const DeckBallot& ballot : deck.ballots) {
        Json rows = Json::array();
        for (const DeckRow& row : ballot.rows) rows.push_back(json_of(row));
        json["ballots"].push_back({{"serial", to_string(ballot.serial)},
                                   {"kind", kind_names.at(static_cast<std::size_t>(ballot.kind))},
                                   {"rows", rows}});
    }
    return json.dump(1) + "\n";
}

base::Expected<TestDeck, base::Failure> deck_from_json(const std::string& text, const std::string& file) {
    const auto bad = [&](const std::string& message) {
        return base::fail(base::Failure{base::FailureClass::bad_input, file, "", message});
    };
    try {
        const Json json = Json::parse(text);
        if (json.at("format") != "kiemphieu-test-deck-1") throw Wrong{"format: expected kiemphieu-test-deck-1"};
        TestDeck deck{parse_id<base::ConferenceId>(json, "conference"),
                      {json.at("style").get<std::string>()},
                      parse_id<base::LayoutId>(json, "layout"),
                      {}};
        for (const Json& ballot : json.at("ballots")) {
            DeckBallot& to = deck.ballots.emplace_back();
            to.serial = parse_id<base::Serial>(ballot, "serial");
            to.kind = parse<DeckBallotKind>(kind_names, ballot, "kind");
            for (const Json& row : ballot.at("rows")) to.rows.push_back(row_of(row));
        }
        return deck;
    } catch (const Wrong& wrong) {
        return bad(wrong.expected);
    } catch (const nlohmann::json::exception& error) {
        return bad(std::string("expected a test deck's JSON: ") + error.what());
    }
}

}  // namespace kiemphieu::forms
