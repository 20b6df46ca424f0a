#include "station/server/vietnamese.hpp"

#include <array>
#include <string_view>

namespace kiemphieu::station::server {
namespace {

struct Known {
    std::string_view part;  ///< of the English message
    std::string_view vietnamese;
    std::string_view code;
    int status;
};

constexpr std::array known{
    Known{"the token is locked", "USB token đã khóa vì sai mã PIN nhiều lần; nơi cấp chứng thư phải mở khóa.",
          "token_locked", 409},
    Known{"ONE try is left", "Mã PIN sai; token chỉ còn MỘT lần thử nữa là khóa. Hãy dừng lại, xem lại mã PIN.",
          "secret", 400},
    Known{"has one try left before",
          "Token chỉ còn MỘT lần thử là khóa nên trang không thử; hãy ký bằng dòng lệnh, hoặc ký tay.", "last_try",
          409},
    Known{"is wrong and was tried once", "Mã PIN sai; trạm chỉ thử một lần. Sai nhiều lần thì token tự khóa.", "secret",
          400},
    Known{"does not open the file", "Mật khẩu không mở được tệp chứng thư.", "secret", 400},
    Known{"is no PKCS #12 file", "Tệp này không phải tệp chứng thư; cần tệp .p12 hoặc .pfx.", "file", 400},
    Known{"expected a count that head and secretary confirmed",
          "Kết quả chưa được Trưởng Ban và Thư ký xác nhận nên chưa ký được.", "not_confirmed", 409},
    Known{"has signed this document already", "Chứng thư này đã ký văn bản này rồi.", "signed_already", 409},
    Known{"is signed already, by", "Chỗ này đã có chữ ký.", "signed_already", 409},
    Known{" signs at \"", "Chứng thư này của người khác trong Ban; mỗi người ký ở chỗ của mình.", "place", 409},
    Known{"is no place on", "Văn bản này không có chỗ cho chữ ký số ấy; hãy ký tay trên bản in.", "place", 409},
    Known{"signs none of these documents", "Người có chứng thư này không ký văn bản nào ở đây.", "place", 409},
    Known{"is no document of this count", "Không có văn bản này để ký.", "document", 404},
    Known{"is signed, and the count or its notes have changed",
          "Văn bản đã ký, mà số liệu hoặc ghi chú biên bản đã đổi sau đó; bản đã ký không bị ghi đè.", "changed", 409},
    Known{"tokens; expected one of", "Không rõ token nào: cắm đúng một token, hoặc ghi tên token.", "token", 400},
    Known{"expected one that is valid now", "Chứng thư đã hết hạn hoặc chưa có hiệu lực.", "certificate", 400},
    Known{"expected a certificate in force", "Chứng thư đã bị thu hồi.", "certificate", 400},
    Known{"a rehearsal comes before the count",
          "Diễn tập làm trước khi kiểm phiếu mà kết quả ở đây đã được xác nhận; kỳ sau diễn tập trong hồ sơ của kỳ đó.",
          "confirmed", 409},
    Known{"confirmed and frozen", "Kết quả đã được xác nhận; muốn sửa phải mở lại, có lý do.", "confirmed", 409},
    Known{"there is nothing to reopen", "Kết quả chưa được xác nhận nên không có gì để mở lại.", "not_confirmed", 409},
    Known{"has confirmed these figures already", "Đồng chí đã xác nhận các số liệu này rồi.", "confirmed_already", 409},
    Known{"can't be confirmed", "Chưa xác nhận được: vẫn còn việc chưa xong.", "open", 409},
    Known{"there is no such item", "Không có mục này trong hồ sơ.", "no_item", 404},
    Known{"there is no batch", "Không có xấp phiếu này.", "no_batch", 404},
    Known{"is set aside already", "Xấp phiếu này đã được để riêng.", "set_aside_already", 409},
    Known{"waits for no second person", "Mục này không chờ ai quyết định.", "waits_for_nobody", 409},
    Known{"a second person must agree", "Chính đồng chí đã quyết định mục này; phải là người thứ hai trả lời.",
          "same_person", 409},
    Known{"is keyed in; a second person keys it",
          "Phiếu này được nhập tay: người thứ hai nhập lại từ tờ phiếu, không xem người trước nhập gì.", "keyed", 409},
    Known{"is keyed in by two people",
          "Phiếu này do hai người nhập tay; chỉ khi hai người khác nhau thì trưởng ban "
          "quyết định.",
          "keyed", 409},
    Known{"may not rule", "Đồng chí không được quyết định; trưởng ban, thư ký và thành viên mới được.", "role", 403},
    Known{"only head and secretary do", "Chỉ trưởng ban và thư ký được làm việc này.", "role", 403},
    Known{"may not set sheets aside", "Chỉ trưởng ban, thư ký và thành viên được để riêng xấp phiếu.", "role", 403},
    Known{"is nobody of the committee", "Không có người này trong ban kiểm phiếu.", "nobody", 400},
    Known{"can't be ruled", "Mục này không nhận quyết định đó.", "choice", 400},
    Known{"a reading by hand goes with", "Quyết định đọc bằng mắt phải kèm các dòng đã đọc, và chỉ khi đó.", "hand",
          400},
    Known{"needs a reason", "Cần ghi lý do.", "reason", 400},
    Known{"expected a reason", "Cần ghi lý do.", "reason", 400},
    Known{"is reopened with a reason", "Mở lại kết quả đã xác nhận phải có lý do.", "reason", 400},
    Known{"needs it with a reason", "Cần ghi lý do.", "reason", 400},
    Known{"read by hand or waits for a ruling",
          "Tờ phiếu của dòng này đã đọc bằng mắt hoặc đang chờ quyết định; hãy "
          "quyết định trên tờ phiếu.",
          "on_sheet", 409},
    Known{"does not tell its style", "Tờ phiếu không cho biết loại phiếu; cần chọn loại phiếu.", "style", 400},
    Known{"the reading by hand must say", "Cần cho biết đây là phiếu nào và nhập đủ mọi dòng trên tờ, không thừa.",
          "rows", 400},
    Known{"is no style of this conference", "Hội nghị không có loại phiếu này.", "style", 400},
    Known{"no style \"", "Hội nghị không có loại phiếu này.", "style", 400},
    Known{"no style given", "Cần chọn loại phiếu.", "style", 400},
    Known{"expected 0 or more", "Số phải từ 0 trở lên.", "number", 400},
    Known{"has said nothing of it", "Đồng chí chưa quyết định gì về mục này nên không có gì để hoàn tác.",
          "nothing_to_take_back", 409},
    Known{"has no passed rehearsal",
          "Phải diễn tập đạt trước khi mở kiểm phiếu chính thức, hoặc trưởng "
          "ban cho phép bỏ qua có lý do.",
          "rehearsal_missing", 409},
    Known{"is too short or too long", "Mật khẩu quá ngắn hoặc quá dài.", "passphrase", 400},
    Known{"has a passphrase already", "Người này đã có mật khẩu.", "has_passphrase", 409},
    Known{"may not take a passphrase away", "Chỉ trưởng ban được xóa mật khẩu.", "role", 403},
    Known{"has no passphrase", "Người này chưa có mật khẩu.", "no_passphrase", 409},
    Known{"no valid UTF-8", "Văn bản không phải UTF-8.", "text", 400},
    Known{"is no kind of form", "Không có loại biểu mẫu này.", "form", 400},
    Known{"exists already; expected a new or empty folder", "Thư mục đã có nội dung; cần thư mục mới hoặc trống.",
          "folder", 409},
    Known{"holds a case already", "Ở đây đã có hồ sơ.", "case", 409},
    Known{"may not waive the rehearsal", "Chỉ trưởng ban được cho phép bỏ qua diễn tập.", "role", 403},
    Known{"no sheet of a test deck", "Không có tờ nào của bộ phiếu diễn tập của hồ sơ này.", "no_deck", 409},
    Known{"no such file or folder", "Không có tệp hoặc thư mục này.", "source", 400},
    Known{"is no folder", "Không có thư mục này.", "source", 400},
    Known{"is nobody of the definition's committee", "Không có người này trong ban kiểm phiếu.", "nobody", 400},
    Known{"the calibration was stopped", "Hiệu chuẩn đã bị dừng.", "stopped", 409},
    Known{"expected gray scans of what",
          "Không thấy tờ hiệu chuẩn; cần ảnh xám của tờ `forms --kind calibration` in ra.", "no_sheet", 409},
    Known{"a scan runs already", "Đang quét phiếu; hãy dừng lần quét này trước.", "scan_running", 409},
    Known{"expected escl:ADDRESS", "Nguồn quét phải là escl:ĐỊA_CHỈ, sane:MÁY hoặc folder:THƯ_MỤC.", "source", 400},
    Known{"goes with by-hand", "Quyết định đọc bằng mắt phải kèm các dòng đã đọc, và chỉ khi đó.", "hand", 400},
    Known{"is keyed by-hand", "Phiếu nhập tay chỉ nhận: đủ các dòng, không do Ban phát ra, hoặc bỏ qua.", "choice",
          400},
    Known{"who may declare figures", "Đồng chí không được khai số liệu.", "role", 403},
    Known{"was printed before", "Số phiếu này đã được in trước đó.", "serial", 409},
    Known{"was set aside; begin a new one", "Xấp phiếu đã được để riêng; hãy mở xấp mới.", "set_aside_already", 409},
    Known{"may not write the minutes", "Chỉ trưởng ban, thư ký và thành viên được ghi cho biên bản.", "role", 403},
    Known{"is no time of the day", "Giờ ghi dạng giờ:phút, ví dụ 08:05.", "time", 400},
    Known{"there is no entry to take back", "Chưa ghi nội dung, và không có ghi chú nào như vậy để rút.", "no_note",
          409},
    Known{"goes with the text of a complaint", "Cách giải quyết chỉ ghi kèm nội dung khiếu nại.", "settled", 400},
    Known{"is no entry of", "Không có ghi chú mang số này.", "entry", 400},
    Known{"there are too many", "Đã quá nhiều ghi chú; ghi phần còn lại thành văn bản riêng.", "entry", 409},
    Known{"has more than 2000 letters", "Nội dung quá dài; ghi thành văn bản riêng.", "text", 400},
    Known{"a letter has no glyph", "Nội dung có ký tự không in được; chỉ dùng chữ Việt hoặc chữ Latin.", "text", 400},
    Known{"has a control character", "Nội dung có ký tự không in được.", "text", 400},
    Known{"more than those summoned", "Số có mặt không thể lớn hơn số được triệu tập.", "number", 400},
};

}  // namespace

Translation translate(const std::string& english) {
    for (const Known& entry : known) {
        if (english.find(entry.part) != std::string::npos) {
            return {std::string(entry.vietnamese), std::string(entry.code), entry.status};
        }
    }
    return {"Không nhận được yêu cầu này; xem lại những gì vừa nhập."};
}

}  // namespace kiemphieu::station::server
