// The roll-up as a workbook.

#include <algorithm>
#include <ctime>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/file.hpp"
#include "station/rollup/outputs.hpp"
#include "station/rollup/words.hpp"

namespace kiemphieu::station::rollup {
namespace {

namespace fs = std::filesystem;

struct Heading {
    const char* text;
    double width;  ///< in letters, as spreadsheets measure columns
};

/// Four lines of a heading in points: the longest wraps so in its column.
constexpr double heading_height = 64;

/// A workbook under the making. libxlsxwriter keeps what it is given until it is closed.
class Workbook {
  public:
    Workbook(const fs::path& path, const RollUp& result, const Register& units)
        : folder_(path.parent_path().string()), result_(result), register_(units) {
        // Its scratch files stay beside the result: nothing of a count is left in a folder of all users. Rows are
        // written out as they come, so that memory does not grow with them.
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = folder_.empty() ? nullptr : folder_.data();
        book_ = workbook_new_opt(path.c_str(), &options);
        std::string title = "Tổng hợp kết quả phiếu tín nhiệm";
        std::string author = units.board;
        lxw_doc_properties properties{};
        properties.title = title.data();
        properties.author = author.data();
        std::tm day{};
        day.tm_year = result.day.year - 1900;
        day.tm_mon = result.day.month - 1;
        day.tm_mday = result.day.day;
        properties.created = timegm(&day);
        workbook_set_properties(book_, &properties);
        head_ = workbook_add_format(book_);
        format_set_bold(head_);
        format_set_text_wrap(head_);
        format_set_align(head_, LXW_ALIGN_CENTER);
        format_set_align(head_, LXW_ALIGN_VERTICAL_CENTER);
        format_set_bg_color(head_, 0xD9E2F3);
        format_set_border(head_, LXW_BORDER_THIN);
        percent_ = workbook_add_format(book_);
        format_set_num_format(percent_, "0.00%");
        // Words stand apart from the number in the column before.
        words_ = workbook_add_format(book_);
        format_set_indent(words_, 1);
    }
    Workbook(const Workbook&) = delete;
    Workbook& operator=(const Workbook&) = delete;

    void write() {
        levels();
        units();
        people();
        two_places();
        attention();
        refusals();
    }
    [[nodiscard]] bool close() { return workbook_close(book_) == LXW_NO_ERROR; }

  private:
    void begin(const char* name, const std::vector<Heading>& headings) {
        sheet_ = workbook_add_worksheet(book_, name);
        row_ = column_ = 0;
        lxw_col_t at = 0;
        for (const Heading& heading : headings) {
            worksheet_set_column(sheet_, at, at, heading.width, nullptr);
            ++at;
        }
        worksheet_set_row(sheet_, 0, heading_height, nullptr);
        for (const Heading& heading : headings) worksheet_write_string(sheet_, 0, column_++, heading.text, head_);
        worksheet_freeze_panes(sheet_, 1, 2);
        worksheet_repeat_rows(sheet_, 0, 0);
        worksheet_set_landscape(sheet_);
        worksheet_set_paper(sheet_, 9);  // A4
        worksheet_fit_to_pages(sheet_, 1, 0);
    }
    void next_row() {
        ++row_;
        column_ = 0;
    }
    /// Written as text, so nothing that begins with "=" becomes a formula.
    void put(std::string_view text) {
        worksheet_write_string(sheet_, row_, column_++, std::string(text).c_str(), words_);
    }
    void put(std::int64_t number) {
        worksheet_write_number(sheet_, row_, column_++, static_cast<double>(number), nullptr);
    }
    void put_share(std::int64_t count, std::int64_t total) {
        const double share = total > 0 ? static_cast<double>(count) / static_cast<double>(total) : 0.0;
        worksheet_write_number(sheet_, row_, column_++, share, percent_);
    }
    void put_day(const std::optional<forms::Date>& day) { put(day ? iso_day(*day) : ""); }

    void levels() {
        begin("Cấp quản lý", {{"Cấp quản lý\nLevel", 36},
                              {"Đơn vị\nUnits", 9},
                              {"Đúng hạn\nIn time", 9},
                              {"Chậm\nLate", 9},
                              {"Quá hạn\nOverdue", 11},
                              {"Khác\nOther", 9},
                              {"Lượt người\nPeople", 9},
                              {"Phiếu thu về\nCollected", 13},
                              {"Hợp lệ\nValid", 11},
                              {"Cao\nHigh", 9},
                              {"%", 9},
                              {"Tín nhiệm\nConfidence", 14},
                              {"%", 9},
                              {"Thấp\nLow", 9},
                              {"%", 9},
                              {"Trên 50%, dưới 2/3\n(9.2)", 14},
                              {"Từ 2/3\n(9.3)", 9}});
        for (const LevelResult& level : result_.levels) {
            next_row();
            put(level.level->name);
            int all = 0;
            for (const auto& [state, count] : level.units) all += count;
            put(all);
            int rest = all;
            for (const UnitState state : {UnitState::in_time, UnitState::late, UnitState::missing}) {
                const auto found = level.units.find(state);
                const int count = found == level.units.end() ? 0 : found->second;
                put(count);
                rest -= count;
            }
            put(rest);
            put(level.places);
            put(level.collected);
            put(level.valid);
            for (const std::int64_t count : level.levels) {
                put(count);
                put_share(count, level.collected);
            }
            put(level.over_half);
            put(level.two_thirds);
        }
    }

    void units() {
        begin("Đơn vị", {{"Mã\nUnit", 16},
                         {"Đơn vị\nName", 40},
                         {"Cấp quản lý\nLevel", 24},
                         {"Ngày lấy phiếu\nVoted", 12},
                         {"Hạn gửi\nDue", 12},
                         {"Ngày nhận\nReceived", 12},
                         {"Tình trạng\nState", 22},
                         {"Loại phiếu\nStyle", 8},
                         {"Phát ra\nIssued", 9},
                         {"Thu về\nCollected", 13},
                         {"Số người\nPeople", 9},
                         {"Căn cứ\nProof", 20},
                         {"Nguồn\nSource", 18},
                         {"SHA-256", 66}});
        for (const UnitResult& unit : result_.units) {
            if (unit.votes.empty()) unit_row(unit, nullptr);
            for (const VoteResult& vote : unit.votes) unit_row(unit, &vote);
        }
        worksheet_autofilter(sheet_, 0, 0, row_, 13);
    }
    void unit_row(const UnitResult& unit, const VoteResult* vote) {
        next_row();
        put(unit.unit->id);
        put(unit.unit->name);
        put(register_.find_level(unit.unit->level)->name);
        put_day(unit.vote_day);
        put_day(unit.deadline);
        put_day(unit.received);
        put(words_of(unit.state).vi);
        if (vote == nullptr) return;
        put(vote->style.value);
        if (!vote->figures) return;
        if (vote->figures->issued) {
            put(*vote->figures->issued);
        } else {
            put("");
        }
        put(vote->figures->collected);
        put(static_cast<std::int64_t>(vote->figures->people.size()));
        put(words_of(vote->proof).vi);
        put(words_of(vote->kind).vi);
        put(base::to_hex(vote->digest));
    }

    static std::vector<Heading> person_headings() {
        return {{"Mã người\nPerson", 12},
                {"Họ và tên\nName", 26},
                {"Ngày sinh\nBirth", 12},
                {"Chức vụ, đơn vị công tác\nPosition", 40},
                {"Đơn vị lấy phiếu\nUnit", 34},
                {"Loại phiếu\nStyle", 8},
                {"Cấp quản lý\nLevel", 24},
                {"Thu về\nCollected", 13},
                {"Hợp lệ\nValid", 9},
                {"Không hợp lệ\nInvalid", 9},
                {"Cao\nHigh", 8},
                {"%", 9},
                {"Tín nhiệm\nConfidence", 14},
                {"%", 9},
                {"Thấp\nLow", 8},
                {"%", 9},
                {"Mức tín nhiệm thấp\nThreshold (II.9)", 36},
                {"Số nơi\nPlaces", 8}};
    }
    void person_row(const PersonResult& person, const PlaceResult& place) {
        next_row();
        put(person.code);
        put(place.figures.name);
        put(person.birth);
        put(place.figures.position);
        put(place.unit->name);
        put(place.style.value);
        put(register_.find_level(place.level)->name);
        put(place.collected);
        put(place.figures.valid);
        put(place.figures.invalid);
        for (const int count : place.figures.levels) {
            put(count);
            put_share(count, place.collected);
        }
        const Words note = threshold_note(place.figures.count(forms::Level::low), place.collected);
        put(std::string(words_of(place.consequence).vi) + (note.vi.empty() ? "" : fmt::format(" ({})", note.vi)));
        put(static_cast<std::int64_t>(person.places.size() + person.awaited.size()));
    }
    void people() {
        begin("Từng người", person_headings());
        for (const PersonResult& person : result_.people) {
            for (const std::size_t place : person.places) person_row(person, result_.places[place]);
        }
        worksheet_autofilter(sheet_, 0, 0, row_, static_cast<lxw_col_t>(person_headings().size() - 1));
    }
    void two_places() {
        begin("Hai nơi", person_headings());
        for (const PersonResult& person : result_.people) {
            if (person.places.size() + person.awaited.size() < 2) continue;
            for (const std::size_t place : person.places) person_row(person, result_.places[place]);
            for (const PlaceLine* line : person.awaited) {
                next_row();
                put(person.code);
                put(person.name);
                put(person.birth);
                put("chưa có kết quả / awaited");
                put(register_.find_unit(line->unit)->name);
                put(line->style.value);
            }
        }
    }

    void attention() {
        begin("Cần xem xét", {{"Việc\nWhat", 50},
                              {"English", 44},
                              {"Đơn vị\nUnit", 16},
                              {"Loại phiếu\nStyle", 8},
                              {"Chi tiết\nDetail", 90}});
        for (const Attention& each : result_.attention) {
            next_row();
            put(words_of(each.kind).vi);
            put(words_of(each.kind).en);
            put(each.unit);
            put(each.style);
            put(each.detail);
        }
    }
    void refusals() {
        begin("Từ chối", {{"Tệp\nFile", 36},
                          {"Ngày\nDay", 12},
                          {"Vì sao\nWhy", 34},
                          {"Chỗ\nPlace", 40},
                          {"Chi tiết\nDetail", 80},
                          {"SHA-256", 66}});
        for (const Refusal& each : result_.refusals) {
            next_row();
            put(each.file);
            put_day(each.day);
            put(words_of(each.reason).vi);
            put(each.place);
            put(each.message);
            put(base::to_hex(each.digest));
        }
    }

    std::string folder_;
    const RollUp& result_;
    const Register& register_;
    lxw_workbook* book_{};
    lxw_worksheet* sheet_{};
    lxw_format* head_{};
    lxw_format* percent_{};
    lxw_format* words_{};
    lxw_row_t row_{};
    lxw_col_t column_{};
};

}  // namespace

base::Expected<void, base::Failure> write_rollup_xlsx(const RollUp& result, const Register& units,
                                                      const fs::path& path) {
    // Written aside first: what stands under the name is whole.
    fs::path part = path;
    part += ".part";
    Workbook book(part, result, units);
    book.write();
    const bool closed = book.close();
    const auto bytes = base::read_file(part);
    std::error_code ignored;
    fs::remove(part, ignored);
    if (!closed || !bytes) {
        return base::fail(base::Failure{base::FailureClass::world, path.string(), "",
                                        "the workbook can't be written; expected a writable folder with room"});
    }
    return base::write_file_durably(path, *bytes);
}

}  // namespace kiemphieu::station::rollup
