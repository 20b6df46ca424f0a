// The register's files: a TOML with two tables beside it. docs/formats/rollup.md specifies them.

#include <algorithm>
#include <functional>
#include <set>
#include <span>
#include <sstream>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "forms/definition_section.hpp"
#include "forms/definition_text.hpp"
#include "forms/table_file.hpp"
#include "station/rollup/register.hpp"

namespace kiemphieu::station::rollup {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;
using forms::DefinitionNode;
using forms::Section;
using forms::Word;

/// A province has hundreds of units and some thousand people; a hundred times that is no register.
constexpr std::uintmax_t max_table_bytes = 64U << 20U;
/// What the foot of signed papers bears.
constexpr std::size_t least_fingerprint = 16;

constexpr std::array<std::string_view, 9> top_keys{"board", "parent", "place",  "campaign", "kind",
                                                   "proof", "units",  "people", "level"};
constexpr std::array<std::string_view, 2> level_keys{"id", "name"};
constexpr std::array<Word<forms::ConferenceKind>, 2> kind_words{
    {{"party", forms::ConferenceKind::party}, {"state", forms::ConferenceKind::state}}};
constexpr std::array<Word<ProofRule>, 2> proof_words{{{"advise", ProofRule::advise}, {"require", ProofRule::require}}};

constexpr std::array<std::string_view, 7> unit_columns{"ma",         "ten",      "cap",    "ngay_lay_phieu",
                                                       "loai_phieu", "nguoi_ky", "dau_vet"};
constexpr std::array<std::string_view, 7> people_columns{"ma_nguoi",   "ho_ten",  "ngay_sinh", "don_vi",
                                                         "loai_phieu", "chuc_vu", "cap"};

bool is_code(const std::string& text, std::size_t most) {
    return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.';
    });
}

/// One line of a table; hands out its cells by column and keeps the first fault.
class Line {
  public:
    Line(const forms::TableRow& row, std::span<const std::string_view> columns, const std::string& file)
        : row_(row), columns_(columns), file_(file) {}

    int number() const { return row_.line; }
    const std::optional<Failure>& failure() const { return failure_; }

    void fault(std::size_t column, std::string message) {
        if (failure_) return;
        failure_ = Failure{FailureClass::bad_input, file_, fmt::format("line {}: {}", row_.line, columns_[column]),
                           std::move(message)};
    }
    /// May be empty.
    std::string text_or_nothing(std::size_t column) {
        const std::string& raw = cell(column);
        if (base::squeeze_blanks(raw).empty()) return {};
        auto clean = forms::clean_text(raw);
        if (!clean) fault(column, clean.error());
        return clean.value_or("");
    }
    std::string text(std::size_t column) {
        std::string out = text_or_nothing(column);
        if (out.empty()) fault(column, "is empty; expected text");
        return out;
    }
    std::string code(std::size_t column) {
        std::string out = text(column);
        if (!is_code(out, 40))
            fault(column,
                  "\"" + out + "\" is no code; expected 1 to 40 letters without marks, digits, \"-\", \"_\", \".\"");
        return out;
    }
    std::string level(std::size_t column, const Register& levels) {
        std::string out = text_or_nothing(column);
        if (!out.empty() && levels.find_level(out) == nullptr)
            fault(column, "\"" + out + "\" is none of the register's levels");
        return out;
    }
    /// Parts of a cell that has several.
    std::vector<std::string> parts(std::size_t column, char between) {
        std::vector<std::string> out;
        std::istringstream in(text_or_nothing(column));
        for (std::string part; std::getline(in, part, between);) {
            part = base::squeeze_blanks(part);
            if (!part.empty()) out.push_back(part);
        }
        return out;
    }
    base::StyleId style(std::size_t column, const std::string& text) {
        if (!text.empty() && !(is_code(text, 8) && text.find_first_of("-_.") == std::string::npos))
            fault(column, "\"" + text + "\" is no ballot style; expected 1 to 8 letters or digits");
        return base::StyleId{text};
    }

  private:
    const std::string& cell(std::size_t column) const {
        static const std::string nothing;
        return column < row_.cells.size() ? row_.cells[column] : nothing;
    }

    const forms::TableRow& row_;
    std::span<const std::string_view> columns_;
    const std::string& file_;
    std::optional<Failure> failure_;
};

std::string joined(std::span<const std::string_view> columns) {
    std::string out;
    for (const std::string_view column : columns) out += (out.empty() ? "" : ",") + std::string(column);
    return out;
}

/// Reads a table with this header; `take` gets its lines in turn.
[[nodiscard]] base::Expected<void, Failure> read_lines(const fs::path& path, std::span<const std::string_view> columns,
                                                       const std::function<void(Line&)>& take) {
    const std::string file = path.string();
    const auto bytes = base::read_text_file(path, max_table_bytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto rows = forms::read_table(*bytes, file);
    if (!rows) return tl::unexpected(rows.error());
    const auto header_fault = [&](const std::string& found) {
        return base::fail(Failure{FailureClass::bad_input, file, "line 1",
                                  "the header says \"" + found + "\"; expected " + joined(columns)});
    };
    if (rows->empty()) return header_fault("");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& header = rows->front().cells;
        const std::string found = i < header.size() ? base::squeeze_blanks(header[i]) : "";
        if (found != columns[i]) return header_fault(found);
    }
    for (auto row = rows->begin() + 1; row != rows->end(); ++row) {
        Line line(*row, columns, file);
        take(line);
        if (line.failure()) return base::fail(*line.failure());
    }
    return {};
}

Unit unit_of(Line& line, const Register& out) {
    Unit unit;
    unit.id = line.code(0);
    unit.name = line.text(1);
    unit.level = line.level(2, out);
    if (unit.level.empty()) line.fault(2, "is empty; expected one of the register's levels");
    const auto day = day_of(line.text(3));
    if (!day) line.fault(3, "is no day; expected one such as 2023-12-15 or 15/12/2023");
    unit.vote_day = day.value_or(forms::Date{});
    for (const std::string& style : line.parts(4, ' ')) unit.styles.push_back(line.style(4, style));
    unit.signers = line.parts(5, '|');
    unit.fingerprint = line.text_or_nothing(6);
    const bool hex = unit.fingerprint.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!unit.fingerprint.empty() &&
        (!hex || unit.fingerprint.size() < least_fingerprint || unit.fingerprint.size() > 64))
        line.fault(6, "is no mark of a record; expected at least 16 hex digits, as the foot of the signed report has");
    return unit;
}

[[nodiscard]] base::Expected<void, Failure> read_units(const fs::path& path, Register& out) {
    std::set<std::string> known;
    return read_lines(path, unit_columns, [&](Line& line) {
        out.units.push_back(unit_of(line, out));
        if (!known.insert(out.units.back().id).second)
            line.fault(0, "\"" + out.units.back().id + "\" stands in an earlier line already");
    });
}

[[nodiscard]] base::Expected<void, Failure> read_people(const fs::path& path, Register& out) {
    std::set<std::string> units;
    for (const Unit& unit : out.units) units.insert(unit.id);
    const auto read = read_lines(path, people_columns, [&](Line& line) {
        PlaceLine place;
        place.person = line.code(0);
        place.name = line.text(1);
        place.birth = line.text_or_nothing(2);
        place.unit = line.code(3);
        if (!units.contains(place.unit)) line.fault(3, "\"" + place.unit + "\" is no unit of the register");
        place.style = line.style(4, line.text_or_nothing(4));
        place.position = line.text_or_nothing(5);
        place.level = line.level(6, out);
        place.line = line.number();
        out.people.push_back(std::move(place));
    });
    if (!read) return read;
    return check_people(out.people, path.string());
}

std::vector<ManagementLevel> read_levels(const Section& top, forms::Faults& faults) {
    std::vector<ManagementLevel> levels;
    for (const DefinitionNode* table : top.tables("level")) {
        const Section section(*table, fmt::format("level[{}].", levels.size() + 1), level_keys, faults);
        ManagementLevel level{section.text("id"), section.text("name")};
        if (!is_code(level.id, 40)) section.fault("id", "expected 1 to 40 letters without marks, digits or \"-\"");
        if (std::ranges::find(levels, level.id, &ManagementLevel::id) != levels.end())
            section.fault("id", "is the id of an earlier level already");
        levels.push_back(std::move(level));
    }
    if (levels.empty()) top.fault("level", "no [[level]]; expected at least one level of management");
    return levels;
}

}  // namespace

base::Expected<Register, Failure> read_register(const fs::path& toml) {
    const auto text = base::read_text_file(toml, 1U << 20U);
    if (!text) return tl::unexpected(text.error());
    const auto root = forms::parse_toml(*text, toml.string());
    if (!root) return tl::unexpected(root.error());
    forms::Faults faults(toml.string());
    const Section top(*root, "", top_keys, faults);
    Register out;
    out.board = top.text("board");
    if (top.has("parent")) out.parent = top.text("parent");
    out.place = top.text("place");
    out.campaign = top.text("campaign");
    out.kind = top.word("kind", kind_words);
    if (top.has("proof")) out.proof = top.word("proof", proof_words);
    out.levels = read_levels(top, faults);
    const std::string units = top.text("units");
    const std::string people = top.has("people") ? top.text("people") : "";
    if (faults.first()) return base::fail(*faults.first());
    if (auto read = read_units(toml.parent_path() / units, out); !read) return tl::unexpected(read.error());
    if (people.empty()) return out;
    if (auto read = read_people(toml.parent_path() / people, out); !read) return tl::unexpected(read.error());
    return out;
}

}  // namespace kiemphieu::station::rollup
