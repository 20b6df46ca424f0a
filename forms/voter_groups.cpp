#include "forms/voter_groups.hpp"

namespace kiemphieu::forms {
namespace {

/// Without the full stop or semicolon that ends a line of the plan.
std::string unended(std::string_view text) {
    while (text.ends_with('.') || text.ends_with(';')) text.remove_suffix(1);
    return std::string{text};
}

}  // namespace

const std::array<VoterGroup, voter_group_count>& voter_groups() {
    static constexpr std::array<VoterGroup, voter_group_count> groups{{
        {1,
         "Đối với đồng chí Bí thư Tỉnh ủy, các đồng chí Phó Bí thư Tỉnh ủy, các đồng chí Ủy viên Ban Thường vụ Tỉnh "
         "ủy.",
         "Ủy viên Ban Chấp hành Đảng bộ tỉnh.", "", 0},
        {2, "Đối với các đồng chí giữ chức vụ do Hội đồng nhân dân tỉnh bầu.", "",
         "Lấy phiếu tín nhiệm theo Nghị quyết số 96/2023/QH15, ngày 23/6/2023 của Quốc hội về việc lấy phiếu tín "
         "nhiệm, bỏ phiếu tín nhiệm đối với người giữ chức vụ do Quốc hội, Hội đồng nhân dân bầu hoặc phê chuẩn và "
         "hướng dẫn của Ủy ban Thường vụ Quốc hội.",
         0},
        {3,
         "Đối với đồng chí Phó Chủ tịch Hội đồng nhân dân tỉnh (không phải là Ủy viên Ban Thường vụ Tỉnh ủy); Trưởng "
         "các ban của Hội đồng nhân dân tỉnh.",
         "Trưởng các ban của Hội đồng nhân dân tỉnh, Chánh Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh.",
         "", 0},
        {4,
         "Đối với các đồng chí Phó Chủ tịch Ủy ban nhân dân tỉnh (không phải là Ủy viên Ban Thường vụ Tỉnh ủy); các "
         "thành viên khác của Ủy ban nhân dân tỉnh.",
         "Giám đốc sở, ngành, trưởng các cơ quan, đơn vị trực thuộc Ủy ban nhân dân tỉnh.", "", 0},
        {5, "Đối với đồng chí Phó Trưởng đoàn Đại biểu Quốc hội tỉnh.",
         "Các đồng chí đại biểu Quốc hội công tác tại tỉnh, Chánh Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân "
         "dân tỉnh.",
         "", 0},
        {6, "Đối với các đồng chí Phó Trưởng ban của Hội đồng nhân dân tỉnh.",
         "Thành viên các ban của Hội đồng nhân dân tỉnh.", "", 0},
        {7,
         "Đối với các đồng chí lãnh đạo cấp trưởng, cấp phó các sở, ban, ngành cấp tỉnh và tương đương (không bao gồm "
         "chức danh Giám đốc Sở Kế hoạch và Đầu tư);",
         "Lãnh đạo cấp trưởng, cấp phó các sở, ban, ngành cấp tỉnh và tương đương; ủy viên ban chấp hành đảng bộ (chi "
         "bộ) cơ quan; trưởng các phòng, ban, đơn vị trực thuộc; trưởng các đoàn thể ở cơ quan sở, ban, ngành cấp "
         "tỉnh.",
         "", 0},
        {8,
         "Đối với các đồng chí lãnh đạo cấp trưởng, cấp phó Ủy ban Mặt trận Tổ quốc và các tổ chức chính trị - xã hội "
         "cấp tỉnh",
         "Ủy viên Ban Thường trực Mặt trận Tổ quốc Việt Nam tỉnh; ủy viên ban chấp hành các tổ chức chính trị - xã hội "
         "cấp tỉnh; ủy viên đảng đoàn (nếu có đảng đoàn); ủy viên ban chấp hành đảng bộ (hoặc chi bộ) cơ quan; cấp "
         "trưởng các phòng, ban, đơn vị trực thuộc; trưởng các đoàn thể cơ quan Ủy ban Mặt trận Tổ quốc và các tổ chức "
         "chính trị - xã hội cấp tỉnh.",
         "", 0},
        {9, "Đối với các đồng chí lãnh đạo cấp trưởng, cấp phó các cơ quan Trung ương đóng trên địa bàn tỉnh", "",
         "Thành phần ghi phiếu: Thực hiện theo quy định tại Mục 7, Phụ lục 1, Kế hoạch này (nếu ngành dọc Trung ương "
         "có "
         "quy định lấy phiếu tín nhiệm thì thực hiện theo quy định của ngành dọc Trung ương và báo cáo kết quả về Ban "
         "Thường vụ Tỉnh ủy).",
         7},
        {10,
         "Đối với các đồng chí Bí thư, Phó Bí thư, Ủy viên Ban Thường vụ Đảng ủy Khối các Cơ quan và Doanh nghiệp "
         "tỉnh; Đảng ủy Tổng Công ty Cổ phần Dệt May Nam Định.",
         "Ủy viên Ban Chấp hành Đảng bộ.", "", 0},
        {11,
         "Đối với các đồng chí bí thư, phó bí thư, ủy viên ban thường vụ huyện ủy, thành ủy; chủ tịch, phó chủ tịch "
         "Hội đồng nhân dân, Ủy ban nhân dân các huyện, thành phố; trưởng các ban của hội đồng nhân dân, các thành "
         "viên khác của ủy ban nhân dân huyện, thành phố (không bao gồm chức danh Bí thư Thành ủy Nam Định).",
         "", "Thành phần lấy phiếu tín nhiệm tương tự như quy định đối với cấp tỉnh.", 0},
        {12, "Đối với cấp trưởng, cấp phó các cơ quan đơn vị có cấp trực thuộc khác",
         "Cấp trưởng, cấp phó cơ quan, đơn vị; ủy viên ban chấp hành đảng bộ (hoặc chi bộ) cơ quan, đơn vị; cấp trưởng "
         "các đơn vị trực thuộc; trưởng các đoàn thể ở cơ quan, đơn vị.",
         "", 0},
    }};
    return groups;
}

const VoterGroup* find_voter_group(int number) {
    return number < 1 || number > voter_group_count ? nullptr
                                                    : &voter_groups().at(static_cast<std::size_t>(number - 1));
}

std::string positions_of(const VoterGroup& group) {
    constexpr std::string_view lead = "Đối với ";
    return unended(group.whose.starts_with(lead) ? group.whose.substr(lead.size()) : group.whose);
}

std::optional<std::string> voters_of(const VoterGroup& group) {
    if (const VoterGroup* other = find_voter_group(group.voters_as_group)) return voters_of(*other);
    if (group.voters.empty()) return std::nullopt;
    // It goes on after "của": small, but for the title "Ủy viên", which the plan writes large everywhere.
    std::string text = unended(group.voters);
    if (text.front() >= 'A' && text.front() <= 'Z') text.front() = static_cast<char>(text.front() - 'A' + 'a');
    return text;
}

}  // namespace kiemphieu::forms
