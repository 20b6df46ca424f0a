#pragma once
// The names of things people rule on. An item's name is the same on every run, so rulings hold on to it.

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/hash.hpp"
#include "base/ids.hpp"

namespace kiemphieu::station {

/// One accepted sheet side: which image file (by its SHA-256) and which page in it, 1-based.
struct SheetKey {
    base::Digest image{};
    int page_in_file{1};
    auto operator<=>(const SheetKey&) const = default;
};

/// A row of a ballot: `row:<serial>:<number>`.
struct RowItem {
    base::Serial serial;
    int number{};
    auto operator<=>(const RowItem&) const = default;
};

/// A sheet that is not simply one of ours: `sheet:<12 hex of the image's digest>`, with `.<page>` after page 1 of a
/// file. 48 bits keep the images of one case apart (10,000 images meet by chance once in five million cases) and fit a
/// line.
struct SheetItem {
    std::string image_prefix;
    int page_in_file{1};
    auto operator<=>(const SheetItem&) const = default;
};

/// Writing in the blank band: `write-in:<serial>:<page>`.
struct WriteInItem {
    base::Serial serial;
    int page{};
    auto operator<=>(const WriteInItem&) const = default;
};

/// A ballot's sheet that was not scanned while another was: `missing:<serial>:<sheet>`.
struct MissingItem {
    base::Serial serial;
    int sheet{};
    auto operator<=>(const MissingItem&) const = default;
};

/// A paper that people key in and that no scan shows: `paper:<serial>:<page>`, by the code printed on it.
struct PaperItem {
    base::Serial serial;
    int page{};
    auto operator<=>(const PaperItem&) const = default;
};

/// A keyed paper without a code of ours: `stray:<style>:<number>`, by the number people write on it.
struct StrayItem {
    base::StyleId style;
    int number{};
    auto operator<=>(const StrayItem&) const = default;
};

/// Figures of a style that do not agree.
enum class FigureCheck {
    collected_over_issued,  ///< first: issued, second: collected
    scanned_differs,        ///< first: collected, second: scanned
    printed_differs,        ///< first: printed, second: issued + unused + exchanged
    quorum,                 ///< first: summoned, second: present
};

/// `figures:<style>:<check>:<first>:<second>`: it names the figures, so a ruling no longer holds once they change.
struct FiguresItem {
    base::StyleId style;
    FigureCheck check{FigureCheck::scanned_differs};
    int first{};
    int second{};
    auto operator<=>(const FiguresItem&) const = default;
};

using ItemId = std::variant<RowItem, SheetItem, WriteInItem, MissingItem, FiguresItem, PaperItem, StrayItem>;

SheetItem item_of(const SheetKey& sheet);
std::string to_string(const ItemId& item);
/// Nothing when the text names no item.
std::optional<ItemId> parse_item(std::string_view text);
std::string_view name_of(FigureCheck check);

}  // namespace kiemphieu::station
