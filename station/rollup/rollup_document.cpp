// The roll-up on paper, in the look of the other documents.

#include <fmt/format.h>

#include "base/text.hpp"
#include "forms/print/letterhead.hpp"
#include "forms/print/page_flow.hpp"
#include "station/calendar/deadlines.hpp"
#include "station/case/case_folder.hpp"
#include "station/minutes/wording.hpp"
#include "station/rollup/outputs.hpp"
#include "station/rollup/words.hpp"

namespace kiemphieu::station::rollup {
namespace {

using forms::Align;
using forms::Face;
using forms::PageFlow;
using forms::ParagraphStyle;
using forms::Table;

constexpr ParagraphStyle small_style{11.0, Align::left, 0.0, 1.25};
/// A list of everything that is wrong helps nobody on paper; the workbook and the page have all of it.
constexpr std::size_t attention_printed = 120;
/// Some twenty pages of people; a larger list belongs into the workbook.
constexpr std::size_t places_printed = 500;

std::string day_text(const std::optional<forms::Date>& day) {
    return day ? forms::date_in_digits(*day) : "";
}
std::string share(std::int64_t count, std::int64_t total) {
    return percent_text(count, total);
}
std::string in_figures(std::int64_t number) {
    return std::to_string(number);
}

class DocumentWriter {
  public:
    DocumentWriter(const RollUp& result, const Register& units) : result_(result), register_(units) {}

    base::Expected<std::vector<forms::PrintedPage>, base::Failure> write() {
        head();
        summary();
        levels();
        thresholds("2. Người có từ 2/3 số phiếu tín nhiệm thấp trở lên (điểm 9.3, khoản 9, mục II)",
                   "Two thirds or more low", LowConsequence::two_thirds);
        thresholds("3. Người có trên 50% nhưng dưới 2/3 số phiếu tín nhiệm thấp (điểm 9.2, khoản 9, mục II)",
                   "Over half and under two thirds low", LowConsequence::over_half);
        two_places();
        late_units();
        all_units();
        all_places();
        attention();
        close();
        return flow_.finish();
    }

  private:
    void text(const std::string& words, Face face = Face::serif, double after_mm = 1.5) {
        flow_.paragraph(forms::plain(words, face, body_style, after_mm));
    }
    void small(const std::string& words) { flow_.paragraph(forms::plain(words, Face::serif, small_style, 1.0)); }
    void heading(const std::string& vietnamese, const std::string& english) {
        // A heading stands with the head and two rows of what it is of.
        flow_.space(3.0);
        flow_.ensure(50.0);
        flow_.paragraph({{{vietnamese, Face::serif_bold}, {" / " + english, Face::serif_italic}},
                         {13.0, Align::left, 0.0, 1.25},
                         2.0,
                         0.0});
    }
    void nothing() { text("Không có.", Face::serif_italic); }

    void head() {
        forms::Conference conference;
        conference.organisation = register_.board;
        conference.parent_organisation = register_.parent;
        conference.place = register_.place;
        conference.kind = register_.kind;
        forms::letterhead(flow_, conference, forms::date_in_words(result_.day), "");
        flow_.space(8.0);
        flow_.paragraph(forms::plain("TỔNG HỢP KẾT QUẢ PHIẾU TÍN NHIỆM", Face::serif_bold, title_style, 0.5));
        flow_.paragraph(forms::plain(register_.campaign, Face::serif_bold, title_style, 0.5));
        flow_.paragraph(forms::plain("Results of the votes of confidence, rolled up", Face::serif_italic,
                                     {12.0, Align::center, 0.0, 1.3}, 4.0));
    }

    void summary() {
        const int in = result_.count(UnitState::in_time) + result_.count(UnitState::late);
        text(fmt::format(
            "Đến ngày {}, {} trong {} đơn vị đã gửi đủ kết quả, trong đó {} đơn vị gửi chậm; {} đơn vị quá hạn 7 ngày "
            "làm việc chưa có đủ kết quả; {} đơn vị có kết quả trái nhau hoặc chưa được tính. Tổng hợp được {} lượt "
            "người được lấy phiếu.",
            forms::date_in_digits(result_.day), in, result_.units.size(), result_.count(UnitState::late),
            result_.count(UnitState::missing), result_.count(UnitState::conflict) + result_.count(UnitState::held),
            result_.places.size()));
    }

    void levels() {
        heading("1. Theo cấp quản lý cán bộ", "By level of management");
        Table table;
        table.size_pt = 10.5;
        table.columns = {{38.0, Align::left},   {15.0, Align::center}, {12.0, Align::center}, {12.0, Align::center},
                         {13.0, Align::center}, {15.0, Align::center}, {15.0, Align::center}, {15.0, Align::center},
                         {15.0, Align::center}, {15.0, Align::center}};
        table.head = {{"Cấp quản lý", 0, 0, 1, 2},
                      {"Đơn vị", 1, 0, 3, 1},
                      {"Đã đủ", 1, 1},
                      {"Chậm", 2, 1},
                      {"Quá hạn", 3, 1},
                      {"Lượt người", 4, 0, 1, 2},
                      {"Tỉ lệ % trên số phiếu thu về", 5, 0, 3, 1},
                      {"Cao", 5, 1},
                      {"Tín nhiệm", 6, 1},
                      {"Thấp", 7, 1},
                      {"Số phiếu thấp", 8, 0, 2, 1},
                      {"50% đến 2/3", 8, 1},
                      {"Từ 2/3", 9, 1}};
        for (const LevelResult& level : result_.levels) {
            int all = 0;
            for (const auto& [state, count] : level.units) all += count;
            const auto of = [&](UnitState state) {
                const auto found = level.units.find(state);
                return found == level.units.end() ? 0 : found->second;
            };
            table.rows.push_back(
                {level.level->name, fmt::format("{}/{}", of(UnitState::in_time) + of(UnitState::late), all),
                 in_figures(of(UnitState::late)), in_figures(of(UnitState::missing)), in_figures(level.places),
                 share(level.levels[0], level.collected), share(level.levels[1], level.collected),
                 share(level.levels[2], level.collected), in_figures(level.over_half), in_figures(level.two_thirds)});
        }
        flow_.table(table);
    }

    static Table people_table() {
        Table table;
        table.size_pt = 10.5;
        table.columns = {{9.0, Align::center},  {33.0, Align::left},   {50.0, Align::left},   {15.0, Align::center},
                         {14.0, Align::center}, {14.0, Align::center}, {14.0, Align::center}, {16.0, Align::center}};
        table.head = {{"STT", 0, 0, 1, 2},
                      {"Họ và tên", 1, 0, 1, 2},
                      {"Chức vụ; nơi lấy phiếu", 2, 0, 1, 2},
                      {"Thu về", 3, 0, 1, 2},
                      {"Mức độ tín nhiệm", 4, 0, 4},
                      {"Cao", 4, 1},
                      {"Tín nhiệm", 5, 1},
                      {"Thấp", 6, 1},
                      {"Thấp %", 7, 1}};
        return table;
    }
    void add_row(Table& table, const PlaceResult& place, const std::string& number, const std::string& name) const {
        const auto count = [&](forms::Level level) { return in_figures(place.figures.count(level)); };
        const int low = place.figures.count(forms::Level::low);
        const std::string_view note = threshold_note(low, place.collected).vi;
        table.rows.push_back({number, name, fmt::format("{}; {}", place.figures.position, place_text(place)),
                              in_figures(place.collected), count(forms::Level::high), count(forms::Level::confidence),
                              count(forms::Level::low),
                              share(low, place.collected) + (note.empty() ? "" : fmt::format(" ({})", note))});
    }

    void thresholds(const std::string& vietnamese, const std::string& english, LowConsequence consequence) {
        heading(vietnamese, english);
        Table table = people_table();
        for (const PlaceResult& place : result_.places) {
            if (place.consequence != consequence) continue;
            add_row(table, place, in_figures(static_cast<std::int64_t>(table.rows.size()) + 1), place.figures.name);
        }
        if (table.rows.empty()) return nothing();
        flow_.table(table);
    }

    void two_places() {
        heading("4. Người được lấy phiếu ở hai nơi (điểm 9.4, khoản 9, mục II)", "Voted on in two places");
        Table table = people_table();
        int number = 0;
        for (const PersonResult& person : result_.people) {
            if (person.places.size() + person.awaited.size() < 2) continue;
            std::string stt = in_figures(++number);
            std::string name = person.birth.empty() ? person.name : fmt::format("{} ({})", person.name, person.birth);
            for (const std::size_t place : person.places) {
                add_row(table, result_.places[place], stt, name);
                stt = name = "";
            }
            for (const PlaceLine* line : person.awaited) {
                table.rows.push_back(
                    {stt, name, fmt::format("chưa có kết quả: {}", unit_name(line->unit)), "", "", "", "", ""});
                stt = name = "";
            }
        }
        if (table.rows.empty()) return nothing();
        flow_.table(table);
        flow_.space(2.0);
        small("Số phiếu của hai nơi không cộng với nhau: cấp có thẩm quyền xem xét tổng thể kết quả ở từng nơi.");
    }

    std::string unit_name(const std::string& id) const {
        const Unit* unit = register_.find_unit(id);
        return unit == nullptr ? id : unit->name;
    }

    static Table units_table() {
        Table table;
        table.size_pt = 10.5;
        table.columns = {{10.0, Align::center}, {58.0, Align::left},   {22.0, Align::center},
                         {22.0, Align::center}, {22.0, Align::center}, {31.0, Align::center}};
        table.head = {{"STT", 0, 0},     {"Đơn vị", 1, 0},    {"Ngày lấy phiếu", 2, 0},
                      {"Hạn gửi", 3, 0}, {"Ngày nhận", 4, 0}, {"Tình trạng", 5, 0}};
        return table;
    }
    void add_row(Table& table, const UnitResult& unit) const {
        std::string state{words_of(unit.state).vi};
        for (const VoteResult& vote : unit.votes) {
            if (unit.votes.size() > 1 && vote.state != VoteState::counted) state += ", loại " + vote.style.value;
        }
        table.rows.push_back({in_figures(static_cast<std::int64_t>(table.rows.size()) + 1), unit.unit->name,
                              day_text(unit.vote_day), day_text(unit.deadline), day_text(unit.received), state});
    }

    void late_units() {
        heading("5. Đơn vị gửi chậm, quá hạn, hoặc chưa được tính", "Late, overdue or not counted");
        Table table = units_table();
        for (const UnitResult& unit : result_.units) {
            const bool fine =
                unit.state == UnitState::in_time || unit.state == UnitState::awaited || unit.state == UnitState::partly;
            if (!fine) add_row(table, unit);
        }
        if (table.rows.empty()) return nothing();
        flow_.table(table);
    }

    void all_units() {
        heading("6. Các đơn vị", "Units");
        Table table = units_table();
        for (const UnitResult& unit : result_.units) add_row(table, unit);
        flow_.table(table);
        flow_.space(2.0);
        small(counting_note(result_.day));
    }

    void all_places() {
        heading("7. Kết quả của từng người", "Each person's results");
        if (result_.places.empty()) return nothing();
        if (result_.places.size() > places_printed) {
            return text(fmt::format("{} lượt người: xem tệp tong-hop.xlsx, tong-hop.html.", result_.places.size()));
        }
        Table table = people_table();
        for (const PlaceResult& place : result_.places)
            add_row(table, place, in_figures(static_cast<std::int64_t>(table.rows.size()) + 1), place.figures.name);
        flow_.table(table);
        flow_.space(2.0);
        small("Tỉ lệ % tính trên tổng số phiếu thu về.");
    }

    void attention() {
        heading("8. Việc cần xem xét", "For people to look at");
        if (result_.attention.empty()) return nothing();
        std::size_t printed = 0;
        for (const Attention& each : result_.attention) {
            if (++printed > attention_printed) {
                return small(fmt::format("… và {} việc nữa, xem tệp tong-hop.xlsx.",
                                         result_.attention.size() - attention_printed));
            }
            const std::string unit = each.unit.empty() ? "" : unit_name(each.unit) + ": ";
            const std::string style = each.style.empty() ? "" : fmt::format("loại phiếu {}: ", each.style);
            small(fmt::format("– {}. {}{}{}", words_of(each.kind).vi, unit, style, each.detail));
        }
    }

    void close() {
        flow_.space(3.0);
        const std::vector<forms::Column> signing = forms::signature_columns(
            flow_.width_mm(),
            {{"NGƯỜI TỔNG HỢP", "", "(Ký, ghi rõ họ tên)", "", "maker"},
             {"T/M " + base::to_upper(register_.board), "", "(Ký, ghi rõ họ tên, đóng dấu)", "", "head"}});
        flow_.ensure(flow_.height_mm(signing) + 12.0);
        small(
            fmt::format("Lập bằng {}. Số liệu lấy từ gói bằng chứng đã được kiểm lại từ ảnh và từ báo cáo có chữ ký "
                        "số; không nhập tay.",
                        software_version()));
        flow_.columns(signing);
    }

    const RollUp& result_;
    const Register& register_;
    PageFlow flow_{{20.0, 20.0, 28.0, 15.0}};
};

}  // namespace

base::Expected<void, base::Failure> print_rollup(const RollUp& result, const Register& units,
                                                 const std::filesystem::path& pdf) {
    auto pages = DocumentWriter(result, units).write();
    if (!pages) return base::fail(pages.error());
    if (auto numbered = forms::number_pages(*pages, {}); !numbered) return numbered;
    return forms::print_pages(*pages, {"Tổng hợp kết quả phiếu tín nhiệm", units.board}, pdf);
}

}  // namespace kiemphieu::station::rollup
