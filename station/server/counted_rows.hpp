#pragma once
// The wall of what was counted: every row that counts for a level, least sure first.

#include <optional>
#include <vector>

#include "station/server/live_case.hpp"

namespace kiemphieu::station::server {

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

/// All rows that count for a level, least sure first; among equals by name, which tells no order of scanning.
std::vector<CountedRow> counted_rows_of(const View& view);
CountedAnswer counted_rows(const View& view, const CountedQuestion& question);

}  // namespace kiemphieu::station::server
