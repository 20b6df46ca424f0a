// roster.csv: a header, then one person a line. docs/formats/conference.md specifies it.

#include <array>
#include <charconv>
#include <span>

#include <fmt/core.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "forms/conference_file.hpp"
#include "forms/definition_text.hpp"

namespace kiemphieu::forms {
namespace {

constexpr std::array<std::string_view, 3> columns{"stt", "ho_ten", "chuc_vu"};

/// One record of the file with the line it begins on.
struct Record {
    int line{};
    std::vector<std::string> fields;
};

base::Failure roster_failure(const std::string& file, int line, std::string_view field, std::string message) {
    const std::string place = field.empty() ? fmt::format("line {}", line) : fmt::format("line {}: {}", line, field);
    return {base::FailureClass::bad_input, file, place, std::move(message)};
}

/// Takes a table of delimited text apart. Source: RFC 4180, with the delimiter free and any line end.
class Splitter {
  public:
    Splitter(std::string_view text, char delimiter, std::string file)
        : text_(text), delimiter_(delimiter), file_(std::move(file)) {}

    bool done() const { return at_ >= text_.size(); }

    [[nodiscard]] base::Expected<Record, base::Failure> next() {
        Record record{line_, {}};
        for (;;) {
            auto field = next_field();
            if (!field) return base::fail(field.error());
            record.fields.push_back(std::move(*field));
            if (!done() && text_[at_] == delimiter_) {
                ++at_;
                continue;
            }
            skip_line_end();
            return record;
        }
    }

  private:
    [[nodiscard]] base::Expected<std::string, base::Failure> next_field() {
        if (!done() && text_[at_] == '"') return next_quoted();
        const std::size_t begin = at_;
        while (!at_field_end()) ++at_;
        return std::string{text_.substr(begin, at_ - begin)};
    }

    [[nodiscard]] base::Expected<std::string, base::Failure> next_quoted() {
        const int opened = line_;
        std::string field;
        for (++at_; !done(); ++at_) {
            const char c = text_[at_];
            const bool doubled = c == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"';
            if (c == '"' && !doubled) {
                ++at_;
                if (at_field_end()) return field;
                return base::fail(roster_failure(file_, line_, "",
                                                 "text after a closing quote; expected the delimiter or a line end"));
            }
            if (doubled) ++at_;
            if (c == '\n' || (c == '\r' && !is_crlf())) ++line_;
            field += c;
        }
        return base::fail(roster_failure(file_, opened, "", "a quote opens here and is never closed"));
    }

    bool at_field_end() const { return done() || text_[at_] == delimiter_ || text_[at_] == '\n' || text_[at_] == '\r'; }
    bool is_crlf() const { return text_.substr(at_, 2) == "\r\n"; }
    void skip_line_end() {
        if (done()) return;
        at_ += is_crlf() ? 2U : 1U;
        ++line_;
    }

    std::string_view text_;
    char delimiter_;
    std::string file_;
    std::size_t at_{0};
    int line_{1};
};

/// The header's own delimiter is the file's.
char find_delimiter(std::string_view text) {
    const std::string_view header = text.substr(0, text.find_first_of("\r\n"));
    const std::size_t at = header.find_first_of(",;\t");
    return at == std::string_view::npos ? ',' : header[at];
}

bool is_empty(const Record& record) {
    for (const std::string& field : record.fields) {
        if (!base::squeeze_blanks(field).empty()) return false;
    }
    return true;
}

/// Spreadsheets save columns that were once touched as empty trailing fields.
void drop_empty_tail(Record& record) {
    while (record.fields.size() > columns.size() && base::squeeze_blanks(record.fields.back()).empty()) {
        record.fields.pop_back();
    }
}

std::string lower_ascii(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

[[nodiscard]] base::Expected<void, base::Failure> check_header(Record header, const std::string& file) {
    drop_empty_tail(header);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string found =
            i < header.fields.size() ? lower_ascii(base::squeeze_blanks(header.fields[i])) : std::string{};
        if (found != columns[i]) {
            return base::fail(
                roster_failure(file, header.line, columns[i],
                               fmt::format("the header says \"{}\"; expected stt,ho_ten,chuc_vu", found)));
        }
    }
    if (header.fields.size() > columns.size()) {
        return base::fail(roster_failure(file, header.line, header.fields[columns.size()],
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

[[nodiscard]] base::Expected<void, base::Failure> add_record(std::vector<Candidate>& list, Record record,
                                                             const std::string& file) {
    drop_empty_tail(record);
    if (record.fields.size() != columns.size()) {
        return base::fail(roster_failure(
            file, record.line, "",
            fmt::format("has {} fields; expected {}: stt,ho_ten,chuc_vu", record.fields.size(), columns.size())));
    }
    if (auto number = check_number(record.fields[0], list.size() + 1, record.line, file); !number) return number;
    std::array<std::string, 2> texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto text = clean_text(record.fields[i + 1]);
        if (!text) return base::fail(roster_failure(file, record.line, columns[i + 1], text.error()));
        texts[i] = std::move(*text);
    }
    auto added = add_candidate(list, std::move(texts[0]), std::move(texts[1]));
    if (!added) return base::fail(roster_failure(file, record.line, columns[1], added.error()));
    return {};
}

[[nodiscard]] base::Expected<std::string_view, base::Failure> without_mark(std::string_view text,
                                                                           const std::string& file) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        return base::fail(roster_failure(file, 1, "", "is UTF-16; save it as \"CSV UTF-8\""));
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text;
}

}  // namespace

base::Expected<std::vector<Candidate>, base::Failure> parse_roster(std::string_view bytes, const std::string& file) {
    const auto text = without_mark(bytes, file);
    if (!text) return base::fail(text.error());
    Splitter splitter(*text, find_delimiter(*text), file);
    if (splitter.done()) return base::fail(roster_failure(file, 1, "", "is empty; expected stt,ho_ten,chuc_vu"));
    auto header = splitter.next();
    if (!header) return base::fail(header.error());
    if (auto checked = check_header(std::move(*header), file); !checked) return base::fail(checked.error());
    std::vector<Candidate> list;
    while (!splitter.done()) {
        auto record = splitter.next();
        if (!record) return base::fail(record.error());
        if (is_empty(*record)) continue;
        if (auto added = add_record(list, std::move(*record), file); !added) return base::fail(added.error());
    }
    if (list.empty()) return base::fail(roster_failure(file, 2, "ho_ten", "nobody is listed; expected 1 to 60 people"));
    return list;
}

base::Expected<std::vector<Candidate>, base::Failure> read_roster(const std::filesystem::path& csv_path) {
    const auto text = base::read_text_file(csv_path, max_definition_bytes);
    if (!text) return base::fail(text.error());
    return parse_roster(*text, csv_path.string());
}

}  // namespace kiemphieu::forms
