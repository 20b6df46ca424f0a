// Lays out Phụ lục 4. Source: Kế hoạch 113-KH/TU, Phụ lục 4; wording as there.
#include "forms/layout.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "forms/layout_text.hpp"
#include "forms/page_frame.hpp"

namespace kiemphieu::forms {

namespace {

using page_frame::text_area;

constexpr int most_candidates = 60;
constexpr double rule_mm = 0.25;
// Columns: Stt, name, position, three levels of 20 mm (the form asks for 18 or more).
constexpr double stt_width = 10;
constexpr double name_width = 43;
constexpr double level_width = 20;
constexpr double position_width = text_area.w - stt_width - name_width - 3 * level_width;
constexpr double cell_padding = 1.5;
/// Rows at least as tall as an X of a usual hand; taller where the page has room, since marks of neighbouring rows touch.
constexpr double least_row = 11;
constexpr double tallest_row = 16;
constexpr double head_upper = 7;
constexpr double head_lower = 7.5;
constexpr double head_height = head_upper + head_lower;
constexpr double name_pt = 13;
constexpr double position_pt = 12;
constexpr double line_mm = 5.4;
constexpr double square_mm = 8;
constexpr double square_rule_mm = 0.2;
constexpr double write_in_mm = 14;
constexpr double signature_mm = 27;
constexpr double notes_mm = 15;
constexpr double closing_mm = write_in_mm + signature_mm + notes_mm + 2;
constexpr double continued_table_top = 62;

const std::string legal_basis =
    "Thực hiện Quy định số 96-QĐ/TW, ngày 02/02/2023 của Bộ Chính trị; Kế hoạch số 113-KH/TU của Ban Thường vụ Tỉnh ủy "
    "về việc lấy phiếu tín nhiệm đối với các chức danh, chức vụ lãnh đạo, quản lý trong các cơ quan, đơn vị, tổ chức "
    "trong hệ thống chính trị; đề nghị đồng chí thể hiện sự tín nhiệm của mình đối với các đồng chí có tên dưới đây bằng "
    "cách đánh dấu (X) vào ô tương ứng:";

/// A candidate's texts, wrapped, and the least height they need.
struct PreparedRow {
    const Candidate* candidate{};
    std::vector<std::string> name;
    std::vector<std::string> position;
    double least_height{};
};

base::Expected<std::vector<PreparedRow>, base::Failure> prepare_rows(const BallotStyle& style) {
    std::vector<PreparedRow> out;
    for (const Candidate& candidate : style.candidates) {
        auto name = wrap_text(candidate.name, Face::serif_bold, name_pt, name_width - 2 * cell_padding);
        if (!name) return tl::unexpected(name.error());
        auto position = wrap_text(candidate.position, Face::serif, position_pt, position_width - 2 * cell_padding);
        if (!position) return tl::unexpected(position.error());
        const auto lines = static_cast<double>(std::max(name->size(), position->size()));
        out.push_back({&candidate, std::move(*name), std::move(*position), std::max(least_row, lines * line_mm + 2.5)});
    }
    return out;
}

/// How many rows each page takes: filled in order; the last page keeps room for the closing parts and at least one row.
base::Expected<std::vector<std::size_t>, base::Failure> break_pages(const std::vector<PreparedRow>& rows, double first_top) {
    std::vector<std::size_t> out;
    for (std::size_t next = 0; next < rows.size();) {
        const double top = out.empty() ? first_top : continued_table_top;
        const double room = text_area.bottom() - top - head_height;
        double all = 0;
        for (std::size_t i = next; i < rows.size(); ++i) all += rows[i].least_height;
        if (all <= room - closing_mm) {
            out.push_back(rows.size() - next);
            break;
        }
        double used = 0;
        std::size_t taken = 0;
        while (next + taken + 1 < rows.size() && used + rows[next + taken].least_height <= room) {
            used += rows[next + taken++].least_height;
        }
        if (taken == 0 && next + 1 < rows.size() && out.empty()) {
            out.push_back(0);  // a first page whose opening text leaves no room for a row
            continue;
        }
        if (taken == 0) {
            return base::fail(base::Failure{base::FailureClass::bad_input, "", "candidate " + std::to_string(rows[next].candidate->number),
                                            "name or position takes more lines than a page holds"});
        }
        out.push_back(taken);
        next += taken;
    }
    return out;
}

/// Heights of a page's rows: what is left over is shared evenly, up to the tallest row.
std::vector<double> share_height(const PreparedRow* first, std::size_t count, double room) {
    std::vector<double> heights;
    for (std::size_t i = 0; i < count; ++i) heights.push_back(first[i].least_height);
    double spare = room - std::accumulate(heights.begin(), heights.end(), 0.0);
    for (int round = 0; round < 20 && spare > 0.01; ++round) {
        const auto growing = std::count_if(heights.begin(), heights.end(), [](double h) { return h < tallest_row; });
        if (growing == 0) break;
        const double step = spare / static_cast<double>(growing);
        for (double& h : heights) {
            if (h >= tallest_row) continue;
            const double grown = std::min(tallest_row, h + step);
            spare -= grown - h;
            h = grown;
        }
    }
    for (double& h : heights) h = std::floor(h * 1000) / 1000;
    return heights;
}

class PageMaker {
  public:
    PageMaker(const Conference& conference, const BallotStyle& style) : conference_(conference), style_(style) {}

    /// Begins a page with the machine's places.
    void begin(int number) {
        page_ = {};
        page_.page = page_.sheet = number;
        page_.qr_box = page_frame::qr_box;
        page_.readable_box = page_frame::readable_box;
        page_.registration_marks.assign(page_frame::registration_marks.begin(), page_frame::registration_marks.end());
        page_.stamp_area = page_frame::stamp_area;
    }

    /// The first page's opening; returns where the table may begin.
    base::Expected<double, base::Failure> opening() {
        constexpr base::PageRect left{35, 24, 75, 0};
        constexpr base::PageRect right{100, 24, 95, 0};
        double y = 28;
        if (conference_.parent_organisation) {
            y = text_.centred(page_, to_upper(*conference_.parent_organisation), Face::serif, 12, left, y, 5.2);
        }
        y = text_.centred(page_, to_upper(conference_.organisation), Face::serif_bold, 12, left, y, 5.2);
        page_.rules.push_back({left.center().x - 10, y - 3.2, 20, rule_mm});
        text_.centred(page_, "(Đóng dấu treo)", Face::serif_italic, 12, left, y + 3.5, 5.2);
        const Date& d = conference_.date;
        // Day and month below ten (below three for months) carry a zero, as official papers write them.
        const std::string date = conference_.place + ", ngày " + (d.day < 10 ? "0" : "") + std::to_string(d.day) + " tháng " +
                                 (d.month < 3 ? "0" : "") + std::to_string(d.month) + " năm " + std::to_string(d.year);
        text_.centred(page_, date, Face::serif_italic, 13, right, 46, 5.6);
        y = text_.centred(page_, "PHIẾU TÍN NHIỆM", Face::serif_bold, 16, text_area, 66.5, 7);
        y = text_.centred(page_, "của (1) " + style_.voters, Face::serif_bold, 13, text_area, y, 5.8);
        y = text_.centred(page_, "đối với (2) " + style_.positions, Face::serif_bold, 13, text_area, y, 5.8);
        y = text_.centred(page_, "năm " + std::to_string(d.year), Face::serif_bold, 13, text_area, y, 5.8);
        y = text_.justified(page_, legal_basis, Face::serif, 13, text_area, 10, y + 2, 5.8);
        if (text_.failed()) return tl::unexpected(*text_.failed());
        return y - 2.5;
    }

    double continued(int number, int pages) {
        text_.centred(page_, "PHIẾU TÍN NHIỆM (tiếp theo) — tờ " + std::to_string(number) + "/" + std::to_string(pages),
                      Face::serif_bold, 13, {80, 50, 115, 0}, 55, 5.8);
        return continued_table_top;
    }

    void sheet_number(int number, int pages) {
        if (pages == 1) return;
        text_.centred(page_, "Tờ " + std::to_string(number) + "/" + std::to_string(pages), Face::serif, 11, text_area, 281, 5);
    }

    /// The table with its head; returns its lower end.
    double table(double top, const PreparedRow* rows, const std::vector<double>& heights) {
        const double left = text_area.x;
        const double levels = left + stt_width + name_width + position_width;
        const double bottom = top + head_height + std::accumulate(heights.begin(), heights.end(), 0.0);
        horizontal(left, text_area.right(), top);
        horizontal(levels, text_area.right(), top + head_upper);
        for (const double x : {left, left + stt_width, left + stt_width + name_width, levels, text_area.right()}) {
            vertical(x, top, bottom);
        }
        vertical(levels + level_width, top + head_upper, bottom);
        vertical(levels + 2 * level_width, top + head_upper, bottom);
        const double middle = top + head_height / 2 + 1.6;
        text_.centred(page_, "Stt", Face::serif_bold, 12, {left, 0, stt_width, 0}, middle, 5);
        text_.centred(page_, "Họ và tên", Face::serif_bold, 12, {left + stt_width, 0, name_width, 0}, middle, 5);
        text_.centred(page_, "Chức vụ, đơn vị công tác", Face::serif_bold, 12,
                      {left + stt_width + name_width, 0, position_width, 0}, middle, 5);
        text_.centred(page_, "Mức độ tín nhiệm", Face::serif_bold, 12, {levels, 0, 3 * level_width, 0}, top + 5.1, 5);
        const char* const names[3] = {"Cao", "Tín nhiệm", "Thấp"};
        for (int i = 0; i < 3; ++i) {
            text_.centred(page_, names[i], Face::serif_bold, 12, {levels + i * level_width, 0, level_width, 0},
                          top + head_upper + 5.2, 5);
        }
        double y = top + head_height;
        for (std::size_t i = 0; i < heights.size(); ++i) {
            horizontal(left, text_area.right(), y);
            row(rows[i], y, heights[i]);
            y += heights[i];
        }
        horizontal(left, text_area.right(), y);
        return y;
    }

    /// The blank band, the signature place and the notes of the last page.
    void closing(double top) {
        page_.write_in_area = base::PageRect{text_area.x, top + 1, text_area.w, write_in_mm - 1};
        const double y = top + write_in_mm;
        constexpr base::PageRect signature{115, 0, 80, 0};
        text_.centred(page_, "Người ghi phiếu", Face::serif_bold, 13, signature, y + 5, 5.5);
        text_.centred(page_, "(có thể ký hoặc không ký tên)", Face::serif_italic, 13, signature, y + 10.5, 5.5);
        page_.signature_area = base::PageRect{signature.x, y, signature.w, signature_mm};
        double note = y + signature_mm + 3.5;
        page_.rules.push_back({text_area.x, y + signature_mm - 1, 40, rule_mm});
        for (const char* line : {"Ghi chú:", "- (1) Ghi các thành phần ghi phiếu tín nhiệm.", "- (2) Chức danh được lấy phiếu tín nhiệm."}) {
            const bool head = line[0] == 'G';
            text_.left(page_, line, head ? Face::serif_bold_italic : Face::serif_italic, 11, {text_area.x, note});
            note += 4.8;
        }
    }

    base::Expected<LayoutPage, base::Failure> take() {
        if (text_.failed()) return tl::unexpected(*text_.failed());
        return std::move(page_);
    }

  private:
    void horizontal(double from, double to, double y) {
        page_.rules.push_back({from - rule_mm / 2, y - rule_mm / 2, to - from + rule_mm, rule_mm});
    }
    void vertical(double x, double from, double to) {
        page_.rules.push_back({x - rule_mm / 2, from - rule_mm / 2, rule_mm, to - from + rule_mm});
    }

    void row(const PreparedRow& prepared, double y, double height) {
        Row out;
        out.number = prepared.candidate->number;
        out.candidate = prepared.candidate->name;
        out.row_box = {text_area.x, y, text_area.w, height};
        double x = text_area.x;
        const double middle = y + height / 2 + 1.5;
        text_.centred(page_, std::to_string(out.number) + ".", Face::serif, 12, {x, 0, stt_width, 0}, middle, 5);
        x += stt_width;
        out.name_box = lines(prepared.name, Face::serif_bold, name_pt, x + cell_padding, y, height);
        x += name_width;
        out.position_box = lines(prepared.position, Face::serif, position_pt, x + cell_padding, y, height);
        x += position_width;
        for (const Level level : all_levels) {
            Cell& cell = out.cells[index_of(level)];
            cell.level = level;
            cell.area = cell.box = {x, y, level_width, height};
            if (conference_.policy.mark_box == MarkBox::square) square(cell);
            x += level_width;
        }
        page_.rows.push_back(std::move(out));
    }

    void square(Cell& cell) {
        const base::PagePoint c = cell.area.center();
        const base::PageRect box{c.x - square_mm / 2, c.y - square_mm / 2, square_mm, square_mm};
        cell.box = box;
        page_.rules.push_back({box.x, box.y, box.w, square_rule_mm});
        page_.rules.push_back({box.x, box.bottom() - square_rule_mm, box.w, square_rule_mm});
        page_.rules.push_back({box.x, box.y, square_rule_mm, box.h});
        page_.rules.push_back({box.right() - square_rule_mm, box.y, square_rule_mm, box.h});
    }

    /// Left-aligned lines in the middle of a row; returns the tight box of their ink.
    base::PageRect lines(const std::vector<std::string>& texts, Face face, double size_pt, double x, double y, double height) {
        const auto extra = static_cast<double>(texts.size()) - 1;
        double baseline = y + height / 2 - extra * line_mm / 2 + 1.5;
        base::PageRect out{x, baseline, 0, 0};
        for (std::size_t i = 0; i < texts.size(); ++i, baseline += line_mm) {
            const base::PageRect ink = text_.left(page_, texts[i], face, size_pt, {x, baseline});
            out = i == 0 ? ink : united(out, ink);
        }
        return out;
    }

    const Conference& conference_;
    const BallotStyle& style_;
    LayoutPage page_;
    TextSetter text_;
};

}  // namespace

const LayoutPage* BallotLayout::find_page(int page) const {
    const auto found = std::find_if(pages.begin(), pages.end(), [&](const LayoutPage& p) { return p.page == page; });
    return found == pages.end() ? nullptr : &*found;
}

base::Expected<BallotLayout, base::Failure> make_layout(const Conference& conference, const BallotStyle& style,
                                                        base::ConferenceId conference_id) {
    if (style.candidates.empty() || style.candidates.size() > most_candidates) {
        return base::fail(base::Failure{base::FailureClass::bad_input, "", "style " + style.id.value,
                                        std::to_string(style.candidates.size()) + " candidates; expected 1 to 60"});
    }
    const auto rows = prepare_rows(style);
    if (!rows) return tl::unexpected(rows.error());
    PageMaker maker(conference, style);
    maker.begin(1);
    const auto first_top = maker.opening();
    if (!first_top) return tl::unexpected(first_top.error());
    const auto breaks = break_pages(*rows, *first_top);
    if (!breaks) return tl::unexpected(breaks.error());

    BallotLayout layout;
    layout.conference = conference_id;
    layout.style = style.id;
    const int pages = static_cast<int>(breaks->size());
    layout.sheets = pages;
    std::size_t next = 0;
    for (int number = 1; number <= pages; ++number) {
        if (number > 1) maker.begin(number);
        const double top = number == 1 ? *first_top : maker.continued(number, pages);
        const std::size_t count = (*breaks)[static_cast<std::size_t>(number - 1)];
        const bool last = number == pages;
        const double room = text_area.bottom() - top - head_height - (last ? closing_mm : 0);
        double bottom = top;
        if (count > 0) bottom = maker.table(top, rows->data() + next, share_height(rows->data() + next, count, room));
        if (last) maker.closing(bottom);
        maker.sheet_number(number, pages);
        next += count;
        auto page = maker.take();
        if (!page) return tl::unexpected(page.error());
        layout.pages.push_back(std::move(*page));
    }
    round_to_microns(layout);
    layout.id = fingerprint(layout);
    return layout;
}

}  // namespace kiemphieu::forms
