#pragma once
// What a case prints before the count: ballots and blank forms, and where each file lies.

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "station/case/case_folder.hpp"

namespace kiemphieu::station {

struct BallotOrder {
    std::optional<std::string> style;  ///< the only one when none is named
    forms::BallotKind kind{forms::BallotKind::official};
    int count{};
    int spare{};
    std::optional<base::Digest> seed{};  ///< random when absent
};

struct PrintedBallots {
    std::filesystem::path file;  ///< in CASE/ballots/
    std::size_t ballots{};
    int sheets{};  ///< a ballot
};

/// Prints N + K ballots into CASE/ballots/. Errors: as CaseFolder::print.
[[nodiscard]] base::Expected<PrintedBallots, base::Failure> print_ballots(CaseFolder& folder, const BallotOrder& order);

/// Where the n-th printing of a case lies, counted from 1.
std::filesystem::path ballots_file(const std::filesystem::path& case_folder, const Printed& printing, std::size_t n);

/// The kinds of form that can be printed.
inline constexpr std::array<std::string_view, 5> form_kinds{"phu-luc-2", "phu-luc-3", "separator", "calibration",
                                                            "test-deck"};

struct FormOrder {
    std::string kind;                  ///< one of form_kinds
    std::optional<std::string> style;  ///< of the test deck
};

struct PrintedForm {
    std::vector<std::filesystem::path> files;  ///< of a test deck also the sheet of what must come out
    std::size_t ballots{};                     ///< of a test deck
};

/// Prints a form to `pdf`. Errors: bad_input; world.
[[nodiscard]] base::Expected<PrintedForm, base::Failure> print_form(CaseFolder& folder, const FormOrder& order,
                                                                    const std::filesystem::path& pdf);

}  // namespace kiemphieu::station
