#include "calibration/measure.hpp"

#include <algorithm>
#include <variant>

#include "calibration/drift.hpp"
#include "calibration/dust.hpp"
#include "calibration/geometry.hpp"
#include "calibration/marks.hpp"
#include "calibration/sharpness.hpp"
#include "calibration/tone.hpp"
#include "omr/code.hpp"

namespace kiemphieu::calibration {

namespace {

/// A gray scan has its paper's noise and every edge in between.
bool is_bilevel(const base::GrayView& scan) {
    std::size_t between = 0;
    std::size_t count = 0;
    for (int y = 0; y < scan.height; y += 5) {
        const std::uint8_t* row = scan.row(y);
        for (int x = 0; x < scan.width; x += 5, ++count) between += row[x] > 24 && row[x] < 231 ? 1U : 0U;
    }
    return between * 100 < count;
}

}  // namespace

SheetMeasurer::SheetMeasurer(forms::CalibrationSheet sheet, base::ConferenceId conference, base::SecretKey key)
    : sheet_(std::move(sheet)), key_(key) {
    layout_.conference = conference;
    layout_.id = sheet_.id;
    layout_.sheets = 1;
    layout_.pages.push_back(sheet_.page);
}

Measured SheetMeasurer::measure(const base::PageImage& gray, const std::string& file) const {
    const base::GrayView scan = gray.gray();
    omr::DebugPictures none;
    if (scan.empty()) return {};
    const std::vector<omr::CoarsePose> poses = omr::locate_page(scan, layout_, none);
    const auto identified = omr::identify_page(scan, poses, {layout_}, key_, none);
    const auto* page = std::get_if<omr::IdentifiedPage>(&identified);
    if (page == nullptr || page->code.kind != forms::BallotKind::calibration) return {{}, NoFinding::no_sheet};
    if (page->authentic != true || page->code.layout != sheet_.id) return {{}, NoFinding::other_sheet};
    if (is_bilevel(scan)) return {{}, NoFinding::bilevel};

    // The code of a sample stands elsewhere than the sheet's own; only the marks tell the place then.
    const omr::CoarsePose& pose = page->code.page == 1 || poses.empty() ? page->pose : poses.front();
    const auto placed = place_sheet(scan, pose, sheet_);
    if (!placed) return {{}, NoFinding::not_placed};
    SheetFindings out;
    out.file = file;
    out.rotation_deg = pose.rotation_deg;
    out.nominal_dpi = gray.dpi_x.value;
    out.width_px = scan.width;
    out.geometry = placed->geometry;
    out.tone = measure_tone(placed->placed, sheet_);
    out.sharpness = measure_sharpness(placed->placed, sheet_, out.tone);
    out.dust = find_dust(placed->placed);
    out.symbols = read_symbols(placed->placed, sheet_);
    out.graded = measure_marks(placed->placed, sheet_.graded, out.tone);
    out.widths = measure_marks(placed->placed, sheet_.widths, out.tone);
    out.pens = measure_pens(placed->placed, sheet_, out.tone);
    out.look = look_at(scan);
    return {out, {}};
}

}  // namespace kiemphieu::calibration
