#include "tests/simulator/truth.hpp"

#include <nlohmann/json.hpp>

#include "base/ids.hpp"

namespace kiemphieu::simulator {

std::optional<forms::Level> level_of(const RowTruth& row) {
    if (row.marks() != 1) return std::nullopt;
    for (const forms::Level level : forms::all_levels) {
        if (row.meant[forms::index_of(level)]) return level;
    }
    return std::nullopt;
}

std::string_view name_of(RowKind kind) {
    constexpr std::array<std::string_view, row_kinds> names{
        "x",       "small_x",   "large_x", "off_centre_x", "tick", "slash",    "circle",  "filled",
        "faint_x", "corrected", "slipped", "dot_only",     "none", "double_x", "triple_x"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(NameMark mark) {
    constexpr std::array<std::string_view, name_marks> names{"none",     "straight",  "wavy",       "doubled", "zigzag",
                                                             "diagonal", "scribbled", "underlined", "stray"};
    return names[static_cast<std::size_t>(mark)];
}

std::string_view name_of(WriteIn write_in) {
    switch (write_in) {
        case WriteIn::none:
            return "none";
        case WriteIn::in_band:
            return "in_band";
        case WriteIn::between_rows:
            return "between_rows";
    }
    return "";
}

std::string to_json(const SheetTruth& truth) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const RowTruth& row : truth.rows) {
        const auto level = level_of(row);
        rows.push_back({{"number", row.number},
                        {"kind", name_of(row.kind)},
                        {"level", level ? nlohmann::ordered_json(forms::name_of(*level)) : nlohmann::ordered_json()},
                        {"meant", row.meant},
                        {"name", name_of(row.name)},
                        {"crossed", is_crossed(row.name)}});
    }
    const nlohmann::ordered_json json{{"file", truth.file},
                                      {"style", truth.code.style.value},
                                      {"ballot", base::to_string(truth.code.serial)},
                                      {"sheet", truth.code.sheet},
                                      {"page", truth.code.page},
                                      {"grade", truth.grade},
                                      {"dpi", truth.dpi},
                                      {"rotation_deg", truth.rotation_deg},
                                      {"defects", truth.defects},
                                      {"write_in", name_of(truth.write_in)},
                                      {"rows", std::move(rows)}};
    return json.dump();
}

}  // namespace kiemphieu::simulator
