#include "station/rules/item.hpp"

#include <array>
#include <charconv>
#include <vector>

namespace kiemphieu::station {
namespace {

constexpr std::array<std::string_view, 4> check_names{"collected_over_issued", "scanned_differs", "printed_differs",
                                                      "quorum"};
constexpr std::size_t prefix_digits = 12;

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
/// clang 14 does not deduce without it.
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// A decimal number as it was written by to_string: no sign, no leading zero, nothing after it.
std::optional<int> parse_number(std::string_view text) {
    int value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    if (std::to_string(value) != text) return std::nullopt;
    return value;
}

std::optional<base::Serial> parse_serial(std::string_view text) {
    base::Serial serial;
    if (!base::parse_hex(std::string{text}, serial.value) || base::to_string(serial) != text) return std::nullopt;
    return serial;
}

/// `<serial>:<number>`, the tail of four kinds of items.
template <class Item>
std::optional<ItemId> parse_serial_item(const std::vector<std::string_view>& parts) {
    if (parts.size() != 3) return std::nullopt;
    const auto serial = parse_serial(parts[1]);
    const auto number = parse_number(parts[2]);
    if (!serial || !number || *number == 0) return std::nullopt;
    return Item{*serial, *number};
}

std::optional<ItemId> parse_sheet_item(const std::vector<std::string_view>& parts) {
    if (parts.size() != 2) return std::nullopt;
    const auto halves = split(parts[1], '.');
    const std::string_view digits = halves.front();
    if (digits.size() != prefix_digits || halves.size() > 2) return std::nullopt;
    if (digits.find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
    if (halves.size() == 1) return SheetItem{std::string{digits}, 1};
    const auto page = parse_number(halves[1]);
    if (!page || *page < 2) return std::nullopt;
    return SheetItem{std::string{digits}, *page};
}

std::optional<ItemId> parse_stray_item(const std::vector<std::string_view>& parts) {
    if (parts.size() != 3 || parts[1].empty()) return std::nullopt;
    const auto number = parse_number(parts[2]);
    if (!number || *number == 0) return std::nullopt;
    return StrayItem{base::StyleId{std::string{parts[1]}}, *number};
}

std::optional<ItemId> parse_figures_item(const std::vector<std::string_view>& parts) {
    if (parts.size() != 5 || parts[1].empty()) return std::nullopt;
    const auto first = parse_number(parts[3]);
    const auto second = parse_number(parts[4]);
    if (!first || !second) return std::nullopt;
    for (std::size_t i = 0; i < check_names.size(); ++i) {
        if (check_names[i] != parts[2]) continue;
        return FiguresItem{base::StyleId{std::string{parts[1]}}, static_cast<FigureCheck>(i), *first, *second};
    }
    return std::nullopt;
}

}  // namespace

SheetItem item_of(const SheetKey& sheet) {
    return {base::to_hex(sheet.image).substr(0, prefix_digits), sheet.page_in_file};
}

std::string_view name_of(FigureCheck check) {
    return check_names[static_cast<std::size_t>(check)];
}

std::string to_string(const ItemId& item) {
    const auto numbered = [](std::string_view kind, base::Serial serial, int number) {
        return std::string{kind} + ":" + base::to_string(serial) + ":" + std::to_string(number);
    };
    return std::visit(
        Overloaded{
            [&](const RowItem& row) { return numbered("row", row.serial, row.number); },
            [&](const WriteInItem& write_in) { return numbered("write-in", write_in.serial, write_in.page); },
            [&](const MissingItem& missing) { return numbered("missing", missing.serial, missing.sheet); },
            [&](const PaperItem& paper) { return numbered("paper", paper.serial, paper.page); },
            [](const StrayItem& stray) { return "stray:" + stray.style.value + ":" + std::to_string(stray.number); },
            [](const SheetItem& sheet) {
                const std::string page = sheet.page_in_file == 1 ? "" : "." + std::to_string(sheet.page_in_file);
                return "sheet:" + sheet.image_prefix + page;
            },
            [](const FiguresItem& figures) {
                return "figures:" + figures.style.value + ":" + std::string{name_of(figures.check)} + ":" +
                       std::to_string(figures.first) + ":" + std::to_string(figures.second);
            },
        },
        item);
}

std::optional<ItemId> parse_item(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.front() == "row") return parse_serial_item<RowItem>(parts);
    if (parts.front() == "write-in") return parse_serial_item<WriteInItem>(parts);
    if (parts.front() == "missing") return parse_serial_item<MissingItem>(parts);
    if (parts.front() == "paper") return parse_serial_item<PaperItem>(parts);
    if (parts.front() == "stray") return parse_stray_item(parts);
    if (parts.front() == "sheet") return parse_sheet_item(parts);
    if (parts.front() == "figures") return parse_figures_item(parts);
    return std::nullopt;
}

}  // namespace kiemphieu::station
