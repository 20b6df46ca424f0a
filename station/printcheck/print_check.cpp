#include "station/printcheck/print_check.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "omr/print_strength.hpp"

namespace kiemphieu::station {

namespace {

using omr::PrintedPage;
using omr::PrintedRow;
using omr::PrintedText;

/// A row's texts found in another row must be nearly that row's, or a bad scan would look like a swap.
constexpr double likeness_of_other_row = 0.85;

std::string percent(double share) {
    return fmt::format("{:.1f} %", 100 * share);
}

}  // namespace

PrintChecker::PrintChecker(const forms::BallotStyle& style, const forms::BallotLayout& layout,
                           const base::SecretKey& key, PrintLimits limits)
    : layouts_{layout}, key_(key), limits_(limits) {
    check_.style = style.id;
    for (const forms::Candidate& c : style.candidates) rows_.push_back({c.number, c.name, c.position});
}

void PrintChecker::find(const CheckedPage& page, PrintProblem problem, int row, std::string expected,
                        std::string found) {
    check_.findings.push_back(
        {problem, page.file, page.print.identity.code.page, row, std::move(expected), std::move(found)});
}

void PrintChecker::judge_text(const CheckedPage& page, int row, PrintProblem problem, const std::string& expected,
                              const PrintedText& text) {
    // The picture tells what OCR would take for the usual word; OCR tells what the picture's limit would let pass.
    if (text.difference > limits_.most_difference || text.likeness < limits_.least_likeness) {
        find(page, problem, row, expected, text.read);
    } else if (text.darkness < limits_.least_darkness) {
        find(page, PrintProblem::low_toner, row, expected, percent(text.darkness));
    }
}

void PrintChecker::judge_row(const CheckedPage& page, const PrintedRow& row) {
    const auto expected = std::ranges::find(rows_, row.number, &omr::ExpectedRow::number);
    if (expected == rows_.end()) return;
    if (row.lines < omr::least_row_lines)
        find(page, PrintProblem::row_lines, row.number, expected->name, percent(row.lines));
    if (row.name.darkness < limits_.least_ink && row.position.darkness < limits_.least_ink) {
        find(page, PrintProblem::row_missing, row.number, expected->name, row.name.read);
        return;
    }
    for (const omr::ExpectedRow& other : rows_) {
        const double as_other = omr::likeness(row.name.read, other.name);
        if (other.number == row.number || as_other < likeness_of_other_row || as_other <= row.name.likeness) continue;
        find(page, PrintProblem::printed_in_row, row.number, expected->name,
             fmt::format("{}. {}", other.number, row.name.read));
        return;
    }
    judge_text(page, row.number, PrintProblem::name_differs, expected->name, row.name);
    judge_text(page, row.number, PrintProblem::position_differs, expected->position, row.position);
}

void PrintChecker::judge_geometry(const CheckedPage& page) {
    const omr::PrintGeometry& g = page.print.geometry;
    for (const double scale : {g.scale_across, g.scale_down}) {
        if (scale > 0 && std::abs(scale - 1) > limits_.most_scale_off) {
            find(page, PrintProblem::scale, 0, "100 %",
                 fmt::format("{} × {}", percent(g.scale_across), percent(g.scale_down)));
            break;
        }
    }
    if (g.residual_mm > limits_.most_residual_mm) {
        find(page, PrintProblem::bent, 0, fmt::format("{:.2f} mm", limits_.most_residual_mm),
             fmt::format("{:.2f} mm", g.residual_mm));
    }
    if (std::abs(g.offset_mm.x) > limits_.most_offset_mm || std::abs(g.offset_mm.y) > limits_.most_offset_mm) {
        find(page, PrintProblem::offset, 0, fmt::format("{:.0f} mm", limits_.most_offset_mm),
             fmt::format("{:.1f} × {:.1f} mm", g.offset_mm.x, g.offset_mm.y));
    }
    if (page.print.toner < limits_.least_darkness) {
        find(page, PrintProblem::low_toner, 0, percent(limits_.least_darkness), percent(page.print.toner));
    }
}

base::Expected<void, base::Failure> PrintChecker::add(const PrintScan& scan) {
    auto looked = omr::look_at_print(scan.image, layouts_, key_, rows_);
    if (!looked) return tl::unexpected(looked.error());
    if (const auto* reason = std::get_if<omr::UnreadableReason>(&*looked)) {
        check_.findings.push_back(
            {PrintProblem::not_readable, scan.file, 0, 0, "", std::string(omr::name_of(*reason))});
        return {};
    }
    CheckedPage page{scan.file, scan.page_in_file, std::get<PrintedPage>(std::move(*looked))};
    // The layouts that the page points into are this checker's own.
    if (page.print.identity.authentic == false)
        find(page, PrintProblem::not_authentic, 0, "", base::to_string(page.print.identity.code.serial));
    judge_geometry(page);
    for (const PrintedRow& row : page.print.rows) judge_row(page, row);
    for (const omr::PrintedLine& line : page.print.lines) {
        if (line.difference > limits_.most_line_difference)
            find(page, PrintProblem::text_differs, 0, line.expected, "");
    }
    check_.pages.push_back(std::move(page));
    return {};
}

PrintCheck PrintChecker::finish() {
    std::set<int> seen;
    for (const CheckedPage& page : check_.pages) seen.insert(page.print.identity.code.page);
    for (const forms::LayoutPage& page : layouts_.front().pages) {
        if (!seen.contains(page.page))
            check_.findings.push_back({PrintProblem::page_missing, "", page.page, 0, "", ""});
    }
    return std::move(check_);
}

std::string_view name_of(PrintProblem problem) {
    switch (problem) {
        case PrintProblem::name_differs:
            return "name_differs";
        case PrintProblem::position_differs:
            return "position_differs";
        case PrintProblem::printed_in_row:
            return "printed_in_row";
        case PrintProblem::row_missing:
            return "row_missing";
        case PrintProblem::row_lines:
            return "row_lines";
        case PrintProblem::text_differs:
            return "text_differs";
        case PrintProblem::scale:
            return "scale";
        case PrintProblem::bent:
            return "bent";
        case PrintProblem::offset:
            return "offset";
        case PrintProblem::low_toner:
            return "low_toner";
        case PrintProblem::not_readable:
            return "not_readable";
        case PrintProblem::not_authentic:
            return "not_authentic";
        case PrintProblem::page_missing:
            break;
    }
    return "page_missing";
}

namespace {

nlohmann::ordered_json json_of(const PrintedText& text) {
    return {{"read", text.read},
            {"similarity", text.likeness},
            {"difference", text.difference},
            {"darkness", text.darkness}};
}

nlohmann::ordered_json json_of(const CheckedPage& page) {
    const omr::PrintGeometry& g = page.print.geometry;
    nlohmann::ordered_json json{{"file", page.file},
                                {"page_in_file", page.page_in_file},
                                {"ballot", base::to_string(page.print.identity.code.serial)},
                                {"page", page.print.identity.code.page},
                                {"geometry",
                                 {{"scale_across", g.scale_across},
                                  {"scale_down", g.scale_down},
                                  {"skew_deg", g.skew_deg},
                                  {"shear_deg", g.shear_deg},
                                  {"offset_x_mm", g.offset_mm.x},
                                  {"offset_y_mm", g.offset_mm.y},
                                  {"residual_mm", g.residual_mm},
                                  {"largest_bend_mm", g.lines_off_mm}}},
                                {"toner", page.print.toner},
                                {"rows", nlohmann::ordered_json::array()}};
    for (const PrintedRow& row : page.print.rows) {
        json["rows"].push_back(
            {{"number", row.number}, {"name", json_of(row.name)}, {"position", json_of(row.position)}});
    }
    json["texts"] = nlohmann::ordered_json::array();
    for (const omr::PrintedLine& line : page.print.lines) {
        json["texts"].push_back(
            {{"expected", line.expected}, {"difference", line.difference}, {"darkness", line.darkness}});
    }
    return json;
}

}  // namespace

std::string to_json(const PrintCheck& check) {
    nlohmann::ordered_json json{{"style", check.style.value}, {"good", check.is_good()}};
    json["pages"] = nlohmann::ordered_json::array();
    for (const CheckedPage& page : check.pages) json["pages"].push_back(json_of(page));
    json["findings"] = nlohmann::ordered_json::array();
    for (const PrintFinding& f : check.findings) {
        json["findings"].push_back({{"problem", name_of(f.problem)},
                                    {"file", f.file},
                                    {"page", f.page},
                                    {"row", f.row},
                                    {"expected", f.expected},
                                    {"found", f.found}});
    }
    return json.dump();
}

}  // namespace kiemphieu::station
