// Lays out Phụ lục 4. Source: Kế hoạch 113-KH/TU, Phụ lục 4; wording as there.
#include "forms/layout.hpp"

#include <algorithm>
#include <span>

#include "base/text.hpp"
#include "forms/ballot_rows.hpp"
#include "forms/layout_text.hpp"
#include "forms/page_frame.hpp"

namespace kiemphieu::forms {

namespace {

using namespace ballot_table;
using page_frame::text_area;

constexpr int most_candidates = 60;
constexpr double rule_mm = 0.25;
/// The square of MarkBox::square, and the line it is drawn with. Source: forms' spec.
constexpr double square_mm = 8;
constexpr double square_rule_mm = 0.2;
/// The blank band: a line of handwriting and air. Source: forms' spec asks for 12 or more.
constexpr double write_in_mm = 14;
constexpr double signature_mm = 29;
constexpr double closing_mm = write_in_mm + signature_mm;
/// Continued sheets begin below the seal's place.
constexpr double continued_heading_mm = 64.5;
constexpr double continued_table_mm = 68.5;
/// The title stands here, or lower when the organisation's name is long.
constexpr double title_mm = 66;

const std::string legal_basis =
    "Thực hiện Quy định số 96-QĐ/TW, ngày 02/02/2023 của Bộ Chính trị; Kế hoạch số 113-KH/TU của Ban Thường vụ Tỉnh ủy "
    "về việc lấy phiếu tín nhiệm đối với các chức danh, chức vụ lãnh đạo, quản lý trong các cơ quan, đơn vị, tổ chức "
    "trong hệ thống chính trị; đề nghị đồng chí thể hiện sự tín nhiệm của mình đối với các đồng chí có tên dưới đây "
    "bằng "
    "cách đánh dấu (X) vào ô tương ứng:";

/// Day below ten and month below three carry a zero, so that no digit can be added. Source: NĐ 30/2020.
std::string place_and_date(const Conference& conference) {
    const auto padded = [](int number, int least_plain) {
        return (number < least_plain ? "0" : "") + std::to_string(number);
    };
    const Date& date = conference.date;
    return conference.place + ", ngày " + padded(date.day, 10) + " tháng " + padded(date.month, 3) + " năm " +
           std::to_string(date.year);
}

/// Sets one page after the other.
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
        // Wide enough for the name, narrow enough that neither a long name nor a long place meets the other.
        constexpr base::PageRect left{35, 24, 70, 0};
        constexpr base::PageRect right{107, 24, 88, 0};
        double y = 28;
        if (conference_.parent_organisation) {
            y = text_.centred(page_, base::to_upper(*conference_.parent_organisation), Face::serif, 12, left, y, 5.2);
        }
        y = text_.centred(page_, base::to_upper(conference_.organisation), Face::serif_bold, 12, left, y, 5.2);
        y = underline(left, y);
        y = text_.centred(page_, "(Đóng dấu treo)", Face::serif_italic, 12, left, y, 5.2);
        const double date_end =
            text_.centred(page_, place_and_date(conference_), Face::serif_italic, 13, right, 46, 5.6);
        y = std::max({title_mm, y + 4, date_end + 4});
        y = text_.centred(page_, "PHIẾU TÍN NHIỆM", Face::serif_bold, 16, text_area, y, 7);
        y = text_.centred(page_, "của (1) " + style_.voters, Face::serif_bold, 13, text_area, y, 5.6);
        y = text_.centred(page_, "đối với (2) " + style_.positions, Face::serif_bold, 13, text_area, y, 5.6);
        y = text_.centred(page_, "năm " + std::to_string(conference_.date.year), Face::serif_bold, 13, text_area, y,
                          5.6);
        y = text_.justified(page_, legal_basis, Face::serif, 13, text_area, 10, y + 2, 5.6);
        if (text_.failed()) return base::fail(*text_.failed());
        return y - 2.2;
    }

    void continued(int number, int pages) {
        text_.centred(page_, "PHIẾU TÍN NHIỆM (tiếp theo) — tờ " + std::to_string(number) + "/" + std::to_string(pages),
                      Face::serif_bold, 13, text_area, continued_heading_mm, 5.6);
    }

    void sheet_number(int number, int pages) {
        if (pages == 1) return;
        text_.centred(page_, "Tờ " + std::to_string(number) + "/" + std::to_string(pages), Face::serif, 11, text_area,
                      281, 5);
    }

    /// The table with its head; returns its lower end.
    double table(double top, std::span<const PreparedRow> rows, const std::vector<double>& heights) {
        head(top);
        double y = top + head_mm;
        for (std::size_t i = 0; i < heights.size(); ++i) {
            horizontal(text_area.x, y);
            row(rows[i], y, heights[i]);
            y += heights[i];
        }
        horizontal(text_area.x, y);
        for (const double x : {text_area.x, name_x, position_x, levels_x, text_area.right()}) vertical(x, top, y);
        for (const int i : {1, 2}) vertical(levels_x + i * level_mm, top + head_upper_mm, y);
        return y;
    }

    /// The blank band, the signature place and, beside it, the notes of the last page.
    void closing(double top) {
        page_.write_in_area = base::PageRect{text_area.x, top + 1, text_area.w, write_in_mm - 1};
        const double y = top + write_in_mm;
        constexpr base::PageRect signature{115, 0, 80, 0};
        text_.centred(page_, "Người ghi phiếu", Face::serif_bold, 13, signature, y + 4.5, 5.5);
        text_.centred(page_, "(có thể ký hoặc không ký tên)", Face::serif_italic, 13, signature, y + 10, 5.5);
        page_.signature_area = base::PageRect{signature.x, y, signature.w, signature_mm};
        const double notes = y + signature_mm - 10.6;
        text_.left(page_, "Ghi chú:", Face::serif_bold_italic, 11, {text_area.x, notes});
        text_.left(page_, "- (1) Ghi các thành phần ghi phiếu tín nhiệm.", Face::serif_italic, 11,
                   {text_area.x, notes + 4.8});
        text_.left(page_, "- (2) Chức danh được lấy phiếu tín nhiệm.", Face::serif_italic, 11,
                   {text_area.x, notes + 9.6});
    }

    base::Expected<LayoutPage, base::Failure> take() {
        if (text_.failed()) return base::fail(*text_.failed());
        return std::move(page_);
    }

  private:
    static constexpr double name_x = text_area.x + stt_mm;
    static constexpr double position_x = name_x + name_mm;
    static constexpr double levels_x = position_x + position_mm;

    /// A horizontal table line from `x` to the table's right edge.
    void horizontal(double x, double y) {
        page_.rules.push_back({x - rule_mm / 2, y - rule_mm / 2, text_area.right() - x + rule_mm, rule_mm});
    }
    void vertical(double x, double from, double to) {
        page_.rules.push_back({x - rule_mm / 2, from - rule_mm / 2, rule_mm, to - from + rule_mm});
    }

    /// What stands under the organisation's name; returns the next baseline. Source: Domain, the Party's papers
    /// have an asterisk there, the State's (NĐ 30/2020) a line.
    double underline(const base::PageRect& column, double y) {
        if (conference_.kind == ConferenceKind::party) {
            return text_.centred(page_, "*", Face::serif, 12, column, y - 0.6, 4.6);
        }
        page_.rules.push_back({column.center().x - 10, y - 3.2, 20, rule_mm});
        return y + 3;
    }

    void head(double top) {
        horizontal(text_area.x, top);
        horizontal(levels_x, top + head_upper_mm);
        const auto centred = [&](const char* text, double x, double width, double baseline, double size_pt = 12) {
            text_.centred(page_, text, Face::serif_bold, size_pt, {x, 0, width, 0}, baseline, 5);
        };
        const double middle = top + head_mm / 2 + half_capital(12);
        centred("Stt", text_area.x, stt_mm, middle);
        centred("Họ và tên", name_x, name_mm, middle);
        centred("Chức vụ, đơn vị công tác", position_x, position_mm, middle);
        centred("Mức độ tín nhiệm", levels_x, 3 * level_mm, top + 5.0);
        const double lower = top + head_upper_mm + 5.1;
        centred("Cao", levels_x, level_mm, lower, 11.5);
        centred("Tín nhiệm", levels_x + level_mm, level_mm, lower, 11.5);
        centred("Thấp", levels_x + 2 * level_mm, level_mm, lower, 11.5);
    }

    void row(const PreparedRow& prepared, double y, double height) {
        Row out;
        out.number = prepared.candidate->number;
        out.candidate = prepared.candidate->name;
        out.row_box = {text_area.x, y, text_area.w, height};
        const double middle = y + height / 2;
        text_.centred(page_, std::to_string(out.number) + ".", Face::serif, 12, {text_area.x, 0, stt_mm, 0},
                      middle + half_capital(12), 5);
        out.name_box = lines(prepared.name, Face::serif_bold, name_pt, name_leading_mm, {name_x + padding_mm, middle});
        out.position_box =
            lines(prepared.position, Face::serif, position_pt, position_leading_mm, {position_x + padding_mm, middle});
        double x = levels_x;
        for (const Level level : all_levels) {
            Cell& cell = out.cells[index_of(level)];
            cell.level = level;
            cell.area = cell.box = {x, y, level_mm, height};
            if (conference_.policy.mark_box == MarkBox::square) square(cell);
            x += level_mm;
        }
        page_.rows.push_back(std::move(out));
    }

    /// From a line's middle down to its baseline: half of Times' capitals, which are 0.66 em tall.
    static double half_capital(double size_pt) { return 0.33 * size_pt * base::mm_per_point; }

    void square(Cell& cell) {
        const base::PagePoint c = cell.area.center();
        const base::PageRect box{c.x - square_mm / 2, c.y - square_mm / 2, square_mm, square_mm};
        cell.box = box;
        page_.rules.push_back({box.x, box.y, box.w, square_rule_mm});
        page_.rules.push_back({box.x, box.bottom() - square_rule_mm, box.w, square_rule_mm});
        page_.rules.push_back({box.x, box.y, square_rule_mm, box.h});
        page_.rules.push_back({box.right() - square_rule_mm, box.y, square_rule_mm, box.h});
    }

    /// Left-aligned lines around a middle; returns the tight box of their ink.
    base::PageRect lines(const std::vector<std::string>& texts, Face face, double size_pt, double leading_mm,
                         base::PagePoint middle_left) {
        base::PagePoint baseline = middle_left;
        baseline.y += half_capital(size_pt) - (static_cast<double>(texts.size()) - 1) * leading_mm / 2;
        base::PageRect out{baseline.x, baseline.y, 0, 0};
        for (std::size_t i = 0; i < texts.size(); ++i, baseline.y += leading_mm) {
            const base::PageRect ink = text_.left(page_, texts[i], face, size_pt, baseline);
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
    const auto prepared = prepare_rows(style.candidates);
    if (!prepared) return base::fail(prepared.error());
    PageMaker maker(conference, style);
    maker.begin(1);
    const auto first_table_mm = maker.opening();
    if (!first_table_mm) return base::fail(first_table_mm.error());
    const auto room_below = [](double table_mm) { return text_area.bottom() - table_mm - head_mm; };
    const auto breaks =
        break_pages(*prepared, {room_below(*first_table_mm), room_below(continued_table_mm), closing_mm});
    if (!breaks) return base::fail(breaks.error());

    BallotLayout layout;
    layout.conference = conference_id;
    layout.style = style.id;
    const int pages = static_cast<int>(breaks->size());
    layout.sheets = pages;
    std::span<const PreparedRow> rows = *prepared;
    for (int number = 1; number <= pages; ++number) {
        if (number > 1) {
            maker.begin(number);
            maker.continued(number, pages);
        }
        const double top = number == 1 ? *first_table_mm : continued_table_mm;
        const auto taken = rows.first((*breaks)[static_cast<std::size_t>(number - 1)]);
        rows = rows.subspan(taken.size());
        const bool last = number == pages;
        const double room = room_below(top) - (last ? closing_mm : 0);
        double bottom = top;
        if (!taken.empty()) bottom = maker.table(top, taken, share_height(taken, room));
        if (last) maker.closing(bottom);
        maker.sheet_number(number, pages);
        auto page = maker.take();
        if (!page) return base::fail(page.error());
        layout.pages.push_back(std::move(*page));
    }
    round_to_microns(layout);
    layout.id = fingerprint(layout);
    return layout;
}

}  // namespace kiemphieu::forms
