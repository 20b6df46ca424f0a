#pragma once
// What people note for the counting minutes, and signatures on documents, as JSON. docs/formats/record.md has the
// fields.

#include <string>

#include "station/store/event.hpp"

namespace kiemphieu::station {

/// "opened", "closed", "seal", "complaint".
std::string_view name_of(NoteSubject subject);
/// Nothing for any other word.
std::optional<NoteSubject> note_subject(std::string_view name);

/// Keys in alphabetical order, no blanks.
std::string to_json(const NoteWritten& note);
std::string to_json(const DocumentSigned& signing);
/// Errors: broken_evidence whose place is the field.
[[nodiscard]] base::Expected<NoteWritten, base::Failure> note_from_json(const std::string& json);
[[nodiscard]] base::Expected<DocumentSigned, base::Failure> signing_from_json(const std::string& json);

}  // namespace kiemphieu::station
