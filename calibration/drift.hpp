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

/// How dark people's X marks came out, one pen a ballot.
struct SeenMarks {
    double darkness{};  ///< the middle of the sides' own middles, share of full print
    int sides{};        ///< that had marks which count
    bool operator==(const SeenMarks&) const = default;
};

/// What a stack looks like: the middle of its sides.
struct StackLook {
    int sides{};
    Expectation look;
    std::vector<SeenStreak> streaks;
    SeenMarks marks;  ///< of the latest sides
    SeenMarks begun;  ///< of the stack's first
    bool operator==(const StackLook&) const = default;
};

/// Gathers sides; memory does not grow with the stack.
class StackWatch {
  public:
    void add(const Expectation& look, const std::vector<double>& streaks_mm,
             std::optional<double> mark_darkness = std::nullopt);
    int sides() const { return sides_; }
    StackLook look() const;

  private:
    std::vector<Expectation> looks_;  ///< the latest
    std::vector<double> marks_;       ///< the latest
    std::vector<double> begun_;       ///< the first
    std::vector<SeenStreak> streaks_;
    int sides_{};
};

/// Sides with marks that tell how dark marks come out; fewer are a few people's pens.
inline constexpr int least_marked_sides = 20;

/// What has changed since the calibration, each thing once. Nothing for a stack of a few sides. Marks are held against
/// the count's first stacks too, as first_marks tells them; where there is none, against this stack's own beginning.
std::vector<Advice> drift_of(const Profile& profile, const StackLook& stack, const SeenMarks& first = {});

/// How marks came out in the first stacks, taken together until they are enough; nothing before that.
SeenMarks first_marks(const std::vector<StackLook>& stacks);

}  // namespace kiemphieu::calibration
