#pragma once
// A ballot's layout: everything that is printed on it and where, so that printing, reading and checking
// work from the same numbers. Geometry in millimetres, origin at the page's top left, x right, y down.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/geometry.hpp"
#include "base/ids.hpp"
#include "forms/conference.hpp"
#include "forms/level.hpp"

namespace kiemphieu::forms {

/// The faces the forms use; Liberation has Times' and Courier's metrics and all Vietnamese letters.
enum class Face { serif, serif_bold, serif_italic, serif_bold_italic, mono, mono_bold };

/// One line of text as it stands on the page: left end of the baseline, never wrapped again.
struct TextRun {
    std::string text;  ///< UTF-8, NFC
    Face face{Face::serif};
    double size_pt{};
    base::PagePoint baseline;
    bool operator==(const TextRun&) const = default;
};

enum class Side { front, back };

/// One ô of a row. `box` is where the mark belongs, `area` the table cell around it (the same unless MarkBox::square).
struct Cell {
    Level level{Level::high};
    base::PageRect box;
    base::PageRect area;
    bool operator==(const Cell&) const = default;
};

/// One candidate's row. Text boxes are tight around the printed ink.
struct Row {
    int number{};
    std::string candidate;
    base::PageRect row_box;  ///< the whole table row, Stt to Thấp, between line centres
    base::PageRect name_box;
    base::PageRect position_box;
    std::array<Cell, 3> cells;  ///< in the order of all_levels
    bool operator==(const Row&) const = default;
};

struct LayoutPage {
    int page{};   ///< 1-based page of the ballot
    int sheet{};  ///< 1-based sheet of the ballot
    Side side{Side::front};
    base::PageRect qr_box;                           ///< the symbol's modules, without its quiet zone
    base::PageRect readable_box;                     ///< the readable code's lines, for OCR
    std::vector<base::PageRect> registration_marks;  ///< filled black
    base::PageRect stamp_area;  ///< kept free for the seal: nothing in it is needed to read the ballot
    std::optional<base::PageRect> signature_area;
    std::optional<base::PageRect> write_in_area;
    std::vector<Row> rows;
    std::vector<TextRun> texts;         ///< every printed text but the readable code
    std::vector<base::PageRect> rules;  ///< every printed line, as the filled rectangle it is; w > h is horizontal
    bool operator==(const LayoutPage&) const = default;
};

struct BallotLayout {
    base::LayoutId id;  ///< fingerprint of all the rest
    base::ConferenceId conference;
    base::StyleId style;
    double page_width_mm{210.0};
    double page_height_mm{297.0};
    int sheets{};  ///< sheets a ballot
    std::vector<LayoutPage> pages;
    bool operator==(const BallotLayout&) const = default;

    const LayoutPage* find_page(int page) const;
};

/// Lays out one style's ballot (Phụ lục 4). Pure: the same input gives the same layout.
/// Errors: bad_input when a name can't be set (no glyph for a letter, more lines than a page holds) or a list is empty
/// or over 60; world when a font file is missing.
[[nodiscard]] base::Expected<BallotLayout, base::Failure> make_layout(const Conference& conference,
                                                                      const BallotStyle& style,
                                                                      base::ConferenceId conference_id);

/// The JSON of `kiemphieu layout`, a superset of the contract: it also carries what is printed, so that a reader needs
/// nothing else.
std::string to_json(const BallotLayout& layout);
/// Reads that JSON back. Errors: bad_input naming file and field, also when the fingerprint does not match the content.
[[nodiscard]] base::Expected<BallotLayout, base::Failure> layout_from_json(const std::string& json,
                                                                           const std::string& file);

}  // namespace kiemphieu::forms
