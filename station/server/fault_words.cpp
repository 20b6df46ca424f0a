#include "station/server/fault_words.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace kiemphieu::station::server {
namespace {

/// Sentences with their variable parts as `*`, which stand in both languages in the same order.
using Sentence = std::pair<std::string_view, std::string_view>;

constexpr std::array faults{
    // The log. Source: station/store verify, record, chain, seal.
    Sentence{"event * is not the one that record.head names", "sự kiện * không phải sự kiện mà record.head ghi"},
    Sentence{"events after * are missing; record.head names event *",
             "thiếu các sự kiện sau sự kiện *; record.head ghi tới sự kiện *"},
    Sentence{"events after * are missing; this folder had *", "thiếu các sự kiện sau sự kiện *; hồ sơ đã có tới *"},
    Sentence{"event * is not the one this folder had", "sự kiện * không phải sự kiện hồ sơ này đã có"},
    Sentence{"is missing; event * follows", "bị thiếu; tiếp theo là sự kiện *"},
    Sentence{"does not follow the event before it", "không nối tiếp sự kiện trước nó"},
    Sentence{"was altered: its hash does not match it", "đã bị sửa: mã băm không khớp nội dung"},
    Sentence{"is not signed by the key of this case", "không được ký bằng khóa của hồ sơ này"},
    Sentence{"is missing; it vouches for the bytes of record.sqlite",
             "bị thiếu; tệp này bảo đảm từng byte của record.sqlite"},
    Sentence{"is no seal made with the key of this case", "không phải niêm phong làm bằng khóa của hồ sơ này"},
    Sentence{"the file is not as the program left it", "tệp không còn như khi chương trình ghi xong"},
    Sentence{"is not the key that made this case", "không phải khóa đã lập hồ sơ này"},
    Sentence{"is not a number and a hash", "không gồm một số và một mã băm"},
    Sentence{"has no events", "không có sự kiện nào"},
    Sentence{"is missing or can't be read; the count depends on it",
             "bị thiếu hoặc không đọc được; kết quả phụ thuộc tệp này"},
    Sentence{"was altered after the case was made", "đã bị sửa sau khi lập hồ sơ"},
    Sentence{"is missing", "bị thiếu"},
    Sentence{"is damaged", "bị hỏng"},
    Sentence{"file is not a database", "tệp không phải cơ sở dữ liệu"},
    Sentence{"database disk image is malformed", "cơ sở dữ liệu bị hỏng"},
    Sentence{"is no kind of event", "không phải loại sự kiện nào"},
    Sentence{"body is no JSON object", "nội dung không phải đối tượng JSON"},
    Sentence{"field * is missing or wrong", "trường * thiếu hoặc sai"},
    // The machine. Source: the system's own words.
    Sentence{"*No space left on device", "hết chỗ trên đĩa"},
    Sentence{"*Permission denied", "không có quyền"},
    Sentence{"*No such file or directory", "không có tệp hoặc thư mục này"},
    Sentence{"*Read-only file system", "đĩa chỉ cho đọc"},
    Sentence{"*Input/output error", "đĩa bị lỗi"},
    Sentence{"database or disk is full", "hết chỗ trên đĩa"},
    Sentence{"database is locked", "một chương trình khác đang ghi hồ sơ này"},
    Sentence{"*onnection refused*", "máy quét không trả lời"},
    Sentence{"*imed out*", "hết thời gian chờ"},
    Sentence{"pdftotext is not installed (package poppler-utils)", "thiếu chương trình pdftotext (gói poppler-utils)"},
    Sentence{"pdftoppm is not installed*", "thiếu chương trình pdftoppm (gói poppler-utils)"},
    // Acts. Source: station/review audit, station/store case_state.
    Sentence{"a ruling by \"*\", who may not rule", "quyết định của \"*\", người không được quyết định"},
    Sentence{"an answer by \"*\", who may not rule", "ý kiến thứ hai của \"*\", người không được quyết định"},
    Sentence{"a withdrawal by \"*\", who may not rule", "việc rút lại của \"*\", người không được quyết định"},
    Sentence{"figures are confirmed while something is open", "số liệu được xác nhận khi còn việc chưa xong"},
    Sentence{"\"*\" does not hold the role it was given in", "\"*\" không giữ vai trò đã xác nhận"},
    Sentence{"* confirmed other figures than the record counts to", "* đã xác nhận số liệu khác với số đếm từ nhật ký"},
    Sentence{"a case is made once, and first", "hồ sơ chỉ được lập một lần, trước mọi việc"},
    Sentence{"the count is confirmed and frozen; *", "việc này xảy ra sau khi kết quả đã được xác nhận"},
    Sentence{"the count is not confirmed; there is nothing to reopen", "mở lại một kết quả chưa được xác nhận"},
    Sentence{"this image is in the record already", "ảnh này đã có trong nhật ký"},
    Sentence{"batch * was set aside; begin a new one", "xấp * đã được để riêng mà vẫn nhận thêm phiếu"},
    Sentence{"there is no batch *", "không có xấp *"},
    Sentence{"batch * is set aside already", "xấp * đã được để riêng rồi"},
    Sentence{"there is no ruling number *", "không có quyết định số *"},
    Sentence{"serial * was printed before", "số phiếu * đã được in trước đó"},
    // Images and readings. Source: station/store image_store, station/case recount.
    Sentence{"the image of an accepted sheet is missing", "thiếu ảnh của một tờ phiếu đã nhận"},
    Sentence{"the image was altered: its bytes do not have the digest it is named by",
             "ảnh đã bị sửa: nội dung không khớp mã băm trong tên tệp"},
    Sentence{"can't be read: *", "không đọc được"},
    Sentence{"reads otherwise than the record says; expected the recorded reading", "đọc lại ra khác với số đã ghi"},
    // Documents. Source: station/evidence document_check, report_figures; station/signing.
    Sentence{"is no document that the record knows", "không phải văn bản mà nhật ký đã ghi"},
    Sentence{"lacks a signature that the record knows: of *", "thiếu chữ ký mà nhật ký đã ghi: của *"},
    Sentence{"something was added to it that is no signature", "đã bị thêm nội dung không phải chữ ký"},
    Sentence{"the signature of * is by another certificate than the record has",
             "chữ ký của * dùng chứng thư khác với chứng thư đã ghi"},
    Sentence{"no figures can be read from it", "không đọc được số liệu nào trên văn bản"},
    Sentence{"no text can be read from it", "không đọc được chữ trên văn bản"},
    Sentence{"bears the mark of another record", "mang dấu vết của một nhật ký khác"},
    Sentence{"is of no style of this conference", "không thuộc loại phiếu nào của hội nghị"},
    Sentence{"* people present; expected *", "ghi có mặt *; đúng ra là *"},
    Sentence{"* people summoned; expected *", "ghi được triệu tập *; đúng ra là *"},
    Sentence{"* ballots collected; expected *", "ghi * phiếu thu về; đúng ra là *"},
    Sentence{"* ballots issued; expected *", "ghi * phiếu phát ra; đúng ra là *"},
    Sentence{"* ballots printed; expected *", "ghi * phiếu đã in; đúng ra là *"},
    Sentence{"* ballots exchanged; expected *", "ghi * phiếu hỏng đã đổi; đúng ra là *"},
    Sentence{"* ballots unused; expected *", "ghi * phiếu không sử dụng; đúng ra là *"},
    Sentence{"* ballots scanned; expected *", "ghi * phiếu đã quét; đúng ra là *"},
    Sentence{"* ballots invalid as a whole; expected *", "ghi * phiếu không hợp lệ cả phiếu; đúng ra là *"},
    Sentence{"* rows ruled on; expected *", "ghi * dòng do người quyết định; đúng ra là *"},
    Sentence{"* candidates' lines of reasons; expected *", "có * dòng lý do không hợp lệ; đúng ra là *"},
    Sentence{"* candidates' lines; expected *", "có * dòng kết quả; đúng ra là *"},
    Sentence{"candidate *: * invalid by reasons *; expected * by *",
             "người số *: * không hợp lệ, theo lý do *; đúng ra là *, theo lý do *"},
    Sentence{"candidate *: * valid, *; expected * valid, *",
             "người số *: hợp lệ *, các mức *; đúng ra hợp lệ *, các mức *"},
};

constexpr std::array notes{
    Sentence{"record.seal is open: a command was interrupted while it wrote; any command that writes closes it",
             "Niêm phong (record.seal) đang mở: một lệnh đã bị ngắt khi đang ghi; lệnh ghi tiếp theo sẽ đóng lại."},
};

constexpr std::array places{
    Sentence{"event *", "sự kiện *"},
    Sentence{"page *", "trang *"},
    Sentence{"bytes *", "các byte *"},
    Sentence{"confirmation", "xác nhận"},
};

/// The variable parts of a text that fits the pattern; each is as short as it can be, the last takes the rest.
std::optional<std::array<std::string_view, 8>> parts_of(std::string_view pattern, std::string_view text) {
    std::array<std::string_view, 8> parts;
    std::size_t n = 0;
    while (true) {
        const std::size_t star = pattern.find('*');
        const std::string_view before = pattern.substr(0, star);
        if (!text.starts_with(before)) return std::nullopt;
        text.remove_prefix(before.size());
        if (star == std::string_view::npos) return text.empty() ? std::optional(parts) : std::nullopt;
        pattern.remove_prefix(star + 1);
        const std::string_view next = pattern.substr(0, pattern.find('*'));
        const std::size_t end = next.empty() ? text.size() : text.find(next);
        if (end == std::string_view::npos) return std::nullopt;
        parts.at(n++) = text.substr(0, end);
        text.remove_prefix(end);
    }
}

template <std::size_t N>
std::optional<std::string> translated(const std::array<Sentence, N>& sentences, std::string_view text) {
    for (const auto& [english, vietnamese] : sentences) {
        const auto parts = parts_of(english, text);
        if (!parts) continue;
        std::string out;
        std::size_t n = 0;
        for (const char c : vietnamese) {
            if (c == '*') {
                const std::string_view part = parts->at(n++);
                out += part == "no number" ? "không có số" : part;
            } else {
                out += c;
            }
        }
        return out;
    }
    return std::nullopt;
}

/// "bytes 4096 to 8191, 12288 to 16383 and 3 more places", "event 17", and what is a name in any language.
std::string vietnamese_of_place(std::string place) {
    if (auto known = translated(places, place)) place = std::move(*known);
    for (const auto& [english, vietnamese] :
         {Sentence{" to ", " đến "}, {" and ", " và "}, {" more places", " chỗ nữa"}}) {
        for (std::size_t at = 0; (at = place.find(english, at)) != std::string::npos; at += vietnamese.size()) {
            place.replace(at, english.size(), vietnamese);
        }
    }
    return place;
}

std::string unknown(base::FailureClass failure_class) {
    switch (failure_class) {
        case base::FailureClass::world:
            return "máy không đọc được";
        case base::FailureClass::bad_input:
            return "không đúng dạng";
        case base::FailureClass::broken_evidence:
            break;
    }
    return "không còn nguyên vẹn";
}

}  // namespace

std::string vietnamese_of_fault(const base::Failure& fault) {
    std::string line;
    if (!fault.file.empty()) line += fault.file + ": ";
    if (!fault.place.empty()) line += vietnamese_of_place(fault.place) + ": ";
    return line + translated(faults, fault.message).value_or(unknown(fault.failure_class));
}

std::string vietnamese_of_note(const std::string& note) {
    return translated(notes, note).value_or("Có một điều cần biết, xem bản tiếng Anh.");
}

}  // namespace kiemphieu::station::server
