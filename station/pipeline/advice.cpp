#include "station/pipeline/advice.hpp"

#include <fmt/format.h>

namespace kiemphieu::station {

namespace {

using scanner::SourceEnd;

struct Words {
    const char* vietnamese;
    const char* english;
};

/// What happened.
Words happened(SourceEnd end) {
    switch (end) {
        case SourceEnd::finished:
            return {"Đã nhận hết", "All was taken in"};
        case SourceEnd::tray_empty:
            return {"Khay giấy đã hết", "The tray is empty"};
        case SourceEnd::stopped:
            return {"Đã dừng", "Stopped"};
        case SourceEnd::jam:
            return {"Kẹt giấy", "Paper jam"};
        case SourceEnd::cover_open:
            return {"Nắp máy quét đang mở", "The scanner's cover is open"};
        case SourceEnd::double_feed:
            return {"Máy kéo hai tờ một lần", "Two sheets went in at once"};
        case SourceEnd::mispick:
            return {"Máy không kéo được tờ tiếp theo", "The next sheet was not drawn in"};
        case SourceEnd::damaged_page:
            return {"Ảnh của tờ vừa quét bị hỏng khi truyền", "The picture of the sheet just scanned came damaged"};
        case SourceEnd::busy:
            return {"Máy quét đang bận việc khác", "The scanner works for somebody else"};
        case SourceEnd::device_lost:
            return {"Mất liên lạc với máy quét", "The scanner does not answer any more"};
        case SourceEnd::timed_out:
            return {"Máy quét không gửi gì trong thời gian cho phép", "Nothing came from the scanner in time"};
        case SourceEnd::device_fault:
            break;
    }
    return {"Máy quét báo lỗi", "The scanner reports a fault"};
}

/// What to do now.
Words to_do(SourceEnd end) {
    switch (end) {
        case SourceEnd::finished:
        case SourceEnd::tray_empty:
            return {"Đếm số tờ trong xấp và so với số tờ máy đã nhận.",
                    "Count the sheets of the stack by hand and compare with what was taken in."};
        case SourceEnd::stopped:
            return {"Muốn quét tiếp: đặt các tờ còn lại vào khay, chạy lại lệnh.",
                    "To go on: lay the remaining sheets into the tray and run the command again."};
        case SourceEnd::cover_open:
            return {"Lấy các tờ còn trong máy ra, đóng nắp, đặt lại vào khay, bấm tiếp tục.",
                    "Take out the sheets inside, close the cover, lay them into the tray again, go on."};
        case SourceEnd::double_feed:
            return {"Lấy các tờ vừa kéo ra, xòe xấp giấy cho rời, đặt lại vào khay, bấm tiếp tục.",
                    "Take out the sheets just drawn in, fan the stack, lay them into the tray again, go on."};
        case SourceEnd::mispick:
            return {"Xòe và so mép xấp giấy, đặt lại vào khay, bấm tiếp tục.",
                    "Fan and square the stack, lay it into the tray again, go on."};
        case SourceEnd::busy:
            return {"Chờ máy xong việc hoặc tắt bật lại máy, bấm tiếp tục.",
                    "Wait until it has finished or switch it off and on, go on."};
        case SourceEnd::device_lost:
        case SourceEnd::timed_out:
            return {"Kiểm tra điện và dây cáp, đặt lại tờ cuối cùng vừa ra vào khay, bấm tiếp tục.",
                    "Check power and cable, lay the last sheet that came out into the tray again, go on."};
        case SourceEnd::jam:
        case SourceEnd::damaged_page:
        case SourceEnd::device_fault:
            break;
    }
    return {"Lấy tờ cuối cùng ra, đặt lại vào khay, bấm tiếp tục.",
            "Take the last sheet out, lay it into the tray again, go on."};
}

}  // namespace

Advice advice_on(SourceEnd end, int last_sheet) {
    const Words what = happened(end);
    const Words act = to_do(end);
    const bool fault = end != SourceEnd::finished && end != SourceEnd::tray_empty && end != SourceEnd::stopped;
    return {last_sheet > 0 ? fmt::format("{} sau tờ {}. {}", what.vietnamese, last_sheet, act.vietnamese)
                           : fmt::format("{}. {}", what.vietnamese, act.vietnamese),
            last_sheet > 0 ? fmt::format("{} after sheet {}. {}", what.english, last_sheet, act.english)
                           : fmt::format("{}. {}", what.english, act.english),
            fault};
}

}  // namespace kiemphieu::station
