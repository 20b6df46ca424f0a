#include "station/server/counted_rows.hpp"

#include <algorithm>

namespace kiemphieu::station::server {
namespace {

const omr::RowReading* reading_of(const AcceptedSheet* sheet, int number) {
    if (!sheet) return nullptr;
    const auto row = std::ranges::find(sheet->reading.rows, number, &omr::RowReading::number);
    return row == sheet->reading.rows.end() ? nullptr : &*row;
}

bool asked_for(const CountedQuestion& question, const CountedRow& row) {
    // A row that no score stands for, such as a keyed one, is on the wall whatever scores are asked for from 0.
    const double score = row.score.value_or(0);
    return score >= question.score_from && score <= question.score_to;
}

/// Least sure first; among equals by name, which tells no order of scanning.
bool before(const CountedRow& a, const CountedRow& b) {
    const double first = a.score.value_or(0);
    const double second = b.score.value_or(0);
    return first != second ? first < second : a.item < b.item;
}

void add_rows(const View& view, const BallotVerdict& ballot, const CountedQuestion& question,
              std::vector<CountedRow>& rows) {
    const StyleFacts* style = view.count.facts.find_style(ballot.style);
    if (!ballot.serial || ballot.fault || !style) return;
    for (const PageFacts& page : style->pages) {
        const AcceptedSheet* sheet = view.find_page(*ballot.serial, page.page);
        for (const int number : page.numbers) {
            if (question.number && number != *question.number) continue;
            const RowVerdict verdict = ballot.rows.at(static_cast<std::size_t>(number) - 1);
            const auto level = level_of(verdict);
            if (!level || (question.level && *level != *question.level)) continue;
            CountedRow row{{*ballot.serial, number}, ballot.style, verdict, CountedBy::machine, {}, sheet};
            const omr::RowReading* reading = reading_of(sheet, number);
            if (reading) row.score = reading->scores[forms::index_of(*level)];
            const auto read = reading ? omr::level_of(reading->decision) : std::nullopt;
            if (view.count.rulings.in_force.contains(row.item) || read != level) row.by = CountedBy::people;
            if (asked_for(question, row)) rows.push_back(std::move(row));
        }
    }
}

}  // namespace

CountedAnswer counted_rows(const View& view, const CountedQuestion& question) {
    std::vector<CountedRow> rows;
    for (const BallotVerdict& ballot : view.count.judgement.ballots) {
        if (question.style && ballot.style != *question.style) continue;
        add_rows(view, ballot, question, rows);
    }
    CountedAnswer answer;
    answer.total = rows.size();
    auto begin = rows.begin();
    if (question.after) {
        const auto last = std::ranges::find(rows, *question.after, &CountedRow::item);
        if (last == rows.end()) return answer;
        const CountedRow bound = *last;
        begin = std::partition(rows.begin(), rows.end(), [&](const CountedRow& row) { return !before(bound, row); });
    }
    const auto count = std::min(question.limit, static_cast<std::size_t>(rows.end() - begin));
    std::partial_sort(begin, begin + static_cast<std::ptrdiff_t>(count), rows.end(), before);
    answer.rows.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
    return answer;
}

}  // namespace kiemphieu::station::server
