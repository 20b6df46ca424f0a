#pragma once
// What the record says happened. Events are added, never edited; everything else is folded from them.

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "base/ids.hpp"
#include "base/signature.hpp"
#include "calibration/drift.hpp"
#include "forms/code.hpp"
#include "forms/conference.hpp"
#include "station/rules/judge.hpp"
#include "station/rules/ruling.hpp"
#include "station/store/station_events.hpp"
#include "station/tally/tally.hpp"

namespace kiemphieu::station {

/// The case was made: its name, the key that signs its events, and the digests of the files the count depends on.
struct CaseMade {
    base::ConferenceId conference;
    std::string software;                       ///< program and version
    std::map<std::string, base::Digest> files;  ///< by path within the case
    base::PublicKey public_key{};               ///< set by Record::create, which makes the key
    int station{};                              ///< of a record that only scans for another's count; 0 leads it
    bool operator==(const CaseMade&) const = default;
};

/// Ballots were printed. Serials stand in ascending order: the record does not keep the order of the stack.
struct Printed {
    base::StyleId style;
    base::LayoutId layout;
    forms::BallotKind kind{forms::BallotKind::official};
    std::vector<base::Serial> serials;
    bool operator==(const Printed&) const = default;
};

/// The head declared a style's figures; a later declaration of the style replaces it.
struct Declared {
    Declaration figures;
    std::string who;
    std::string why;  ///< may be empty
    bool operator==(const Declared&) const = default;
};

/// A batch of another station's record.
struct BatchOrigin {
    int station{};
    std::uint64_t batch{};  ///< its number there
    bool operator==(const BatchOrigin&) const = default;
};

/// A run of the scanner or a list of files began to bring new sheets. Its number in the log names the batch.
struct BatchOpened {
    std::string source;                   ///< as the command was given it
    std::string name;                     ///< the operator's; may be empty
    std::optional<BatchOrigin> origin{};  ///< when another station scanned it
    bool operator==(const BatchOpened&) const = default;
};

/// A batch was set aside whole: its sheets count for nothing and may be scanned again.
struct BatchSetAside {
    BatchId batch;
    std::string who;
    std::string why;
    bool operator==(const BatchSetAside&) const = default;
};

/// A sheet side was taken in; its image lies in the case under its digest.
struct SheetAccepted {
    AcceptedSheet sheet;
    bool operator==(const SheetAccepted&) const = default;
};

/// A person ruled on an item.
struct RulingGiven {
    ItemId item;
    Ruling ruling;
    std::string who;
    std::string why;
    bool operator==(const RulingGiven&) const = default;
};

/// A person keyed a paper in from what is written on it. It counts once a second person has keyed the same.
struct HandEntered {
    RulingGiven entry;
    bool operator==(const HandEntered&) const = default;
};

enum class Answer { agrees, disagrees };

/// A person took back what he said of an item last: a ruling, an entry, or agreement with another's.
struct TakenBack {
    ItemId item;
    std::string who;
    std::string why;  ///< may be empty
    bool operator==(const TakenBack&) const = default;
};

/// A second person answered a ruling or an entry that waits for one.
struct SecondGiven {
    std::uint64_t ruling{};  ///< its number in the log
    Answer answer{Answer::agrees};
    std::string who;
    std::string why;  ///< may be empty when agreeing
    bool operator==(const SecondGiven&) const = default;
};

/// A person confirmed the figures whose JSON has this digest.
struct Confirmed {
    std::string who;
    forms::CommitteeRole role{forms::CommitteeRole::head};
    base::Digest figures{};
    bool operator==(const Confirmed&) const = default;
};

/// The confirmed count was opened again.
struct Reopened {
    std::string who;
    std::string why;
    bool operator==(const Reopened&) const = default;
};

/// Documents were made from the record.
struct MinutesMade {
    std::map<std::string, base::Digest> files;  ///< by path as written
    bool operator==(const MinutesMade&) const = default;
};

/// An evidence package was made of the record as it stood before this event.
struct Exported {
    base::Digest contents{};  ///< the Merkle root of what it holds. docs/formats/evidence.md
    bool operator==(const Exported&) const = default;
};

/// A person of the committee set a passphrase.
struct AccountMade {
    std::string who;
    forms::CommitteeRole role{forms::CommitteeRole::member};
    base::Digest credential{};  ///< SHA-256 of the salted verifier as it is stored: tells a change, not the passphrase
    bool operator==(const AccountMade&) const = default;
};

/// The head took a person's passphrase away.
struct AccountReset {
    std::string who;
    std::string by;
    bool operator==(const AccountReset&) const = default;
};

struct LoggedIn {
    std::string who;
    std::string from;  ///< address it came from, or "console"
    bool operator==(const LoggedIn&) const = default;
};

/// Somebody failed to log in. `who` is a name of the definition or empty: what else was typed may be a passphrase.
struct LogInFailed {
    std::string who;
    std::string from;
    bool operator==(const LogInFailed&) const = default;
};

/// The marked test deck was read and compared with what is known of it.
struct Rehearsed {
    std::string who;  ///< may be empty
    base::StyleId style;
    int sheets{};
    int rows{};                            ///< rows compared
    std::vector<std::string> differences;  ///< one line each; none when the rehearsal was passed
    bool operator==(const Rehearsed&) const = default;
};

/// The head opened the count without a passed rehearsal.
struct RehearsalWaived {
    std::string who;
    std::string why;
    bool operator==(const RehearsalWaived&) const = default;
};

/// What a note for the counting minutes is about.
enum class NoteSubject {
    opened,     ///< when the count began, "08:30"
    closed,     ///< when it ended
    seal,       ///< a seal's number, and of what
    complaint,  ///< a complaint or opinion, and how it was settled
};

/// Somebody of the committee noted what the counting minutes say and no machine knows. It bears on no figure.
struct NoteWritten {
    NoteSubject subject{NoteSubject::complaint};
    std::optional<base::StyleId> style;  ///< of every style when there is none
    int entry{1};                        ///< 1, 2, 3 … within subject and style; the latest of an entry holds
    std::string text;                    ///< empty: the entry is taken back
    std::string settled;                 ///< how a complaint was settled; may be empty
    std::string who;
    bool operator==(const NoteWritten&) const = default;
};

/// A document was signed digitally.
struct DocumentSigned {
    std::string file;            ///< as `MinutesMade` names it
    base::Digest before{};       ///< of the document as it was
    base::Digest after{};        ///< of it with this signature
    std::string place;           ///< where on it: "head", "secretary", "member-1" …, "chair"
    std::string signer;          ///< the subject of the certificate
    base::Digest certificate{};  ///< SHA-256 of the certificate
    bool operator==(const DocumentSigned&) const = default;
};

/// The record was written anew in this program's format; the file as it was lies beside it.
struct Upgraded {
    int from_version{};
    std::uint64_t events{};      ///< how many there were; they keep number, time and content
    base::Digest fingerprint{};  ///< of the record as it was
    bool operator==(const Upgraded&) const = default;
};

/// A scanner was calibrated; its profile lies in the case under its id, and reading uses it from now on.
struct Calibrated {
    std::string profile;  ///< id: the beginning of the file's SHA-256
    std::string scanner;  ///< may be empty
    std::string made;
    std::string fitness;
    bool operator==(const Calibrated&) const = default;
};

/// What a batch's scans look like, to be held against the profile.
struct BatchLooked {
    BatchId batch;
    std::string profile;  ///< the one in force
    calibration::StackLook look;
    bool operator==(const BatchLooked&) const = default;
};

using Event =
    std::variant<CaseMade, Printed, Declared, BatchOpened, SheetAccepted, RulingGiven, HandEntered, SecondGiven,
                 Confirmed, Reopened, MinutesMade, Exported, AccountMade, LoggedIn, LogInFailed, Rehearsed, Upgraded,
                 BatchSetAside, RehearsalWaived, TakenBack, AccountReset, NoteWritten, DocumentSigned, Calibrated,
                 BatchLooked, StationJoined, StationAdopted, StationReleased, StationEnded>;

/// An event as it stands in the log.
struct LoggedEvent {
    std::uint64_t number{};  ///< 1, 2, 3 … without a gap
    std::string time;        ///< UTC, as 2023-12-15T08:30:00.123Z
    Event event;
    base::Digest hash{};  ///< over number, time, kind, body and the hash before it; the case's key signs it
    bool operator==(const LoggedEvent&) const = default;
};

/// Kind and JSON body, as the log's columns hold them. docs/formats/record.md has the fields.
struct EventText {
    std::string kind;
    std::string body;
    bool operator==(const EventText&) const = default;
};

EventText to_text(const Event& event);
/// Errors: broken_evidence naming the field.
[[nodiscard]] base::Expected<Event, base::Failure> event_from_text(const EventText& text);

}  // namespace kiemphieu::station
