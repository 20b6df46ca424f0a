#include "station/evidence/report_figures.hpp"

#include <algorithm>
#include <regex>
#include <sstream>

#include <fmt/format.h>

#include "station/tally/figures.hpp"

namespace kiemphieu::station {
namespace {

/// A number as people write it: "1.234".
std::optional<int> number_of(std::string text) {
    std::erase(text, '.');
    if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return std::stoi(text);
}

std::optional<int> number_after(const std::string& line, const std::string& words) {
    const auto place = line.find(words);
    if (place == std::string::npos) return std::nullopt;
    std::istringstream rest(line.substr(place + words.size()));
    std::string number;
    rest >> number;
    return number_of(number);
}

/// A line of a report is short; a longer one is no row, and a regular expression is no place for it.
constexpr std::size_t longest_row = 400;

std::optional<ReportRow> row_of(const std::string& line) {
    static const std::regex pattern(
        R"(^\s*(\d+)\s.*?([\d.]+)\s+([\d.]+)\s+(\d+,\d\d)\s+([\d.]+)\s+(\d+,\d\d)\s+([\d.]+)\s+(\d+,\d\d)\s*$)");
    std::smatch found;
    if (line.size() > longest_row || !std::regex_match(line, found, pattern)) return std::nullopt;
    ReportRow row;
    const auto number = number_of(found[1]);
    const auto valid = number_of(found[2]);
    if (!number || !valid) return std::nullopt;
    row.number = *number;
    row.valid = *valid;
    for (std::size_t level = 0; level < 3; ++level) {
        const auto count = number_of(found[3 + 2 * level]);
        if (!count) return std::nullopt;
        row.counts[level] = *count;
        row.percents[level] = found[4 + 2 * level];
    }
    return row;
}

/// Numbers that end a line: the row's, and the last six of it.
std::optional<ReasonRow> reason_row_of(const std::string& line) {
    static const std::regex pattern(
        R"(^\s*(\d+)\s.*?([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s*$)");
    std::smatch found;
    if (line.size() > longest_row || !std::regex_match(line, found, pattern)) return std::nullopt;
    std::array<int, invalid_reasons.size() + 2> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto number = number_of(found[i + 1]);
        if (!number) return std::nullopt;
        numbers.at(i) = *number;
    }
    ReasonRow row{numbers[0], numbers[1], {}};
    std::copy(numbers.begin() + 2, numbers.end(), row.by_reason.begin());
    return row;
}

/// Takes from one line of counting minutes what the report does not say.
void read_minutes_line(const std::string& line, ReportFigures& paper) {
    const std::array<std::pair<const char*, std::optional<int>*>, 7> labels{{
        {"- Số được triệu tập:", &paper.summoned},
        {"- Số phiếu đã in:", &paper.printed},
        {"- Số phiếu hỏng đã đổi:", &paper.exchanged},
        {"- Số phiếu không sử dụng:", &paper.unused},
        {"- Số phiếu máy đã quét:", &paper.scanned},
        {"- Số phiếu không hợp lệ cả phiếu:", &paper.invalid_ballots},
        {"Máy chỉ đề xuất;", &paper.rows_ruled},
    }};
    for (const auto& [label, number] : labels) {
        if (!*number) *number = number_after(line, label);
    }
}

}  // namespace

std::optional<ReportFigures> figures_in_text(const std::string& text) {
    const auto has = [&](const char* words) { return text.find(words) != std::string::npos; };
    ReportFigures report;
    if (has("BIÊN BẢN") && has("KIỂM PHIẾU TÍN NHIỆM")) {
        report.title = PaperTitle::counting_minutes;
    } else if (!has("BÁO CÁO KẾT QUẢ PHIẾU TÍN NHIỆM")) {
        return std::nullopt;
    }
    bool among_reasons = false;
    std::istringstream lines(text);
    std::string line;
    const std::string style_words = "Loại phiếu ";
    const std::string fingerprint_words = "Dấu vết bản ghi ";
    while (std::getline(lines, line)) {
        if (const auto row = row_of(line)) report.rows.push_back(*row);
        if (report.title == PaperTitle::counting_minutes) {
            read_minutes_line(line, report);
            if (line.find("2. Phiếu không hợp lệ đối với từng người") != std::string::npos) among_reasons = true;
            if (line.find("3. Trường hợp có số phiếu") != std::string::npos) among_reasons = false;
            if (const auto row = among_reasons ? reason_row_of(line) : std::nullopt) report.reasons.push_back(*row);
        }
        if (!report.present) report.present = number_after(line, "- Số có mặt dự hội nghị (kỳ họp):");
        if (!report.issued) report.issued = number_after(line, "Số phiếu phát ra:");
        if (!report.collected) report.collected = number_after(line, "Số phiếu thu về:");
        const auto foot = line.find(fingerprint_words);
        if (foot == std::string::npos) continue;
        report.fingerprint = line.substr(foot + fingerprint_words.size());
        report.fingerprint.resize(
            std::min(report.fingerprint.size(), report.fingerprint.find_first_not_of("0123456789abcdef")));
        const auto style = line.find(style_words);
        if (style == std::string::npos) continue;
        const auto begin = style + style_words.size();
        report.style = base::StyleId{line.substr(begin, line.find(' ', begin) - begin)};
    }
    return report;
}

namespace {

std::string listed(const std::array<int, invalid_reasons.size()>& numbers) {
    std::string out;
    for (const int number : numbers) out += (out.empty() ? "" : ", ") + std::to_string(number);
    return out;
}

/// What counting minutes say beyond a report.
void compare_minutes(const ReportFigures& paper, const StyleTally& tally, const Attendance& attendance,
                     std::vector<std::string>& found) {
    const auto expect = [&](const char* what, std::optional<int> said, std::optional<int> counted) {
        if (said == counted) return;
        const auto number = [](std::optional<int> n) { return n ? std::to_string(*n) : std::string{"no number"}; };
        found.push_back(fmt::format("{} {}; expected {}", number(said), what, number(counted)));
    };
    // Of a conference that summoned nobody they say nothing, or 0 as earlier versions did.
    if (attendance.summoned > 0 || paper.summoned.value_or(0) > 0) {
        expect("people summoned", paper.summoned, attendance.summoned);
    }
    expect("ballots printed", paper.printed, tally.printed);
    expect("ballots exchanged", paper.exchanged, tally.declared ? tally.declared->exchanged : std::nullopt);
    expect("ballots unused", paper.unused, tally.declared ? tally.declared->unused : std::nullopt);
    expect("ballots scanned", paper.scanned, tally.scanned);
    expect("ballots invalid as a whole", paper.invalid_ballots, tally.invalid_ballots);
    expect("rows ruled on", paper.rows_ruled, tally.rows_ruled);
    if (paper.reasons.size() != tally.candidates.size()) {
        found.push_back(
            fmt::format("{} candidates' lines of reasons; expected {}", paper.reasons.size(), tally.candidates.size()));
        return;
    }
    for (std::size_t i = 0; i < tally.candidates.size(); ++i) {
        const CandidateTally& candidate = tally.candidates[i];
        if (paper.reasons[i] == ReasonRow{candidate.number, candidate.invalid, candidate.invalid_by_reason}) continue;
        found.push_back(fmt::format("candidate {}: {} invalid by reasons {}; expected {} by {}",
                                    paper.reasons[i].number, paper.reasons[i].invalid,
                                    listed(paper.reasons[i].by_reason), candidate.invalid,
                                    listed(candidate.invalid_by_reason)));
    }
}

}  // namespace

std::vector<std::string> differences(const ReportFigures& report, const StyleTally& tally,
                                     const Attendance& attendance) {
    std::vector<std::string> found;
    if (report.title == PaperTitle::counting_minutes) compare_minutes(report, tally, attendance, found);
    // Attendance that nobody told is a blank on the paper.
    const auto came = attendance.present > 0 ? std::optional(attendance.present) : std::nullopt;
    if (report.present != came) {
        found.push_back(fmt::format("{} people present; expected {}", report.present.value_or(-1), attendance.present));
    }
    if (report.collected != std::optional(tally.collected)) {
        found.push_back(
            fmt::format("{} ballots collected; expected {}", report.collected.value_or(-1), tally.collected));
    }
    if (tally.declared && report.issued != std::optional(tally.declared->issued)) {
        found.push_back(
            fmt::format("{} ballots issued; expected {}", report.issued.value_or(-1), tally.declared->issued));
    }
    if (report.rows.size() != tally.candidates.size()) {
        found.push_back(fmt::format("{} candidates' lines; expected {}", report.rows.size(), tally.candidates.size()));
        return found;
    }
    for (std::size_t i = 0; i < tally.candidates.size(); ++i) {
        const CandidateTally& candidate = tally.candidates[i];
        ReportRow expected{candidate.number, candidate.valid, candidate.levels, {}};
        for (std::size_t level = 0; level < 3; ++level) {
            expected.percents[level] = percent_text(candidate.levels[level], tally.collected);
        }
        if (report.rows[i] == expected) continue;
        const ReportRow& row = report.rows[i];
        found.push_back(fmt::format(
            "candidate {}: {} valid, {} {} %, {} {} %, {} {} %; expected {} valid, {} {} %, {} {} %, {} {} %",
            row.number, row.valid, row.counts[0], row.percents[0], row.counts[1], row.percents[1], row.counts[2],
            row.percents[2], expected.valid, expected.counts[0], expected.percents[0], expected.counts[1],
            expected.percents[1], expected.counts[2], expected.percents[2]));
    }
    return found;
}

}  // namespace kiemphieu::station
