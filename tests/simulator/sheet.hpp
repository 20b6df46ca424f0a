#pragma once
// One simulated sheet from beginning to end: printed, marked, worn, scanned.

#include <optional>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "base/page_image.hpp"
#include "tests/simulator/conditions.hpp"
#include "tests/simulator/printer.hpp"
#include "tests/simulator/truth.hpp"
#include "tests/simulator/voter.hpp"

namespace kiemphieu::simulator {

struct SimulatedSheet {
    base::PageImage image;
    SheetTruth truth;
};

/// A sheet that was drawn in together with another: its marked page, where it lies, and whether it covers the other.
struct SecondSheet {
    forms::SheetCode code;
    forms::Tag tag{};
    PagePlan plan;
    Hand hand;
    base::PagePoint offset_mm;  ///< of its top left from the first sheet's
    enum class Lies { on_top, underneath } lies{Lies::on_top};
};

/// What one sheet is to be; the code's page says which page of the layout.
struct SheetOrder {
    forms::SheetCode code;
    forms::Tag tag{};
    PagePlan plan;
    Hand hand;
    Conditions conditions;
    std::optional<SecondSheet> second;
};

/// A gray scan. Errors: as Printer::print.
[[nodiscard]] base::Expected<SimulatedSheet, base::Failure> simulate(Printer& printer, const SheetOrder& order,
                                                                     const StrokeBook& book, const Random& random);
/// The same in colour: only a seal has any. Errors: as Printer::print.
[[nodiscard]] base::Expected<SimulatedSheet, base::Failure> simulate_in_colour(Printer& printer,
                                                                               const SheetOrder& order,
                                                                               const StrokeBook& book,
                                                                               const Random& random);

/// Sheets without end, each its own ballot and its own voter: sheet `n` is the same whatever was asked for before.
class SheetSource {
  public:
    struct Options {
        std::uint64_t seed{1};
        Grade grade{Grade::clean};
        Habits habits;
        base::Dpi dpi{200};
        base::SecretKey key{};
        StrokeBook book;
    };
    SheetSource(forms::BallotLayout layout, Options options);

    /// Sheet `number`, counted from 0; pages of the layout come in turn. Errors: as Printer::print.
    [[nodiscard]] base::Expected<SimulatedSheet, base::Failure> sheet(int number);
    /// The order behind it, for those who want to change something first.
    SheetOrder order(int number) const;

    Printer& printer() { return printer_; }

  private:
    Options options_;
    Printer printer_;
};

/// Ideal pixels a millimetre for scans at a resolution: finer than the scan, within what memory and time allow.
double paper_px_per_mm(base::Dpi dpi);

}  // namespace kiemphieu::simulator
