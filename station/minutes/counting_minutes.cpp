#include "station/minutes/counting_minutes.hpp"

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
using forms::plain;

/// Source: Domain (TT 24/2020/TT-BCA: the mark MẬT is a frame of 20 by 8 mm).
constexpr double mark_width_mm = 20.0;
constexpr double mark_height_mm = 8.0;
/// The letterhead's left column, as letterhead.cpp has it; mark and copy number stand under it.
constexpr double organisation_mm = 68.0;
const std::string mark_place = "mark";
/// Lines of a hash break between letters; a narrow face keeps its digits apart.
constexpr forms::ParagraphStyle hash_style{9.5, Align::left, 10.0, 1.3};

std::string role_text(CommitteeRole role) {
    switch (role) {
        case CommitteeRole::head:
            return "Trưởng Ban";
        case CommitteeRole::secretary:
            return "Thư ký";
        case CommitteeRole::member:
            return "Thành viên";
        case CommitteeRole::technician:
            return "Kỹ thuật viên vận hành máy, không phải thành viên Ban Kiểm phiếu";
        case CommitteeRole::observer:
            return "Người giám sát hoạt động của Ban Kiểm phiếu";
    }
    return {};
}

std::string difference_text(const FiguresItem& item) {
    switch (item.check) {
        case FigureCheck::collected_over_issued:
            return fmt::format("số phiếu thu về ({}) nhiều hơn số phiếu phát ra ({})", item.second, item.first);
        case FigureCheck::scanned_differs:
            return fmt::format("số phiếu thu về Ban Kiểm phiếu công bố ({}) khác số phiếu máy quét ({})", item.first,
                               item.second);
        case FigureCheck::printed_differs:
            return fmt::format(
                "số phiếu in ({}) khác tổng số phiếu phát ra, phiếu hỏng đã đổi và phiếu không sử dụng ({})",
                item.first, item.second);
        case FigureCheck::quorum:
            return fmt::format("số có mặt ({}) chưa đạt 2/3 số được triệu tập ({})", item.second, item.first);
    }
    return {};
}

/// Writes one copy of one style's minutes.
class MinutesWriter {
  public:
    MinutesWriter(const forms::Conference& conference, const forms::BallotStyle& style, const StyleTally& figures,
                  const ReportContext& context, const CountingFacts& facts, int copy)
        : conference_(conference), style_(style), figures_(figures), context_(context), facts_(facts), copy_(copy) {}

    base::Expected<forms::Document, base::Failure> write() {
        opening();
        committee();
        attendance();
        results();
        rules_in_force();
        complaints();
        evidence();
        closing();
        auto pages = flow_.finish();
        if (!pages) return base::fail(pages.error());
        forms::Document document{std::move(*pages), flow_.places()};
        if (auto marked = draw_mark(document); !marked) return base::fail(marked.error());
        if (auto added = add_margins(document.pages, style_.id, context_); !added) return base::fail(added.error());
        return document;
    }

  private:
    void text(const std::string& words, Face face = Face::serif) {
        flow_.paragraph(plain(words, face, body_style, 1.0));
    }
    void section(const std::string& title) {
        flow_.ensure(30.0);  // never alone at a page's end
        flow_.space(2.0);
        text(title, Face::serif_bold);
    }
    void count_line(const std::string& label, const std::optional<int>& number, const std::string& unit = "phiếu.") {
        flow_.paragraph(figure_line(label, number, unit));
    }

    void opening() {
        forms::letterhead(flow_, conference_, forms::date_in_words(conference_.date), "");
        forms::Column left{0.0, organisation_mm, {}};
        if (conference_.documents.mark == forms::SecretMark::mat) {
            left.paragraphs.push_back(plain(" ", Face::serif, {2.0, Align::center, 0.0, 1.0}, mark_height_mm + 1.0));
            left.paragraphs.back().place = mark_place;
        }
        left.paragraphs.push_back(plain(fmt::format("Bản số {}/{}", copy_, minutes_copies), Face::serif,
                                        {12.0, Align::center, 0.0, 1.2}, 6.0));
        flow_.columns({left});
        flow_.paragraph(plain("BIÊN BẢN", Face::serif_bold, title_style));
        flow_.paragraph(plain("KIỂM PHIẾU TÍN NHIỆM", Face::serif_bold, title_style, 0.5));
        flow_.paragraph(plain("Tại hội nghị (kỳ họp)", Face::serif_bold, title_style));
        flow_.paragraph(plain(conference_.session, Face::serif_bold, title_style, 4.0));
        text(fmt::format(
            "Thực hiện Quy định số 96-QĐ/TW, ngày 02/02/2023 của Bộ Chính trị và Kế hoạch số 113-KH/TU, ngày 10/7/2023 "
            "của Ban Thường vụ Tỉnh ủy; hôm nay, ngày {}, tại {}, Ban Kiểm phiếu do {} bầu đã tiến hành kiểm phiếu tín "
            "nhiệm của {} đối với {}. Việc kiểm phiếu bắt đầu lúc {}, kết thúc lúc {}.",
            forms::date_in_digits(conference_.date), conference_.place, giver_of(conference_), style_.voters,
            style_.positions, clock_text(context_.from), clock_text(context_.to)));
    }

    void committee() {
        section("I. BAN KIỂM PHIẾU");
        text(fmt::format("Ban Kiểm phiếu gồm {:02} đồng chí:",
                         std::ranges::count_if(conference_.committee, on_committee)));
        int number = 0;
        for (const CommitteeRole role : {CommitteeRole::head, CommitteeRole::secretary, CommitteeRole::member}) {
            for (const std::string& name : names_of(conference_, role)) {
                text(fmt::format("{}. Đồng chí {}, {}.", ++number, name, role_text(role)));
            }
        }
        for (const CommitteeRole role : {CommitteeRole::technician, CommitteeRole::observer}) {
            for (const std::string& name : names_of(conference_, role)) {
                text(fmt::format("{}: đồng chí {}.", role_text(role), name));
            }
        }
    }

    void attendance() {
        section("II. SỐ NGƯỜI DỰ HỘI NGHỊ (KỲ HỌP) VÀ SỐ PHIẾU");
        const auto lines = attendance_lines(style_, figures_);
        for (const forms::Paragraph& line : lines) flow_.paragraph(line);
        text(summoned_sentence(attendance_of(style_, figures_.declared)));
        const auto& declared = figures_.declared;
        count_line("- Số phiếu đã in:", figures_.printed);
        count_line("- Số phiếu hỏng đã đổi:", declared ? declared->exchanged : std::nullopt);
        count_line("- Số phiếu không sử dụng:", declared ? declared->unused : std::nullopt);
        count_line("- Số phiếu máy đã quét:", figures_.scanned);
        count_line("- Số phiếu không hợp lệ cả phiếu:", figures_.invalid_ballots,
                   figures_.faults.empty() ? "phiếu." : "phiếu, trong đó:");
        for (const auto& [fault, number] : figures_.faults) {
            text(fmt::format("+ {}: {} phiếu.", fault_text(fault), number));
        }
        for (const AcceptedDifference& difference : facts_.differences) {
            text(fmt::format("- Số liệu chưa khớp: {}; Ban Kiểm phiếu kết luận: {}",
                             difference_text(difference.figures), closed_sentence(difference.why)));
        }
    }

    void results() {
        section("III. KẾT QUẢ KIỂM PHIẾU");
        flow_.ensure(60.0);  // the heading, the table's head and two rows
        text("1. Kết quả phiếu tín nhiệm của từng người", Face::serif_bold);
        flow_.table(results_table(figures_));
        flow_.space(1.5);
        flow_.paragraph(
            plain("Tỉ lệ % tính trên tổng số phiếu thu về.", Face::serif_italic, {12.0, Align::left, 0.0, 1.3}, 2.0));
        flow_.ensure(55.0);
        text("2. Phiếu không hợp lệ đối với từng người, theo lý do", Face::serif_bold);
        flow_.table(reasons_table());
        flow_.space(2.0);
        text("3. Trường hợp có số phiếu tín nhiệm thấp trên 50%", Face::serif_bold);
        low_results();
    }

    forms::Table reasons_table() const {
        forms::Table table;
        table.columns = {{9.0, Align::center}, {50.0, Align::left}, {17.0, Align::center}};
        table.head = {
            {"STT", 0, 0, 1, 2}, {"Họ và tên", 1, 0, 1, 2}, {"Tổng số", 2, 0, 1, 2}, {"Lý do không hợp lệ", 3, 0, 5}};
        // In the order of invalid_reasons.
        for (const char* reason :
             {"Không đánh dấu", "Đánh dấu hai ô", "Đánh dấu ba ô", "Gạch xoá họ tên", "Cả phiếu không hợp lệ"}) {
            table.head.push_back({reason, table.columns.size(), 1});
            table.columns.push_back({17.8, Align::center});
        }
        for (const CandidateTally& candidate : figures_.candidates) {
            std::vector<std::string> row{std::to_string(candidate.number), candidate.name,
                                         std::to_string(candidate.invalid)};
            for (const int number : candidate.invalid_by_reason) row.push_back(std::to_string(number));
            table.rows.push_back(std::move(row));
        }
        return table;
    }

    /// Source: plan II.9.2, II.9.3.
    void low_results() {
        bool any = false;
        for (const CandidateTally& candidate : figures_.candidates) {
            if (candidate.consequence == LowConsequence::none) continue;
            any = true;
            text(fmt::format("- Đồng chí {}: {}/{} phiếu tín nhiệm thấp ({}%), {}.", candidate.name,
                             candidate.count(forms::Level::low), figures_.collected,
                             percent_text(candidate.count(forms::Level::low), figures_.collected),
                             consequence_text(candidate.consequence)));
        }
        if (!any) text("Không có.");
    }

    void rules_in_force() {
        section("IV. QUY TẮC ÁP DỤNG VÀ VIỆC XEM XÉT CỦA BAN KIỂM PHIẾU");
        const bool ballot = conference_.policy.crossed_name == forms::CrossedNameRule::ballot;
        text(fmt::format("- Phiếu gạch xoá họ tên người được in trên phiếu: {}.",
                         ballot ? "không hợp lệ cả phiếu"
                                : "không hợp lệ đối với người bị gạch tên, các trường hợp "
                                  "còn lại nếu đánh dấu theo quy định thì hợp lệ"));
        text(
            fmt::format("- Số phiếu ghi thêm tên người ngoài danh sách: {} phiếu; phần ghi thêm không hợp lệ, các "
                        "trường hợp trong danh sách nếu đánh dấu theo quy định thì hợp lệ.",
                        facts_.written_names));
        text(fmt::format(
            "- Máy chỉ đề xuất; {} trường hợp đánh dấu không rõ hoặc không hợp lệ đã được Ban Kiểm phiếu "
            "xem ảnh phiếu và kết luận{}.",
            figures_.rows_ruled, conference_.policy.two_person ? ", mỗi trường hợp có hai người thống nhất" : ""));
        if (facts_.sheet_rulings > 0) {
            text(fmt::format("- Số tờ phiếu Ban Kiểm phiếu phải xem xét cả tờ: {} tờ.", facts_.sheet_rulings));
        }
    }

    /// What nobody noted is written by hand.
    void complaints() {
        flow_.ensure(45.0);
        section("V. KHIẾU NẠI, Ý KIẾN VÀ VIỆC GIẢI QUYẾT");
        if (facts_.notes.complaints.empty()) {
            flow_.paragraph(plain("(Không có thì ghi \"Không\".)", Face::serif_italic, {12.0, Align::left, 10.0, 1.2}));
            flow_.writing_lines(4);
            flow_.space(2.0);
            return;
        }
        int number = 0;
        for (const Complaint& complaint : facts_.notes.complaints) {
            const bool only_none = complaint.text == "Không" || complaint.text == "Không có";
            text((only_none ? "" : fmt::format("{}. ", ++number)) + closed_sentence(complaint.text));
            if (!complaint.settled.empty()) {
                text("Giải quyết: " + closed_sentence(complaint.settled));
            } else if (!only_none) {
                text("Giải quyết:");
                flow_.writing_lines(1);
                flow_.space(2.0);
            }
        }
    }

    void seals() {
        const std::string label = "- Số niêm phong thùng phiếu, bì đựng phiếu";
        if (facts_.notes.seals.empty()) {
            text(label + " (ghi tay):");
            flow_.writing_lines(1);
            flow_.space(2.0);
            return;
        }
        std::string all;
        for (const std::string& seal : facts_.notes.seals) all += (all.empty() ? "" : "; ") + seal;
        text(label + ": " + all + ".");
    }

    void evidence() {
        section("VI. NIÊM PHONG VÀ DẤU VẾT SỐ LIỆU");
        seals();
        text(fmt::format("- Phần mềm kiểm phiếu: {}; dấu vết mẫu phiếu: {}.", facts_.software,
                         base::to_string(facts_.layout)));
        text("- Dấu vết bản ghi kiểm phiếu:");
        flow_.paragraph(plain(context_.record_fingerprint, Face::mono, hash_style, 1.0));
    }

    /// What is said last, the signatures and the destinations: all of it on one page where a page holds it, so that no
    /// signature stands on a sheet without the words it is for.
    void closing() {
        const std::string last = fmt::format(
            "Biên bản được lập thành {:02} bản có nội dung như nhau: 02 bản gửi {}; 01 bản lưu cùng với số phiếu được "
            "kiểm tại {}; quản lý theo chế độ mật. Bản này là bản số {}. Biên bản đã được đọc lại, các thành viên Ban "
            "Kiểm phiếu thống nhất và ký tên dưới đây.",
            minutes_copies, destination_of(conference_, style_, 1), destination_of(conference_, style_, minutes_copies),
            copy_);
        const std::vector<forms::Column> said{{0.0, flow_.width_mm(), {plain(last, Face::serif, body_style, 4.0)}}};
        std::vector<std::vector<forms::Column>> blocks{leaders()};
        for (auto& row : members()) blocks.push_back(std::move(row));
        blocks.push_back(chair_and_destinations());
        constexpr double gap_mm = 4.0;
        constexpr double page_mm = 297.0 - forms::Margins{}.top_mm - forms::Margins{}.bottom_mm;
        double whole = flow_.height_mm(said) - gap_mm;
        for (const auto& block : blocks) whole += flow_.height_mm(block) + gap_mm;
        flow_.ensure(whole <= page_mm ? whole : flow_.height_mm(said) + flow_.height_mm(blocks.front()));
        flow_.columns(said);
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            // The chair's place goes with the row before it.
            if (i + 2 == blocks.size()) {
                flow_.ensure(flow_.height_mm(blocks[i]) + gap_mm + flow_.height_mm(blocks[i + 1]));
            }
            flow_.columns(blocks[i]);
            if (i + 1 < blocks.size()) flow_.space(gap_mm);
        }
    }

    std::vector<forms::Column> leaders() const {
        const std::string hint = "(Ký, ghi rõ họ tên)";
        std::vector<forms::SignaturePlace> places;
        const std::string secretary = name_of_first(conference_, CommitteeRole::secretary);
        if (!secretary.empty()) places.push_back({"THƯ KÝ", "", hint, secretary, "secretary"});
        places.push_back(
            {"T/M BAN KIỂM PHIẾU", "TRƯỞNG BAN", hint, name_of_first(conference_, CommitteeRole::head), "head"});
        return forms::signature_columns(flow_.width_mm(), places);
    }

    /// Three to a row: a name and a hand need 50 mm.
    std::vector<std::vector<forms::Column>> members() const {
        constexpr std::size_t in_a_row = 3;
        const auto names = names_of(conference_, CommitteeRole::member);
        std::vector<std::vector<forms::Column>> rows;
        for (std::size_t first = 0; first < names.size(); first += in_a_row) {
            std::vector<forms::SignaturePlace> places;
            for (std::size_t i = first; i < std::min(first + in_a_row, names.size()); ++i) {
                places.push_back({"THÀNH VIÊN", "", "(Ký, ghi rõ họ tên)", names[i], fmt::format("member-{}", i + 1)});
            }
            rows.push_back(forms::signature_columns(flow_.width_mm(), places));
        }
        return rows;
    }

    std::vector<forms::Column> chair_and_destinations() const {
        constexpr forms::ParagraphStyle small{11.0, Align::left, 0.0, 1.25};
        const std::string title =
            conference_.kind == forms::ConferenceKind::party ? "CHỦ TRÌ HỘI NGHỊ" : "CHỦ TỌA KỲ HỌP";
        auto columns = forms::signature_columns(
            flow_.width_mm() / 2,
            {{title, "", "(Ký, ghi rõ họ tên, đóng dấu)", conference_.documents.chair.value_or(""), "chair"}});
        columns.front().left_mm = flow_.width_mm() / 2;
        forms::Column destinations{0.0, flow_.width_mm() / 2 - 4.0, {}};
        destinations.paragraphs.push_back(plain("Nơi nhận:", Face::serif_bold_italic, {12.0, Align::left, 0.0, 1.25}));
        for (int copy = 1; copy <= minutes_copies; ++copy) {
            const std::string where = destination_of(conference_, style_, copy);
            destinations.paragraphs.push_back(plain(
                copy < minutes_copies ? fmt::format("- Bản số {}: gửi {};", copy, where)
                                      : fmt::format("- Bản số {}: lưu cùng số phiếu được kiểm tại {}.", copy, where),
                copy == copy_ ? Face::serif_bold : Face::serif, small));
        }
        columns.push_back(std::move(destinations));
        return columns;
    }

    /// Draws the mark into the room left for it, which is no place to sign.
    base::Expected<void, base::Failure> draw_mark(forms::Document& document) const {
        const auto found = std::ranges::find(document.places, mark_place, &forms::NamedPlace::name);
        if (found == document.places.end()) return {};
        const base::PageRect box{found->box.x + (found->box.w - mark_width_mm) / 2, found->box.y, mark_width_mm,
                                 mark_height_mm};
        constexpr forms::ParagraphStyle style{14.0, Align::center, 0.0, 1.2};
        const auto lines = forms::break_lines({{"MẬT", Face::serif_bold}}, style, box.w);
        if (!lines) return base::fail(lines.error());
        forms::PrintedPage& page = document.pages.at(static_cast<std::size_t>(found->page - 1));
        const double top = box.y + (box.h - forms::line_height_mm(style)) / 2;
        for (auto& run : forms::place_lines(*lines, style, box.x, top)) page.texts.push_back(std::move(run));
        forms::add_frame(page, box, 0.4);
        document.places.erase(found);
        return {};
    }

    const forms::Conference& conference_;
    const forms::BallotStyle& style_;
    const StyleTally& figures_;
    const ReportContext& context_;
    const CountingFacts& facts_;
    int copy_;
    forms::PageFlow flow_;
};

}  // namespace

std::string destination_of(const forms::Conference& conference, const forms::BallotStyle& style, int copy) {
    const forms::DocumentSettings& settings = conference.documents;
    const bool standing_committee = style.group == 1;
    return copy < minutes_copies
               ? settings.minutes_to.value_or(standing_committee ? "Trung ương" : "cấp trên trực tiếp")
               : settings.minutes_kept_at.value_or(standing_committee ? "Ban Tổ chức Tỉnh ủy"
                                                                      : conference.organisation);
}

base::Expected<forms::Document, base::Failure> make_counting_minutes(const forms::Conference& conference,
                                                                     const StyleTally& figures,
                                                                     const ReportContext& context,
                                                                     const CountingFacts& facts, int copy) {
    const auto* style = conference.find_style(figures.style);
    if (style == nullptr) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", "style " + figures.style.value,
                                        "is no style of this conference"});
    }
    return MinutesWriter(conference, *style, figures, context, facts, copy).write();
}

}  // namespace kiemphieu::station
