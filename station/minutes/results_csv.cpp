#include <array>

#include "station/minutes/tables.hpp"
#include "station/minutes/wording.hpp"

namespace kiemphieu::station {
namespace {

constexpr std::array<std::string_view, 23> columns{"Loại phiếu",
                                                   "STT",
                                                   "Họ và tên",
                                                   "Chức vụ, đơn vị công tác",
                                                   "Số phiếu phát ra",
                                                   "Số phiếu thu về",
                                                   "Số phiếu hợp lệ",
                                                   "Số phiếu không hợp lệ",
                                                   "Chờ xem xét",
                                                   "Tín nhiệm cao: số phiếu",
                                                   "Tín nhiệm cao: tỉ lệ %",
                                                   "Tín nhiệm: số phiếu",
                                                   "Tín nhiệm: tỉ lệ %",
                                                   "Tín nhiệm thấp: số phiếu",
                                                   "Tín nhiệm thấp: tỉ lệ %",
                                                   "Không hợp lệ: không đánh dấu",
                                                   "Không hợp lệ: đánh dấu hai ô",
                                                   "Không hợp lệ: đánh dấu ba ô",
                                                   "Không hợp lệ: gạch họ tên",
                                                   "Không hợp lệ: cả phiếu",
                                                   "Mức tín nhiệm thấp",
                                                   "Số phiếu không hợp lệ cả phiếu",
                                                   "Trạng thái"};

/// A field as RFC 4180 has it. A text that a spreadsheet would take for a formula is led by an apostrophe.
std::string field(std::string_view text) {
    std::string safe{text};
    if (!safe.empty() && std::string_view{"=+-@"}.find(safe.front()) != std::string_view::npos) safe.insert(0, "'");
    if (safe.find_first_of(";\"\r\n") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + '"';
}

std::string line(const StyleTally& style, const CandidateTally& candidate, Finality finality) {
    std::vector<std::string> fields{style.style.value,
                                    std::to_string(candidate.number),
                                    candidate.name,
                                    candidate.position,
                                    style.declared ? std::to_string(style.declared->issued) : std::string{},
                                    std::to_string(style.collected),
                                    std::to_string(candidate.valid),
                                    std::to_string(candidate.invalid),
                                    std::to_string(candidate.pending)};
    for (const forms::Level level : forms::all_levels) {
        fields.push_back(std::to_string(candidate.count(level)));
        fields.push_back(percent_text(candidate.count(level), style.collected));
    }
    for (const int count : candidate.invalid_by_reason) fields.push_back(std::to_string(count));
    fields.emplace_back(consequence_text(candidate.consequence));
    fields.push_back(std::to_string(style.invalid_ballots));
    fields.emplace_back(finality == Finality::confirmed ? "chính thức" : "bản nháp");
    std::string text;
    for (const std::string& value : fields) text += (text.empty() ? "" : ";") + field(value);
    return text + "\r\n";
}

}  // namespace

std::string results_csv(const Tally& tally, Finality finality) {
    std::string csv = "\xEF\xBB\xBF";
    for (const std::string_view column : columns) csv += (column == columns.front() ? "" : ";") + field(column);
    csv += "\r\n";
    for (const StyleTally& style : tally.styles) {
        for (const CandidateTally& candidate : style.candidates) csv += line(style, candidate, finality);
    }
    return csv;
}

}  // namespace kiemphieu::station
