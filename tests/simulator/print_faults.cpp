#include "tests/simulator/print_faults.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "tests/simulator/scan.hpp"

namespace kiemphieu::simulator {

namespace {

/// Letters that a slip of the hand takes for one another, and those that differ by their tone alone.
constexpr std::array<std::array<std::string_view, 2>, 12> letters{{{"n", "m"},
                                                                   {"h", "k"},
                                                                   {"i", "l"},
                                                                   {"c", "e"},
                                                                   {"g", "q"},
                                                                   {"t", "l"},
                                                                   {"u", "n"},
                                                                   {"r", "v"},
                                                                   {"o", "e"},
                                                                   {"a", "o"},
                                                                   {"B", "P"},
                                                                   {"T", "L"}}};
constexpr std::array<std::array<std::string_view, 2>, 14> tones{{{"ễ", "ề"},
                                                                 {"ă", "â"},
                                                                 {"ầ", "ấ"},
                                                                 {"ị", "í"},
                                                                 {"ứ", "ừ"},
                                                                 {"ũ", "ù"},
                                                                 {"ạ", "ả"},
                                                                 {"ù", "ú"},
                                                                 {"ỹ", "ý"},
                                                                 {"ượ", "ướ"},
                                                                 {"ế", "ể"},
                                                                 {"ộ", "ọ"},
                                                                 {"ỳ", "ỷ"},
                                                                 {"ê", "e"}}};

template <std::size_t N>
bool change_one(std::string& text, const std::array<std::array<std::string_view, 2>, N>& pairs, Random& random) {
    const int first = random.integer(0, static_cast<int>(N) - 1);
    for (std::size_t i = 0; i < N; ++i) {
        const auto& pair = pairs[(static_cast<std::size_t>(first) + i) % N];
        const std::size_t at = text.find(pair[0]);
        if (at == std::string::npos) continue;
        text.replace(at, pair[0].size(), pair[1]);
        return true;
    }
    return false;
}

bool within(const forms::Row& row, const forms::TextRun& run) {
    return run.baseline.y > row.row_box.y && run.baseline.y < row.row_box.bottom() &&
           run.baseline.x > row.name_box.x - 1;
}

/// Changes what is printed, line by line, so that everything else stays in its place.
void alter(PrintFault fault, forms::LayoutPage& page, Random& random, std::vector<int>& altered) {
    const auto r = static_cast<std::size_t>(random.integer(0, static_cast<int>(page.rows.size()) - 1));
    const forms::Row row = page.rows[r];
    const bool in_position = fault == PrintFault::position_letter;
    if (fault == PrintFault::swapped_rows) {
        const forms::Row& other = page.rows[(r + 1) % page.rows.size()];
        for (forms::TextRun& run : page.texts) {
            const double move = other.row_box.center().y - row.row_box.center().y;
            if (within(row, run)) {
                run.baseline.y += move;
            } else if (within(other, run)) {
                run.baseline.y -= move;
            }
        }
        altered = {row.number, other.number};
        return;
    }
    if (fault == PrintFault::missing_row) {
        std::erase_if(page.texts, [&](const forms::TextRun& run) { return within(row, run); });
        altered = {row.number};
        return;
    }
    for (forms::TextRun& run : page.texts) {
        if (!within(row, run) || (run.baseline.x >= row.position_box.x - 1) != in_position) continue;
        const bool changed = fault == PrintFault::name_tone ? change_one(run.text, tones, random)
                                                            : change_one(run.text, letters, random);
        if (!changed) continue;
        altered = {row.number};
        return;
    }
}

}  // namespace

std::string_view name_of(PrintFault fault) {
    constexpr std::array<std::string_view, 8> names{"none",         "name_letter", "name_tone", "position_letter",
                                                    "swapped_rows", "missing_row", "shrunk",    "low_toner"};
    return names[static_cast<std::size_t>(fault)];
}

base::Expected<BlankBallot, base::Failure> print_with(PrintFault fault, const forms::BallotLayout& layout,
                                                      const base::SecretKey& key, Grade grade, base::Dpi dpi,
                                                      std::uint64_t seed, int number) {
    SheetSource::Options options;
    options.seed = seed;
    options.grade = grade;
    options.dpi = dpi;
    options.key = key;
    SheetOrder order = SheetSource(layout, options).order(number);
    for (RowTruth& row : order.plan.rows) row = {row.number, RowKind::none, {}, NameMark::none};
    order.plan.write_in = WriteIn::none;
    order.plan.signed_page = false;
    BlankBallot out;
    out.page = order.code.page;
    forms::BallotLayout printed = layout;
    const bool text = fault != PrintFault::none && fault != PrintFault::shrunk && fault != PrintFault::low_toner;
    Random random = Random(seed).fork("fault", static_cast<std::uint64_t>(number));
    if (text) alter(fault, printed.pages[static_cast<std::size_t>(order.code.page - 1)], random, out.altered_rows);
    // A shop tries its printer on good days; what befalls used sheets does not belong here.
    order.conditions.wear = {};
    order.conditions.wear.low_toner = fault == PrintFault::low_toner ? 0.4 : 0;
    order.conditions.scan.streaks.clear();
    order.conditions.scan.bilevel_at.reset();
    if (fault == PrintFault::shrunk) {
        order.conditions.scan.scale_x *= 0.97;
        order.conditions.scan.scale_y *= 0.97;
    }
    Printer printer(printed, paper_px_per_mm(dpi));
    auto sheet = simulate(printer, order, {}, Random(seed).fork("blank", static_cast<std::uint64_t>(number)));
    if (!sheet) return tl::unexpected(sheet.error());
    out.image = std::move(sheet->image);
    return out;
}

}  // namespace kiemphieu::simulator
