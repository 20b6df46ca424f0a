#include "station/minutes/report.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "forms/print/letterhead.hpp"
#include "station/minutes/report_margins.hpp"

namespace kiemphieu::station {
namespace {

using forms::Align;
using forms::CommitteeRole;
using forms::Face;
using forms::PageFlow;
using forms::ParagraphStyle;

/// Body text as office documents have it. Source: Domain (NĐ 30/2020: 13-14 pt).
constexpr ParagraphStyle body{13.0, Align::justify, 10.0, 1.3};
constexpr ParagraphStyle title{14.0, Align::center, 0.0, 1.3, forms::Breaking::even};
/// The note under the table with the space around it.
constexpr double note_mm = 14.0;
const std::string hand_blank = "......";

std::string number_or_blank(const std::optional<int>& number) {
    return number ? std::to_string(*number) : hand_blank;
}

std::string clock_text(const std::optional<ClockTime>& time) {
    return time ? fmt::format("{:02} giờ {:02} phút", time->hour, time->minute)
                : fmt::format("{} giờ {} phút", hand_blank, hand_blank);
}

/// Head, secretary and members; technician and observer belong to no committee.
bool counts(const forms::CommitteeMember& member) {
    return member.role == CommitteeRole::head || member.role == CommitteeRole::secretary ||
           member.role == CommitteeRole::member;
}

std::vector<std::string> names_of(const forms::Conference& conference, CommitteeRole role) {
    std::vector<std::string> names;
    for (const auto& member : conference.committee) {
        if (member.role == role) names.push_back(member.name);
    }
    return names;
}

/// Writes one style's report.
class ReportWriter {
  public:
    ReportWriter(const forms::Conference& conference, const forms::BallotStyle& style, const StyleTally& figures,
                 const ReportContext& context)
        : conference_(conference), style_(style), figures_(figures), context_(context) {}

    base::Expected<forms::Document, base::Failure> write() {
        forms::letterhead(flow_, conference_, forms::date_in_words(conference_.date), "(Đóng dấu treo)");
        // Room for the red seal over organisation and title, as the template asks for it.
        flow_.space(14.0);
        opening();
        attendance();
        results();
        flow_.columns(signing());
        auto pages = flow_.finish();
        if (!pages) return base::fail(pages.error());
        if (auto added = add_margins(*pages, style_.id, context_); !added) return base::fail(added.error());
        return forms::Document{std::move(*pages), flow_.places()};
    }

  private:
    void heading(const std::string& text, Face face, double space_after_mm) {
        flow_.paragraph(forms::plain(text, face, title, space_after_mm));
    }

    void opening() {
        heading("BÁO CÁO KẾT QUẢ PHIẾU TÍN NHIỆM", Face::serif_bold, 0.5);
        heading("Tại hội nghị (kỳ họp)", Face::serif_bold, 0.0);
        heading(conference_.session, Face::serif_bold, 4.0);
        const auto committee = std::ranges::count_if(conference_.committee, counts);
        const auto heads = names_of(conference_, CommitteeRole::head);
        // The conference itself elects the committee and charges it with the count. Source: plan II.5.1, step 2.
        const std::string giver = conference_.kind == forms::ConferenceKind::party ? "hội nghị" : "kỳ họp";
        const std::string text = fmt::format(
            "Thực hiện nhiệm vụ do {} giao, từ {} đến {}, ngày {}, tại {}, Ban Kiểm phiếu gồm {:02} đồng chí, do đồng "
            "chí {} làm Trưởng Ban đã tiến hành kiểm phiếu tín nhiệm của {} đối với {}; kết quả cụ thể như sau:",
            giver, clock_text(context_.from), clock_text(context_.to), forms::date_in_digits(conference_.date),
            conference_.place, committee, heads.empty() ? hand_blank : heads.front(), style_.voters, style_.positions);
        flow_.paragraph(forms::plain(text, Face::serif, body, 1.5));
    }

    void figure(const std::string& label, const std::string& number, const std::string& unit, Face face) {
        flow_.paragraph({{{label + " ", face}, {number, Face::serif_bold}, {" " + unit, face}}, body, 1.0, 0.0});
    }

    void attendance() {
        const std::string people = "đồng chí.";
        const std::string ballots = "phiếu.";
        figure("1. Tổng số uỷ viên ban chấp hành (đại biểu):", std::to_string(style_.members), people,
               Face::serif_bold);
        figure("- Số có mặt dự hội nghị (kỳ họp):", std::to_string(style_.present), people, Face::serif);
        figure("- Số vắng mặt từ đầu hội nghị (kỳ họp) đến trước thời điểm bỏ phiếu:",
               std::to_string(style_.absent_at_start), people, Face::serif);
        figure("- Số có mặt tại thời điểm bỏ phiếu:", std::to_string(style_.present_at_vote), people, Face::serif);
        const auto issued = figures_.declared ? std::optional<int>(figures_.declared->issued) : std::nullopt;
        figure("- Số phiếu phát ra:", number_or_blank(issued), ballots, Face::serif);
        figure("- Số phiếu thu về:", std::to_string(figures_.collected), ballots, Face::serif);
    }

    void results() {
        // Heading, the table's head and two rows stay together.
        flow_.ensure(60.0);
        flow_.space(1.0);
        flow_.paragraph(forms::plain("2. Kết quả kiểm phiếu", Face::serif_bold, body, 2.0));
        forms::Table table;
        table.columns = {{9.0, Align::center}, {29.5, Align::left}, {40.4, Align::left}, {13.5, Align::center}};
        for (int i = 0; i < 3; ++i) {
            table.columns.push_back({11.6, Align::center});
            table.columns.push_back({12.6, Align::center});
        }
        table.head = {{"STT", 0, 0, 1, 3},
                      {"Họ và tên", 1, 0, 1, 3},
                      {"Chức vụ, đơn vị công tác", 2, 0, 1, 3},
                      {"Số phiếu hợp lệ", 3, 0, 1, 3},
                      {"Mức độ tín nhiệm", 4, 0, 6},
                      {"Cao", 4, 1, 2},
                      {"Tín nhiệm", 6, 1, 2},
                      {"Thấp", 8, 1, 2}};
        for (std::size_t column = 4; column < 10; column += 2) {
            table.head.push_back({"Số phiếu", column, 2});
            table.head.push_back({"Tỉ lệ %", column + 1, 2});
        }
        for (const CandidateTally& candidate : figures_.candidates) table.rows.push_back(result_row(candidate));
        table.keep_after_mm = note_mm + flow_.height_mm(signing());
        flow_.table(table);
        flow_.space(2.0);
        flow_.paragraph(
            {{{"Ghi chú:", Face::serif_bold_italic}, {" Tỉ lệ % tính trên tổng số phiếu thu về.", Face::serif_italic}},
             {12.0, Align::left, 0.0, 1.3},
             6.0,
             0.0});
    }

    std::vector<std::string> result_row(const CandidateTally& candidate) const {
        std::vector<std::string> row{std::to_string(candidate.number), candidate.name, candidate.position,
                                     std::to_string(candidate.valid)};
        for (const forms::Level level : forms::all_levels) {
            row.push_back(std::to_string(candidate.count(level)));
            row.push_back(percent_text(candidate.count(level), figures_.collected));
        }
        return row;
    }

    /// The head signs on the committee's behalf, as the template has it; the secretary beside, as both confirm.
    std::vector<forms::Column> signing() const {
        const std::string hint = "(Ký, ghi rõ họ tên)";
        const auto heads = names_of(conference_, CommitteeRole::head);
        const auto secretaries = names_of(conference_, CommitteeRole::secretary);
        std::vector<forms::SignaturePlace> places;
        if (!secretaries.empty()) places.push_back({"THƯ KÝ", "", hint, secretaries.front(), "secretary"});
        places.push_back({"T/M BAN KIỂM PHIẾU", "TRƯỞNG BAN", hint, heads.empty() ? "" : heads.front(), "head"});
        return forms::signature_columns(flow_.width_mm(), places);
    }

    const forms::Conference& conference_;
    const forms::BallotStyle& style_;
    const StyleTally& figures_;
    const ReportContext& context_;
    PageFlow flow_;
};

}  // namespace

base::Expected<forms::Document, base::Failure> make_report(const forms::Conference& conference,
                                                           const StyleTally& figures, const ReportContext& context) {
    const auto* style = conference.find_style(figures.style);
    if (style == nullptr) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", "style " + figures.style.value,
                                        "is no style of this conference"});
    }
    return ReportWriter(conference, *style, figures, context).write();
}

base::Expected<std::vector<forms::NamedPlace>, base::Failure> print_report(const forms::Conference& conference,
                                                                           const StyleTally& figures,
                                                                           const ReportContext& context,
                                                                           const std::filesystem::path& pdf_path) {
    auto document = make_report(conference, figures, context);
    if (!document) return base::fail(document.error());
    const auto printed =
        forms::print_pages(document->pages, {"Báo cáo kết quả phiếu tín nhiệm", conference.organisation}, pdf_path);
    if (!printed) return base::fail(printed.error());
    return std::move(document->places);
}

}  // namespace kiemphieu::station
