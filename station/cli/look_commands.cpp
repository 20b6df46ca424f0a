// look: what the pages show, from the command line.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/cli/on_case.hpp"
#include "station/review/agreement.hpp"
#include "station/server/counted_rows.hpp"
#include "station/server/live_case.hpp"
#include "station/server/pictures.hpp"

namespace kiemphieu::station::cli {

namespace {

using Json = nlohmann::ordered_json;
using Result = base::Expected<int, base::Failure>;
using server::LiveCase;
using server::View;

struct Options {
    std::string folder;
    std::string subject;
    std::string out;
    std::string style;
    std::string level;
    std::string kind;
    std::string who;
    int number{};
    int last{20};
    int width{1000};
    double score_from{0};
    double score_to{1};
    bool drawing{false};
};

void print_json(const Json& json) {
    print(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result agreement(const Called& called, const LiveCase& live, const View& view) {
    bool all = true;
    for (const Identity& identity : identities_of(live.definition().conference, view.count)) {
        const bool holds = identity.holds.value_or(false) || identity.accepted;
        all = all && holds;
        if (called.session.json > 0) {
            Json json{{"id", identity.id}, {"holds", identity.holds ? Json(*identity.holds) : Json()}};
            if (identity.style) json["style"] = identity.style->value;
            if (identity.accepted) json["accepted"] = true;
            if (identity.first) json["first"] = *identity.first;
            if (identity.second) json["second"] = *identity.second;
            if (identity.item) json["item"] = to_string(*identity.item);
            print_json(json);
            continue;
        }
        print(fmt::format(
            "{}  {}{}{}", holds ? "✓" : "✗", identity.style ? identity.style->value + ": " : "",
            called.session.say(identity.vietnamese, identity.english),
            identity.first && identity.second ? fmt::format(" ({} / {})", *identity.first, *identity.second) : ""));
    }
    return all ? done : people_needed;
}

Result sheets(const Called& called, const View& view, const Options& o) {
    int shown = 0;
    for (auto sheet = view.state.sheets.rbegin(); sheet != view.state.sheets.rend() && shown < o.last;
         ++sheet, ++shown) {
        const omr::SheetReading& reading = sheet->reading;
        const std::string why(reading.reason ? omr::name_of(*reading.reason) : "");
        if (called.session.json > 0) {
            print_json({{"image", base::to_hex(sheet->key.image)},
                        {"page_in_file", sheet->key.page_in_file},
                        {"file", sheet->file},
                        {"batch", sheet->batch.value},
                        {"status", omr::name_of(reading.status)},
                        {"reason", why}});
        } else {
            print(fmt::format("{}  {}  {} {}", base::to_hex(sheet->key.image).substr(0, 12), sheet->file,
                              omr::name_of(reading.status), why));
        }
    }
    return done;
}

Result counted(const Called& called, const View& view, const Options& o) {
    if (view.pending_items() > 0) {
        note(fmt::format(fmt::runtime(called.session.say("còn {} việc chờ xem xét; các dòng đã tính chỉ hiện sau đó",
                                                         "{} items wait; counted rows are shown once nothing does")),
                         view.pending_items()));
        return people_needed;
    }
    server::CountedQuestion question;
    if (!o.style.empty()) question.style = base::StyleId{o.style};
    if (o.number > 0) question.number = o.number;
    for (const forms::Level level : forms::all_levels) {
        if (forms::name_of(level) == o.level) question.level = level;
    }
    question.score_from = o.score_from;
    question.score_to = o.score_to;
    question.limit = static_cast<std::size_t>(o.last);
    for (const server::CountedRow& row : counted_rows(view, question).rows) {
        const char* by = row.by == server::CountedBy::people ? "people" : "machine";
        if (called.session.json > 0) {
            Json json{
                {"item", to_string(ItemId{row.item})}, {"style", row.style.value}, {"verdict", name_of(row.verdict)}};
            if (row.score) json["score"] = *row.score;
            json["by"] = by;
            print_json(json);
        } else {
            print(fmt::format("{}  {}  {}  {}", to_string(ItemId{row.item}), name_of(row.verdict),
                              row.score ? fmt::format("{:.3f}", *row.score) : "–", by));
        }
    }
    return done;
}

Result log(const Called& called, const LiveCase& live, const Options& o) {
    for (const server::LogLine& line : live.log().ask({o.kind, o.who, 0, static_cast<std::size_t>(o.last)}).lines) {
        if (called.session.json > 0) {
            print_json({{"number", line.number},
                        {"time", line.time},
                        {"kind", line.kind},
                        {"body", Json::parse(line.body)},
                        {"hash", line.hash}});
        } else {
            print(fmt::format("{:>6}  {}  {}  {}", line.number, line.time, line.kind, line.body));
        }
    }
    return done;
}

/// By an item, or by the beginning of an image's digest.
Result picture(const LiveCase& live, const View& view, const Options& o) {
    server::Pictures pictures;
    const omr::Drawing drawing = o.drawing ? omr::Drawing::on : omr::Drawing::off;
    const auto item = parse_item(o.subject);
    const AcceptedSheet* sheet = item ? view.sheet_of(*item) : nullptr;
    for (const AcceptedSheet& one : view.state.sheets) {
        if (!item && o.subject.size() >= 8 && base::to_hex(one.key.image).starts_with(o.subject)) sheet = &one;
    }
    if (!sheet) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", o.subject,
                                        "no picture; expected an item, or 8 digits or more of an image's digest"});
    }
    const auto* row = item ? std::get_if<RowItem>(&*item) : nullptr;
    constexpr double row_px_per_mm = 8;
    const auto drawn = row ? pictures.row(live, *sheet, row->number, row_px_per_mm, drawing)
                           : pictures.sheet(live, *sheet, o.width, drawing);
    if (!drawn) return base::fail(drawn.error());
    if (const auto written = base::write_file_durably(o.out, base::as_bytes(**drawn)); !written) {
        return base::fail(written.error());
    }
    return done;
}

template <class Work>
CLI::App* add(CLI::App& look, Called& called, const std::shared_ptr<Options>& o, const char* name, const char* help,
              Work work) {
    auto* command = look.add_subcommand(name, help);
    command->callback([o, &called, work] {
        const auto live = LiveCase::open(o->folder);
        if (!live) {
            called.exit = tell(called.session, live.error());
            return;
        }
        const Result exit = work(**live, *(*live)->view());
        called.exit = exit ? *exit : tell(called.session, exit.error());
    });
    return command;
}

}  // namespace

void add_look_command(CLI::App& app, Called& called) {
    auto* look = app.add_subcommand("look", "xem / what the pages show");
    look->require_subcommand(1);
    const auto o = std::make_shared<Options>();
    look->add_option("CASE", o->folder)->required();
    add(*look, called, o, "agreement", "đối chiếu / the identities a count must fulfil",
        [&called](const LiveCase& live, const View& view) { return agreement(called, live, view); });
    const auto lines = [o](CLI::App* command) {
        command->add_option("--last", o->last, "so many")->check(CLI::Range(1, 100'000))->capture_default_str();
    };
    lines(add(*look, called, o, "sheets", "các tờ vừa nhận / the last sheets, newest first",
              [o, &called](const LiveCase&, const View& view) { return sheets(called, view, *o); }));
    auto* rows = add(*look, called, o, "counted", "các dòng đã tính / counted rows, least sure first",
                     [o, &called](const LiveCase&, const View& view) { return counted(called, view, *o); });
    lines(rows);
    rows->add_option("--style", o->style);
    rows->add_option("--number", o->number, "candidate")->check(CLI::Range(1, 1000));
    rows->add_option("--level", o->level)->check(CLI::IsMember({"high", "confidence", "low"}));
    rows->add_option("--score-from", o->score_from)->check(CLI::Range(0.0, 1.0));
    rows->add_option("--score-to", o->score_to)->check(CLI::Range(0.0, 1.0));
    auto* events = add(*look, called, o, "log", "nhật ký / the record, newest first, without serials and votes",
                       [o, &called](const LiveCase& live, const View&) { return log(called, live, *o); });
    lines(events);
    events->add_option("--kind", o->kind, "of event");
    events->add_option("--who", o->who);
    auto* image = add(*look, called, o, "picture", "ảnh / a row or sheet as the pages show it",
                      [o](const LiveCase& live, const View& view) { return picture(live, view, *o); });
    image->add_option("ITEM", o->subject, "an item, or the beginning of an image's digest")->required();
    image->add_option("-o", o->out, "JPEG")->required();
    image->add_flag("--drawing", o->drawing, "with the machine's reading");
    image->add_option("--width", o->width, "of a sheet, in pixels")->check(CLI::Range(100, 2500));
}

}  // namespace kiemphieu::station::cli
