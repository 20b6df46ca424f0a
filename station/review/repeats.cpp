#include "station/review/repeats.hpp"

namespace kiemphieu::station {
namespace {

ScanPlace place_of(const CaseState& state, const AcceptedSheet& sheet) {
    ScanPlace place{sheet.key, sheet.batch, {}, sheet.file, 0, {}};
    const auto batch = state.batches.find(sheet.batch);
    if (batch == state.batches.end()) return place;
    place.stack = batch->second.name;
    if (!batch->second.origin) return place;
    place.station = batch->second.origin->station;
    const auto station = state.stations.find(place.station);
    if (station != state.stations.end()) place.station_name = station->second.joined.name;
    return place;
}

}  // namespace

std::vector<PaperFedAgain> papers_fed_again(const CaseState& state, const Count& count) {
    const std::vector<RepeatScan>& repeats = count.judgement.repeats;
    std::map<SheetKey, const AcceptedSheet*> wanted;
    for (const RepeatScan& repeat : repeats) {
        wanted[repeat.scan] = nullptr;
        if (repeat.counted) wanted[*repeat.counted] = nullptr;
    }
    if (!wanted.empty()) {
        for (const AcceptedSheet& sheet : state.sheets) {
            if (const auto found = wanted.find(sheet.key); found != wanted.end()) found->second = &sheet;
        }
    }
    std::vector<PaperFedAgain> papers;
    for (const RepeatScan& repeat : repeats) {
        const PrintedBallot* printed = count.facts.find_ballot(repeat.serial);
        PaperFedAgain paper{repeat.serial,
                            repeat.page,
                            printed ? printed->style : base::StyleId{},
                            {},
                            place_of(state, *wanted.at(repeat.scan))};
        if (repeat.counted) paper.counted = place_of(state, *wanted.at(*repeat.counted));
        papers.push_back(std::move(paper));
    }
    return papers;
}

std::map<BatchId, int> fed_again_by_stack(const CaseState& state, const Count& count) {
    std::map<BatchId, int> papers;
    for (const PaperFedAgain& paper : papers_fed_again(state, count)) ++papers[paper.again.batch];
    return papers;
}

}  // namespace kiemphieu::station
