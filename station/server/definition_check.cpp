#include "station/server/definition_check.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "forms/conference_file.hpp"
#include "forms/definition_text.hpp"
#include "forms/layout.hpp"
#include "forms/table_file.hpp"

namespace kiemphieu::station::server {
namespace {

/// More are not read by anybody at once.
constexpr int most_problems = 100;

/// A definition from a browser names no files.
base::Expected<std::vector<forms::Candidate>, base::Failure> no_rosters(const std::filesystem::path&) {
    return base::fail(base::Failure{base::FailureClass::bad_input, "", "roster", "expected a list, no file"});
}

int line_of(const base::Failure& failure) {
    int line = 0;
    if (failure.place.starts_with("line ")) {
        std::from_chars(failure.place.data() + 5, failure.place.data() + failure.place.size(), line);
    }
    return line;
}

std::string vietnamese_of(const std::string& english) {
    struct Known {
        std::string_view part;
        std::string_view vietnamese;
    };
    constexpr Known known[]{
        {"is empty", "Chưa điền."},
        {"is missing", "Còn thiếu."},
        {"is listed already", "Người này đã có trong danh sách."},
        {"already; expected each person once", "Người này đã có trong danh sách."},
        {"one candidate too many", "Quá nhiều người; nhiều nhất 60 người một loại phiếu."},
        {"nobody is listed", "Chưa có ai trong danh sách."},
        {"is another style's", "Ký hiệu này đã dùng cho loại phiếu khác."},
        {"1 to 8 letters", "Ký hiệu gồm 1 đến 8 chữ cái không dấu hoặc chữ số."},
        {"is a second head", "Chỉ có một trưởng ban."},
        {"has no head", "Ban kiểm phiếu phải có một trưởng ban."},
        {"summoned", "Không được lớn hơn số được triệu tập."},
        {"is none of Phụ lục 1", "Phụ lục 1 chỉ có các nhóm từ 1 đến 12."},
        {"control character", "Có ký tự không in được."},
        {"writing direction", "Có ký tự đổi chiều viết."},
        {"no valid UTF-8", "Văn bản không phải UTF-8."},
        {"glyph", "Có chữ mà phông chữ của phiếu không có."},
        {"at least one [[style]]", "Cần ít nhất một loại phiếu."},
        {"fills a single style", "Danh sách này chỉ dùng được khi có một loại phiếu."},
        {"the list is given more than once", "Danh sách được ghi hơn một lần."},
        {"unknown key", "Có mục lạ."},
        {"the numbers count up from 1", "Số thứ tự phải tăng dần từ 1."},
        {"unknown column", "Có cột lạ; cần STT, họ tên, chức vụ."},
        {"the header says", "Dòng tiêu đề không đúng; cần STT, họ tên, chức vụ."},
        {" fields; expected", "Số cột không đúng; cần STT, họ tên, chức vụ."},
        {"closing quote", "Có chữ sau dấu ngoặc kép đóng."},
        {"never closed", "Có dấu ngoặc kép không đóng."},
        {"UTF-16", "Tệp là UTF-16; hãy lưu dạng CSV UTF-8."},
        {"larger than 1 MiB", "Tệp quá lớn để là danh sách."},
        {"expected a list, no file", "Cần danh sách, không phải tên tệp."},
        {"expected one of", "Giá trị không đúng."},
        {"expected 0 to", "Số không đúng."},
    };
    for (const Known& entry : known) {
        if (english.find(entry.part) != std::string::npos) return std::string(entry.vietnamese);
    }
    return "Giá trị không đúng.";
}

/// "styles.0.candidates.3.name" is about the fourth row.
std::optional<int> row_in(const std::string& field) {
    std::optional<int> row;
    for (const std::string_view list : {"candidates.", "committee."}) {
        const std::size_t at = field.find(list);
        if (at == std::string::npos) continue;
        int index = -1;
        std::from_chars(field.data() + at + list.size(), field.data() + field.size(), index);
        if (index >= 0) row = index + 1;
    }
    return row;
}

DefinitionProblem problem_of(const DefinitionText& definition, const base::Failure& failure) {
    const auto found = definition.fields.find(line_of(failure));
    std::string field = found == definition.fields.end() ? failure.place : found->second;
    // A missing key is told at its table's line, with its name behind.
    const std::size_t colon = failure.place.find(": ");
    if (found != definition.fields.end() && colon != std::string::npos) {
        const std::string named = failure.place.substr(failure.place.find_last_of(" .") + 1);
        if (!field.ends_with(named)) field += (field.empty() ? "" : ".") + named;
    }
    const auto row = row_in(field);
    return {std::move(field), row, vietnamese_of(failure.message), failure.message};
}

/// The same definition with a text that can't be wrong in place of the one in a line; false where there is none.
bool mend_line(DefinitionText& definition, int line) {
    std::size_t begin = 0;
    for (int i = 1; i < line && begin != std::string::npos; ++i) {
        begin = definition.toml.find('\n', begin);
        if (begin != std::string::npos) ++begin;
    }
    if (begin == std::string::npos || begin >= definition.toml.size()) return false;
    const std::size_t end = definition.toml.find('\n', begin);
    const std::string old = definition.toml.substr(begin, end - begin);
    const std::size_t equals = old.find(" = ");
    if (equals == std::string::npos || old.size() < equals + 4) return false;
    const std::string key = old.substr(0, equals);
    std::string value = "0";
    if (old[equals + 3] == '"')
        value = key == "id" ? "\"z" + std::to_string(line) + "\"" : "\"x" + std::to_string(line) + "\"";
    if (key == "date") value = "2000-01-01";
    for (const auto& [name, word] : {std::pair{"role", "\"member\""},
                                     {"kind", "\"party\""},
                                     {"seal", "\"ignore\""},
                                     {"crossed_name", "\"row\""},
                                     {"rehearsal", "\"advise\""},
                                     {"mark_box", "\"cell\""},
                                     {"mark", "\"none\""}}) {
        if (key == name) value = word;
    }
    if (old == key + " = " + value) return false;
    definition.toml.replace(begin, end - begin, key + " = " + value);
    return true;
}

}  // namespace

base::Expected<forms::Conference, base::Failure> conference_of(const DefinitionText& definition) {
    return forms::parse_conference(definition.toml, "", no_rosters);
}

std::vector<DefinitionProblem> problems_of(const DefinitionText& given) {
    std::vector<DefinitionProblem> problems;
    DefinitionText definition = given;
    // One fault is told at a time; what it is about is made harmless, and the next is looked for.
    while (static_cast<int>(problems.size()) < most_problems) {
        const auto conference = conference_of(definition);
        if (!conference) {
            problems.push_back(problem_of(definition, conference.error()));
            if (!mend_line(definition, line_of(conference.error()))) break;
            continue;
        }
        if (!problems.empty()) break;
        for (std::size_t i = 0; i < conference->styles.size(); ++i) {
            const auto layout = forms::make_layout(*conference, conference->styles[i], base::ConferenceId{1});
            if (layout) continue;
            problems.push_back({"styles." + std::to_string(i), std::nullopt, vietnamese_of(layout.error().message),
                                base::to_string(layout.error())});
        }
        break;
    }
    return problems;
}

namespace {

/// What a column of a roster is, by its heading.
enum class Column { other, number, name, position };

/// Small letters, as far as Vietnamese goes: within Latin-1 by 32, in the later blocks a capital is even and its small
/// letter follows it. Source: Unicode 15, blocks Latin-1 Supplement, Latin Extended-A and Latin Extended Additional.
char32_t small(char32_t c) {
    if ((c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 32;
    if (c == 0x1AF) return c + 1;  // Ư; Ơ is even like the others
    const bool paired =
        c == 0x102 || c == 0x110 || c == 0x128 || c == 0x168 || c == 0x1A0 || (c >= 0x1EA0 && c <= 0x1EF9);
    return paired && c % 2 == 0 ? c + 1 : c;
}

std::u32string plain(const std::string& text) {
    if (base::find_invalid_utf8(text)) return {};
    std::u32string out;
    for (const char32_t c : base::code_points(base::to_nfc(base::squeeze_blanks(text)))) out += small(c);
    return out;
}

/// Headings say more than the one word: "Chức vụ, đơn vị công tác" on the plan's own form.
Column column_named(const std::string& heading) {
    const std::u32string text = plain(heading);
    const auto is = [&](std::initializer_list<std::u32string_view> names) {
        return std::ranges::find(names, text) != names.end();
    };
    const auto begins = [&](std::initializer_list<std::u32string_view> words) {
        return std::ranges::any_of(words, [&](std::u32string_view word) { return text.starts_with(word); });
    };
    if (is({U"stt", U"tt", U"số tt", U"số thứ tự", U"no", U"no.", U"number"})) return Column::number;
    if (is({U"tên", U"name", U"full name"}) || begins({U"ho_ten", U"họ tên", U"họ và tên", U"họ, tên"}))
        return Column::name;
    if (is({U"position", U"title"}) || begins({U"chuc_vu", U"chức vụ", U"chức danh"})) return Column::position;
    return Column::other;
}

struct Columns {
    std::optional<std::size_t> number;
    std::size_t name{};
    std::size_t position{};
};

bool is_number(const std::string& text) {
    const std::string trimmed = base::squeeze_blanks(text);
    return !trimmed.empty() && trimmed.size() <= 4 &&
           std::ranges::all_of(trimmed, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// A list may stand under a title and the name of whoever made it.
constexpr std::size_t most_lines_above = 10;

std::optional<Columns> columns_headed(const std::vector<std::string>& heading) {
    std::optional<std::size_t> number;
    std::optional<std::size_t> name;
    std::optional<std::size_t> position;
    for (std::size_t i = 0; i < heading.size(); ++i) {
        const Column column = column_named(heading[i]);
        if (column == Column::number && !number) number = i;
        if (column == Column::name && !name) name = i;
        if (column == Column::position && !position) position = i;
    }
    if (!name || !position) return std::nullopt;
    return Columns{number, *name, *position};
}

/// By the header, which is then taken off with what stands above; without one by what the columns hold. Nothing when
/// there is no telling.
std::optional<Columns> find_columns(std::vector<forms::TableRow>& rows) {
    for (std::size_t i = 0; i < std::min(rows.size(), most_lines_above); ++i) {
        const auto headed = columns_headed(rows[i].cells);
        if (!headed) continue;
        rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        return headed;
    }
    std::size_t widest = 0;
    for (const forms::TableRow& row : rows) widest = std::max(widest, row.cells.size());
    const bool numbered = std::ranges::all_of(
        rows, [](const forms::TableRow& row) { return !row.cells.empty() && is_number(row.cells.front()); });
    if (numbered && widest >= 3) return Columns{0, 1, 2};
    if (!numbered && widest >= 2) return Columns{std::nullopt, 0, 1};
    return std::nullopt;
}

void read_row(const forms::TableRow& row, const Columns& columns, RosterRead& read) {
    const int number = static_cast<int>(read.candidates.size()) + 1;
    const auto add = [&](const char* column, const std::string& english) {
        read.problems.push_back({number, column, vietnamese_of(english), english});
    };
    const auto cell = [&](std::size_t i) { return i < row.cells.size() ? row.cells[i] : std::string{}; };
    if (columns.number) {
        const std::string told = base::squeeze_blanks(cell(*columns.number));
        if (told != std::to_string(number) && told != std::to_string(number) + ".") {
            read.problems.push_back({number, "number",
                                     "Số thứ tự là \"" + told + "\"; đúng ra phải là " + std::to_string(number) + ".",
                                     "is \"" + told + "\"; expected " + std::to_string(number)});
        }
    }
    const auto clean = [&](std::size_t i, const char* column) {
        const std::string raw = cell(i);
        const auto text = forms::clean_text(raw);
        if (text) return *text;
        add(column, text.error());
        return base::find_invalid_utf8(raw) ? std::string{} : raw;
    };
    forms::Candidate candidate{number, clean(columns.name, "name"), clean(columns.position, "position")};
    const bool twice = std::ranges::any_of(read.candidates, [&](const forms::Candidate& other) {
        return other.name == candidate.name && other.position == candidate.position && !candidate.name.empty();
    });
    if (twice) add("name", "is listed already; expected each person once");
    read.candidates.push_back(std::move(candidate));
}

}  // namespace

RosterRead read_roster_table(std::string_view bytes) {
    RosterRead read;
    auto rows = forms::read_table(bytes, "");
    if (!rows) {
        read.problems.push_back({0, "", "Không đọc được tệp; cần XLSX hoặc CSV UTF-8.", base::to_string(rows.error())});
        return read;
    }
    const auto columns = rows->empty() ? std::nullopt : find_columns(*rows);
    if (!columns) {
        read.problems.push_back({0, "", "Không thấy cột họ tên và chức vụ.",
                                 "has no columns of names and positions; expected stt, ho_ten, chuc_vu"});
        return read;
    }
    for (const forms::TableRow& row : *rows) {
        if (read.candidates.size() >= 1000) break;
        read_row(row, *columns, read);
    }
    if (read.candidates.size() > 60) {
        read.problems.push_back({0, "", "Quá nhiều người; nhiều nhất 60 người một loại phiếu.",
                                 "has more people than a ballot holds; expected 60 at most"});
    }
    if (read.candidates.empty()) {
        read.problems.push_back({0, "", "Chưa có ai trong danh sách.", "nobody is listed"});
    }
    return read;
}

}  // namespace kiemphieu::station::server
