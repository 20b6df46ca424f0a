// declare, status, tally, confirm, reopen: figures and who stands for them.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "station/calibrate/calibrate.hpp"
#include "station/cli/on_case.hpp"
#include "station/pipeline/sheet_notes.hpp"
#include "station/review/acts.hpp"
#include "station/tally/figures.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string style;
    std::string who;
    std::string why;
    int issued{};
    int collected{};
    std::optional<int> exchanged;
    std::optional<int> unused;
    std::optional<int> summoned;
    std::optional<int> present;
};

using Result = base::Expected<int, base::Failure>;

std::string number_or_dash(const std::optional<int>& number) {
    return number ? std::to_string(*number) : "–";
}

void print_status(const Session& session, const StyleTally& style) {
    const std::optional<int> issued = style.declared ? std::optional(style.declared->issued) : std::nullopt;
    const std::optional<int> collected = style.declared ? std::optional(style.declared->collected) : std::nullopt;
    print(
        fmt::format(fmt::runtime(session.say(
                        "loại phiếu {}: in {}, phát ra {}, thu về {}, đã quét {}, không hợp lệ {}, dòng chờ xem xét {}",
                        "style {}: printed {}, issued {}, collected {}, scanned {}, invalid {}, rows waiting {}")),
                    style.style.value, style.printed, number_or_dash(issued), number_or_dash(collected), style.scanned,
                    style.invalid_ballots, style.pending_rows));
}

/// What the sheets of the last batch say of scanner and printer; earlier faults may be mended by now.
std::vector<CareAdvice> care_advice(const CaseFolder& folder) {
    const std::vector<AcceptedSheet>& sheets = folder.record().state().sheets;
    SheetNotes notes;
    for (const AcceptedSheet& sheet : sheets) {
        if (sheet.batch == sheets.back().batch) notes.add(sheet.reading);
    }
    return notes.advice();
}

Result status(const Called& called, const CaseFolder& folder) {
    const Count count = folder.count();
    const auto pending = count.pending();
    if (called.session.json > 0) {
        auto json = nlohmann::ordered_json::parse(to_json(count.tally, count.finality));
        json["advice"] = nlohmann::ordered_json::parse(to_json(care_advice(folder)));
        print(json.dump());
        return exit_of(count);
    }
    for (const StyleTally& style : count.tally.styles) print_status(called.session, style);
    for (const ReviewItem& item : pending) {
        if (std::holds_alternative<FiguresItem>(item.id)) {
            print(std::string(called.session.say("không khớp: ", "does not agree: ")) + to_string(item.id));
        } else if (std::holds_alternative<MissingItem>(item.id)) {
            print(std::string(called.session.say("thiếu tờ: ", "sheet missing: ")) + to_string(item.id));
        }
    }
    if (const auto profile = profile_in_force(folder.path(), folder.record().state()); profile && *profile) {
        for (const calibration::Advice& one :
             calibration_warnings(**profile, folder.record().state(), profile_time())) {
            print(std::string(called.session.say("máy quét: ", "scanner: ")) +
                  std::string(called.session.say(one.vietnamese, one.english)));
        }
    }
    for (const CareAdvice& advice : care_advice(folder)) {
        print(std::string(called.session.say(advice.vietnamese(), advice.english())));
    }
    print(fmt::format(fmt::runtime(called.session.say("{} việc chờ xem xét; {}", "{} items wait for people; {}")),
                      pending.size(),
                      count.finality == Finality::confirmed ? called.session.say("đã xác nhận", "confirmed")
                                                            : called.session.say("chưa xác nhận", "not confirmed")));
    return exit_of(count);
}

/// Figures a candidate, as a table. They are shown only when nothing waits, so that no half count is taken for one.
void print_tally(const Session& session, const StyleTally& style) {
    print(fmt::format(fmt::runtime(session.say("Loại phiếu {} — thu về {}", "Style {} — collected {}")),
                      style.style.value, style.collected));
    for (const CandidateTally& c : style.candidates) {
        std::string levels;
        for (const forms::Level level : forms::all_levels) {
            levels += fmt::format("  {:>4} ({:>6} %)", c.count(level), percent_text(c.count(level), style.collected));
        }
        print(fmt::format("{:>3}. {:<32}{}  {} {}", c.number, c.name, levels, session.say("hợp lệ", "valid"), c.valid));
    }
}

Result show_tally(const Called& called, const CaseFolder& folder) {
    const Count count = folder.count();
    if (called.session.json > 0) {
        print(to_json(count.tally, count.finality));
        return exit_of(count);
    }
    for (const StyleTally& style : count.tally.styles) {
        if (style.pending_rows == 0) print_tally(called.session, style);
    }
    if (const std::string open = what_is_open(count.tally); !open.empty()) {
        note(std::string(called.session.say("chưa xong: ", "open: ")) + open);
    }
    return exit_of(count);
}

template <class Work>
CLI::App* add(CLI::App& app, Called& called, const char* name, const char* help, const std::shared_ptr<Options>& o,
              Work work) {
    auto* command = app.add_subcommand(name, help);
    command->add_option("CASE", o->folder)->required();
    command->callback([o, &called, work] {
        on_case(called, o->folder, [&](CaseFolder& folder) -> Result { return work(called, folder, *o); });
    });
    return command;
}

Result declare_figures(const Called&, CaseFolder& folder, const Options& o) {
    const Declared declared{
        {{o.style}, o.issued, o.collected, o.exchanged, o.unused, o.summoned, o.present}, o.who, o.why};
    if (const auto logged = declare(folder.record(), folder.definition(), declared); !logged)
        return tl::unexpected(logged.error());
    return done;
}

Result confirm_figures(const Called& called, CaseFolder& folder, const Options& o) {
    if (const auto logged = confirm(folder.record(), folder.definition(), o.who); !logged)
        return tl::unexpected(logged.error());
    note(std::string(
        folder.record().state().frozen()
            ? called.session.say("đã đủ trưởng ban và thư ký: kết quả được chốt",
                                 "head and secretary have confirmed: the count is final")
            : called.session.say("đã ghi; còn chờ người thứ hai xác nhận", "noted; a second confirmation is awaited")));
    return done;
}

Result reopen_count(const Called&, CaseFolder& folder, const Options& o) {
    if (const auto logged = reopen(folder.record(), folder.definition(), o.who, o.why); !logged)
        return tl::unexpected(logged.error());
    return done;
}

}  // namespace

void add_count_commands(CLI::App& app, Called& called) {
    const auto d = std::make_shared<Options>();
    auto* declare_command =
        add(app, called, "declare", "số liệu trưởng ban công bố / figures the head declares", d, declare_figures);
    declare_command->add_option("--style", d->style)->required();
    declare_command->add_option("--issued", d->issued, "phát ra")->required();
    declare_command->add_option("--collected", d->collected, "thu về")->required();
    declare_command->add_option("--exchanged", d->exchanged, "đổi");
    declare_command->add_option("--unused", d->unused, "không dùng");
    declare_command->add_option("--summoned", d->summoned, "được triệu tập, on the day");
    declare_command->add_option("--present", d->present, "có mặt, on the day");
    declare_command->add_option("--as", d->who, "who declares; the head when left out");
    declare_command->add_option("--why", d->why, "reason of a change");

    add(app, called, "status", "tình hình / figures, what waits, what does not agree", std::make_shared<Options>(),
        [](const Called& c, CaseFolder& folder, const Options&) { return status(c, folder); });
    add(app, called, "tally", "kết quả / the tally", std::make_shared<Options>(),
        [](const Called& c, CaseFolder& folder, const Options&) { return show_tally(c, folder); });

    const auto c = std::make_shared<Options>();
    add(app, called, "confirm", "xác nhận / head and secretary confirm, each", c, confirm_figures)
        ->add_option("--as", c->who, "name in the definition")
        ->required();
    const auto r = std::make_shared<Options>();
    auto* reopen_command = add(app, called, "reopen", "mở lại / open a confirmed count again", r, reopen_count);
    reopen_command->add_option("--as", r->who)->required();
    reopen_command->add_option("--why", r->why)->required();
}

}  // namespace kiemphieu::station::cli
