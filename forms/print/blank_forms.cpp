#include "forms/print/blank_forms.hpp"

#include <array>
#include <functional>

#include <fmt/core.h>

#include "forms/code.hpp"
#include "forms/print/letterhead.hpp"
#include "forms/print/qr_symbol.hpp"

namespace kiemphieu::forms {
namespace {

constexpr ParagraphStyle body{13.0, Align::justify, 10.0, 1.25};
constexpr ParagraphStyle note{11.0, Align::justify, 0.0, 1.25};
constexpr ParagraphStyle heading{14.0, Align::center, 0.0, 1.3, Breaking::even};

/// One form a candidate: pages of all, each form begun on its own page.
FormPages for_each_candidate(const Conference& conference,
                             const std::function<void(PageFlow&, const BallotStyle&, const Candidate&)>& write) {
    std::vector<PrintedPage> all;
    for (const BallotStyle& style : conference.styles) {
        for (const Candidate& candidate : style.candidates) {
            PageFlow flow;
            write(flow, style, candidate);
            auto pages = flow.finish();
            if (!pages) return pages;
            all.insert(all.end(), pages->begin(), pages->end());
        }
    }
    return all;
}

void text(PageFlow& flow, std::vector<Span> spans, double space_after_mm = 1.5) {
    flow.paragraph({std::move(spans), body, space_after_mm, 0.0});
}

/// A label in bold and what is known.
void known(PageFlow& flow, const std::string& label, const std::string& value) {
    text(flow, {{label + " ", Face::serif_bold}, {value, Face::serif}});
}

/// The criteria as Phụ lục 3 lists them.
constexpr std::array<const char*, 3> conduct{
    "- Lập trường, quan điểm, bản lĩnh chính trị trong thực hiện chủ trương, đường lối của Đảng, chính sách, pháp luật "
    "của Nhà nước; giữ gìn phẩm chất đạo đức, lối sống; tinh thần trách nhiệm trong công việc, thái độ phục vụ nhân "
    "dân; liêm chính, trung thực, công tâm, khách quan trong thực hiện nhiệm vụ được giao.",
    "- Ý thức tổ chức kỷ luật, việc chấp hành các nguyên tắc tổ chức và hoạt động của Đảng, nhất là nguyên tắc tập "
    "trung dân chủ, tự phê bình và phê bình; chấp hành sự phân công của tổ chức; thực hiện các quy định, quy chế của "
    "cấp uỷ, tổ chức đảng, cơ quan, đơn vị nơi công tác; khả năng quy tụ, đoàn kết nội bộ và xử lý những vấn đề khó, "
    "phức tạp, nhạy cảm.",
    "- Kết quả lãnh đạo, chỉ đạo thực hiện chủ trương của Đảng về đấu tranh phòng, chống tham nhũng, tiêu cực, những "
    "điều đảng viên không được làm và trách nhiệm nêu gương; sự gương mẫu của bản thân, vợ, chồng, con trong việc chấp "
    "hành chính sách, pháp luật của Nhà nước; việc thường xuyên giữ mối liên hệ với cấp uỷ nơi cư trú."};
constexpr std::array<const char*, 3> results{
    "- Kết quả lãnh đạo, tham mưu tổ chức thực hiện chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước "
    "trong lĩnh vực, phạm vi phụ trách; tính năng động, đổi mới, sáng tạo, quyết đoán, dám nghĩ, dám làm, dám chịu "
    "trách nhiệm trong việc thực hiện nhiệm vụ được giao.",
    "- Số lượng, chất lượng sản phẩm, hiệu quả thực hiện chức trách, nhiệm vụ được giao; mức độ hoàn thành nhiệm vụ "
    "của "
    "các tổ chức, cơ quan, đơn vị trực thuộc.",
    "- Kết quả lãnh đạo công tác cán bộ; đấu tranh phòng, chống tham nhũng, tiêu cực; công tác kiểm tra, giám sát; "
    "giải "
    "quyết đơn, thư khiếu nại, tố cáo trong lĩnh vực, phạm vi phụ trách."};

/// Criteria with lines to write on under each.
void section(PageFlow& flow, const std::string& title, const std::array<const char*, 3>& points) {
    constexpr int lines = 4;
    flow.ensure(45.0);  // the title, its first point and a line
    text(flow, {{title, Face::serif_bold}});
    for (const char* point : points) {
        text(flow, {{point, Face::serif}}, 0.0);
        flow.writing_lines(lines);
        flow.space(3.0);
    }
}

void section(PageFlow& flow, const std::string& title, int lines) {
    flow.ensure(30.0);  // the title and lines to begin on
    text(flow, {{title, Face::serif_bold}}, 0.0);
    flow.writing_lines(lines);
    flow.space(3.0);
}

void write_self_report(PageFlow& flow, const Conference& conference, const BallotStyle& style,
                       const Candidate& candidate) {
    // The day is the writer's own; the year is the vote's.
    letterhead(flow, conference, fmt::format("ngày ...... tháng ...... năm {}", conference.date.year), "");
    flow.space(8.0);
    flow.paragraph(plain("BÁO CÁO", Face::serif_bold, heading));
    flow.paragraph(plain("CỦA NGƯỜI ĐƯỢC LẤY PHIẾU TÍN NHIỆM", Face::serif_bold, heading));
    flow.paragraph(plain("Tại kỳ họp (hội nghị)", Face::serif_bold, heading));
    flow.paragraph(plain(conference.session, Face::serif_bold, heading, 4.0));
    flow.paragraph(plain("Kính gửi: (1) " + style.voters, Face::serif_bold,
                         {13.0, Align::center, 0.0, 1.25, Breaking::even}, 4.0));
    known(flow, "- Tôi là (ghi rõ họ và tên):", candidate.name);
    known(flow, "- Chức vụ: (2)", candidate.position);
    known(flow, "- Đơn vị công tác:", "");
    flow.writing_lines(1);
    flow.space(3.0);
    text(flow, {{"Căn cứ vào Quy định số 96-QĐ/TW, ngày 02/02/2023 của Bộ Chính trị; Kế hoạch số 113-KH/TU, ngày "
                 "10/7/2023 của Ban Thường vụ Tỉnh ủy và kế hoạch (của địa phương, cơ quan, đơn vị) về việc lấy phiếu "
                 "tín nhiệm đối với các chức danh, chức vụ lãnh đạo, quản lý trong hệ thống chính trị, tôi xin báo cáo "
                 "như sau:",
                 Face::serif}});
    section(flow, "1. Phẩm chất chính trị, đạo đức lối sống, ý thức tổ chức kỷ luật", conduct);
    section(flow,
            "2. Kết quả thực hiện chức trách, nhiệm vụ được giao (tính từ đầu nhiệm kỳ đến thời điểm lấy phiếu tín "
            "nhiệm)",
            results);
    section(flow, "3. Hạn chế và giải pháp khắc phục", 6);
    section(flow,
            "4. Báo cáo giải trình các nội dung mà cấp có thẩm quyền hoặc người ghi phiếu tín nhiệm yêu cầu (nếu có).",
            6);
    flow.space(4.0);
    auto signing =
        signature_columns(flow.width_mm() / 2, {{"Người báo cáo", "", "(ký, ghi rõ họ, tên)", candidate.name}});
    signing.front().left_mm = flow.width_mm() / 2;
    flow.columns(signing);
    flow.space(4.0);
    flow.paragraph(plain("Ghi chú:", Face::serif_bold_italic, note));
    flow.paragraph(plain("- (1). Ghi các thành phần ghi phiếu tín nhiệm.", Face::serif_italic, note));
    flow.paragraph(plain("- (2). Chức danh được lấy phiếu tín nhiệm.", Face::serif_italic, note));
}

void write_dossier_list(PageFlow& flow, const Conference& conference, const Candidate& candidate) {
    letterhead(flow, conference, fmt::format("ngày ...... tháng ...... năm {}", conference.date.year), "");
    flow.space(10.0);
    flow.paragraph(plain("Danh mục hồ sơ người được lấy phiếu tín nhiệm", Face::serif_bold,
                         {15.0, Align::center, 0.0, 1.3, Breaking::even}));
    flow.paragraph(plain("(Kèm theo Kế hoạch số 113-KH/TU, ngày 10/7/2023 của Ban Thường vụ Tỉnh ủy)",
                         Face::serif_italic, {13.0, Align::center, 0.0, 1.25, Breaking::even}, 6.0));
    known(flow, "Họ và tên:", candidate.name);
    known(flow, "Chức vụ, đơn vị công tác:", candidate.position);
    flow.space(3.0);
    text(flow, {{"Danh mục hồ sơ người được lấy phiếu tín nhiệm thống nhất khổ giấy A4 và sắp xếp theo thứ tự sau:",
                 Face::serif}});
    text(flow, {{"1. Báo cáo của người được lấy phiếu tín nhiệm.", Face::serif}});
    text(flow, {{"2. Bản kê khai tài sản thu nhập theo mẫu ban hành kèm theo quy định hiện hành ", Face::serif},
                {"(có ký xác nhận của người kê khai và người nhận bản kê khai theo quy định)", Face::serif_italic},
                {".", Face::serif}});
    text(flow,
         {{"3. Báo cáo giải trình về các nội dung liên quan theo yêu cầu của cấp có thẩm quyền hoặc của người ghi "
           "phiếu tín nhiệm ",
           Face::serif},
          {"(nếu có)", Face::serif_italic},
          {".", Face::serif}});
}

/// A label and a dotted line to fill by hand.
void blank_line(PageFlow& flow, const std::string& label) {
    flow.paragraph(plain(label, Face::serif_bold, {16.0, Align::left, 0.0, 1.25}));
    flow.writing_lines(1);
    flow.space(5.0);
}

void write_separator(PageFlow& flow, const Conference& conference, const BallotStyle& style) {
    constexpr ParagraphStyle large{40.0, Align::center, 0.0, 1.25, Breaking::even};
    constexpr ParagraphStyle middle{18.0, Align::center, 0.0, 1.3, Breaking::even};
    letterhead(flow, conference, date_in_words(conference.date), "");
    flow.space(14.0);
    flow.paragraph(plain("TỜ PHÂN CÁCH", Face::serif_bold, large, 2.0));
    flow.paragraph(plain("Đặt trên mỗi xấp phiếu. Quét tờ này cùng xấp phiếu: máy mở một xấp mới.", Face::serif_italic,
                         {14.0, Align::center, 0.0, 1.3, Breaking::even}, 10.0));
    flow.paragraph(plain("Loại phiếu " + style.id.value, Face::serif_bold, {30.0, Align::center, 0.0, 1.3}, 3.0));
    flow.paragraph(plain("đối với " + style.positions, Face::serif, middle, 12.0));
    blank_line(flow, "Xấp số:");
    blank_line(flow, "Số tờ trong xấp (đếm bằng tay):");
    blank_line(flow, "Số tờ máy đã nhận:");
    blank_line(flow, "Người đếm (ký, ghi rõ họ tên):");
    blank_line(flow, "Người kiểm tra (ký, ghi rõ họ tên):");
}

}  // namespace

FormPages make_dossier_lists(const Conference& conference) {
    return for_each_candidate(conference, [&](PageFlow& flow, const BallotStyle&, const Candidate& candidate) {
        write_dossier_list(flow, conference, candidate);
    });
}

FormPages make_self_reports(const Conference& conference) {
    return for_each_candidate(conference, [&](PageFlow& flow, const BallotStyle& style, const Candidate& candidate) {
        write_self_report(flow, conference, style, candidate);
    });
}

FormPages make_separators(const Conference& conference, std::span<const BallotLayout> layouts,
                          const base::SecretKey& key) {
    std::vector<PrintedPage> all;
    for (const BallotLayout& layout : layouts) {
        const BallotStyle* style = conference.find_style(layout.style);
        if (style == nullptr) continue;
        PageFlow flow;
        write_separator(flow, conference, *style);
        auto pages = flow.finish();
        if (!pages) return pages;
        // In the sheet's lower middle, where nothing is written and no feeder clips; modules of 1 mm.
        constexpr base::PageRect box{86.0, 236.0, 37.0, 37.0};
        const SheetCode code{layout.conference, layout.style, layout.id, {}, 1, 1, BallotKind::separator};
        const auto modules = qr_modules(encode_payload(code, make_tag(code, key)), box);
        auto& rules = pages->front().rules;
        rules.insert(rules.end(), modules.begin(), modules.end());
        all.insert(all.end(), pages->begin(), pages->end());
    }
    return all;
}

}  // namespace kiemphieu::forms
