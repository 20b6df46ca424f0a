#include "station/rollup/words.hpp"

#include <array>

#include <fmt/format.h>

namespace kiemphieu::station::rollup {
namespace {

constexpr std::array<Words, 7> unit_states{{{"đúng hạn", "in time"},
                                            {"chậm", "late"},
                                            {"chưa đủ", "partly in"},
                                            {"chưa đến hạn", "awaited"},
                                            {"QUÁ HẠN, CHƯA CÓ", "OVERDUE"},
                                            {"KẾT QUẢ TRÁI NHAU", "CONFLICT"},
                                            {"CHƯA ĐƯỢC TÍNH", "HELD"}}};
constexpr std::array<Words, 3> proofs{
    {{"chưa đối chiếu", "not proven"}, {"chữ ký số", "signatures"}, {"khớp bản giấy đã ký", "signed paper"}}};
constexpr std::array<Words, 2> kinds{{{"gói bằng chứng", "evidence package"}, {"báo cáo ký số", "signed report"}}};
constexpr std::array<Words, 7> reasons{{{"không hiểu được tệp", "not understood"},
                                        {"không mở được, thiếu mật khẩu", "can't be opened"},
                                        {"bằng chứng không đứng vững", "evidence does not hold"},
                                        {"kết quả chưa được xác nhận", "not confirmed"},
                                        {"không rõ là của đơn vị nào", "of no known unit"},
                                        {"thiếu chữ ký số theo danh bạ", "signatures missing"},
                                        {"trái với bản giấy đã ký", "against the signed paper"}}};
constexpr std::array<Words, 15> attentions{{
    {"Kết quả trái nhau: xem các tệp, rồi chọn bằng lệnh settle", "Different results came in: settle which counts"},
    {"Dấu vết không khớp bản giấy đã ký: tệp không được tính", "Not the count of the signed paper: not counted"},
    {"Một hội nghị gửi dưới tên hai đơn vị: không tính cho đơn vị nào", "One conference under two units: not counted"},
    {"Chưa đối chiếu: ghi dấu vết trên bản giấy đã ký vào danh bạ, hoặc xin bản ký số",
     "Not proven yet: enter the signed paper's mark, or ask for signatures"},
    {"Quá hạn 7 ngày làm việc, chưa có đủ kết quả", "Overdue: 7 working days have passed"},
    {"Ngày lấy phiếu khác với danh bạ", "Voted on another day than the register has"},
    {"Loại phiếu không có trong danh bạ", "A ballot style the register does not expect"},
    {"Đơn vị không còn trong danh bạ: tệp không được tính", "Of a unit no longer in the register: not counted"},
    {"Lựa chọn đã ghi nêu một tệp không có", "What was settled names a file that is not there"},
    {"Tệp bị từ chối", "A file was refused"},
    {"Trùng tên ở nhiều nơi: ghi mã người vào danh bạ, dù là một hay là hai người",
     "One name at several places: say in the register whether it is one person"},
    {"Danh bạ nêu người không có trong danh sách lấy phiếu", "The register names somebody who is not on the list"},
    {"Một dòng danh bạ hợp với nhiều người: ghi thêm loại phiếu, chức vụ",
     "A line of the register fits several people: add style or position"},
    {"Nhiều dòng danh bạ hợp với một người", "Several lines of the register fit one person"},
    {"Lấy phiếu ở quá 2 nơi (điểm 1, mục II)", "Voted on in more than 2 places (II.1)"},
}};

template <std::size_t N, class Value>
Words in(const std::array<Words, N>& all, Value value) {
    return all.at(static_cast<std::size_t>(value));
}

}  // namespace

Words words_of(UnitState state) {
    return in(unit_states, state);
}
Words words_of(Proof proof) {
    return in(proofs, proof);
}
Words words_of(SubmissionKind kind) {
    return in(kinds, kind);
}
Words words_of(RefusalReason reason) {
    return in(reasons, reason);
}
Words words_of(AttentionKind kind) {
    return in(attentions, kind);
}

Words words_of(LowConsequence consequence) {
    switch (consequence) {
        case LowConsequence::over_half:
            return {"trên 50% nhưng dưới 2/3", "over half, under two thirds"};
        case LowConsequence::two_thirds:
            return {"từ 2/3 trở lên", "two thirds or more"};
        case LowConsequence::none:
            break;
    }
    return {"dưới ngưỡng", "under the thresholds"};
}

Words threshold_note(int low, int collected) {
    if (collected > 0 && std::int64_t{2} * low == collected) return {"đúng 50%", "exactly half"};
    if (collected > 0 && std::int64_t{3} * low == std::int64_t{2} * collected)
        return {"đúng 2/3", "exactly two thirds"};
    return {"", ""};
}

std::string place_text(const PlaceResult& place) {
    return fmt::format("{}, loại phiếu {}, số {}", place.unit->name, place.style.value, place.figures.number);
}

}  // namespace kiemphieu::station::rollup
