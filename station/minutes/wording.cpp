#include "station/minutes/wording.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "forms/print/letterhead.hpp"

namespace kiemphieu::station {
namespace {

using forms::Align;
using forms::CommitteeRole;
using forms::Face;

std::vector<std::string> result_row(const CandidateTally& candidate, int collected) {
    std::vector<std::string> row{std::to_string(candidate.number), candidate.name, candidate.position,
                                 std::to_string(candidate.valid)};
    for (const forms::Level level : forms::all_levels) {
        row.push_back(std::to_string(candidate.count(level)));
        row.push_back(percent_text(candidate.count(level), collected));
    }
    return row;
}

}  // namespace

std::string clock_text(const std::optional<ClockTime>& time) {
    return time ? fmt::format("{:02} giờ {:02} phút", time->hour, time->minute)
                : fmt::format("{} giờ {} phút", hand_blank, hand_blank);
}

bool on_committee(const forms::CommitteeMember& person) {
    return person.role == CommitteeRole::head || person.role == CommitteeRole::secretary ||
           person.role == CommitteeRole::member;
}

std::vector<std::string> names_of(const forms::Conference& conference, CommitteeRole role) {
    std::vector<std::string> names;
    for (const auto& member : conference.committee) {
        if (member.role == role) names.push_back(member.name);
    }
    return names;
}

std::string name_of_first(const forms::Conference& conference, CommitteeRole role) {
    const auto names = names_of(conference, role);
    return names.empty() ? std::string{} : names.front();
}

std::string_view giver_of(const forms::Conference& conference) {
    return conference.kind == forms::ConferenceKind::party ? "hội nghị" : "kỳ họp";
}

forms::Paragraph figure_line(const std::string& label, const std::optional<int>& number, const std::string& unit,
                             Face face) {
    const std::string text = number ? std::to_string(*number) : std::string{hand_blank};
    return {{{label + " ", face}, {text, Face::serif_bold}, {" " + unit, face}}, body_style, 1.0, 0.0};
}

std::vector<forms::Paragraph> attendance_lines(const forms::BallotStyle& style, const StyleTally& figures) {
    const std::string people = "đồng chí.";
    const std::string ballots = "phiếu.";
    const auto issued = figures.declared ? std::optional<int>(figures.declared->issued) : std::nullopt;
    // A conference of nobody was never told; those lines are filled in by hand. So is who came late or left, where
    // another attendance was declared than the definition's.
    const auto told = [](int number) { return number > 0 ? std::optional(number) : std::nullopt; };
    const int present = attendance_of(style, figures.declared).present;
    const bool as_defined = present == style.present;
    const auto absent = as_defined && style.members > 0 ? std::optional(style.absent_at_start) : std::nullopt;
    const auto at_vote = as_defined ? told(style.present_at_vote) : std::nullopt;
    return {
        figure_line("1. Tổng số uỷ viên ban chấp hành (đại biểu):", told(style.members), people, Face::serif_bold),
        figure_line("- Số có mặt dự hội nghị (kỳ họp):", told(present), people),
        figure_line("- Số vắng mặt từ đầu hội nghị (kỳ họp) đến trước thời điểm bỏ phiếu:", absent, people),
        figure_line("- Số có mặt tại thời điểm bỏ phiếu:", at_vote, people),
        figure_line("- Số phiếu phát ra:", issued, ballots),
        figure_line("- Số phiếu thu về:", figures.collected, ballots),
    };
}

std::string summoned_sentence(const Attendance& attendance) {
    const auto [summoned, present] = attendance;
    std::string_view enough = hand_blank;
    if (summoned > 0 && present > 0) enough = quorum(present, summoned) == Quorum::reached ? "bảo đảm" : "chưa đạt";
    return fmt::format("- Số được triệu tập: {} đồng chí; số có mặt {} ít nhất 2/3 số người được triệu tập.",
                       summoned > 0 ? std::to_string(summoned) : std::string{hand_blank}, enough);
}

std::string closed_sentence(const std::string& text) {
    constexpr std::array<std::string_view, 8> ends{".", "!", "?", ";", "…", ".\"", ".”", ".)"};
    const bool closed = std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
    return closed ? text : text + ".";
}

std::string signature_letters(const forms::Conference& conference) {
    std::string letters = "Đã ký số: 0123456789/:+-";
    for (const forms::CommitteeMember& person : conference.committee) letters += person.name;
    return letters + conference.documents.chair.value_or("");
}

forms::Table results_table(const StyleTally& figures) {
    forms::Table table;
    table.columns = {{9.0, Align::center}, {29.5, Align::left}, {40.4, Align::left}, {13.5, Align::center}};
    const std::size_t first = table.columns.size();
    for (int i = 0; i < 3; ++i) {
        table.columns.push_back({11.6, Align::center});
        table.columns.push_back({12.6, Align::center});
    }
    table.head = {{"STT", 0, 0, 1, 3},
                  {"Họ và tên", 1, 0, 1, 3},
                  {"Chức vụ, đơn vị công tác", 2, 0, 1, 3},
                  {"Số phiếu hợp lệ", 3, 0, 1, 3},
                  {"Mức độ tín nhiệm", first, 0, 6},
                  {"Cao", first, 1, 2},
                  {"Tín nhiệm", first + 2, 1, 2},
                  {"Thấp", first + 4, 1, 2}};
    for (std::size_t column = first; column < first + 6; column += 2) {
        table.head.push_back({"Số phiếu", column, 2});
        table.head.push_back({"Tỉ lệ %", column + 1, 2});
    }
    for (const CandidateTally& candidate : figures.candidates) {
        table.rows.push_back(result_row(candidate, figures.collected));
    }
    return table;
}

std::string_view consequence_text(LowConsequence consequence) {
    switch (consequence) {
        case LowConsequence::none:
            return "";
        case LowConsequence::over_half:
            return "trên 50% nhưng dưới 2/3";
        case LowConsequence::two_thirds:
            return "từ 2/3 trở lên";
    }
    return "";
}

std::string_view fault_text(BallotFault fault) {
    switch (fault) {
        case BallotFault::no_code:
            return "không có mã phiếu của Ban Kiểm phiếu";
        case BallotFault::not_authentic:
            return "mã phiếu không đúng";
        case BallotFault::other_conference:
            return "phiếu của hội nghị khác";
        case BallotFault::never_printed:
            return "mã phiếu chưa từng được in";
        case BallotFault::second_copy:
            return "trùng mã với phiếu đã kiểm";
        case BallotFault::test_ballot:
            return "phiếu dùng để chạy thử";
        case BallotFault::seal_missing:
            return "không có dấu treo";
        case BallotFault::ruled_not_issued:
            return "Ban Kiểm phiếu kết luận không do Ban phát ra";
        case BallotFault::crossed_name:
            return "gạch xoá họ tên người được in trên phiếu";
    }
    return "";
}

}  // namespace kiemphieu::station
