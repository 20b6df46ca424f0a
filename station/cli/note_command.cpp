// note: what the counting minutes say and no machine knows.

#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "station/cli/on_case.hpp"
#include "station/minutes/notes.hpp"
#include "station/store/document_event_json.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string subject;
    std::string text;
    std::string settled;
    std::string who;
    std::optional<std::string> style;
    int entry{};
};

using Result = base::Expected<int, base::Failure>;

std::string line_of(const Session& session, const NoteWritten& note) {
    std::string_view subject;
    switch (note.subject) {
        case NoteSubject::opened:
            subject = session.say("bắt đầu", "opened");
            break;
        case NoteSubject::closed:
            subject = session.say("kết thúc", "closed");
            break;
        case NoteSubject::seal:
            subject = session.say("niêm phong", "seal");
            break;
        case NoteSubject::complaint:
            subject = session.say("khiếu nại", "complaint");
            break;
    }
    return fmt::format("{} {}{}: {}{}{} ({})", subject, note.entry, note.style ? " [" + note.style->value + "]" : "",
                       note.text.empty() ? session.say("(đã rút)", "(taken back)") : note.text,
                       note.settled.empty() ? "" : session.say(" — giải quyết: ", " — settled: "), note.settled,
                       note.who);
}

Result list(const Called& called, const CaseFolder& folder) {
    for (const NoteWritten& note : folder.record().state().notes) {
        print(called.session.json > 0 ? to_json(note) : line_of(called.session, note));
    }
    return done;
}

Result write(const Called& called, CaseFolder& folder, const Options& o) {
    const auto subject = note_subject(o.subject);
    if (!subject) return list(called, folder);
    NoteWritten order{*subject, {}, o.entry, o.text, o.settled, o.who};
    if (o.style) order.style = base::StyleId{*o.style};
    const auto written = write_note(folder.record(), folder.definition(), order);
    if (!written) return tl::unexpected(written.error());
    if (called.session.json > 0) print(to_json(*written));
    note(line_of(called.session, *written));
    return done;
}

}  // namespace

void add_note_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand(
        "note",
        "ghi vào biên bản: giờ, niêm phong, khiếu nại / what the counting minutes say: times, seals, complaints");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("SUBJECT", o->subject, "opened, closed (HH:MM), seal, complaint; or list")
        ->required()
        ->check(CLI::IsMember({"opened", "closed", "seal", "complaint", "list"}));
    command->add_option("TEXT", o->text, "nothing takes an entry back");
    command->add_option("--settled", o->settled, "how a complaint was settled");
    command->add_option("--entry", o->entry, "an entry to change; the next one when not given")
        ->check(CLI::Range(1, 99));
    command->add_option("--style", o->style, "of one ballot style only");
    command->add_option("--as", o->who, "who of the committee notes it");
    command->callback([o, &called] {
        const Access access = o->subject == "list" ? Access::look : Access::append;
        on_case(
            called, o->folder, [&](CaseFolder& folder) { return write(called, folder, *o); }, access);
    });
}

}  // namespace kiemphieu::station::cli
