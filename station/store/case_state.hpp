#pragma once
// Where a case stands: its events, folded in order.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/shared_value.hpp"
#include "station/store/event.hpp"

namespace kiemphieu::station {

/// How a decision came about.
enum class Manner {
    ruled,  ///< a ruling, with the picture before one's eyes
    keyed,  ///< a paper keyed in; two people key it
};

/// A ruling or an entry by hand, with its place in the log.
struct LoggedRuling {
    std::uint64_t number{};
    std::string time;
    RulingGiven given;
    Manner manner{Manner::ruled};
    bool operator==(const LoggedRuling&) const = default;
};

/// A second person's answer, with its place in the log.
struct LoggedAnswer {
    std::uint64_t number{};
    std::string time;
    SecondGiven given;
    bool operator==(const LoggedAnswer&) const = default;
};

/// A word taken back, with its place in the log.
struct LoggedWithdrawal {
    std::uint64_t number{};
    std::string time;
    TakenBack given;
    bool operator==(const LoggedWithdrawal&) const = default;
};

/// Another station and how far its chain was taken over.
struct OtherStation {
    StationJoined joined;
    std::uint64_t through{};  ///< number of the last event taken over; 0 before the first
    base::Digest hash{};      ///< of that event
    bool ended{};             ///< nothing more is waited for
    bool operator==(const OtherStation&) const = default;
};

/// Whether the fold keeps what was read off each sheet: more than nine tenths of its memory. Taking sheets in asks only
/// which are known, so that a run of any length needs no more memory than a short one.
enum class Readings { kept, let_go };

struct CaseState {
    Readings readings{Readings::kept};
    CaseMade made;
    std::vector<Printed> printings;
    Declarations declarations;  ///< the latest of each style
    std::map<BatchId, BatchOpened> batches;
    base::SharedValue<std::vector<AcceptedSheet>>
        sheets;  ///< in the order of acceptance; none where readings are let go
    base::SharedValue<std::vector<AcceptedSheet>>
        aside;  ///< sheets of batches that were set aside; they count for nothing
    std::map<BatchId, BatchSetAside> batches_aside;
    base::SharedValue<std::map<SheetKey, BatchId>> known;  ///< what `sheets` holds, or would, for asking
    base::SharedValue<std::vector<LoggedRuling>>
        rulings;                        ///< all, also those no longer in force, and what was keyed by hand
    std::vector<LoggedAnswer> answers;  ///< second people's
    std::vector<LoggedWithdrawal> withdrawals;
    std::vector<Confirmed> confirmations;  ///< those in force: nothing that bears on figures came after them
    int reopenings{};
    std::vector<MinutesMade> minutes;
    std::vector<Exported> exports;
    std::map<std::string, AccountMade> accounts;  ///< by name, the latest of each
    std::vector<Rehearsed> rehearsals;
    std::optional<RehearsalWaived> rehearsal_waived;
    std::vector<Calibrated> calibrations;  ///< the last is in force
    std::vector<BatchLooked> looks;
    std::vector<Upgraded> upgrades;
    std::vector<NoteWritten> notes;  ///< those in force, in the order they were first written
    std::vector<DocumentSigned> signings;
    std::map<int, OtherStation> stations;  ///< that scan for this count
    bool ended{};                          ///< of a station's own record: it scans nothing more
    std::uint64_t last_number{};
    base::Digest fingerprint{};  ///< hash of the last event: it stands for the whole record
    std::string opened_at;       ///< time of the first and the last event
    std::string last_at;
    bool operator==(const CaseState&) const = default;

    /// Head and secretary have confirmed: nothing changes but by reopening. Source: rules.md "After the count".
    bool frozen() const;
    /// Whether the event may follow. Errors: bad_input saying what stands against it.
    [[nodiscard]] base::Expected<void, base::Failure> allows(const Event& event) const;
    void apply(const LoggedEvent& logged);

  private:
    [[nodiscard]] base::Expected<void, base::Failure> stations_allow(const Event& event) const;
    void set_aside(const BatchSetAside& event);
    void note(const NoteWritten& event);
};

}  // namespace kiemphieu::station
