#pragma once
// Findings in words: what is good, what to clean or change, and whether the scanner is fit for a count.

#include <optional>
#include <string>
#include <vector>

#include "calibration/findings.hpp"
#include "calibration/profile.hpp"

namespace kiemphieu::calibration {

enum class Grade { good, watch, bad };
std::string_view name_of(Grade grade);

/// One thing looked at.
struct Advice {
    std::string topic;  ///< for machines: "contrast", "noise" …
    Grade grade{Grade::good};
    std::string vietnamese;
    std::string english;
    bool operator==(const Advice&) const = default;
};

/// Every topic, in the order people should read them.
std::vector<Advice> advise(const Findings& findings);
/// One bad thing makes a scanner unfit, one to watch asks for care.
Fitness fitness_of(const std::vector<Advice>& advice);
/// The verdict as a sentence.
Advice verdict_of(Fitness fitness);

/// The second look's fitted limit as a sentence. Nothing for profiles of before it was fitted.
std::optional<Advice> limit_in_words(const FittedLimit& limit);

/// What stands against using a profile now, on scans like these: too old, of another scanner. `width_px` 0 where no
/// scan is at hand.
std::vector<Advice> doubts_of(const Profile& profile, const std::string& now, const std::string& source, int width_px);

}  // namespace kiemphieu::calibration
