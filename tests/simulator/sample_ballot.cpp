#include "tests/simulator/sample_ballot.hpp"

#include <array>
#include <string_view>

namespace kiemphieu::simulator {

namespace {

constexpr std::array<std::string_view, 10> families{"Nguyễn", "Trần", "Lê",   "Phạm", "Hoàng",
                                                    "Huỳnh",  "Vũ",   "Đặng", "Bùi",  "Đỗ"};
constexpr std::array<std::string_view, 7> middles{"Văn", "Thị", "Đức", "Thanh", "Thị Kim", "Hữu", "Quốc"};
constexpr std::array<std::string_view, 11> givens{"An",  "Bình",     "Cường",  "Dũng",  "Hạnh", "Khuê",
                                                  "Lộc", "Mỹ Duyên", "Phượng", "Quỳnh", "Tuyết"};
constexpr std::array<std::string_view, 6> positions{
    "Ủy viên Ban Thường vụ Tỉnh ủy, Bí thư Thành ủy",
    "Tỉnh ủy viên, Giám đốc Sở Nội vụ",
    "Phó Chủ tịch Ủy ban nhân dân tỉnh",
    "Trưởng Ban Tổ chức Tỉnh ủy",
    "Ủy viên Ban Chấp hành Đảng bộ tỉnh, Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy, Bí thư Đảng ủy Khối các cơ quan",
    "Chánh Văn phòng"};

template <std::size_t N>
std::string pick(const std::array<std::string_view, N>& from, int number) {
    return std::string(from[static_cast<std::size_t>(number) % N]);
}

}  // namespace

forms::Conference sample_conference(int candidates) {
    forms::BallotStyle style;
    style.id = base::StyleId{"A"};
    style.voters = "Ủy viên Ban Chấp hành Đảng bộ tỉnh";
    style.positions = "Ủy viên Ban Thường vụ Tỉnh ủy";
    style.members = style.summoned = style.present = style.present_at_vote = 47;
    for (int i = 0; i < candidates; ++i) {
        // Three strides without a common factor keep 770 names apart.
        style.candidates.push_back(
            {i + 1, pick(families, i) + " " + pick(middles, i) + " " + pick(givens, i), pick(positions, i)});
    }
    forms::Conference conference;
    conference.organisation = "TỈNH ỦY SAO MAI";
    conference.place = "Sao Mai";
    conference.date = {2023, 12, 15};
    conference.session = "Hội nghị lần thứ 14";
    conference.styles.push_back(std::move(style));
    return conference;
}

}  // namespace kiemphieu::simulator
