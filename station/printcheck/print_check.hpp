#pragma once
// Whether printed ballots are what the definition says, before a single one is handed out.

#include <filesystem>
#include <string>
#include <vector>

#include "forms/conference.hpp"
#include "omr/print_check.hpp"

namespace kiemphieu::station {

/// What people must look at.
enum class PrintProblem {
    name_differs,
    position_differs,
    printed_in_row,  ///< the row's texts are another row's
    row_missing,
    row_lines,     ///< the row's borders are not there
    text_differs,  ///< a title, head or note
    scale,
    bent,  ///< print bends more than registration follows surely
    offset,
    low_toner,
    not_readable,  ///< the scan is no page of this style: the reason says what it is
    not_authentic,
    page_missing,  ///< no scan shows this page
};
std::string_view name_of(PrintProblem problem);

struct PrintFinding {
    PrintProblem problem{PrintProblem::not_readable};
    std::string file;
    int page{};
    int row{};  ///< 0 where no row is meant
    std::string expected;
    std::string found;

    std::string vietnamese() const;
    std::string english() const;
};

struct CheckedPage {
    std::string file;
    int page_in_file{};
    omr::PrintedPage print;
};

struct PrintCheck {
    base::StyleId style;
    std::vector<CheckedPage> pages;
    std::vector<PrintFinding> findings;
    bool is_good() const { return findings.empty(); }
};

/// The limits beyond which people look; docs/adr/0033 has the measurements.
struct PrintLimits {
    double most_difference{0.18};       ///< good print stays under 0.1, one letter changed gives 0.2 and more
    double most_line_difference{0.25};  ///< of titles and notes: capitals of 16 points give up to 0.19
    double least_likeness{0.85};        ///< below this a text was read otherwise, whatever its picture
    double least_darkness{0.6};         ///< of ink against the paper: offices give 0.75 and more, toner 40 % short 0.5
    double least_ink{0.2};              ///< below this nothing is printed there
    double most_scale_off{0.015};       ///< scanners are off by up to 1 %; "fit to page" is 3 % and more
    double most_residual_mm{0.1};
    double most_offset_mm{5.0};
};

/// One page of a file, as it was decoded.
struct PrintScan {
    std::string file;
    int page_in_file{};
    base::PageImage image;
};

/// Holds scans of one or more blank ballots of a style against the definition; pages come in any order.
class PrintChecker {
  public:
    PrintChecker(const forms::BallotStyle& style, const forms::BallotLayout& layout, const base::SecretKey& key,
                 PrintLimits limits = {});

    /// Errors: world when a font is missing.
    [[nodiscard]] base::Expected<void, base::Failure> add(const PrintScan& scan);
    /// What all scans came to, with the pages that none of them shows.
    PrintCheck finish();

  private:
    void judge_row(const CheckedPage& page, const omr::PrintedRow& row);
    void judge_text(const CheckedPage& page, int row, PrintProblem problem, const std::string& expected,
                    const omr::PrintedText& text);
    void judge_geometry(const CheckedPage& page);
    void find(const CheckedPage& page, PrintProblem problem, int row, std::string expected, std::string found);

    std::vector<forms::BallotLayout> layouts_;
    base::SecretKey key_;
    PrintLimits limits_;
    std::vector<omr::ExpectedRow> rows_;
    PrintCheck check_;
};

std::string to_json(const PrintCheck& check);

/// A report to sign, in Vietnamese. Errors: world.
[[nodiscard]] base::Expected<void, base::Failure> print_print_report(const PrintCheck& check,
                                                                     const forms::Conference& conference,
                                                                     const std::filesystem::path& pdf);

}  // namespace kiemphieu::station
