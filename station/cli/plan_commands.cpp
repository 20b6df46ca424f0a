// groups, calendar: what the plan fixes before a conference.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/file.hpp"
#include "forms/voter_groups.hpp"
#include "station/calendar/deadlines.hpp"
#include "station/calendar/voter_groups_json.hpp"
#include "station/cli/office_days.hpp"
#include "station/cli/on_case.hpp"

namespace kiemphieu::station::cli {

namespace {

using Result = base::Expected<int, base::Failure>;

struct Options {
    std::string folder;
    std::string out;
    OfficeDayOptions office;
};

void list_groups(const Called& called) {
    if (called.session.json > 0) return print(voter_groups_json());
    for (const forms::VoterGroup& group : forms::voter_groups()) {
        print(fmt::format("{}. {}", group.number, group.whose));
        if (!group.voters.empty()) print(fmt::format("   Thành phần ghi phiếu: {}", group.voters));
        if (!group.rule.empty()) print(fmt::format("   {}", group.rule));
    }
}

/// Writes the calendar as the file's name asks: .pdf, .ics, .json, else text.
Result write_calendar(const forms::Conference& conference, const std::vector<Deadline>& deadlines,
                      const std::filesystem::path& out) {
    const auto suffix = out.extension();
    base::Expected<void, base::Failure> written;
    if (suffix == ".pdf") {
        const auto pages = calendar_pages(conference, deadlines);
        if (!pages) return tl::unexpected(pages.error());
        written = forms::print_pages(*pages, {"Lịch lấy phiếu tín nhiệm", conference.organisation}, out);
    } else {
        const std::string text = suffix == ".ics"    ? calendar_ics(conference, deadlines)
                                 : suffix == ".json" ? calendar_json(conference, deadlines) + "\n"
                                                     : calendar_text(conference, deadlines);
        written = base::write_file_durably(out, base::as_bytes(text));
    }
    if (!written) return tl::unexpected(written.error());
    return done;
}

Result show_calendar(const Called& called, const CaseFolder& folder, const Options& o) {
    const auto working = read_office_days(o.office);
    if (!working) return tl::unexpected(working.error());
    const forms::Conference& conference = folder.definition().conference;
    const auto deadlines = deadlines_of(conference.date, *working);
    if (!o.out.empty()) return write_calendar(conference, deadlines, o.out);
    print(called.session.json > 0 ? calendar_json(conference, deadlines) : calendar_text(conference, deadlines));
    return done;
}

}  // namespace

void add_plan_commands(CLI::App& app, Called& called) {
    auto* groups = app.add_subcommand("groups", "12 nhóm của Phụ lục 1 / whose confidence is asked and who votes");
    groups->callback([&called] { list_groups(called); });
    auto* calendar = app.add_subcommand("calendar", "các mốc thời gian / the plan's deadlines");
    const auto o = std::make_shared<Options>();
    calendar->add_option("CASE", o->folder)->required();
    calendar->add_option("-o", o->out, "file: .pdf, .ics, .json or text");
    add_office_day_options(*calendar, o->office);
    calendar->callback([o, &called] {
        on_case(called, o->folder, [&](const CaseFolder& folder) { return show_calendar(called, folder, *o); });
    });
}

}  // namespace kiemphieu::station::cli
