#include "station/evidence/contents.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <nlohmann/json.hpp>

#include "omr/reading_json.hpp"
#include "station/evidence/merkle.hpp"
#include "station/rules/pages.hpp"
#include "station/store/ruling_json.hpp"

namespace kiemphieu::station {
namespace {

using Json = nlohmann::json;
using base::Failure;
using base::FailureClass;

std::string line_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string serial_hash(const base::Digest& salt, base::Serial serial) {
    return base::to_hex(base::sha256(base::as_bytes(base::to_hex(salt) + "\n" + base::to_string(serial))));
}

/// Where a sheet stands among the scans of its page: all that the rules ask of the order of scanning.
struct Turn {
    int scan{1};     ///< 1 is the first scan of this page of this ballot
    int passage{1};  ///< scans of one batch share it
};

std::map<SheetKey, Turn> turns_of(const CaseFacts& facts, const CaseState& state, const Rulings& in_force) {
    std::map<PagePlace, std::vector<const AcceptedSheet*>> scans;
    for (const AcceptedSheet& sheet : state.sheets) {
        const auto ruling = in_force.find(item_of(sheet.key));
        const bool read_by_hand = ruling != in_force.end() && ruling->second.hand;
        const HandReading hand = read_by_hand ? *ruling->second.hand : HandReading{};
        if (const auto place = place_of(facts, sheet, hand)) scans[*place].push_back(&sheet);
    }
    std::map<SheetKey, Turn> turns;
    for (const auto& [place, sheets] : scans) {
        std::vector<BatchId> batches;
        int scan = 0;
        for (const AcceptedSheet* sheet : sheets) {
            auto batch = std::ranges::find(batches, sheet->batch);
            if (batch == batches.end()) batch = batches.insert(batches.end(), sheet->batch);
            turns[sheet->key] = {++scan, static_cast<int>(batch - batches.begin()) + 1};
        }
    }
    return turns;
}

class Writer {
  public:
    Writer(const CaseState& state, const ImageNames& images) : state_(state) {
        // Two scans can show the very same pixels once cleaned; which is which copy is told by the originals' digests.
        std::map<base::Digest, int> copies;
        for (const auto& [key, digest] : images) keys_[key] = {digest, ++copies[digest]};
        for (const auto& [key, packed] : keys_) items_[item_of(key)] = item_of(packed);
    }

    std::vector<std::string> sheets(const std::map<SheetKey, Turn>& turns) const {
        std::map<SheetKey, std::string> lines;
        for (const AcceptedSheet& sheet : state_.sheets) {
            const auto turn = turns.find(sheet.key);
            const Turn place = turn == turns.end() ? Turn{} : turn->second;
            const SheetKey& packed = keys_.at(sheet.key);
            lines[packed] = line_of({{"image", base::to_hex(packed.image)},
                                     {"copy", packed.page_in_file},
                                     {"scan", place.scan},
                                     {"passage", place.passage},
                                     {"reading", Json::parse(omr::to_json(sheet.reading))}});
        }
        std::vector<std::string> sorted;
        for (auto& [key, line] : lines) sorted.push_back(std::move(line));
        const std::vector<std::string> apart = aside();
        sorted.insert(sorted.end(), apart.begin(), apart.end());
        return sorted;
    }

    /// Sheets of batches that were set aside: shown, counted for nothing.
    std::vector<std::string> aside() const {
        std::multimap<base::Digest, Json> by_image;
        for (const AcceptedSheet& sheet : state_.aside) {
            const BatchSetAside& event = state_.batches_aside.at(sheet.batch);
            const base::Digest image = keys_.at(sheet.key).image;
            by_image.emplace(image, Json{{"image", base::to_hex(image)},
                                         {"aside", {{"who", event.who}, {"why", event.why}}},
                                         {"reading", Json::parse(omr::to_json(sheet.reading))}});
        }
        std::vector<std::string> lines;
        std::map<base::Digest, int> times;
        for (auto& [image, json] : by_image) {
            json["copy"] = ++times[image];  // the same picture may be set aside more than once
            lines.push_back(line_of(json));
        }
        return lines;
    }

    /// By item, within an item as they were made: nothing tells which item came before which.
    std::vector<std::string> decisions() const {
        std::map<ItemId, std::map<std::uint64_t, Json>> items;
        for (const LoggedRuling& logged : state_.rulings) {
            RulingGiven given = logged.given;
            given.item = packed(given.item);
            items[given.item][logged.number] = {{"decision", logged.manner == Manner::keyed ? "keyed" : "ruled"},
                                                {"ruling", Json::parse(to_json(given))}};
        }
        for (const LoggedAnswer& logged : state_.answers) {
            const auto ruling = std::ranges::find(state_.rulings, logged.given.ruling, &LoggedRuling::number);
            if (ruling == state_.rulings.end()) continue;
            const bool agrees = logged.given.answer == Answer::agrees;
            items[packed(ruling->given.item)][logged.number] = {{"decision", agrees ? "agrees" : "disagrees"},
                                                                {"answers", logged.given.ruling},
                                                                {"who", logged.given.who},
                                                                {"why", logged.given.why}};
        }
        for (const LoggedWithdrawal& logged : state_.withdrawals) {
            items[packed(logged.given.item)][logged.number] = {
                {"decision", "taken_back"}, {"who", logged.given.who}, {"why", logged.given.why}};
        }
        std::vector<std::string> lines;
        for (auto& [item, decisions] : items) {
            std::map<std::uint64_t, int> turns;
            for (auto& [number, json] : decisions) {
                const int turn = static_cast<int>(turns.size()) + 1;
                turns[number] = turn;
                json["item"] = to_string(item);
                json["turn"] = turn;
                // The log's number would tell when; the turn within the item is enough.
                if (json.contains("answers")) json["answers"] = turns.at(json["answers"].get<std::uint64_t>());
                lines.push_back(line_of(json));
            }
        }
        return lines;
    }

    std::vector<std::string> printings(const base::Digest& salt) const {
        std::vector<std::string> lines;
        for (const Printed& printing : state_.printings) {
            std::vector<std::string> hashes;
            for (const base::Serial serial : printing.serials) hashes.push_back(serial_hash(salt, serial));
            std::ranges::sort(hashes);
            lines.push_back(line_of({{"style", printing.style.value},
                                     {"layout", base::to_string(printing.layout)},
                                     {"kind", printing.kind == forms::BallotKind::test ? "test" : "official"},
                                     {"salt", base::to_hex(salt)},
                                     {"serials", hashes}}));
        }
        std::ranges::sort(lines);
        return lines;
    }

  private:
    ItemId packed(const ItemId& item) const {
        const auto* sheet = std::get_if<SheetItem>(&item);
        const auto found = sheet ? items_.find(*sheet) : items_.end();
        return found == items_.end() ? item : ItemId{found->second};
    }

    const CaseState& state_;
    std::map<SheetKey, SheetKey> keys_;  ///< a scan's image and page in the case, and what stands for it in a package
    std::map<SheetItem, SheetItem> items_;  ///< the same of their items
};

/// Reads lines; a field that is missing or wrong throws a library exception, which becomes a failure at the edge.
class Opener {
  public:
    void sheet(const Json& json) {
        AcceptedSheet sheet;
        if (!base::parse_hex(json.at("image").get<std::string>(), sheet.key.image))
            throw std::invalid_argument("image");
        sheet.key.page_in_file = json.at("copy").get<int>();
        const bool aside = json.contains("aside");
        if (aside) {
            static_cast<void>(json.at("aside").at("who").get<std::string>());
            static_cast<void>(json.at("aside").at("why").get<std::string>());
        } else {
            sheet.batch = BatchId{json.at("passage").get<std::uint64_t>()};
        }
        auto reading = omr::reading_from_json(json.at("reading").dump());
        if (!reading) throw std::invalid_argument("reading " + reading.error().place);
        sheet.reading = std::move(*reading);
        if (sheet.reading.code) serials_.insert(sheet.reading.code->serial);
        if (!(aside ? aside_keys_ : keys_).insert(sheet.key).second) {
            throw std::invalid_argument("image and copy, which stand here twice");
        }
        if (aside) {
            opened_.aside.push_back(std::move(sheet));
            return;
        }
        scans_.emplace_back(json.at("scan").get<int>(), std::move(sheet));
    }

    void decision(const Json& json) {
        const std::string what = json.at("decision").get<std::string>();
        const std::string item = json.at("item").get<std::string>();
        const int turn = json.at("turn").get<int>();
        const std::uint64_t number = ++decisions_;
        if (!turns_[item].emplace(turn, number).second || turn != static_cast<int>(turns_[item].size())) {
            throw std::invalid_argument("turn");
        }
        if (what == "ruled" || what == "keyed") {
            auto given = ruling_from_json(json.at("ruling").dump());
            if (!given || to_string(given->item) != item) throw std::invalid_argument("ruling");
            note_serials(*given);
            opened_.rulings.push_back({number, {}, std::move(*given), what == "keyed" ? Manner::keyed : Manner::ruled});
        } else if (what == "agrees" || what == "disagrees") {
            const std::uint64_t ruling = turns_[item].at(json.at("answers").get<int>());
            opened_.answers.push_back({number,
                                       {},
                                       {ruling, what == "agrees" ? Answer::agrees : Answer::disagrees,
                                        json.at("who").get<std::string>(), json.at("why").get<std::string>()}});
        } else if (what == "taken_back") {
            const auto id = parse_item(item);
            if (!id) throw std::invalid_argument("item");
            opened_.withdrawals.push_back(
                {number, {}, {*id, json.at("who").get<std::string>(), json.at("why").get<std::string>()}});
        } else {
            throw std::invalid_argument("decision");
        }
    }

    void printing(const Json& json) {
        Printed printed;
        printed.style = base::StyleId{json.at("style").get<std::string>()};
        if (!base::parse_hex(json.at("layout").get<std::string>(), printed.layout.value))
            throw std::invalid_argument("layout");
        printed.kind = json.at("kind") == "test" ? forms::BallotKind::test : forms::BallotKind::official;
        base::Digest salt{};
        if (!base::parse_hex(json.at("salt").get<std::string>(), salt)) throw std::invalid_argument("salt");
        std::map<std::string, base::Serial> known;
        for (const base::Serial serial : serials_) known[serial_hash(salt, serial)] = serial;
        for (const Json& hash : json.at("serials")) {
            const std::string text = hash.get<std::string>();
            const auto serial = known.find(text);
            base::Serial stand_in;
            if (!base::parse_hex(text.substr(0, 16), stand_in.value)) throw std::invalid_argument("serials");
            printed.serials.push_back(serial == known.end() ? stand_in : serial->second);
        }
        std::ranges::sort(printed.serials);
        opened_.printings.push_back(std::move(printed));
    }

    OpenedContents finish() {
        // Within a page of a ballot the first scan stands before the second; between ballots no order means anything.
        std::ranges::stable_sort(scans_, {}, [](const auto& scan) { return scan.first; });
        for (auto& [scan, sheet] : scans_) opened_.sheets.push_back(std::move(sheet));
        return std::move(opened_);
    }

  private:
    void note_serials(const RulingGiven& given) {
        std::visit(
            [&](const auto& item) {
                if constexpr (requires { item.serial; }) serials_.insert(item.serial);
            },
            given.item);
        if (given.ruling.hand && given.ruling.hand->serial) serials_.insert(*given.ruling.hand->serial);
    }

    OpenedContents opened_;
    std::vector<std::pair<int, AcceptedSheet>> scans_;
    std::set<SheetKey> keys_;
    std::set<SheetKey> aside_keys_;
    std::set<base::Serial> serials_;
    std::map<std::string, std::map<int, std::uint64_t>> turns_;
    std::uint64_t decisions_{};
};

template <class Take>
base::Expected<void, Failure> each_line(const char* list, const std::vector<std::string>& lines, Take take) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        try {
            take(Json::parse(lines[i]));
        } catch (const std::exception& error) {
            return base::fail(Failure{FailureClass::broken_evidence, list, "line " + std::to_string(i + 1),
                                      std::string("can't be understood: ") + error.what()});
        }
    }
    return {};
}

}  // namespace

base::Digest Contents::root() const {
    std::vector<std::string> leaves;
    for (const auto* list : {&sheets, &decisions, &printings}) leaves.insert(leaves.end(), list->begin(), list->end());
    return merkle_root(leaves);
}

Contents make_contents(const CaseDefinition& definition, const CaseState& state, const ImageNames& images,
                       const base::Digest& salt) {
    const Count count = station::count(definition, state);
    const Writer writer(state, images);
    return {writer.sheets(turns_of(count.facts, state, count.rulings.in_force)), writer.decisions(),
            writer.printings(salt)};
}

base::Digest serial_salt(const base::Digest& first_event) {
    return base::sha256(base::as_bytes("kiemphieu-evidence-1-serials\n" + base::to_hex(first_event)));
}

base::Expected<OpenedContents, Failure> open_contents(const Contents& contents) {
    Opener opener;
    const auto sheets = each_line("sheets.jsonl", contents.sheets, [&](const Json& json) { opener.sheet(json); });
    if (!sheets) return base::fail(sheets.error());
    const auto decisions =
        each_line("decisions.jsonl", contents.decisions, [&](const Json& json) { opener.decision(json); });
    if (!decisions) return base::fail(decisions.error());
    const auto printings =
        each_line("printings.jsonl", contents.printings, [&](const Json& json) { opener.printing(json); });
    if (!printings) return base::fail(printings.error());
    return opener.finish();
}

}  // namespace kiemphieu::station
