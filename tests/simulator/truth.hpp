#pragma once
// What was really meant on a sheet, to hold a reading against.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/code.hpp"
#include "forms/level.hpp"

namespace kiemphieu::simulator {

/// What a voter did in a row's boxes.
enum class RowKind {
    x,             ///< one X of 4 to 10 mm, well inside
    small_x,       ///< 2.5 to 4 mm
    large_x,       ///< 10 to 16 mm, over the borders
    off_centre_x,  ///< its crossing up to a millimetre from the border
    tick,
    slash,
    circle,
    filled,
    faint_x,    ///< an X by a pen nearly dry, or of which a black-and-white scan kept a few dots
    corrected,  ///< one box blackened, an X in another
    slipped,    ///< an X, and a dot or dash of the pen in another box
    dot_only,   ///< a dot or dash and nothing else
    none,
    double_x,
    triple_x,
};
inline constexpr std::size_t row_kinds = 15;

/// What a voter did to a printed name.
enum class NameMark { none, straight, wavy, doubled, zigzag, diagonal, scribbled, underlined, stray };
inline constexpr std::size_t name_marks = 9;
/// Whether the name counts as struck through.
constexpr bool is_crossed(NameMark mark) {
    return mark != NameMark::none && mark != NameMark::underlined && mark != NameMark::stray;
}

enum class WriteIn { none, in_band, between_rows };

struct RowTruth {
    int number{};
    RowKind kind{RowKind::none};
    std::array<bool, 3> meant{};  ///< the boxes the voter meant, in the order of forms::all_levels
    NameMark name{NameMark::none};
    bool operator==(const RowTruth&) const = default;
    int marks() const { return static_cast<int>(meant[0]) + static_cast<int>(meant[1]) + static_cast<int>(meant[2]); }
};

/// The level the row counts for; nothing when none or several were meant.
std::optional<forms::Level> level_of(const RowTruth& row);

struct SheetTruth {
    std::string file;
    forms::SheetCode code;
    std::vector<RowTruth> rows;
    WriteIn write_in{WriteIn::none};
    std::string grade;
    int dpi{};
    int rotation_deg{};  ///< how far the page lies turned clockwise in the image
    std::vector<std::string> defects;
    bool operator==(const SheetTruth&) const = default;
};

std::string_view name_of(RowKind kind);
std::string_view name_of(NameMark mark);
std::string_view name_of(WriteIn write_in);
/// One line: what `truth.jsonl` holds a sheet.
std::string to_json(const SheetTruth& truth);

}  // namespace kiemphieu::simulator
