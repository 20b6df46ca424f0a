#pragma once
// What a stack of readings says about scanner and printer: where to wipe the glass, whether toner runs out.

#include <string>
#include <string_view>
#include <vector>

#include "omr/reading.hpp"

namespace kiemphieu::station {

/// What the technician is advised. Units: `at_mm` from the left edge of the scan.
struct CareAdvice {
    enum class Kind { clean_glass, low_toner, cut_edge, double_feed } kind{Kind::clean_glass};
    int sheets{};
    double at_mm{};
    double width_mm{};

    std::string vietnamese() const;
    std::string english() const;
};

/// Gathers facts of sheets, one reading after the other.
class SheetNotes {
  public:
    void add(const omr::SheetReading& reading);
    void add(const SheetNotes& other);
    std::vector<CareAdvice> advice() const;

  private:
    int sheets_{};
    int low_toner_{};
    int cut_edge_{};
    int double_feed_{};
    std::vector<omr::GlassStreak> streaks_;
};

/// `[{"kind": "clean_glass", "sheets": 12, "at_mm": 34.1, "width_mm": 0.3}, …]`
std::string to_json(const std::vector<CareAdvice>& advice);

}  // namespace kiemphieu::station
