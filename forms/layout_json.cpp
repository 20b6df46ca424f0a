// A layout as JSON and back. docs/formats/layout.md describes it.
#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "forms/layout.hpp"
#include "forms/layout_text.hpp"

namespace kiemphieu::forms {

namespace {

using nlohmann::json;

constexpr int format_version = 1;
constexpr std::array<const char*, 6> face_names{"serif", "serif_bold", "serif_italic", "serif_bold_italic",
                                                "mono",  "mono_bold"};
/// Limits far beyond any ballot of 60 candidates, so that a hostile file can't exhaust memory.
constexpr std::size_t most_pages = 63;
constexpr std::size_t most_items = 5000;
constexpr double most_mm = 1000;
/// Less could not be marked by hand, nor a module of the code be read.
constexpr double least_cell_mm = 4;
constexpr int most_candidates = 60;

json to_json(const base::PageRect& r) {
    return json::array({r.x, r.y, r.w, r.h});
}
json to_json(const std::optional<base::PageRect>& r) {
    return r ? to_json(*r) : json(nullptr);
}

json to_json(const Row& row) {
    json cells = json::array();
    for (const Cell& cell : row.cells) {
        cells.push_back(
            {{"level", name_of(cell.level)}, {"box_mm", to_json(cell.box)}, {"area_mm", to_json(cell.area)}});
    }
    return {{"number", row.number},
            {"candidate", row.candidate},
            {"row_box_mm", to_json(row.row_box)},
            {"name_box_mm", to_json(row.name_box)},
            {"position_box_mm", to_json(row.position_box)},
            {"cells", std::move(cells)}};
}

json to_json(const LayoutPage& page) {
    json marks = json::array();
    for (const base::PageRect& mark : page.registration_marks) marks.push_back(to_json(mark));
    json rules = json::array();
    for (const base::PageRect& rule : page.rules) rules.push_back(to_json(rule));
    json rows = json::array();
    for (const Row& row : page.rows) rows.push_back(to_json(row));
    json texts = json::array();
    for (const TextRun& run : page.texts) {
        texts.push_back({{"text", run.text},
                         {"face", face_names.at(static_cast<std::size_t>(run.face))},
                         {"size_pt", run.size_pt},
                         {"baseline_mm", {run.baseline.x, run.baseline.y}}});
    }
    return {{"page", page.page},
            {"sheet", page.sheet},
            {"side", page.side == Side::front ? "front" : "back"},
            {"qr_box_mm", to_json(page.qr_box)},
            {"readable_box_mm", to_json(page.readable_box)},
            {"registration_marks_mm", std::move(marks)},
            {"stamp_area_mm", to_json(page.stamp_area)},
            {"signature_area_mm", to_json(page.signature_area)},
            {"write_in_area_mm", to_json(page.write_in_area)},
            {"rows", std::move(rows)},
            {"texts", std::move(texts)},
            {"rules_mm", std::move(rules)}};
}

json without_id(const BallotLayout& layout) {
    json pages = json::array();
    for (const LayoutPage& page : layout.pages) pages.push_back(to_json(page));
    return {{"version", format_version},   {"conference", base::to_string(layout.conference)},
            {"style", layout.style.value}, {"page_size_mm", {layout.page_width_mm, layout.page_height_mm}},
            {"sheets", layout.sheets},     {"pages", std::move(pages)}};
}

/// Thrown inside this file only, with the field's path; becomes a Failure at its edge.
struct Unfit : std::runtime_error {
    Unfit(std::string field, const std::string& expected)
        : std::runtime_error("expected " + expected), place(std::move(field)) {}
    std::string place;
};

/// Boxes inside one another may stick out by what rounding to microns adds up to.
constexpr double rounding_mm = 0.01;

/// A value of the file with the path that leads to it.
class Field {
  public:
    Field(const json& value, std::string path) : value_(value), path_(std::move(path)) {}

    Field operator[](const char* key) const {
        if (!value_.is_object()) throw Unfit(path_, "an object");
        const auto found = value_.find(key);
        const std::string path = path_.empty() ? key : path_ + "." + key;
        if (found == value_.end()) throw Unfit(path, "to be there");
        return {*found, path};
    }
    Field at(std::size_t index) const { return {value_.at(index), path_ + "[" + std::to_string(index) + "]"}; }
    std::size_t count(std::size_t least, std::size_t most) const {
        if (!value_.is_array() || value_.size() < least || value_.size() > most) {
            throw Unfit(path_, "a list of " + std::to_string(least) + " to " + std::to_string(most));
        }
        return value_.size();
    }
    double number() const {
        if (!value_.is_number()) throw Unfit(path_, "a number");
        const double number = value_.get<double>();
        if (!std::isfinite(number) || std::abs(number) > most_mm) throw Unfit(path_, "a number of at most 1000");
        return number;
    }
    int integer(int least, int most) const {
        if (!value_.is_number_integer()) throw Unfit(path_, "a whole number");
        const auto number = value_.get<std::int64_t>();
        if (number < least || number > most) {
            throw Unfit(path_, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        }
        return static_cast<int>(number);
    }
    std::string text() const {
        if (!value_.is_string()) throw Unfit(path_, "a text");
        auto text = value_.get<std::string>();
        if (base::find_invalid_utf8(text)) throw Unfit(path_, "valid UTF-8");
        return text;
    }
    std::uint64_t id() const {
        std::uint64_t number = 0;
        if (!base::parse_hex(text(), number)) throw Unfit(path_, "16 hex digits");
        return number;
    }
    /// A box that lies in another one.
    base::PageRect rect(const base::PageRect& within) const {
        count(4, 4);
        const base::PageRect r{at(0).number(), at(1).number(), at(2).number(), at(3).number()};
        const base::PageRect limit = within.grown(rounding_mm);
        if (r.w < 0 || r.h < 0) throw Unfit(path_, "a box of no negative size");
        if (r.x < limit.x || r.y < limit.y || r.right() > limit.right() || r.bottom() > limit.bottom()) {
            throw Unfit(path_, "a box inside the page, or inside its row or cell");
        }
        return r;
    }
    /// A box the machine looks into, so of some size.
    base::PageRect area(const base::PageRect& within, double least_mm) const {
        const base::PageRect r = rect(within);
        if (r.w < least_mm || r.h < least_mm)
            throw Unfit(path_, "a box of " + std::to_string(least_mm) + " mm or more");
        return r;
    }
    std::optional<base::PageRect> optional_rect(const base::PageRect& within) const {
        if (value_.is_null()) return std::nullopt;
        return rect(within);
    }
    const std::string& path() const { return path_; }

  private:
    const json& value_;
    std::string path_;
};

Row read_row(const Field& field, const base::PageRect& paper, int number) {
    Row row;
    row.number = field["number"].integer(number, number);
    row.candidate = field["candidate"].text();
    row.row_box = field["row_box_mm"].area(paper, least_cell_mm);
    row.name_box = field["name_box_mm"].rect(row.row_box);
    row.position_box = field["position_box_mm"].rect(row.row_box);
    const Field cells = field["cells"];
    cells.count(3, 3);
    for (const Level level : all_levels) {
        const Field cell = cells.at(index_of(level));
        if (cell["level"].text() != name_of(level)) throw Unfit(cell["level"].path(), std::string(name_of(level)));
        const base::PageRect area = cell["area_mm"].area(row.row_box, least_cell_mm);
        row.cells[index_of(level)] = {level, cell["box_mm"].area(area, least_cell_mm), area};
    }
    return row;
}

TextRun read_text(const Field& field, const base::PageRect& paper) {
    TextRun run;
    run.text = field["text"].text();
    const std::string face = field["face"].text();
    const auto found = std::find(face_names.begin(), face_names.end(), face);
    if (found == face_names.end()) throw Unfit(field["face"].path(), "serif, serif_bold … mono_bold");
    run.face = static_cast<Face>(found - face_names.begin());
    run.size_pt = field["size_pt"].number();
    if (run.size_pt < 4 || run.size_pt > 100) throw Unfit(field["size_pt"].path(), "4 to 100");
    const Field baseline = field["baseline_mm"];
    baseline.count(2, 2);
    run.baseline = {baseline.at(0).number(), baseline.at(1).number()};
    if (!paper.contains(run.baseline)) throw Unfit(baseline.path(), "a place on the page");
    return run;
}

/// `rows_before` is how many rows earlier pages have.
LayoutPage read_page(const Field& field, const base::PageRect& paper, int number, int sheets, int rows_before) {
    LayoutPage page;
    page.page = field["page"].integer(number, number);
    page.sheet = field["sheet"].integer(1, sheets);
    const std::string side = field["side"].text();
    if (side != "front" && side != "back") throw Unfit(field["side"].path(), "front or back");
    page.side = side == "front" ? Side::front : Side::back;
    page.qr_box = field["qr_box_mm"].area(paper, least_cell_mm);
    page.readable_box = field["readable_box_mm"].area(paper, least_cell_mm);
    page.stamp_area = field["stamp_area_mm"].rect(paper);
    page.signature_area = field["signature_area_mm"].optional_rect(paper);
    page.write_in_area = field["write_in_area_mm"].optional_rect(paper);
    const auto list = [&](const char* key, std::size_t least, std::size_t most, auto add) {
        const Field items = field[key];
        const std::size_t count = items.count(least, most);
        for (std::size_t i = 0; i < count; ++i) add(items.at(i));
    };
    list("registration_marks_mm", 4, 16, [&](const Field& f) { page.registration_marks.push_back(f.area(paper, 1)); });
    list("rows", 0, static_cast<std::size_t>(most_candidates - rows_before), [&](const Field& f) {
        page.rows.push_back(read_row(f, paper, rows_before + static_cast<int>(page.rows.size()) + 1));
    });
    list("texts", 0, most_items, [&](const Field& f) { page.texts.push_back(read_text(f, paper)); });
    list("rules_mm", 0, most_items, [&](const Field& f) { page.rules.push_back(f.rect(paper)); });
    return page;
}

base::StyleId read_style(const Field& field) {
    const std::string text = field.text();
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    if (text.empty() || text.size() > 8 || !std::all_of(text.begin(), text.end(), allowed)) {
        throw Unfit(field.path(), "1 to 8 letters or digits");
    }
    return {text};
}

BallotLayout read_layout(const json& root) {
    const Field field(root, "");
    field["version"].integer(format_version, format_version);
    BallotLayout layout;
    layout.id = {field["layout_id"].id()};
    layout.conference = {field["conference"].id()};
    layout.style = read_style(field["style"]);
    const Field size = field["page_size_mm"];
    size.count(2, 2);
    layout.page_width_mm = size.at(0).number();
    layout.page_height_mm = size.at(1).number();
    if (layout.page_width_mm < 50 || layout.page_height_mm < 50) throw Unfit(size.path(), "50 mm or more");
    const base::PageRect paper{0, 0, layout.page_width_mm, layout.page_height_mm};
    layout.sheets = field["sheets"].integer(1, most_pages);
    const Field pages = field["pages"];
    const std::size_t count = pages.count(1, most_pages);
    int rows = 0;
    for (std::size_t i = 0; i < count; ++i) {
        layout.pages.push_back(read_page(pages.at(i), paper, static_cast<int>(i) + 1, layout.sheets, rows));
        rows += static_cast<int>(layout.pages.back().rows.size());
    }
    if (rows == 0) throw Unfit(pages.path(), "at least one row");
    if (fingerprint(layout) != layout.id) throw Unfit("layout_id", "the fingerprint of the rest; the file was changed");
    return layout;
}

}  // namespace

base::LayoutId fingerprint(const BallotLayout& layout) {
    const base::Digest digest = base::sha256(base::as_bytes(without_id(layout).dump()));
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < 8; ++i) id = id << 8U | digest[i];
    return {id};
}

std::string to_json(const BallotLayout& layout) {
    json out = without_id(layout);
    out["layout_id"] = base::to_string(layout.id);
    return out.dump(1) + "\n";
}

base::Expected<BallotLayout, base::Failure> layout_from_json(const std::string& text, const std::string& file) {
    const auto refuse = [&](const std::string& place, const std::string& message) {
        return base::fail(base::Failure{base::FailureClass::bad_input, file, place, message});
    };
    try {
        return read_layout(json::parse(text));
    } catch (const json::parse_error& e) {
        return refuse("byte " + std::to_string(e.byte), "is no JSON; expected a layout");
    } catch (const Unfit& e) {
        return refuse(e.place, e.what());
    } catch (const json::exception& e) {
        return refuse("", e.what());
    }
}

}  // namespace kiemphieu::forms
