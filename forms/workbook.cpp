// Source: ECMA-376 part 1, sections 18.2 to 18.4: a zip of XML files; texts stand in a list of their own.

#include "forms/workbook.hpp"

#include <charconv>
#include <cmath>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <pugixml.hpp>
#include <zip.h>

namespace kiemphieu::forms {
namespace {

/// A roster of 60 people takes some kilobytes; a part of megabytes is no roster but a bomb.
constexpr std::uint64_t most_part_bytes = 16U << 20U;
constexpr std::size_t most_rows = 5'000;
constexpr std::size_t most_columns = 100;

base::Failure wrong(const std::string& file, const std::string& place, std::string message) {
    return {base::FailureClass::bad_input, file, place, std::move(message)};
}

/// The parts of a workbook, opened from memory.
class Package {
  public:
    explicit Package(std::string_view bytes) {
        zip_error_t error;
        zip_error_init(&error);
        zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
        if (source != nullptr) {
            zip_ = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
            if (zip_ == nullptr) zip_source_free(source);
        }
        zip_error_fini(&error);
    }
    ~Package() {
        if (zip_ != nullptr) zip_discard(zip_);
    }
    Package(const Package&) = delete;
    Package& operator=(const Package&) = delete;

    bool is_open() const { return zip_ != nullptr; }

    /// A part's text; nothing when it is missing, damaged or too large.
    std::optional<std::string> part(const std::string& name) const {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat(zip_, name.c_str(), 0, &stat) != 0 || stat.size > most_part_bytes) return std::nullopt;
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen(zip_, name.c_str(), 0), &zip_fclose);
        if (!file) return std::nullopt;
        std::string text(static_cast<std::size_t>(stat.size), '\0');
        const zip_int64_t read = zip_fread(file.get(), text.data(), text.size());
        if (read < 0 || static_cast<std::size_t>(read) != text.size()) return std::nullopt;
        return text;
    }

    std::optional<pugi::xml_document> xml(const std::string& name) const {
        const auto text = part(name);
        std::optional<pugi::xml_document> document;
        if (!text) return document;
        document.emplace();
        if (!document->load_buffer(text->data(), text->size())) document.reset();
        return document;
    }

  private:
    zip_t* zip_{};
};

/// Names may carry a prefix of their namespace.
std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
    return parent.find_child([&](const pugi::xml_node& node) { return local_name(node) == name; });
}

/// The text of a string item: one run, or several of different fonts; what is spoken (phonetic) is left out.
std::string text_of(const pugi::xml_node& item) {
    std::string text;
    for (const pugi::xml_node& node : item.children()) {
        if (local_name(node) == "t") text += node.text().get();
        if (local_name(node) == "r") text += child(node, "t").text().get();
    }
    return text;
}

/// Where the first sheet lies.
std::string first_sheet(const Package& package) {
    const std::string usual = "xl/worksheets/sheet1.xml";
    const auto workbook = package.xml("xl/workbook.xml");
    const auto relations = package.xml("xl/_rels/workbook.xml.rels");
    if (!workbook || !relations) return usual;
    const pugi::xml_node sheet = child(child(workbook->document_element(), "sheets"), "sheet");
    std::string_view id;
    for (const pugi::xml_attribute& attribute : sheet.attributes()) {
        const std::string_view name = attribute.name();
        if (name == "id" || name.ends_with(":id")) id = attribute.value();
    }
    for (const pugi::xml_node& relation : relations->document_element().children()) {
        if (std::string_view(relation.attribute("Id").value()) != id || id.empty()) continue;
        std::string target = relation.attribute("Target").value();
        return target.starts_with('/') ? target.substr(1) : "xl/" + target;
    }
    return usual;
}

/// Column of a cell's reference: "B7" is 1.
std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
        if (column > most_columns) return std::nullopt;
    }
    return column == 0 ? std::nullopt : std::optional(column - 1);
}

/// Whole numbers are written as people write them, whatever the program that saved them did.
std::string number_text(std::string_view text) {
    double value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::string(text);
    if (std::abs(value) < 1e15 && value == std::floor(value)) return fmt::format("{:.0f}", value);
    return std::string(text);
}

std::string cell_text(const pugi::xml_node& cell, const std::vector<std::string>& strings) {
    const std::string_view type = cell.attribute("t").value();
    if (type == "inlineStr") return text_of(child(cell, "is"));
    const std::string value = child(cell, "v").text().get();
    if (type != "s") return type.empty() || type == "n" ? number_text(value) : value;
    std::size_t index{};
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), index);
    return error == std::errc{} && end == value.data() + value.size() && index < strings.size() ? strings[index] : "";
}

TableRow row_of(const pugi::xml_node& row, const std::vector<std::string>& strings, int line) {
    TableRow out{row.attribute("r").as_int(line), {}};
    std::size_t next = 0;
    for (const pugi::xml_node& cell : row.children()) {
        if (local_name(cell) != "c") continue;
        const std::size_t column = column_of(cell.attribute("r").value()).value_or(next);
        next = column + 1;
        if (column >= most_columns) break;
        if (out.cells.size() <= column) out.cells.resize(column + 1);
        out.cells[column] = cell_text(cell, strings);
    }
    return out;
}

}  // namespace

base::Expected<std::vector<TableRow>, base::Failure> read_workbook(std::string_view bytes, const std::string& file) {
    const Package package(bytes);
    if (!package.is_open()) return base::fail(wrong(file, "", "is no whole XLSX file; expected one, or CSV UTF-8"));
    std::vector<std::string> strings;
    if (const auto shared = package.xml("xl/sharedStrings.xml")) {
        for (const pugi::xml_node& item : shared->document_element().children()) {
            if (local_name(item) == "si") strings.push_back(text_of(item));
        }
    }
    const std::string name = first_sheet(package);
    const auto sheet = package.xml(name);
    if (!sheet) return base::fail(wrong(file, name, "is missing or can't be read; expected a workbook's first sheet"));
    std::vector<TableRow> rows;
    int line = 0;
    for (const pugi::xml_node& row : child(sheet->document_element(), "sheetData").children()) {
        if (local_name(row) != "row") continue;
        if (rows.size() >= most_rows) {
            return base::fail(wrong(file, name, fmt::format("has more than {} rows; expected a roster", most_rows)));
        }
        rows.push_back(row_of(row, strings, ++line));
        line = rows.back().line;
    }
    return rows;
}

}  // namespace kiemphieu::forms
