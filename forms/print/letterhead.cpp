#include "forms/print/letterhead.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "base/text.hpp"
#include "forms/typeface.hpp"

namespace kiemphieu::forms {
namespace {

constexpr ParagraphStyle centred(double size_pt) {
    return {size_pt, Align::center, 0.0, 1.2, Breaking::even};
}

/// Leaves the State's name, 88 mm in 12 pt bold, its own column.
constexpr double organisation_mm = 68.0;
constexpr double gutter_mm = 4.0;

/// The length of a line of text; none where it can't be measured, which drawing then tells.
double length_mm(const std::string& text, Face face, double size_pt) {
    return text_width_mm(text, face, size_pt).value_or(0.0);
}

/// A body's name in capitals; where it takes two lines, the second begins with the kind of its territory, so that no
/// word of two syllables ("NHÂN DÂN", "ĐẢNG BỘ") is torn.
std::vector<std::string> organisation_lines(const std::string& name, Face face) {
    const std::string capitals = base::to_upper(name);
    if (length_mm(capitals, face, 12) <= organisation_mm) return {capitals};
    for (const char* kind : {" TỈNH ", " THÀNH PHỐ ", " HUYỆN ", " QUẬN ", " THỊ XÃ ", " XÃ ", " PHƯỜNG "}) {
        const auto at = capitals.find(kind);
        if (at == std::string::npos) continue;
        std::vector<std::string> lines{capitals.substr(0, at), capitals.substr(at + 1)};
        if (std::ranges::all_of(lines, [&](const auto& line) { return length_mm(line, face, 12) <= organisation_mm; }))
            return lines;
    }
    return {capitals};
}

Column organisation_column(const Conference& conference, const std::string& under) {
    Column column{0.0, organisation_mm, {}};
    if (conference.parent_organisation) {
        for (const std::string& line : organisation_lines(*conference.parent_organisation, Face::serif)) {
            column.paragraphs.push_back(plain(line, Face::serif, centred(12)));
        }
    }
    const auto lines = organisation_lines(conference.organisation, Face::serif_bold);
    for (const std::string& line : lines) column.paragraphs.push_back(plain(line, Face::serif_bold, centred(12)));
    if (conference.kind == ConferenceKind::party) {
        column.paragraphs.push_back(plain("*", Face::serif, centred(12)));
    } else {
        // A third to half of the line. Source: NĐ 30/2020, Phụ lục I, II.2.
        column.paragraphs.back().rule_mm =
            0.4 * std::min(length_mm(lines.back(), Face::serif_bold, 12), organisation_mm);
        column.paragraphs.back().space_after_mm = 1.5;
    }
    if (!under.empty()) column.paragraphs.push_back(plain(under, Face::serif_italic, centred(12)));
    return column;
}

Column motto_column(const Conference& conference, const std::string& date_line, double width_mm) {
    Column column{organisation_mm + gutter_mm, width_mm - organisation_mm - gutter_mm, {}};
    if (conference.kind == ConferenceKind::party) {
        const std::string party = "ĐẢNG CỘNG SẢN VIỆT NAM";
        column.paragraphs.push_back(plain(party, Face::serif_bold, centred(14), 3.0));
        column.paragraphs.back().rule_mm = length_mm(party, Face::serif_bold, 14);
    } else {
        column.paragraphs.push_back(plain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face::serif_bold, centred(12)));
        const std::string motto = "Độc lập - Tự do - Hạnh phúc";
        column.paragraphs.push_back(plain(motto, Face::serif_bold, centred(13), 3.0));
        column.paragraphs.back().rule_mm = length_mm(motto, Face::serif_bold, 13);
    }
    column.paragraphs.push_back(
        plain(fmt::format("{}, {}", conference.place, date_line), Face::serif_italic, centred(13)));
    return column;
}

}  // namespace

std::string date_in_words(const Date& date) {
    const auto padded = [](int number, int least_plain) {
        return number < least_plain ? fmt::format("0{}", number) : fmt::format("{}", number);
    };
    return fmt::format("ngày {} tháng {} năm {}", padded(date.day, 10), padded(date.month, 3), date.year);
}

std::string date_in_digits(const Date& date) {
    return fmt::format("{:02}/{:02}/{}", date.day, date.month, date.year);
}

void letterhead(PageFlow& flow, const Conference& conference, const std::string& date_line, const std::string& under) {
    flow.columns({organisation_column(conference, under), motto_column(conference, date_line, flow.width_mm())});
}

void check_head(PageFlow& flow, const Conference& conference, const std::string& title, const std::string& about) {
    constexpr ParagraphStyle style{14.0, Align::center, 0.0, 1.3};
    letterhead(flow, conference, "ngày … tháng … năm …", "");
    flow.space(4.0);
    flow.paragraph(plain(title, Face::serif_bold, style, 1.0));
    flow.paragraph(plain(about, Face::serif, style, 4.0));
}

Paragraph plain(std::string text, Face face, ParagraphStyle style, double space_after_mm) {
    return {{{std::move(text), face}}, style, space_after_mm, 0.0};
}

std::vector<Column> signature_columns(double width_mm, const std::vector<SignaturePlace>& places) {
    // A hand needs some 20 mm of height to sign in; seals reach into it.
    constexpr double room_mm = 21.0;
    constexpr ParagraphStyle title = centred(13);
    const double own_mm = width_mm / static_cast<double>(places.size());
    std::vector<Column> columns;
    for (const SignaturePlace& place : places) {
        Column column{own_mm * static_cast<double>(columns.size()), own_mm, {}};
        column.paragraphs.push_back(plain(place.title, Face::serif_bold, title));
        if (!place.role.empty()) column.paragraphs.push_back(plain(place.role, Face::serif_bold, title));
        // Names stand on one line whether or not a role takes a line above.
        const double role_mm = place.role.empty() ? line_height_mm(title) : 0.0;
        column.paragraphs.push_back(plain(place.hint, Face::serif_italic, centred(12), room_mm + role_mm));
        column.paragraphs.back().place = place.place;
        if (!place.name.empty()) column.paragraphs.push_back(plain(place.name, Face::serif_bold, title));
        columns.push_back(std::move(column));
    }
    return columns;
}

}  // namespace kiemphieu::forms
