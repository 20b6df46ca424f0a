#include "station/review/batches.hpp"

#include "station/pipeline/intake.hpp"

namespace kiemphieu::station {

std::vector<BatchSummary> batches_of(const CaseState& state) {
    std::map<BatchId, BatchSummary> batches;
    for (const auto& [id, opened] : state.batches) {
        BatchSummary& batch = batches[id];
        batch.id = id;
        batch.opened = opened;
        if (const auto aside = state.batches_aside.find(id); aside != state.batches_aside.end()) {
            batch.aside = aside->second;
        }
    }
    for (const auto* sheets : {&state.sheets, &state.aside}) {
        for (const AcceptedSheet& sheet : *sheets) {
            BatchSummary& batch = batches[sheet.batch];
            const omr::PageStatus status = sheet.reading.status;
            ++(status == omr::PageStatus::read    ? batch.read
               : status == omr::PageStatus::blank ? batch.blank
                                                  : batch.unreadable);
            if (status == omr::PageStatus::read && needs_people(sheet.reading)) ++batch.flagged;
        }
    }
    std::vector<BatchSummary> out;
    for (auto& [id, batch] : batches) out.push_back(std::move(batch));
    return out;
}

}  // namespace kiemphieu::station
