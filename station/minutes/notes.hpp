#pragma once
// What people tell the counting minutes: when the count began and ended, seals, complaints and how they were settled.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "station/minutes/report.hpp"
#include "station/review/count.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

/// Writes a note into the record, or with no text takes one back. Times are "HH:MM" in local time and one a style;
/// seals and complaints are as many as there are, entry 0 being the next. A complaint may be settled later: the same
/// entry again, with what came of it. `who` must be of the committee. Returns the note as it was written.
/// Errors: bad_input naming the field; world.
[[nodiscard]] base::Expected<NoteWritten, base::Failure> write_note(Record& record, const CaseDefinition& definition,
                                                                    const NoteWritten& note);

struct Complaint {
    std::string text;
    std::string settled;  ///< empty: nobody wrote down yet what came of it
    bool operator==(const Complaint&) const = default;
};

/// What the papers of one style say. What nobody noted stays a blank to fill by hand.
struct MinutesNotes {
    std::optional<ClockTime> opened;
    std::optional<ClockTime> closed;
    std::vector<std::string> seals;
    std::vector<Complaint> complaints;
    bool operator==(const MinutesNotes&) const = default;
};

/// Notes of the style and of every style; of two times the style's own.
MinutesNotes notes_of(std::span<const NoteWritten> notes, const base::StyleId& style);

/// "08:30"; nothing for any other text.
std::optional<ClockTime> clock_time(const std::string& text);

}  // namespace kiemphieu::station
