#pragma once
// The wall of what was counted: every row that counts for a level, least sure first.

#include <optional>
#include <vector>

#include "station/server/live_case.hpp"

namespace kiemphieu::station::server {

enum class CountedBy { machine, people };

struct CountedRow {
    RowItem item;
    base::StyleId style;
    RowVerdict verdict{RowVerdict::pending};
    CountedBy by{CountedBy::machine};
    std::optional<double> score{};  ///< the machine's, of the level counted
    const AcceptedSheet* sheet{};   ///< to look at; null where no scan shows it
};

struct CountedQuestion {
    std::optional<base::StyleId> style{};
    std::optional<int> number{};
    std::optional<forms::Level> level{};
    double score_from{0};
    double score_to{1};
    std::optional<RowItem> after{};
    std::size_t limit{100};
};

struct CountedAnswer {
    std::size_t total{};
    std::vector<CountedRow> rows;
};

CountedAnswer counted_rows(const View& view, const CountedQuestion& question);

}  // namespace kiemphieu::station::server
