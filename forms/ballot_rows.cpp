#include "forms/ballot_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "forms/layout_text.hpp"

namespace kiemphieu::forms {

namespace {

/// Rows at least this tall: an X of a usual hand is 5 to 12 mm, and the forms' spec asks for ô of 10 or more.
constexpr double least_row_mm = 11;
/// Taller rows keep the marks of neighbours apart, but beyond this they only look empty.
constexpr double tallest_row_mm = 16;
/// White above and below a row's texts, together.
constexpr double row_padding_mm = 2.8;
/// A last page of a single row looks forgotten; one more is moved over.
constexpr std::size_t least_last_rows = 2;

double sum_of_least(std::span<const PreparedRow> rows) {
    return std::accumulate(rows.begin(), rows.end(), 0.0,
                           [](double sum, const PreparedRow& row) { return sum + row.least_height_mm; });
}

/// How many rows from the first on fit into a room.
std::size_t fitting(std::span<const PreparedRow> rows, double room_mm) {
    std::size_t count = 0;
    while (count < rows.size() && sum_of_least(rows.first(count + 1)) <= room_mm) ++count;
    return count;
}

}  // namespace

base::Expected<std::vector<PreparedRow>, base::Failure> prepare_rows(const std::vector<Candidate>& candidates) {
    using namespace ballot_table;
    std::vector<PreparedRow> out;
    for (const Candidate& candidate : candidates) {
        auto name = wrap_evenly(candidate.name, Face::serif_bold, name_pt, name_mm - 2 * padding_mm);
        if (!name) return base::fail(name.error());
        auto position = wrap_evenly(candidate.position, Face::serif, position_pt, position_mm - 2 * padding_mm);
        if (!position) return base::fail(position.error());
        const double texts_mm = std::max(static_cast<double>(name->size()) * name_leading_mm,
                                         static_cast<double>(position->size()) * position_leading_mm);
        out.push_back(
            {&candidate, std::move(*name), std::move(*position), std::max(least_row_mm, texts_mm + row_padding_mm)});
    }
    return out;
}

base::Expected<std::vector<std::size_t>, base::Failure> break_pages(std::span<const PreparedRow> rows,
                                                                    const RowRooms& rooms) {
    std::vector<std::size_t> out;
    while (true) {
        const double room = out.empty() ? rooms.first_mm : rooms.continued_mm;
        if (sum_of_least(rows) <= room - rooms.closing_mm) {
            out.push_back(rows.size());
            return out;
        }
        std::size_t taken = fitting(rows, room);
        // All fit, but not with the closing parts; or too few would be left over for a last page.
        const std::size_t leave = rows.size() > 2 * least_last_rows ? least_last_rows : 1;
        taken = std::min(taken, rows.size() - std::min(rows.size(), leave));
        if (taken == 0 && !out.empty()) {
            return base::fail(base::Failure{base::FailureClass::bad_input, "",
                                            "candidate " + std::to_string(rows.front().candidate->number),
                                            "name or position takes more lines than a page holds"});
        }
        out.push_back(taken);  // none on a first page whose opening leaves no room
        rows = rows.subspan(taken);
    }
}

std::vector<double> share_height(std::span<const PreparedRow> rows, double room_mm) {
    const auto total = [&](double level_mm) {
        return std::accumulate(rows.begin(), rows.end(), 0.0, [&](double sum, const PreparedRow& row) {
            return sum + std::max(row.least_height_mm, level_mm);
        });
    };
    // The common height: halving its range thirty times leaves far less than the micron that is kept.
    double low = least_row_mm;
    double high = tallest_row_mm;
    for (int step = 0; step < 30; ++step) {
        const double middle = (low + high) / 2;
        (total(middle) <= room_mm ? low : high) = middle;
    }
    if (total(tallest_row_mm) <= room_mm) low = tallest_row_mm;
    std::vector<double> heights;
    for (const PreparedRow& row : rows) {
        heights.push_back(std::floor(std::max(row.least_height_mm, low) * 1000) / 1000);
    }
    return heights;
}

}  // namespace kiemphieu::forms
