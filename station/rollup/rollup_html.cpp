// The roll-up as one page that needs nothing else. docs/adr/0047 says why it is a file.

#include <fmt/format.h>

#include "forms/print/letterhead.hpp"
#include "station/calendar/deadlines.hpp"
#include "station/case/case_folder.hpp"
#include "station/rollup/outputs.hpp"
#include "station/rollup/words.hpp"

namespace kiemphieu::station::rollup {
namespace {

constexpr std::string_view page_head = R"html(<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tổng hợp kết quả phiếu tín nhiệm</title>
<style>
:root { --ink: #1b1a17; --soft: #55524b; --line: #d6d2c9; --shade: #f5f3ef; --seal: #a51d1d; --tint: #fbeeec; }
body { margin: 0 auto; padding: 1.5rem; max-width: 78rem; font: 16px/1.5 "Be Vietnam Pro", "Noto Sans", "Segoe UI", system-ui, sans-serif; color: var(--ink); background: #fff; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0.25rem 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; }
[lang="en"] { color: var(--soft); font-weight: 400; font-size: 0.875em; }
.board { margin: 0; }
nav { margin: 1.25rem 0; padding: 0.75rem 1rem; background: var(--shade); }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
nav a { color: var(--ink); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--seal); outline-offset: 2px; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.75rem; margin: 1rem 0; }
dl div { display: flex; flex-direction: column-reverse; justify-content: flex-end; border: 1px solid var(--line); padding: 0.75rem 1rem; }
dl dt { line-height: 1.35; }
dl dd { margin: 0 0 0.25rem; font-size: 2rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
dl .look { border: 2px solid var(--seal); background: var(--tint); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; }
thead th { background: var(--shade); vertical-align: bottom; line-height: 1.3; }
thead th span { display: block; }
tbody th { font-weight: 600; }
td.n, th.n { text-align: right; white-space: nowrap; }
.look td:last-child, td.look { color: var(--seal); font-weight: 600; }
.none { color: var(--soft); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; color: var(--soft); }
@media print { body { max-width: none; padding: 0; font-size: 11px; } nav { display: none; } .wide { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; } }
</style>
</head>
<body>
)html";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string both(const Words& words) {
    return fmt::format("{} <span lang=\"en\">{}</span>", escaped(words.vi), escaped(words.en));
}

enum class ColumnKind { text, number };
/// Whether a figure that is not zero is one that people must look at.
enum class Weight { plain, needs_people };

struct Head {
    Words words;
    ColumnKind kind{ColumnKind::text};
};

class Page {
  public:
    Page(const RollUp& result, const Register& units) : result_(result), register_(units) {}

    std::string make() {
        out_ = page_head;
        head();
        figures();
        attention();
        levels();
        thresholds();
        two_places();
        units();
        people();
        refusals();
        out_ += fmt::format(
            "</main>\n<footer><p>{}</p><p>Lập bằng {} · <span lang=\"en\">made by</span>. Số phiếu của hai nơi không "
            "cộng với nhau (điểm 9.4). Tỉ lệ % tính trên tổng số phiếu thu về.</p></footer>\n</body>\n</html>\n",
            escaped(counting_note(result_.day)), escaped(software_version()));
        return std::move(out_);
    }

  private:
    void head() {
        out_ += fmt::format("<header><p class=\"board\">{}</p>\n<h1>Tổng hợp kết quả phiếu tín nhiệm {}</h1>\n",
                            escaped(register_.board), escaped(register_.campaign));
        out_ += fmt::format(
            "<p>Đến ngày {} <span lang=\"en\">Votes of confidence, rolled up as of this day</span></p></header>\n",
            forms::date_in_digits(result_.day));
        out_ += "<nav aria-label=\"Mục lục\">";
        for (const auto& [id, title] : {std::pair("xem-xet", "Cần xem xét"), std::pair("cap", "Cấp quản lý"),
                                        std::pair("nguong", "Ngưỡng tín nhiệm thấp"), std::pair("hai-noi", "Hai nơi"),
                                        std::pair("don-vi", "Đơn vị"), std::pair("nguoi", "Từng người"),
                                        std::pair("tu-choi", "Tệp bị từ chối")}) {
            out_ += fmt::format("<a href=\"#{}\">{}</a>", id, title);
        }
        out_ += "</nav>\n<main>\n";
    }

    void figure(std::int64_t number, const Words& words, Weight weight = Weight::plain) {
        out_ += fmt::format("<div{}><dt>{}</dt><dd>{}</dd></div>\n",
                            weight == Weight::needs_people && number > 0 ? " class=\"look\"" : "", both(words), number);
    }

    void figures() {
        const int in = result_.count(UnitState::in_time) + result_.count(UnitState::late);
        const int overdue = result_.count(UnitState::missing);
        const int open = result_.count(UnitState::conflict) + result_.count(UnitState::held);
        out_ += "<dl>\n";
        figure(in, {"đơn vị đã đủ kết quả", "units are in"});
        figure(static_cast<std::int64_t>(result_.units.size()), {"đơn vị trong danh bạ", "units in the register"});
        figure(result_.count(UnitState::late), {"gửi chậm", "late"});
        figure(overdue, {"quá hạn, chưa có", "overdue"}, Weight::needs_people);
        figure(open, {"trái nhau, chưa được tính", "conflicts, held"}, Weight::needs_people);
        figure(static_cast<std::int64_t>(result_.places.size()), {"lượt người", "people at places"});
        figure(result_.count(LowConsequence::over_half), {"trên 50%, dưới 2/3 thấp", "over half low"});
        figure(result_.count(LowConsequence::two_thirds), {"từ 2/3 thấp trở lên", "two thirds low or more"});
        out_ += "</dl>\n";
    }

    void section(const char* id, const Words& title) {
        out_ += fmt::format("<section aria-labelledby=\"{}\">\n<h2 id=\"{}\">{}</h2>\n", id, id, both(title));
        title_ = title.vi;
    }
    void end_section() { out_ += "</section>\n"; }
    void nothing() { out_ += "<p class=\"none\">Không có. <span lang=\"en\">None.</span></p>\n"; }

    /// A wide table scrolls by itself, by keyboard, too.
    void begin_table(const std::vector<Head>& heads) {
        out_ += fmt::format("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table><thead><tr>",
                            escaped(title_));
        for (const Head& head : heads) {
            out_ += fmt::format("<th scope=\"col\"{}>{} <span lang=\"en\">{}</span></th>",
                                head.kind == ColumnKind::number ? " class=\"n\"" : "", head.words.vi, head.words.en);
        }
        out_ += "</tr></thead>\n<tbody>\n";
    }
    void end_table() { out_ += "</tbody></table></div>\n"; }
    void cell(std::string_view text) { out_ += fmt::format("<td>{}</td>", escaped(text)); }
    void number(std::int64_t value) { out_ += fmt::format("<td class=\"n\">{}</td>", value); }
    void number(const std::string& value) { out_ += fmt::format("<td class=\"n\">{}</td>", value); }
    void name(std::string_view text) { out_ += fmt::format("<th scope=\"row\">{}</th>", escaped(text)); }

    void attention() {
        section("xem-xet", {"Việc cần xem xét", "For people to look at"});
        if (result_.attention.empty()) {
            nothing();
        } else {
            begin_table(
                {{{"Việc", "What"}}, {{"Đơn vị", "Unit"}}, {{"Loại phiếu", "Style"}}, {{"Chi tiết", "Detail"}}});
            for (const Attention& each : result_.attention) {
                const Unit* unit = register_.find_unit(each.unit);
                out_ += fmt::format("<tr><td class=\"look\">{}</td>", both(words_of(each.kind)));
                cell(unit != nullptr ? unit->name : each.unit);
                cell(each.style);
                cell(each.detail);
                out_ += "</tr>\n";
            }
            end_table();
        }
        end_section();
    }

    void levels() {
        section("cap", {"Theo cấp quản lý cán bộ", "By level of management"});
        begin_table({{{"Cấp quản lý", "Level"}},
                     {{"Đơn vị", "Units"}, ColumnKind::number},
                     {{"Đã đủ", "In"}, ColumnKind::number},
                     {{"Chậm", "Late"}, ColumnKind::number},
                     {{"Quá hạn", "Overdue"}, ColumnKind::number},
                     {{"Lượt người", "People"}, ColumnKind::number},
                     {{"Cao %", "High"}, ColumnKind::number},
                     {{"Tín nhiệm %", "Confidence"}, ColumnKind::number},
                     {{"Thấp %", "Low"}, ColumnKind::number},
                     {{"50% đến 2/3", "II.9.2"}, ColumnKind::number},
                     {{"Từ 2/3", "II.9.3"}, ColumnKind::number}});
        for (const LevelResult& level : result_.levels) {
            out_ += "<tr>";
            name(level.level->name);
            int all = 0;
            for (const auto& [state, count] : level.units) all += count;
            const auto of = [&](UnitState state) {
                const auto found = level.units.find(state);
                return found == level.units.end() ? 0 : found->second;
            };
            for (const int count : {all, of(UnitState::in_time) + of(UnitState::late), of(UnitState::late),
                                    of(UnitState::missing), level.places})
                number(count);
            for (const std::int64_t count : level.levels) number(percent_text(count, level.collected));
            number(level.over_half);
            number(level.two_thirds);
            out_ += "</tr>\n";
        }
        end_table();
        end_section();
    }

    void begin_people() {
        begin_table({{{"Họ và tên", "Name"}},
                     {{"Chức vụ", "Position"}},
                     {{"Nơi lấy phiếu", "Place"}},
                     {{"Thu về", "Collected"}, ColumnKind::number},
                     {{"Hợp lệ", "Valid"}, ColumnKind::number},
                     {{"Cao", "High"}, ColumnKind::number},
                     {{"Tín nhiệm", "Confidence"}, ColumnKind::number},
                     {{"Thấp", "Low"}, ColumnKind::number},
                     {{"Thấp %", "Low %"}, ColumnKind::number},
                     {{"Mức", "Threshold"}}});
    }
    void person(const PlaceResult& place, const std::string& shown) {
        const int low = place.figures.count(forms::Level::low);
        out_ += place.consequence == LowConsequence::none ? "<tr>" : "<tr class=\"look\">";
        name(shown);
        cell(place.figures.position);
        cell(place_text(place));
        number(place.collected);
        number(place.figures.valid);
        for (const int count : place.figures.levels) number(count);
        number(percent_text(low, place.collected));
        const Words note = threshold_note(low, place.collected);
        out_ += fmt::format("<td>{}{}</td></tr>\n", both(words_of(place.consequence)),
                            note.vi.empty() ? "" : " (" + both(note) + ")");
    }

    void thresholds() {
        section("nguong", {"Người vượt ngưỡng tín nhiệm thấp (khoản 9, mục II)", "Over the thresholds of II.9"});
        bool any = false;
        for (const LowConsequence consequence : {LowConsequence::two_thirds, LowConsequence::over_half}) {
            for (const PlaceResult& place : result_.places) {
                if (place.consequence != consequence) continue;
                if (!any) begin_people();
                any = true;
                person(place, place.figures.name);
            }
        }
        if (any) {
            end_table();
        } else {
            nothing();
        }
        end_section();
    }

    static std::string shown_name(const PersonResult& person) {
        return person.birth.empty() ? person.name : fmt::format("{} ({})", person.name, person.birth);
    }

    void two_places() {
        section("hai-noi", {"Người được lấy phiếu ở hai nơi (điểm 9.4, khoản 9, mục II)", "Voted on in two places"});
        bool any = false;
        for (const PersonResult& each : result_.people) {
            if (each.places.size() + each.awaited.size() < 2) continue;
            if (!any) begin_people();
            any = true;
            for (const std::size_t place : each.places) person(result_.places[place], shown_name(each));
            for (const PlaceLine* line : each.awaited) {
                out_ += "<tr>";
                name(shown_name(each));
                cell(line->position);
                cell(register_.find_unit(line->unit)->name);
                out_ += "<td colspan=\"7\" class=\"none\">chưa có kết quả <span lang=\"en\">awaited</span></td></tr>\n";
            }
        }
        if (any) {
            end_table();
        } else {
            nothing();
        }
        end_section();
    }

    void units() {
        section("don-vi", {"Theo đơn vị", "By unit"});
        begin_table({{{"Đơn vị", "Unit"}},
                     {{"Cấp quản lý", "Level"}},
                     {{"Ngày lấy phiếu", "Voted"}},
                     {{"Hạn gửi", "Due"}},
                     {{"Ngày nhận", "Received"}},
                     {{"Phiếu thu về", "Collected"}},
                     {{"Căn cứ", "Proof"}},
                     {{"Tình trạng", "State"}}});
        for (const UnitResult& unit : result_.units) {
            const bool fine = unit.state == UnitState::in_time || unit.state == UnitState::awaited ||
                              unit.state == UnitState::partly || unit.state == UnitState::late;
            out_ += fine ? "<tr>" : "<tr class=\"look\">";
            name(unit.unit->name);
            cell(register_.find_level(unit.unit->level)->name);
            cell(forms::date_in_digits(unit.vote_day));
            cell(forms::date_in_digits(unit.deadline));
            cell(unit.received ? forms::date_in_digits(*unit.received) : "");
            std::string collected;
            std::optional<Proof> proof;
            for (const VoteResult& vote : unit.votes) {
                if (!vote.figures) continue;
                collected +=
                    fmt::format("{}{}: {}", collected.empty() ? "" : "; ", vote.style.value, vote.figures->collected);
                proof = std::min(proof.value_or(vote.proof), vote.proof);
            }
            cell(collected);
            out_ += fmt::format("<td>{}</td><td>{}</td></tr>\n", proof ? both(words_of(*proof)) : "",
                                both(words_of(unit.state)));
        }
        end_table();
        end_section();
    }

    void people() {
        section("nguoi", {"Kết quả của từng người", "Each person's results"});
        if (result_.places.empty()) {
            nothing();
        } else {
            begin_people();
            for (const PersonResult& each : result_.people) {
                for (const std::size_t place : each.places) person(result_.places[place], shown_name(each));
            }
            end_table();
        }
        end_section();
    }

    void refusals() {
        section("tu-choi", {"Tệp bị từ chối", "Files that were refused"});
        if (result_.refusals.empty()) {
            nothing();
        } else {
            begin_table({{{"Tệp", "File"}},
                         {{"Ngày", "Day"}},
                         {{"Vì sao", "Why"}},
                         {{"Chỗ", "Place"}},
                         {{"Chi tiết", "Detail"}}});
            for (const Refusal& each : result_.refusals) {
                out_ += "<tr>";
                name(each.file);
                cell(forms::date_in_digits(each.day));
                out_ += fmt::format("<td>{}</td>", both(words_of(each.reason)));
                cell(each.place);
                cell(each.message);
                out_ += "</tr>\n";
            }
            end_table();
        }
        end_section();
    }

    const RollUp& result_;
    const Register& register_;
    std::string out_;
    std::string title_;
};

}  // namespace

std::string to_html(const RollUp& result, const Register& units) {
    return Page(result, units).make();
}

}  // namespace kiemphieu::station::rollup
