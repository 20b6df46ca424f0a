#include "station/store/case_state.hpp"

#include <algorithm>

namespace kiemphieu::station {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

/// Whether an event bears on the figures, so that it may not follow a confirmation unseen.
bool bears_on_figures(const Event& event) {
    return std::holds_alternative<Printed>(event) || std::holds_alternative<Declared>(event) ||
           std::holds_alternative<BatchOpened>(event) || std::holds_alternative<SheetAccepted>(event) ||
           std::holds_alternative<RulingGiven>(event) || std::holds_alternative<HandEntered>(event) ||
           std::holds_alternative<SecondGiven>(event) || std::holds_alternative<BatchSetAside>(event) ||
           std::holds_alternative<TakenBack>(event);
}

/// What the record of a station that only scans may hold: what a scanner brings about, and who signs in at its pages.
/// Whatever bears on rulings and figures is the leading record's.
bool is_of_a_scanning_station(const Event& event) {
    return std::holds_alternative<CaseMade>(event) || std::holds_alternative<BatchOpened>(event) ||
           std::holds_alternative<SheetAccepted>(event) || std::holds_alternative<BatchSetAside>(event) ||
           std::holds_alternative<Calibrated>(event) || std::holds_alternative<BatchLooked>(event) ||
           std::holds_alternative<StationEnded>(event) || std::holds_alternative<Upgraded>(event) ||
           std::holds_alternative<AccountMade>(event) || std::holds_alternative<AccountReset>(event) ||
           std::holds_alternative<LoggedIn>(event) || std::holds_alternative<LogInFailed>(event);
}

tl::unexpected<base::Failure> refuse(std::string message) {
    return base::fail(base::Failure{base::FailureClass::bad_input, {}, {}, std::move(message)});
}

}  // namespace

bool CaseState::frozen() const {
    const auto confirmed_by = [&](forms::CommitteeRole role) {
        return std::ranges::find(confirmations, role, &Confirmed::role) != confirmations.end();
    };
    return confirmed_by(forms::CommitteeRole::head) && confirmed_by(forms::CommitteeRole::secretary);
}

base::Expected<void, base::Failure> CaseState::allows(const Event& event) const {
    if (std::holds_alternative<CaseMade>(event) != (last_number == 0)) return refuse("a case is made once, and first");
    if (frozen() && (bears_on_figures(event) || std::holds_alternative<Confirmed>(event))) {
        return refuse("the count is confirmed and frozen; it must be reopened, with a reason, before anything changes");
    }
    if (std::holds_alternative<Reopened>(event) && confirmations.empty()) {
        return refuse("the count is not confirmed; there is nothing to reopen");
    }
    if (const auto* accepted = std::get_if<SheetAccepted>(&event); accepted && known.contains(accepted->sheet.key)) {
        return refuse("this image is in the record already");
    }
    if (const auto* accepted = std::get_if<SheetAccepted>(&event);
        accepted && batches_aside.contains(accepted->sheet.batch)) {
        return refuse("batch " + std::to_string(accepted->sheet.batch.value) + " was set aside; begin a new one");
    }
    if (const auto* set_apart = std::get_if<BatchSetAside>(&event)) {
        const std::string number = std::to_string(set_apart->batch.value);
        if (!batches.contains(set_apart->batch)) return refuse("there is no batch " + number);
        if (batches_aside.contains(set_apart->batch)) return refuse("batch " + number + " is set aside already");
    }
    if (const auto* second = std::get_if<SecondGiven>(&event);
        second && std::ranges::find(rulings, second->ruling, &LoggedRuling::number) == rulings.end()) {
        return refuse("there is no ruling number " + std::to_string(second->ruling));
    }
    if (auto allowed = stations_allow(event); !allowed) return allowed;
    if (const auto* printed = std::get_if<Printed>(&event)) {
        for (const Printed& earlier : printings) {
            for (const base::Serial serial : printed->serials) {
                if (std::ranges::binary_search(earlier.serials, serial)) {
                    return refuse("serial " + base::to_string(serial) + " was printed before");
                }
            }
        }
    }
    return {};
}

base::Expected<void, base::Failure> CaseState::stations_allow(const Event& event) const {
    if (made.station != 0 && !is_of_a_scanning_station(event)) {
        return refuse("this is the record of a station that only scans; expected the case that leads the count");
    }
    if (ended && (std::holds_alternative<BatchOpened>(event) || std::holds_alternative<SheetAccepted>(event))) {
        return refuse("this station has ended; nothing more is scanned at it");
    }
    if (std::holds_alternative<StationEnded>(event) && (made.station == 0 || ended)) {
        return refuse(ended ? "this station has ended already" : "only a station that scans for another's count ends");
    }
    if (const auto* joined = std::get_if<StationJoined>(&event); joined && stations.contains(joined->station)) {
        return refuse("there is a station " + std::to_string(joined->station) + " already");
    }
    const auto* adopted = std::get_if<StationAdopted>(&event);
    const auto* released = std::get_if<StationReleased>(&event);
    if (adopted || released) {
        const int number = adopted ? adopted->station : released->station;
        const auto found = stations.find(number);
        if (found == stations.end()) return refuse("there is no station " + std::to_string(number));
        if (adopted && adopted->through <= found->second.through) {
            return refuse("event " + std::to_string(adopted->through) + " of station " + std::to_string(number) +
                          " was taken over already");
        }
        if (released && found->second.ended) return refuse("station " + std::to_string(number) + " has ended already");
    }
    if (std::holds_alternative<Confirmed>(event)) {
        for (const auto& [number, station] : stations) {
            if (station.ended) continue;
            return refuse("station " + std::to_string(number) + " (" + station.joined.name +
                          ") has not ended; let it end and hand over, or release it");
        }
    }
    return {};
}

void CaseState::apply(const LoggedEvent& logged) {
    if (bears_on_figures(logged.event)) confirmations.clear();
    std::visit(Overloaded{
                   [&](const CaseMade& event) {
                       made = event;
                       opened_at = logged.time;
                   },
                   [&](const Printed& event) { printings.push_back(event); },
                   [&](const Declared& event) { declarations.insert_or_assign(event.figures.style, event.figures); },
                   [&](const BatchOpened& event) { batches.emplace(BatchId{logged.number}, event); },
                   [&](const SheetAccepted& event) {
                       known.edit().emplace(event.sheet.key, event.sheet.batch);
                       if (readings == Readings::kept) sheets.edit().push_back(event.sheet);
                   },
                   [&](const RulingGiven& event) {
                       rulings.edit().push_back({logged.number, logged.time, event, Manner::ruled});
                   },
                   [&](const HandEntered& event) {
                       rulings.edit().push_back({logged.number, logged.time, event.entry, Manner::keyed});
                   },
                   [&](const SecondGiven& event) {
                       answers.push_back({logged.number, logged.time, event});
                   },
                   [&](const Confirmed& event) { confirmations.push_back(event); },
                   [&](const Reopened&) {
                       confirmations.clear();
                       ++reopenings;
                   },
                   [&](const MinutesMade& event) { minutes.push_back(event); },
                   [&](const Exported& event) { exports.push_back(event); },
                   [&](const AccountMade& event) { accounts.insert_or_assign(event.who, event); },
                   [](const LoggedIn&) {},
                   [](const LogInFailed&) {},
                   [&](const Rehearsed& event) { rehearsals.push_back(event); },
                   [&](const RehearsalWaived& event) { rehearsal_waived = event; },
                   [&](const Upgraded& event) { upgrades.push_back(event); },
                   [&](const BatchSetAside& event) { set_aside(event); },
                   [&](const TakenBack& event) {
                       withdrawals.push_back({logged.number, logged.time, event});
                   },
                   [&](const AccountReset& event) { accounts.erase(event.who); },
                   [&](const NoteWritten& event) { note(event); },
                   [&](const DocumentSigned& event) { signings.push_back(event); },
                   [&](const Calibrated& event) { calibrations.push_back(event); },
                   [&](const BatchLooked& event) { looks.push_back(event); },
                   [&](const StationJoined& event) { stations[event.station].joined = event; },
                   [&](const StationAdopted& event) {
                       OtherStation& station = stations[event.station];
                       station.through = event.through;
                       station.hash = event.hash;
                       // One that was released and hands over all the same stays released.
                       station.ended = station.ended || event.ended;
                   },
                   [&](const StationReleased& event) { stations[event.station].ended = true; },
                   [&](const StationEnded&) { ended = true; },
               },
               logged.event);
    last_number = logged.number;
    fingerprint = logged.hash;
    last_at = logged.time;
}

void CaseState::note(const NoteWritten& event) {
    const auto same = std::ranges::find_if(notes, [&](const NoteWritten& earlier) {
        return earlier.subject == event.subject && earlier.style == event.style && earlier.entry == event.entry;
    });
    if (same == notes.end()) {
        if (!event.text.empty()) notes.push_back(event);
    } else if (event.text.empty()) {
        notes.erase(same);
    } else {
        *same = event;
    }
}

void CaseState::set_aside(const BatchSetAside& event) {
    const BatchId batch = event.batch;
    batches_aside.emplace(batch, event);
    auto& kept = sheets.edit();
    const auto first = std::stable_partition(kept.begin(), kept.end(),
                                             [&](const AcceptedSheet& sheet) { return sheet.batch != batch; });
    aside.edit().insert(aside.edit().end(), first, kept.end());
    kept.erase(first, kept.end());
    // The same images may be taken in again, in another batch.
    std::erase_if(known.edit(), [&](const auto& sheet) { return sheet.second == batch; });
}

}  // namespace kiemphieu::station
