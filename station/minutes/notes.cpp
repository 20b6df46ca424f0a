#include "station/minutes/notes.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "forms/typeface.hpp"
#include "station/review/people.hpp"
#include "station/store/document_event_json.hpp"

namespace kiemphieu::station {
namespace {

using base::Failure;
using base::FailureClass;

/// A page of the minutes holds some 2,500 letters; what needs more is a paper of its own.
constexpr std::size_t longest_text = 2000;
/// More entries than these are a slip, not seals or complaints of one count.
constexpr int most_entries = 99;

tl::unexpected<Failure> refuse(std::string place, std::string message) {
    return base::fail(Failure{FailureClass::bad_input, {}, std::move(place), std::move(message)});
}

bool is_time(NoteSubject subject) {
    return subject == NoteSubject::opened || subject == NoteSubject::closed;
}

/// One line of text in NFC that the font can print.
base::Expected<std::string, Failure> printable(const std::string& text, const char* place) {
    if (base::find_invalid_utf8(text)) return refuse(place, "is no valid UTF-8");
    std::string plain = base::to_nfc(base::squeeze_blanks(text));
    if (base::code_points(plain).size() > longest_text) {
        return refuse(place, "has more than " + std::to_string(longest_text) + " letters");
    }
    if (std::ranges::any_of(plain, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
        return refuse(place, "has a control character");
    }
    if (const auto ink = forms::ink_box({plain, forms::Face::serif, 13.0, {}}); !ink) return base::fail(ink.error());
    return plain;
}

base::Expected<void, Failure> check_content(const NoteWritten& note) {
    if (!note.settled.empty() && (note.subject != NoteSubject::complaint || note.text.empty())) {
        return refuse("settled", "goes with the text of a complaint, and only with it");
    }
    if (is_time(note.subject) && !note.text.empty() && !clock_time(note.text)) {
        return refuse("text", "\"" + note.text + "\" is no time of the day; expected HH:MM");
    }
    if (note.entry < 0 || note.entry > (is_time(note.subject) ? 1 : most_entries)) {
        return refuse("entry", std::to_string(note.entry) + " is no entry of \"" + std::string(name_of(note.subject)) +
                                   "\"; expected 1 to " + std::to_string(is_time(note.subject) ? 1 : most_entries));
    }
    return {};
}

/// The entries there are of a subject and style.
std::vector<int> entries_of(std::span<const NoteWritten> notes, const NoteWritten& like) {
    std::vector<int> entries;
    for (const NoteWritten& each : notes) {
        if (each.subject == like.subject && each.style == like.style) entries.push_back(each.entry);
    }
    return entries;
}

}  // namespace

base::Expected<NoteWritten, Failure> write_note(Record& record, const CaseDefinition& definition,
                                                const NoteWritten& note) {
    NoteWritten written = note;
    const auto* person = find_person(definition.conference, note.who);
    if (!person || !may_rule(*person)) {
        return refuse("who", "\"" + note.who + "\" may not write the minutes; head, secretary and members do");
    }
    written.who = person->name;
    if (note.style && !definition.conference.find_style(*note.style)) {
        return refuse("style", "\"" + note.style->value + "\" is no style of this conference");
    }
    auto text = printable(note.text, "text");
    if (!text) return base::fail(text.error());
    written.text = std::move(*text);
    auto settled = printable(note.settled, "settled");
    if (!settled) return base::fail(settled.error());
    written.settled = std::move(*settled);
    if (is_time(note.subject) && note.entry == 0) written.entry = 1;
    if (const auto checked = check_content(written); !checked) return base::fail(checked.error());
    const auto appended = record.append_made([&](const CaseState& state) -> base::Expected<Event, Failure> {
        const std::vector<int> entries = entries_of(state.notes, written);
        if (written.entry == 0) written.entry = entries.empty() ? 1 : std::ranges::max(entries) + 1;
        if (written.entry > most_entries) return refuse("entry", "there are too many");
        if (written.text.empty() && std::ranges::find(entries, written.entry) == entries.end()) {
            return refuse("text", "is empty, and there is no entry to take back");
        }
        return written;
    });
    if (!appended) return base::fail(appended.error());
    return written;
}

std::optional<ClockTime> clock_time(const std::string& text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t at : {0U, 1U, 3U, 4U}) {
        if (text[at] < '0' || text[at] > '9') return std::nullopt;
    }
    const ClockTime time{std::stoi(text.substr(0, 2)), std::stoi(text.substr(3))};
    if (time.hour > 23 || time.minute > 59) return std::nullopt;
    return time;
}

MinutesNotes notes_of(std::span<const NoteWritten> notes, const base::StyleId& style) {
    std::vector<NoteWritten> own;
    for (const NoteWritten& note : notes) {
        if (!note.style || *note.style == style) own.push_back(note);
    }
    // Those of every style come first, so that a style's own time is the last word.
    std::ranges::stable_sort(own, [](const NoteWritten& a, const NoteWritten& b) {
        return std::pair(a.style.has_value(), a.entry) < std::pair(b.style.has_value(), b.entry);
    });
    MinutesNotes out;
    for (const NoteWritten& note : own) {
        switch (note.subject) {
            case NoteSubject::opened:
                out.opened = clock_time(note.text);
                break;
            case NoteSubject::closed:
                out.closed = clock_time(note.text);
                break;
            case NoteSubject::seal:
                out.seals.push_back(note.text);
                break;
            case NoteSubject::complaint:
                out.complaints.push_back({note.text, note.settled});
                break;
        }
    }
    return out;
}

}  // namespace kiemphieu::station
