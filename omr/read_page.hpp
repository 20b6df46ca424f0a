#pragma once
// The stages of omr in order, for one page image: registration → code → refinement → marks → names → band →
// interpretation.

#include <memory>
#include <optional>
#include <vector>

#include "base/hash.hpp"
#include "base/page_image.hpp"
#include "forms/layout.hpp"
#include "omr/debug_pictures.hpp"
#include "omr/profile.hpp"
#include "omr/reading.hpp"
#include "omr/seal.hpp"

namespace kiemphieu::omr {

/// Reads pages of a conference's layouts (one a style). Made once: it prepares the expected print, then reads any
/// number of pages, from many threads at once. All layouts share the places of marks and code, so a page tells its
/// style itself.
class PageReader {
  public:
    struct Options {
        std::optional<base::SecretKey> key;     ///< without it codes are read but not proven
        std::optional<ScannerProfile> profile;  ///< for a second look at rows that the plain look leaves to people
        forms::SealRule seal{forms::SealRule::ignore};  ///< whether a missing seal is looked for
    };

    /// Errors: world when a font file is missing.
    [[nodiscard]] static base::Expected<PageReader, base::Failure> create(std::vector<forms::BallotLayout> layouts,
                                                                          const Options& options);
    PageReader(PageReader&&) noexcept;
    PageReader& operator=(PageReader&&) noexcept;
    ~PageReader();

    SheetReading read(const base::GrayView& scan, DebugPictures& debug) const { return read(scan, {}, debug); }
    /// `colour` gives the same scan in colour; it is asked only where a seal is required.
    SheetReading read(const base::GrayView& scan, const ColourSource& colour, DebugPictures& debug) const;
    /// The same through a profile, or none, instead of the reader's own: to read again as it was read.
    SheetReading read(const base::GrayView& scan, const ColourSource& colour, DebugPictures& debug,
                      const std::optional<ScannerProfile>& profile) const;
    const std::vector<forms::BallotLayout>& layouts() const;
    const std::optional<ScannerProfile>& profile() const;

  private:
    struct State;
    explicit PageReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kiemphieu::omr
