#include "station/calendar/deadlines.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "forms/print/letterhead.hpp"

namespace kiemphieu::station {
namespace {

using forms::Align;
using forms::Date;
using forms::Face;

std::string iso(const Date& date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}
std::string basic(const Date& date) {
    return fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day);
}
std::string spoken(const Date& date) {
    return fmt::format("{}, {}", weekday_name(date), forms::date_in_digits(date));
}

Deadline before(const Date& conference, int days, std::string key, std::string what, std::string source,
                const WorkingDays& working) {
    Deadline deadline{std::move(key), days_after(conference, -days), std::move(what), std::move(source), {}};
    if (const Date worked = working.at_or_before(deadline.day); worked != deadline.day) {
        deadline.note = fmt::format("Là ngày nghỉ; ngày làm việc liền trước: {}.", spoken(worked));
    }
    return deadline;
}

/// A line of iCalendar, folded so that no piece is over 75 bytes and no letter is cut. Source: RFC 5545, 3.1.
std::string folded(const std::string& line) {
    constexpr std::size_t limit = 75;
    std::string out;
    std::size_t length = 0;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t end = i + 1;
        while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) ++end;
        if (length + (end - i) > limit) {
            out += "\r\n ";
            length = 1;
        }
        out.append(line, i, end - i);
        length += end - i;
        i = end;
    }
    return out + "\r\n";
}

/// Source: RFC 5545, 3.3.11.
std::string ics_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::vector<Deadline> deadlines_of(const Date& conference, const WorkingDays& days) {
    return {
        before(
            conference, 20, "report",
            "Người được lấy phiếu tín nhiệm gửi báo cáo, cung cấp thông tin đến cơ quan tham mưu về tổ chức, cán bộ.",
            "điểm 7.3, khoản 7, mục II", days),
        before(conference, 15, "dossier",
               "Gửi báo cáo, hồ sơ của người được lấy phiếu tín nhiệm và báo cáo giải trình (nếu có) cho người ghi "
               "phiếu.",
               "điểm 5.1, khoản 5, mục II", days),
        before(conference, 10, "questions",
               "Người ghi phiếu đặt yêu cầu bằng văn bản đối với người được lấy phiếu (qua cơ quan tham mưu về tổ "
               "chức, cán bộ); nội dung, vấn đề cần làm rõ được gửi cho người được lấy phiếu.",
               "điểm 5.1, khoản 5 và điểm 7.4, khoản 7, mục II", days),
        before(conference, 3, "answers",
               "Người được lấy phiếu tín nhiệm báo cáo, giải trình, cung cấp thông tin bổ sung theo yêu cầu (nếu có).",
               "điểm 7.3, khoản 7, mục II", days),
        {"vote", conference, "Tổ chức lấy phiếu tín nhiệm.", "điểm 5.1, khoản 5, mục II", {}},
        {"results",
         days.after(conference, 7),
         "Gửi kết quả lấy phiếu tín nhiệm đối với chức danh cán bộ diện Ban Thường vụ Tỉnh ủy quản lý về Ban Tổ chức "
         "Tỉnh ủy (7 ngày làm việc).",
         "điểm 7.1, khoản 7, mục II",
         {}},
    };
}

std::string counting_note(const Date& conference) {
    const int year = days_after(conference, 7).year;
    std::string note =
        "Ngày làm việc: từ thứ Hai đến thứ Sáu, trừ ngày lễ theo Điều 112 Bộ luật Lao động 2019. Ngày nghỉ do cơ quan "
        "có thẩm quyền quyết định hằng năm (ngày thứ năm của Tết, ngày liền kề 02/9, hoán đổi ngày nghỉ) chưa tính, "
        "trừ khi được khai thêm.";
    if (conference.year < first_known_year || year > last_known_year) {
        note += fmt::format(" Ngày lễ âm lịch của năm {} không có trong dữ liệu.", conference.year);
    }
    return note;
}

std::string calendar_text(const forms::Conference& conference, const std::vector<Deadline>& deadlines) {
    std::string text = fmt::format("{}\n{}\n\n", conference.organisation, conference.session);
    for (const Deadline& deadline : deadlines) {
        text += fmt::format("{:<22}{} ({})\n", spoken(deadline.day), deadline.what, deadline.source);
        if (!deadline.note.empty()) text += fmt::format("{:<22}{}\n", "", deadline.note);
    }
    return text + "\n" + counting_note(conference.date) + "\n";
}

std::string calendar_json(const forms::Conference& conference, const std::vector<Deadline>& deadlines) {
    nlohmann::ordered_json json{{"conference_date", iso(conference.date)},
                                {"deadlines", nlohmann::ordered_json::array()}};
    for (const Deadline& deadline : deadlines) {
        json["deadlines"].push_back({{"key", deadline.key},
                                     {"date", iso(deadline.day)},
                                     {"weekday", weekday_name(deadline.day)},
                                     {"what", deadline.what},
                                     {"source", deadline.source},
                                     {"note", deadline.note}});
    }
    json["counting"] = counting_note(conference.date);
    return json.dump();
}

std::string calendar_ics(const forms::Conference& conference, const std::vector<Deadline>& deadlines) {
    // Neither moment nor chance goes into it: the same conference gives the same file.
    const std::string of = base::to_hex(base::sha256(base::as_bytes(conference.organisation + conference.session)));
    std::string ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kiemphieu//lich//VI\r\nCALSCALE:GREGORIAN\r\n";
    for (const Deadline& deadline : deadlines) {
        ics += "BEGIN:VEVENT\r\n";
        ics += folded(fmt::format("UID:{}-{}@kiemphieu", deadline.key, of.substr(0, 16)));
        ics += fmt::format("DTSTAMP:{}T000000Z\r\n", basic(conference.date));
        ics += fmt::format("DTSTART;VALUE=DATE:{}\r\n", basic(deadline.day));
        ics += fmt::format("DTEND;VALUE=DATE:{}\r\n", basic(days_after(deadline.day, 1)));
        ics += folded("SUMMARY:" + ics_text(deadline.what));
        ics += folded("DESCRIPTION:" + ics_text(fmt::format("Kế hoạch 113-KH/TU, {}.{}{}", deadline.source,
                                                            deadline.note.empty() ? "" : " ", deadline.note)));
        ics += "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n";
    }
    return ics + "END:VCALENDAR\r\n";
}

base::Expected<std::vector<forms::PrintedPage>, base::Failure> calendar_pages(const forms::Conference& conference,
                                                                              const std::vector<Deadline>& deadlines) {
    constexpr forms::ParagraphStyle title{14.0, Align::center, 0.0, 1.3, forms::Breaking::even};
    forms::PageFlow flow;
    // It is made before the conference, on a day its maker writes in.
    forms::letterhead(flow, conference,
                      fmt::format("ngày ...... tháng ...... năm {}", days_after(conference.date, -20).year), "");
    flow.space(8.0);
    flow.paragraph(forms::plain("LỊCH CÁC MỐC THỜI GIAN LẤY PHIẾU TÍN NHIỆM", Face::serif_bold, title));
    flow.paragraph(forms::plain("Tại hội nghị (kỳ họp)", Face::serif_bold, title));
    flow.paragraph(forms::plain(conference.session, Face::serif_bold, title, 5.0));
    forms::Table table;
    table.columns = {{12.0, Align::center}, {32.0, Align::left}, {83.0, Align::left}, {38.0, Align::left}};
    table.head = {{"STT", 0, 0}, {"Ngày", 1, 0}, {"Việc phải làm", 2, 0}, {"Căn cứ (Kế hoạch 113-KH/TU)", 3, 0}};
    table.size_pt = 12.0;
    for (const Deadline& deadline : deadlines) {
        const std::string what = deadline.note.empty() ? deadline.what : deadline.what + " " + deadline.note;
        table.rows.push_back({std::to_string(table.rows.size() + 1), spoken(deadline.day), what, deadline.source});
    }
    flow.table(table);
    flow.space(3.0);
    flow.paragraph(forms::plain(counting_note(conference.date), Face::serif_italic, {12.0, Align::justify, 0.0, 1.25}));
    return flow.finish();
}

}  // namespace kiemphieu::station
