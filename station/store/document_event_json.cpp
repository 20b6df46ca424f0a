#include "station/store/document_event_json.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace kiemphieu::station {
namespace {

using Json = nlohmann::json;

/// In the order of NoteSubject.
constexpr std::array<std::string_view, 4> subjects{"opened", "closed", "seal", "complaint"};

/// Text that is no valid UTF-8 is replaced: a certificate's subject may hold anything.
std::string written(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

auto bad(const std::string& field) {
    return base::fail(base::Failure{base::FailureClass::broken_evidence, {}, field, "is missing or wrong"});
}

/// Fields of one object; the first that is missing or wrong is remembered.
class Fields {
  public:
    explicit Fields(const std::string& text) : json_(Json::parse(text, nullptr, false)) {
        if (!json_.is_object()) wrong_ = "body";
    }

    std::string text(const char* name) {
        const auto found = json_.find(name);
        if (found != json_.end() && found->is_string()) return found->get<std::string>();
        return note(name), std::string{};
    }
    std::string text_if_any(const char* name) { return json_.contains(name) ? text(name) : std::string{}; }
    int positive(const char* name) {
        const auto found = json_.find(name);
        if (found != json_.end() && found->is_number_unsigned() && found->get<std::uint64_t>() <= 1000000)
            return found->get<int>();
        return note(name), 0;
    }
    base::Digest digest(const char* name) {
        base::Digest value{};
        if (!base::parse_hex(text(name), value)) note(name);
        return value;
    }
    void note(const std::string& name) {
        if (wrong_.empty()) wrong_ = name;
    }
    const std::string& wrong() const { return wrong_; }

  private:
    Json json_;
    std::string wrong_;
};

}  // namespace

std::string_view name_of(NoteSubject subject) {
    return subjects.at(static_cast<std::size_t>(subject));
}

std::optional<NoteSubject> note_subject(std::string_view name) {
    const auto* const found = std::ranges::find(subjects, name);
    if (found == subjects.end()) return std::nullopt;
    return static_cast<NoteSubject>(found - subjects.begin());
}

std::string to_json(const NoteWritten& note) {
    Json json{{"subject", name_of(note.subject)}, {"entry", note.entry}, {"text", note.text}, {"who", note.who}};
    if (note.style) json["style"] = note.style->value;
    if (!note.settled.empty()) json["settled"] = note.settled;
    return written(json);
}

std::string to_json(const DocumentSigned& signing) {
    return written({{"file", signing.file},
                    {"before", base::to_hex(signing.before)},
                    {"after", base::to_hex(signing.after)},
                    {"place", signing.place},
                    {"signer", signing.signer},
                    {"certificate", base::to_hex(signing.certificate)}});
}

base::Expected<NoteWritten, base::Failure> note_from_json(const std::string& json) {
    Fields fields(json);
    NoteWritten note;
    const auto subject = note_subject(fields.text("subject"));
    if (!subject) fields.note("subject");
    note.subject = subject.value_or(NoteSubject::complaint);
    if (const std::string style = fields.text_if_any("style"); !style.empty()) note.style = base::StyleId{style};
    note.entry = fields.positive("entry");
    note.text = fields.text("text");
    note.settled = fields.text_if_any("settled");
    note.who = fields.text("who");
    if (!fields.wrong().empty()) return bad(fields.wrong());
    return note;
}

base::Expected<DocumentSigned, base::Failure> signing_from_json(const std::string& json) {
    Fields fields(json);
    DocumentSigned signing{fields.text("file"),  fields.digest("before"), fields.digest("after"),
                           fields.text("place"), fields.text("signer"),   fields.digest("certificate")};
    if (!fields.wrong().empty()) return bad(fields.wrong());
    return signing;
}

}  // namespace kiemphieu::station
