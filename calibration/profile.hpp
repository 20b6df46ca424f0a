#pragma once
// A scanner's profile: what calibration keeps of its findings, as a file. docs/formats/profile.md has the fields.

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "calibration/findings.hpp"
#include "calibration/fit.hpp"
#include "omr/profile.hpp"

namespace kiemphieu::calibration {

/// Whether a count should be held on the scanner as it is.
enum class Fitness { fit, with_care, unfit };
std::string_view name_of(Fitness fitness);

struct Profile {
    std::string scanner;  ///< as people call it, or the source it was scanned from; may be empty
    std::string made;     ///< UTC, 2023-12-15T08:30:00Z
    std::string software;
    Fitness fitness{Fitness::fit};
    double nominal_dpi{};
    int width_px{};  ///< of its scans
    double dpi_x{};
    double dpi_y{};
    double stretch_mm{};
    double skew_deg{};
    double at_stroke{};  ///< contrast left of a pen's stroke
    double finest_module_mm{};
    double palest_mark{};
    int pens{};           ///< that were tried
    double palest_pen{};  ///< share of print
    FittedLimit limit;    ///< of the second look; no risk in profiles of before it was fitted
    Expectation expected;
    std::vector<TonePoint> tone;
    std::vector<DustColumn> dust;
    omr::ScannerProfile reading;  ///< its id is that of the file
    bool operator==(const Profile&) const = default;
};

/// Errors: none; `made` is the caller's clock.
Profile make_profile(const Findings& findings, const std::string& scanner, const std::string& made,
                     const std::string& software, double risk = usual_risk);

/// The file's text. The same profile gives the same text.
std::string to_toml(const Profile& profile);
/// The first 16 hex digits of the text's SHA-256: a profile's name.
std::string id_of(const std::string& toml);
/// Reads it back; `reading.id` becomes id_of(text). Errors: bad_input naming file and field, for what is no profile, a
/// number out of its range, or a version this program does not know.
[[nodiscard]] base::Expected<Profile, base::Failure> profile_from_toml(const std::string& text,
                                                                       const std::string& file);

/// Days from one UTC time to another; nothing when one of them is none.
std::optional<double> days_between(const std::string& earlier, const std::string& later);
/// A lamp ages and dust falls: after this many days a scanner is calibrated anew.
inline constexpr double most_days = 30;

}  // namespace kiemphieu::calibration
