#include "station/minutes/report.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "forms/print/letterhead.hpp"
#include "station/minutes/report_margins.hpp"
#include "station/minutes/wording.hpp"

namespace kiemphieu::station {
namespace {

using forms::Align;
using forms::CommitteeRole;
using forms::Face;
using forms::PageFlow;

/// The note under the table with the space around it.
constexpr double note_mm = 14.0;
/// Digital signatures of members, side by side: a name in 9 pt and two lines more take 15 mm.
constexpr std::size_t in_a_row = 3;
constexpr double room_mm = 21.0;

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
        members_places();
        auto pages = flow_.finish();
        if (!pages) return base::fail(pages.error());
        if (auto added = add_margins(*pages, style_.id, context_); !added) return base::fail(added.error());
        return forms::Document{std::move(*pages), flow_.places()};
    }

  private:
    void heading(const std::string& text, Face face, double space_after_mm) {
        flow_.paragraph(forms::plain(text, face, title_style, space_after_mm));
    }

    void opening() {
        heading("BÁO CÁO KẾT QUẢ PHIẾU TÍN NHIỆM", Face::serif_bold, 0.5);
        heading("Tại hội nghị (kỳ họp)", Face::serif_bold, 0.0);
        heading(conference_.session, Face::serif_bold, 4.0);
        const auto committee = std::ranges::count_if(conference_.committee, on_committee);
        const std::string head = name_of_first(conference_, CommitteeRole::head);
        const std::string text = fmt::format(
            "Thực hiện nhiệm vụ do {} giao, từ {} đến {}, ngày {}, tại {}, Ban Kiểm phiếu gồm {:02} đồng chí, do đồng "
            "chí {} làm Trưởng Ban đã tiến hành kiểm phiếu tín nhiệm của {} đối với {}; kết quả cụ thể như sau:",
            giver_of(conference_), clock_text(context_.from), clock_text(context_.to),
            forms::date_in_digits(conference_.date), conference_.place, committee, head, style_.voters,
            style_.positions);
        flow_.paragraph(forms::plain(text, Face::serif, body_style, 1.5));
    }

    void attendance() {
        for (const forms::Paragraph& line : attendance_lines(style_, figures_)) flow_.paragraph(line);
    }

    void results() {
        // Heading, the table's head and two rows stay together.
        flow_.ensure(60.0);
        flow_.space(1.0);
        flow_.paragraph(forms::plain("2. Kết quả kiểm phiếu", Face::serif_bold, body_style, 2.0));
        forms::Table table = results_table(figures_);
        table.keep_after_mm = note_mm + flow_.height_mm(signing());
        flow_.table(table);
        flow_.space(2.0);
        flow_.paragraph(
            {{{"Ghi chú:", Face::serif_bold_italic}, {" Tỉ lệ % tính trên tổng số phiếu thu về.", Face::serif_italic}},
             {12.0, Align::left, 0.0, 1.3},
             6.0,
             0.0});
    }

    /// The head signs on the committee's behalf, as the template has it; the secretary beside, as both confirm.
    std::vector<forms::Column> signing() const {
        const std::string hint = "(Ký, ghi rõ họ tên)";
        const std::string secretary = name_of_first(conference_, CommitteeRole::secretary);
        std::vector<forms::SignaturePlace> places;
        if (!secretary.empty()) places.push_back({"THƯ KÝ", "", hint, secretary, "secretary"});
        const std::string head = name_of_first(conference_, CommitteeRole::head);
        places.push_back({"T/M BAN KIỂM PHIẾU", "TRƯỞNG BAN", hint, head, "head"});
        return forms::signature_columns(flow_.width_mm(), places);
    }

    /// Members may sign digitally under the template's block, as far as its page has room; nothing is drawn for them.
    void members_places() {
        const std::size_t members = names_of(conference_, CommitteeRole::member).size();
        flow_.space(2.0);
        for (std::size_t first = 0; first < members; first += in_a_row) {
            std::vector<std::string> names;
            for (std::size_t i = first; i < std::min(first + in_a_row, members); ++i) {
                names.push_back(fmt::format("member-{}", i + 1));
            }
            if (!flow_.rooms(names, in_a_row, room_mm)) return;
        }
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
    const auto printed = forms::print_pages(
        document->pages, {"Báo cáo kết quả phiếu tín nhiệm", conference.organisation, signature_letters(conference)},
        pdf_path);
    if (!printed) return base::fail(printed.error());
    return std::move(document->places);
}

}  // namespace kiemphieu::station
