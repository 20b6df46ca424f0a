#pragma once
// Forms that people fill: Phụ lục 2 and 3 with the known names in, and a sheet to lay between batches of ballots.

#include <filesystem>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "forms/conference.hpp"
#include "forms/layout.hpp"
#include "forms/print/page_flow.hpp"

namespace kiemphieu::forms {

/// Pages of a form, one person or batch after the other. Errors: bad_input when a text can't be set; world when a font
/// is missing.
using FormPages = base::Expected<std::vector<PrintedPage>, base::Failure>;

/// The dossier list of everyone voted on, a page a person. Source: plan, Phụ lục 2.
[[nodiscard]] FormPages make_dossier_lists(const Conference& conference);

/// The report of everyone voted on, blank but for what the definition knows. Source: plan, Phụ lục 3.
[[nodiscard]] FormPages make_self_reports(const Conference& conference);

/// A separator sheet a style, for people to lay on a stack of ballots. Its code begins a new batch when it is scanned.
[[nodiscard]] FormPages make_separators(const Conference& conference, std::span<const BallotLayout> layouts,
                                        const base::SecretKey& key);

}  // namespace kiemphieu::forms
