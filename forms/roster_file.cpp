// roster.csv or .xlsx: a header, then one person a line. docs/formats/conference.md specifies it.

#include <array>
#include <charconv>

#include <fmt/core.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "forms/conference_file.hpp"
#include "forms/definition_text.hpp"
#include "forms/table_file.hpp"

namespace kiemphieu::forms {
namespace {

constexpr std::array<std::string_view, 3> columns{"stt", "ho_ten", "chuc_vu"};
/// A workbook of 60 people has some 20 kB, with a picture in it some MB.
constexpr std::uintmax_t max_roster_bytes = 8U << 20U;

base::Failure roster_failure(const std::string& file, int line, std::string_view field, std::string message) {
    const std::string place = field.empty() ? fmt::format("line {}", line) : fmt::format("line {}: {}", line, field);
    return {base::FailureClass::bad_input, file, place, std::move(message)};
}

/// Spreadsheets save columns that were once touched as empty trailing fields.
void drop_empty_tail(TableRow& record) {
    while (record.cells.size() > columns.size() && base::squeeze_blanks(record.cells.back()).empty()) {
        record.cells.pop_back();
    }
}

std::string lower_ascii(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

[[nodiscard]] base::Expected<void, base::Failure> check_header(TableRow header, const std::string& file) {
    drop_empty_tail(header);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string found =
            i < header.cells.size() ? lower_ascii(base::squeeze_blanks(header.cells[i])) : std::string{};
        if (found != columns[i]) {
            return base::fail(
                roster_failure(file, header.line, columns[i],
                               fmt::format("the header says \"{}\"; expected stt,ho_ten,chuc_vu", found)));
        }
    }
    if (header.cells.size() > columns.size()) {
        return base::fail(roster_failure(file, header.line, header.cells[columns.size()],
                                         "unknown column; expected stt,ho_ten,chuc_vu"));
    }
    return {};
}

[[nodiscard]] base::Expected<void, base::Failure> check_number(const std::string& field, std::size_t expected, int line,
                                                               const std::string& file) {
    const std::string text = base::squeeze_blanks(field);
    std::size_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && stop == text.data() + text.size() && number == expected) return {};
    return base::fail(roster_failure(
        file, line, columns[0], fmt::format("is \"{}\"; expected {}, the numbers count up from 1", text, expected)));
}

[[nodiscard]] base::Expected<void, base::Failure> add_record(std::vector<Candidate>& list, TableRow record,
                                                             const std::string& file) {
    drop_empty_tail(record);
    if (record.cells.size() != columns.size()) {
        return base::fail(roster_failure(
            file, record.line, "",
            fmt::format("has {} fields; expected {}: stt,ho_ten,chuc_vu", record.cells.size(), columns.size())));
    }
    if (auto number = check_number(record.cells[0], list.size() + 1, record.line, file); !number) return number;
    std::array<std::string, 2> texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto text = clean_text(record.cells[i + 1]);
        if (!text) return base::fail(roster_failure(file, record.line, columns[i + 1], text.error()));
        texts[i] = std::move(*text);
    }
    auto added = add_candidate(list, std::move(texts[0]), std::move(texts[1]));
    if (!added) return base::fail(roster_failure(file, record.line, columns[1], added.error()));
    return {};
}

}  // namespace

base::Expected<std::vector<Candidate>, base::Failure> parse_roster(std::string_view bytes, const std::string& file) {
    auto rows = read_table(bytes, file);
    if (!rows) return base::fail(rows.error());
    if (rows->empty()) return base::fail(roster_failure(file, 1, "", "is empty; expected stt,ho_ten,chuc_vu"));
    if (auto checked = check_header(std::move(rows->front()), file); !checked) return base::fail(checked.error());
    std::vector<Candidate> list;
    for (auto row = std::next(rows->begin()); row != rows->end(); ++row) {
        if (auto added = add_record(list, std::move(*row), file); !added) return base::fail(added.error());
    }
    if (list.empty()) return base::fail(roster_failure(file, 2, "ho_ten", "nobody is listed; expected 1 to 60 people"));
    return list;
}

base::Expected<std::vector<Candidate>, base::Failure> read_roster(const std::filesystem::path& csv_path) {
    const auto text = base::read_text_file(csv_path, max_roster_bytes);
    if (!text) return base::fail(text.error());
    if (!is_workbook(*text) && text->size() > max_definition_bytes) {
        return base::fail(base::Failure{base::FailureClass::bad_input, csv_path.string(), "",
                                        "is larger than 1 MiB; expected a roster"});
    }
    return parse_roster(*text, csv_path.string());
}

}  // namespace kiemphieu::forms
