#pragma once
// While counting: what a scan of any sheet shows of its scanner, and whether a stack still looks as calibrated.

#include <optional>
#include <string>
#include <vector>

#include "base/page_image.hpp"
#include "calibration/advice.hpp"
#include "calibration/profile.hpp"

namespace kiemphieu::calibration {

/// Looks at a scan without knowing what is on it. Two milliseconds at 200 dpi.
Expectation look_at(const base::GrayView& scan);

/// Dirt as readings tell it. Units: millimetres from the image's left edge.
struct SeenStreak {
    double at_mm{};
    int sides{};  ///< that showed it
    bool operator==(const SeenStreak&) const = default;
};

/// What a stack looks like: the middle of its sides.
struct StackLook {
    int sides{};
    Expectation look;
    std::vector<SeenStreak> streaks;
    bool operator==(const StackLook&) const = default;
};

/// Gathers sides; memory does not grow with the stack.
class StackWatch {
  public:
    void add(const Expectation& look, const std::vector<double>& streaks_mm);
    int sides() const { return sides_; }
    StackLook look() const;

  private:
    std::vector<Expectation> looks_;  ///< the latest
    std::vector<SeenStreak> streaks_;
    int sides_{};
};

/// What has changed since the calibration, each thing once. Nothing for a stack of a few sides.
std::vector<Advice> drift_of(const Profile& profile, const StackLook& stack);

}  // namespace kiemphieu::calibration
