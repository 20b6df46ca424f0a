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
    if (question.style && row.style != *question.style) return false;
    if (question.number && row.item.number != *question.number) return false;
    if (question.level && level_of(row.verdict) != *question.level) return false;
    // A row that no score stands for, such as a keyed one, is on the wall whatever scores are asked for from 0.
    const double score = row.score.value_or(0);
    return score >= question.score_from && score <= question.score_to;
}

bool before(const CountedRow& a, const CountedRow& b) {
    const double first = a.score.value_or(0);
    const double second = b.score.value_or(0);
    return first != second ? first < second : a.item < b.item;
}

void add_rows(const View& view, const BallotVerdict& ballot, std::vector<CountedRow>& rows) {
    const Count& count = view.afresh();
    const StyleFacts* style = count.facts.find_style(ballot.style);
    if (!ballot.serial || ballot.fault || !style) return;
    const bool any_ruled = ballot.rows_ruled > 0;
    for (const PageFacts& page : style->pages) {
        const AcceptedSheet* sheet = view.find_page(*ballot.serial, page.page);
        for (const int number : page.numbers) {
            const RowVerdict verdict = ballot.rows.at(static_cast<std::size_t>(number) - 1);
            const auto level = level_of(verdict);
            if (!level) continue;
            CountedRow row{{*ballot.serial, number}, ballot.style, verdict, CountedBy::machine, {}, sheet};
            const omr::RowReading* reading = reading_of(sheet, number);
            if (reading) row.score = reading->scores[forms::index_of(*level)];
            const auto read = reading ? omr::level_of(reading->decision) : std::nullopt;
            const bool ruled = any_ruled && count.rulings.in_force.contains(row.item);
            if (ruled || read != level) row.by = CountedBy::people;
            rows.push_back(std::move(row));
        }
    }
}

}  // namespace

std::vector<CountedRow> counted_rows_of(const View& view) {
    std::vector<CountedRow> rows;
    for (const BallotVerdict& ballot : view.afresh().judgement.ballots) add_rows(view, ballot, rows);
    std::ranges::sort(rows, before);
    return rows;
}

CountedAnswer counted_rows(const View& view, const CountedQuestion& question) {
    CountedAnswer answer;
    bool reached = !question.after;
    for (const CountedRow& row : view.wall()) {
        if (!asked_for(question, row)) continue;
        ++answer.total;
        if (reached && answer.rows.size() < question.limit) answer.rows.push_back(row);
        if (question.after && row.item == *question.after) reached = true;
    }
    return answer;
}

}  // namespace kiemphieu::station::server
