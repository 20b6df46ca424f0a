#include "station/evidence/report_figures.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <regex>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "station/tally/figures.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

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

std::optional<ReportRow> row_of(const std::string& line) {
    static const std::regex pattern(
        R"(^\s*(\d+)\s.*?([\d.]+)\s+([\d.]+)\s+(\d+,\d\d)\s+([\d.]+)\s+(\d+,\d\d)\s+([\d.]+)\s+(\d+,\d\d)\s*$)");
    std::smatch found;
    // A line of a report is short; a long one is no row, and a regular expression is no place for it.
    if (line.size() > 400 || !std::regex_match(line, found, pattern)) return std::nullopt;
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

/// Runs a program without input and output; its exit status, or nothing when it did not start or end in time.
std::optional<int> run(std::vector<std::string> words) {
    // A report's text takes milliseconds; what takes a thousand times that is damaged or an attack.
    constexpr auto most = std::chrono::seconds(20);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int fd : {0, 1, 2}) posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
    pid_t child = 0;
    const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) return std::nullopt;
    const auto deadline = std::chrono::steady_clock::now() + most;
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline) ::kill(child, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

std::optional<ReportFigures> figures_in_text(const std::string& text) {
    if (text.find("BÁO CÁO KẾT QUẢ PHIẾU TÍN NHIỆM") == std::string::npos) return std::nullopt;
    ReportFigures report;
    std::istringstream lines(text);
    std::string line;
    const std::string style_words = "Loại phiếu ";
    const std::string fingerprint_words = "Dấu vết bản ghi ";
    while (std::getline(lines, line)) {
        if (const auto row = row_of(line)) report.rows.push_back(*row);
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

base::Expected<std::string, Failure> text_of_pdf(const fs::path& pdf) {
    fs::path text = pdf;
    text += ".txt";
    const auto status = run({"pdftotext", "-q", "-layout", "-enc", "UTF-8", pdf.string(), text.string()});
    if (!status || *status == 127) {
        return base::fail(
            Failure{FailureClass::world, pdf.string(), "", "pdftotext is not installed (package poppler-utils)"});
    }
    auto read = base::read_text_file(text);
    std::error_code error;
    fs::remove(text, error);
    if (*status != 0 || !read) {
        return base::fail(
            Failure{FailureClass::broken_evidence, pdf.filename().string(), "", "no text can be read from it"});
    }
    return read;
}

std::vector<std::string> differences(const ReportFigures& report, const StyleTally& tally) {
    std::vector<std::string> found;
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
