#include "station/rehearsal/report.hpp"

#include <fmt/format.h>

#include "forms/print/letterhead.hpp"
#include "forms/print/page_flow.hpp"
#include "station/case/case_folder.hpp"

namespace kiemphieu::station {
namespace {

using forms::Align;
using forms::Face;
using forms::ParagraphStyle;

constexpr ParagraphStyle body{12.0, Align::left, 0.0, 1.3};
constexpr ParagraphStyle title{14.0, Align::center, 0.0, 1.3};
/// A deck in which everything is wrong needs no more lines than these to be refused.
constexpr std::size_t differences_printed = 100;

forms::Table figures_table(const Rehearsal& rehearsal) {
    forms::Table table;
    table.size_pt = 11.0;
    table.columns = {{12.0, Align::center}, {54.0, Align::left}};
    table.head = {{"STT", 0, 0, 1, 2}, {"Họ và tên", 1, 0, 1, 2}};
    for (const char* level : {"Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp"}) {
        const std::size_t column = table.columns.size();
        table.head.push_back({level, column, 0, 3, 1});
        for (const char* name : {"Phải", "Máy", "Hỏi"}) {
            table.head.push_back({name, table.columns.size(), 1});
            table.columns.push_back({11.0, Align::center});
        }
    }
    for (const RehearsedFigures& figures : rehearsal.figures) {
        std::vector<std::string> cells{std::to_string(table.rows.size() + 1), figures.candidate};
        for (std::size_t i = 0; i < 3; ++i) {
            for (const int figure : {figures.expected.at(i), figures.read.at(i), figures.to_people.at(i)}) {
                cells.push_back(std::to_string(figure));
            }
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

void write_differences(forms::PageFlow& flow, const Rehearsal& rehearsal) {
    std::size_t printed = 0;
    for (const Difference& difference : rehearsal.differences) {
        if (++printed > differences_printed) {
            flow.paragraph(
                forms::plain(fmt::format("… và {} điều nữa.", rehearsal.differences.size() - differences_printed),
                             Face::serif, body));
            return;
        }
        flow.paragraph(forms::plain("– " + in_vietnamese(difference) + ";", Face::serif, body, 0.5));
    }
}

/// Who signs, with the names the definition knows.
std::vector<forms::SignaturePlace> signers(const forms::Conference& conference) {
    const auto name = [&](forms::CommitteeRole role) {
        for (const forms::CommitteeMember& member : conference.committee) {
            if (member.role == role) return member.name;
        }
        return std::string();
    };
    const std::string hint = "(Ký, ghi rõ họ tên)";
    return {{"KỸ THUẬT", "", hint, name(forms::CommitteeRole::technician), "technician"},
            {"THƯ KÝ", "", hint, name(forms::CommitteeRole::secretary), "secretary"},
            {"TRƯỞNG BAN", "", hint, name(forms::CommitteeRole::head), "head"}};
}

}  // namespace

base::Expected<void, base::Failure> print_rehearsal_report(const Rehearsal& rehearsal,
                                                           const forms::Conference& conference,
                                                           const std::filesystem::path& pdf) {
    forms::PageFlow flow({20.0, 20.0, 25.0, 15.0});
    const auto line = [&](const std::string& text, Face face = Face::serif) {
        flow.paragraph(forms::plain(text, face, body, 1.5));
    };
    forms::check_head(flow, conference, "BIÊN BẢN DIỄN TẬP KIỂM PHIẾU", "Loại phiếu " + rehearsal.style.value);
    line(fmt::format(
        "Bộ phiếu diễn tập có {} phiếu. Máy đã đọc {} mặt, so {} dòng với kết quả biết trước; trong {} dòng "
        "rõ ràng, {} dòng phải hỏi người. Chương trình: {}.",
        rehearsal.ballots, rehearsal.sides, rehearsal.rows, rehearsal.plain_rows, rehearsal.plain_to_people,
        software_version()));
    flow.space(2.0);
    flow.table(figures_table(rehearsal));
    flow.space(2.0);
    line("Phải: số X có trong bộ phiếu; Máy: số máy đếm; Hỏi: số máy để người xem.");
    if (rehearsal.passed()) {
        line("Diễn tập ĐẠT: mọi dòng và mọi con số đúng như biết trước.", Face::serif_bold);
    } else {
        line(fmt::format("Diễn tập KHÔNG ĐẠT: {} điều sai khác.", rehearsal.differences.size()), Face::serif_bold);
        write_differences(flow, rehearsal);
    }
    flow.space(6.0);
    flow.columns(forms::signature_columns(flow.width_mm(), signers(conference)));
    return forms::print_flow(flow, {"Biên bản diễn tập kiểm phiếu", conference.organisation}, pdf);
}

}  // namespace kiemphieu::station
