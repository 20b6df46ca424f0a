#pragma once
// Calibrating a case's scanner: scans of the sheet measured, the profile kept in the case and in its record.

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "calibration/advice.hpp"
#include "calibration/drift.hpp"
#include "calibration/findings.hpp"
#include "calibration/profile.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

/// A scan that told nothing, and why, in both languages.
struct RefusedScan {
    std::string file;
    std::string vietnamese;
    std::string english;
};

struct Calibration {
    calibration::Findings findings;
    calibration::Profile profile;
    std::string toml;  ///< the profile's file
    std::vector<RefusedScan> refused;
};

struct CalibrationOrder {
    std::vector<std::filesystem::path> files;
    std::string scanner;  ///< how people or commands call it; may be empty
    double risk{calibration::usual_risk};
    const std::atomic<bool>* stop{};  ///< set from outside: no further file is begun
    std::function<void(std::size_t files)> progress{};
};

/// Measures every page of the files. Errors: bad_input when a file can't be read as an image, or no page tells
/// anything, naming the first and why.
[[nodiscard]] base::Expected<Calibration, base::Failure> learn_scanner(base::ConferenceId conference,
                                                                       const base::SecretKey& key,
                                                                       const CalibrationOrder& order);

/// Keeps the profile as CASE/calibration/ID.toml with its report beside it, ID.pdf, and what was found, ID.json; logs
/// that it is in force.
/// Returns the profile's path. Errors: world.
[[nodiscard]] base::Expected<std::filesystem::path, base::Failure> keep_calibration(Record& record,
                                                                                    const std::filesystem::path& folder,
                                                                                    const Calibration& calibration);

/// Where findings and plots of a profile are kept, as calibration::to_json gives them.
std::filesystem::path findings_file(const std::filesystem::path& folder, const std::string& profile);

/// The profile in force; nothing when the scanner was never calibrated. Errors: broken_evidence when its file is
/// missing or another than the record says.
[[nodiscard]] base::Expected<std::optional<calibration::Profile>, base::Failure> profile_in_force(
    const std::filesystem::path& folder, const CaseState& state);

/// How marks came out in the count's first batches under a profile; nothing before they are enough.
calibration::SeenMarks first_marks(const CaseState& state, const std::string& profile);

/// What batches show that the profile did not have, the latest batch first, each thing once; and what stands against
/// the profile itself: its age, another scanner.
std::vector<calibration::Advice> calibration_warnings(const calibration::Profile& profile, const CaseState& state,
                                                      const std::string& now);

/// The time as profiles state it, UTC.
std::string profile_time();

}  // namespace kiemphieu::station
