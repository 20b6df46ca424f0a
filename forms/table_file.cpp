#include "forms/table_file.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "forms/workbook.hpp"

namespace kiemphieu::forms {
namespace {

base::Failure table_failure(const std::string& file, int line, std::string message) {
    return {base::FailureClass::bad_input, file, fmt::format("line {}", line), std::move(message)};
}

/// Takes a table of delimited text apart. Source: RFC 4180, with the delimiter free and any line end.
class Splitter {
  public:
    Splitter(std::string_view text, char delimiter, std::string file)
        : text_(text), delimiter_(delimiter), file_(std::move(file)) {}

    bool done() const { return at_ >= text_.size(); }

    [[nodiscard]] base::Expected<TableRow, base::Failure> next() {
        TableRow record{line_, {}};
        for (;;) {
            auto field = next_field();
            if (!field) return base::fail(field.error());
            record.cells.push_back(std::move(*field));
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
                return base::fail(
                    table_failure(file_, line_, "text after a closing quote; expected the delimiter or a line end"));
            }
            if (doubled) ++at_;
            if (c == '\n' || (c == '\r' && !is_crlf())) ++line_;
            field += c;
        }
        return base::fail(table_failure(file_, opened, "a quote opens here and is never closed"));
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

bool is_empty(const TableRow& row) {
    return std::ranges::all_of(row.cells, [](const std::string& cell) { return base::squeeze_blanks(cell).empty(); });
}

[[nodiscard]] base::Expected<std::string_view, base::Failure> without_mark(std::string_view text,
                                                                           const std::string& file) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        return base::fail(table_failure(file, 1, "is UTF-16; save it as \"CSV UTF-8\""));
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text;
}

}  // namespace

bool is_workbook(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04");
}

base::Expected<std::vector<TableRow>, base::Failure> read_table(std::string_view bytes, const std::string& file) {
    if (is_workbook(bytes)) {
        auto rows = read_workbook(bytes, file);
        if (rows) std::erase_if(*rows, is_empty);
        return rows;
    }
    const auto text = without_mark(bytes, file);
    if (!text) return base::fail(text.error());
    Splitter splitter(*text, find_delimiter(*text), file);
    std::vector<TableRow> rows;
    while (!splitter.done()) {
        auto row = splitter.next();
        if (!row) return base::fail(row.error());
        if (!is_empty(*row)) rows.push_back(std::move(*row));
    }
    return rows;
}

}  // namespace kiemphieu::forms
