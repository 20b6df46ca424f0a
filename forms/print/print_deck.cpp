// The test deck on paper: its ballots, and the sheet of expected results.

#include <algorithm>
#include <iterator>

#include "forms/print/ballot_page.hpp"
#include "forms/print/ink.hpp"
#include "forms/print/letterhead.hpp"
#include "forms/print/test_deck.hpp"

namespace kiemphieu::forms {

namespace {

void append(std::vector<InkStroke>& ink, std::vector<InkStroke> strokes) {
    std::ranges::move(strokes, std::back_inserter(ink));
}

void mark_row(std::vector<InkStroke>& ink, const Row& row, const DeckRow& wanted, std::uint64_t hand) {
    const Pen pen = wanted.ink == DeckInk::faint ? faint_pen : ballpoint;
    for (const Cell& cell : row.cells) {
        if (std::ranges::find(wanted.marked, cell.level) == wanted.marked.end()) continue;
        const std::uint64_t mark = hand + index_of(cell.level);
        append(ink,
               wanted.ink == DeckInk::corrected ? corrected_in(cell.box, pen, mark) : cross_in(cell.box, pen, mark));
    }
    if (wanted.name_crossed) append(ink, line_through(row.name_box, pen, hand));
}

/// A key that is not the case's: what a forger has.
base::SecretKey other_key(base::SecretKey key) {
    key.front() ^= 1U;
    return key;
}

void draw_ballot(Canvas& canvas, const BallotLayout& layout, const DeckBallot& ballot, const base::SecretKey& key) {
    for (const LayoutPage& page : layout.pages) {
        const SheetCode code{layout.conference, layout.style, layout.id,       ballot.serial,
                             page.sheet,        page.page,    BallotKind::test};
        canvas.begin_page(ballot.kind == DeckBallotKind::upside_down ? Turn::upside_down : Turn::upright);
        draw_ballot_page(canvas, page, code,
                         make_tag(code, ballot.kind == DeckBallotKind::forged ? other_key(key) : key));
        for (const InkStroke& stroke : ink_on(page, ballot)) canvas.stroke(stroke);
    }
}

Table results_table(const std::vector<DeckFigures>& figures) {
    Table table;
    table.columns = {{10.0, Align::center}, {48.0, Align::left}};
    table.head = {{"STT", 0, 0}, {"Họ và tên", 1, 0}};
    for (const char* name : {"Cao", "Tín nhiệm", "Thấp", "Không X", "Hai X", "Ba X", "Gạch tên", "Nhạt", "Sửa"}) {
        table.head.push_back({name, table.columns.size(), 0});
        table.columns.push_back({13.0, Align::center});
    }
    table.size_pt = 10.0;
    for (const DeckFigures& row : figures) {
        std::vector<std::string> cells{std::to_string(table.rows.size() + 1), row.candidate};
        for (const int level : row.levels) cells.push_back(std::to_string(level));
        for (const int other : {row.none, row.two, row.three, row.crossed, row.faint, row.corrected}) {
            cells.push_back(std::to_string(other));
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

}  // namespace

std::vector<InkStroke> ink_on(const LayoutPage& page, const DeckBallot& ballot) {
    std::vector<InkStroke> ink;
    for (const Row& row : page.rows) {
        const auto wanted = std::ranges::find(ballot.rows, row.number, &DeckRow::number);
        if (wanted == ballot.rows.end()) continue;
        mark_row(ink, row, *wanted, ballot.serial.value + 16 * static_cast<std::uint64_t>(row.number));
    }
    if (ballot.kind == DeckBallotKind::write_in && page.write_in_area) {
        append(ink, writing_in(*page.write_in_area, ballpoint, ballot.serial.value));
    }
    return ink;
}

base::Expected<void, base::Failure> print_deck(const BallotLayout& layout, const TestDeck& deck,
                                               const base::SecretKey& key, const std::filesystem::path& pdf) {
    auto canvas = Canvas::create({"Bộ phiếu diễn tập, loại phiếu " + layout.style.value, ""});
    if (!canvas) return tl::unexpected(canvas.error());
    for (const DeckBallot& ballot : deck.ballots) draw_ballot(*canvas, layout, ballot, key);
    for (const DeckBallot& ballot : deck.ballots) {
        if (ballot.kind == DeckBallotKind::copied) draw_ballot(*canvas, layout, ballot, key);
    }
    return canvas->save(pdf);
}

base::Expected<std::vector<PrintedPage>, base::Failure> make_deck_results(const Conference& conference,
                                                                          const TestDeck& deck) {
    constexpr ParagraphStyle title{14.0, Align::center};
    constexpr ParagraphStyle body{12.0, Align::left};
    PageFlow flow({20.0, 20.0, 20.0, 15.0});
    const auto line = [&](const std::string& text) { flow.paragraph(plain(text, Face::serif, body, 1.5)); };
    flow.paragraph(plain(conference.organisation, Face::serif, body, 4.0));
    flow.paragraph(plain("KẾT QUẢ PHẢI RA CỦA BỘ PHIẾU DIỄN TẬP", Face::serif_bold, title, 1.0));
    flow.paragraph(plain("Loại phiếu " + deck.style.value + ": " + std::to_string(deck.ballots.size()) + " phiếu",
                         Face::serif, title, 4.0));
    flow.table(results_table(figures_of(deck)));
    flow.space(4.0);
    line("Số X của mỗi người ở mỗi mức đều khác nhau: đổi hàng hay đổi cột thì thấy ngay.");
    line("Nhạt: máy đọc đúng mức hoặc để người xem. Sửa: máy phải hỏi người. Gạch tên: máy phải báo.");
    line(
        "Trong bộ có một phiếu in ngược đầu (tính như thường), một phiếu in hai bản (tính một lần), một phiếu ghi thêm "
        "tên (máy phải báo) và một phiếu giả (không được tính). Để cả bộ vào máy quét, thứ tự nào cũng được.");
    return flow.finish();
}

}  // namespace kiemphieu::forms
