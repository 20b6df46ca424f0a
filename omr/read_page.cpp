#include "omr/read_page.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <variant>

#include "omr/added_ink.hpp"
#include "omr/added_names.hpp"
#include "omr/code.hpp"
#include "omr/dashes.hpp"
#include "omr/dotted_cross.hpp"
#include "omr/interpret.hpp"
#include "omr/names.hpp"
#include "omr/reading_picture.hpp"
#include "omr/registration.hpp"
#include "omr/rings.hpp"
#include "omr/row_picture.hpp"
#include "omr/second_look.hpp"
#include "omr/sheet_facts.hpp"
#include "omr/skeleton.hpp"
#include "omr/wedges.hpp"

namespace kiemphieu::omr {

namespace {

/// What of a layout's page is prepared once.
struct PreparedPage {
    const forms::LayoutPage* layout{};
    PrintZone zone;
    std::vector<std::vector<NameLine>> names;
    SealPlace seal;
    PageSize size;
};

SheetReading unreadable(SheetReading reading, UnreadableReason reason) {
    reading.status = PageStatus::unreadable;
    reading.reason = reason;
    return reading;
}

void add_flag(SheetReading& reading, Flag flag) {
    if (std::ranges::find(reading.flags, flag) == reading.flags.end()) reading.flags.push_back(flag);
}

/// Whether an image shows paper and nothing on it.
bool is_blank(const base::GrayView& scan) {
    // The outer twentieth holds the scanner's own edge shadows.
    const int margin_x = scan.width / 20;
    const int margin_y = scan.height / 20;
    std::array<std::size_t, 256> histogram{};
    std::size_t count = 0;
    for (int y = margin_y; y < scan.height - margin_y; y += 4) {
        for (int x = margin_x; x < scan.width - margin_x; x += 4) {
            ++histogram[scan.at(x, y)];
            ++count;
        }
    }
    if (count == 0) return true;
    std::size_t below = 0;
    std::size_t median = 0;
    while (median < 255 && (below += histogram[median]) * 2 < count) ++median;
    // A line of handwriting covers some 0.2 % of a page; dust and noise stay under a twentieth of that. 60 gray levels
    // below paper is darker than the print of the other side showing through.
    std::size_t dark = 0;
    for (std::size_t g = 0; g + 60 < median; ++g) dark += histogram[g];
    return median > 128 && dark * 10'000 < count;
}

double widest_streak_mm(const AddedInk& ink, const PageTransform& transform, const forms::Row& row) {
    double widest = 0;
    for (const Streak& streak : ink.streaks) {
        const base::PageRect& first = row.cells.front().area;
        const base::PageRect& last = row.cells.back().area;
        double x0 = ink.gray.width;
        double x1 = 0;
        for (const base::PagePoint corner : {base::PagePoint{first.x, first.y},
                                             {last.right(), last.y},
                                             {first.x, first.bottom()},
                                             {last.right(), last.bottom()}}) {
            const base::ScanPoint p = (transform.to_scan(corner) - ink.origin) * (1.0 / ink.scale);
            x0 = std::min(x0, p.x);
            x1 = std::max(x1, p.x);
        }
        if (streak.x < x1 && streak.x + streak.width > x0) widest = std::max(widest, streak.width / ink.px_per_mm);
    }
    return widest;
}

/// Of the X marks that the plain look counts. Nothing without any.
std::optional<double> middle_darkness(const std::vector<RowReading>& rows, const std::vector<RowEvidence>& evidence) {
    std::vector<double> all;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const auto level = level_of(rows[r].decision);
        if (!level || rows[r].name_crossed != NameCrossed::no) continue;
        const BoxEvidence& box = evidence[r].boxes.at(forms::index_of(*level));
        if (!box.crosses.empty()) all.push_back(box.crosses.front().darkness);
    }
    if (all.empty()) return std::nullopt;
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    // A thousandth of print is finer than any pen is even.
    return std::round(*middle * 1000) / 1000;
}

void save_ink(DebugPictures& debug, std::string_view name, const AddedInk& ink) {
    if (!debug.wanted()) return;
    base::PageImage picture;
    picture.width = ink.gray.width;
    picture.height = ink.gray.height;
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            picture.pixels.push_back(ink.ink[ink.index(x, y)] != 0
                                         ? std::uint8_t{0}
                                         : static_cast<std::uint8_t>(192 + ink.gray.at(x, y) / 4));
        }
    }
    debug.save(name, picture);
}

}  // namespace

struct PageReader::State {
    std::vector<forms::BallotLayout> layouts;
    Options options;
    std::map<std::pair<base::LayoutId, int>, PreparedPage> pages;

    base::Expected<void, base::Failure> prepare() {
        for (const forms::BallotLayout& layout : layouts) {
            for (const forms::LayoutPage& page : layout.pages) {
                auto zone = PrintZone::create(page);
                if (!zone) return tl::unexpected(zone.error());
                auto names = find_name_lines(page, *zone);
                if (!names) return tl::unexpected(names.error());
                auto seal = SealPlace::create(page);
                if (!seal) return tl::unexpected(seal.error());
                pages.emplace(std::pair{layout.id, page.page},
                              PreparedPage{&page, std::move(*zone), std::move(*names), std::move(*seal),
                                           PageSize{layout.page_width_mm, layout.page_height_mm}});
            }
        }
        return {};
    }

    /// The page a code names, or why there is none.
    std::variant<const PreparedPage*, UnreadableReason> find(const forms::SheetCode& code) const {
        const auto same_conference = [&](const forms::BallotLayout& l) { return l.conference == code.conference; };
        if (std::none_of(layouts.begin(), layouts.end(), same_conference)) return UnreadableReason::other_conference;
        const auto page = pages.find({code.layout, code.page});
        if (page == pages.end()) return UnreadableReason::other_layout;
        return &page->second;
    }

    /// All that one look at a page's marks finds.
    struct Look {
        AddedInk ink;
        std::vector<Stroke> strokes;
        CrossSearch search;
        std::vector<RowEvidence> evidence;
        std::vector<bool> by_pens;  ///< of the strokes
        std::optional<Ring> ring;
    };

    static Look look(const base::GrayView& scan, const PageTransform& transform, const PreparedPage& page,
                     const ScannerProfile* profile, DebugPictures& debug) {
        Look out;
        const double range = measure_print_range(scan, transform, page.layout->registration_marks);
        out.ink = find_added_ink(scan, transform, page.zone, range, profile);
        save_ink(debug, "added-ink", out.ink);
        return out;
    }

    /// Strokes and crosses; thins the ink.
    static void trace(Look& look, const PageTransform& transform, const PreparedPage& page, DebugPictures& debug) {
        const SkeletonGraph graph = trace_skeleton(look.ink, page.zone);
        save_ink(debug, "skeleton", look.ink);
        look.strokes = join_strokes(graph, page.zone, look.ink);
        look.search = find_crosses(look.strokes);
        look_between_arms(look.search, look.strokes, look.ink, transform);
        look.evidence = gather_marks(*page.layout, look.strokes, look.search, graph);
        look.by_pens = drawn_by_pens(look.strokes, graph);
        if (look.ink.depth == ScanDepth::gray) look.ring = find_ring(look.strokes, graph);
    }

    using Boxes = std::vector<std::optional<std::size_t>>;
    using Dotted = std::vector<std::optional<Cross>>;

    static Dotted find_dotted(const AddedInk& ink, const PageTransform& transform, const PreparedPage& page,
                              const Boxes& boxes) {
        Dotted out(boxes.size());
        for (std::size_t r = 0; r < boxes.size(); ++r) {
            if (boxes[r]) out[r] = find_dotted_cross(ink, transform, page.layout->rows[r].cells.at(*boxes[r]).area);
        }
        return out;
    }

    /// Reads rows' boxes in a picture that was mended. Says whether it decided any.
    static bool look_again(Look& mended, const PageTransform& transform, const PreparedPage& page, const Boxes& boxes,
                           const Dotted& dotted, std::vector<RowContext> contexts, SheetReading& reading,
                           DebugPictures& debug) {
        const forms::LayoutPage& layout = *page.layout;
        for (std::size_t r = 0; r < layout.rows.size(); ++r) {
            contexts[r].streak_mm =
                std::max(contexts[r].streak_mm, widest_streak_mm(mended.ink, transform, layout.rows[r]));
        }
        trace(mended, transform, page, debug);
        const bool dropped = drops_pens(mended.evidence, mended.ink.depth);
        bool decided = false;
        for (std::size_t r = 0; r < layout.rows.size(); ++r) {
            if (!boxes[r]) continue;
            contexts[r].pens_dropped = dropped;
            const auto read = [&] {
                return after_second_look(reading.rows[r],
                                         interpret_row(layout.rows[r], mended.evidence[r], contexts[r]), *boxes[r]);
            };
            RowReading now = read();
            if (dotted[r] && now == reading.rows[r]) {
                mended.evidence[r].boxes.at(*boxes[r]) = {.crosses = {*dotted[r]}};
                now = read();
            }
            decided = decided || now != reading.rows[r];
            reading.rows[r] = now;
        }
        return decided;
    }

    /// Rows that the plain look left to people: through the scanner's profile where the scan has grays, with a thin
    /// pen's dashes put together where it has none.
    static void look_again(const base::GrayView& scan, const PageTransform& transform, const PreparedPage& page,
                           const Look& plain, const std::vector<RowContext>& contexts,
                           const std::optional<ScannerProfile>& profile, SheetReading& reading, DebugPictures& debug) {
        const bool gray = plain.ink.depth == ScanDepth::gray;
        if (gray && !profile) return;
        // A pen that the scan dropped but for specks on one name may be gone whole from another.
        const bool specked = std::ranges::any_of(contexts, [](const RowContext& row) { return row.name.specks > 0; });
        Boxes boxes;
        for (std::size_t r = 0; r < reading.rows.size(); ++r) {
            boxes.push_back(gray ? box_for_second_look(reading.rows[r], plain.evidence[r], profile->least_darkness)
                                 : box_for_dashes(reading.rows[r], plain.evidence[r], contexts[r].name));
        }
        if (std::ranges::none_of(boxes, [](const auto& box) { return box.has_value(); })) return;
        Look mended = look(scan, transform, page, gray ? &*profile : nullptr, debug);
        const Dotted dotted = gray || specked ? Dotted(boxes.size()) : find_dotted(mended.ink, transform, page, boxes);
        if (!gray) close_dashes(mended.ink, page.zone, specked ? Kept::nearly_all : Kept::most);
        if (look_again(mended, transform, page, boxes, dotted, contexts, reading, debug) && gray)
            reading.profile = profile;
    }

    static std::vector<RowContext> contexts_of(const AddedInk& ink, const PageTransform& transform,
                                               const PreparedPage& page) {
        const forms::LayoutPage& layout = *page.layout;
        std::vector<RowContext> out(layout.rows.size());
        const std::vector<NameInk> names = measure_names(page.names, layout, ink, transform, page.zone);
        for (std::size_t r = 0; r < out.size(); ++r) {
            out[r].name = names[r];
            out[r].depth = ink.depth;
            out[r].streak_mm = widest_streak_mm(ink, transform, layout.rows[r]);
        }
        return out;
    }

    void read_marks(const base::GrayView& scan, const RegisteredPage& registered, const PreparedPage& page,
                    const std::optional<ScannerProfile>& profile, SheetReading& reading, DebugPictures& debug) const {
        const forms::LayoutPage& layout = *page.layout;
        Look plain = look(scan, registered.transform, page, nullptr, debug);
        const AddedInk& ink = plain.ink;
        std::vector<RowContext> contexts = contexts_of(ink, registered.transform, page);
        trace(plain, registered.transform, page, debug);
        if (const auto ring = plain.ring) {
            plain = look(scan, registered.transform, page, nullptr, debug);
            erase_ring(plain.ink, *ring);
            contexts = contexts_of(ink, registered.transform, page);
            trace(plain, registered.transform, page, debug);
        }
        for (RowContext& context : contexts) context.pens_dropped = drops_pens(plain.evidence, ink.depth);
        for (std::size_t r = 0; r < layout.rows.size(); ++r) {
            reading.rows.push_back(interpret_row(layout.rows[r], plain.evidence[r], contexts[r]));
            if (debug.wanted()) {
                debug.save("row-" + std::to_string(layout.rows[r].number),
                           picture_of_row(scan, registered.transform, layout.rows[r], plain.strokes, plain.search));
            }
        }
        doubt_covered_rows(scan, registered.transform, layout, reading.rows);
        if (ink.depth == ScanDepth::gray) reading.mark_darkness = middle_darkness(reading.rows, plain.evidence);
        // Pale print makes everything else darker against it, and a second sheet's ink is nobody's mark here.
        const bool unsure = std::ranges::any_of(
            reading.flags, [](Flag flag) { return flag == Flag::low_toner || flag == Flag::double_feed; });
        if (!unsure) look_again(scan, registered.transform, page, plain, contexts, profile, reading, debug);
        std::vector<bool> writing(plain.strokes.size());
        for (std::size_t i = 0; i < writing.size(); ++i) writing[i] = plain.by_pens[i] && !plain.search.used[i];
        reading.streaks = glass_streaks(ink);
        if (!reading.streaks.empty()) reading.flags.push_back(Flag::streak);
        if (ink.folds > 0) add_flag(reading, Flag::folded);
        if (written_in_mm(layout, plain.strokes, writing) >= least_writing_mm ||
            letters_between_rows(layout, reading.rows, plain.strokes, writing) >= least_letters) {
            reading.flags.push_back(Flag::write_in);
        }
    }
};

PageReader::PageReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
PageReader::PageReader(PageReader&&) noexcept = default;
PageReader& PageReader::operator=(PageReader&&) noexcept = default;
PageReader::~PageReader() = default;

const std::optional<ScannerProfile>& PageReader::profile() const {
    return state_->options.profile;
}

const std::vector<forms::BallotLayout>& PageReader::layouts() const {
    return state_->layouts;
}

base::Expected<PageReader, base::Failure> PageReader::create(std::vector<forms::BallotLayout> layouts,
                                                             const Options& options) {
    auto state = std::make_unique<State>();
    state->layouts = std::move(layouts);
    state->options = options;
    if (options.profile) state->options.profile = bounded(*options.profile);
    if (const auto prepared = state->prepare(); !prepared) return tl::unexpected(prepared.error());
    return PageReader(std::move(state));
}

SheetReading PageReader::read(const base::GrayView& scan, const ColourSource& colour, DebugPictures& debug) const {
    return read(scan, colour, debug, state_->options.profile);
}

SheetReading PageReader::read(const base::GrayView& scan, const ColourSource& colour, DebugPictures& debug,
                              const std::optional<ScannerProfile>& profile) const {
    SheetReading reading;
    if (scan.empty() || state_->layouts.empty()) return unreadable(reading, UnreadableReason::not_a_ballot);
    const std::vector<CoarsePose> poses = locate_page(scan, state_->layouts.front(), debug);
    const auto identified = identify_page(scan, poses, state_->layouts, state_->options.key, debug);
    const auto look_for_second = [&](const CoarsePose& pose, const forms::LayoutPage& page) {
        if (shows_second_sheet(scan, pose, PageTransform(pose.page_to_scan), page))
            add_flag(reading, Flag::double_feed);
    };
    if (std::holds_alternative<NoCode>(identified)) {
        if (!poses.empty()) look_for_second(poses.front(), state_->layouts.front().pages.front());
        if (poses.empty() && is_blank(scan)) {
            reading.status = PageStatus::blank;
            return reading;
        }
        return unreadable(reading, poses.empty() ? UnreadableReason::not_a_ballot : UnreadableReason::no_code);
    }
    const auto& identity = std::get<IdentifiedPage>(identified);
    reading.code = identity.code;
    reading.authentic = identity.authentic;
    reading.rotation_deg = identity.pose.rotation_deg;
    if (identity.authentic == false) reading.flags.push_back(Flag::not_authentic);
    if (identity.code.kind == forms::BallotKind::test) reading.flags.push_back(Flag::test_ballot);
    if (!forms::is_ballot(identity.code.kind)) {
        // Whoever prints another kind over a ballot's code makes it no ballot, but never makes it vanish.
        if (identity.authentic == false) return unreadable(reading, UnreadableReason::not_a_ballot);
        reading.status = PageStatus::blank;
        reading.flags.push_back(identity.code.kind == forms::BallotKind::separator ? Flag::separator
                                                                                   : Flag::calibration);
        return reading;
    }
    if (identity.by_ocr) reading.flags.push_back(Flag::code_by_ocr);

    const auto found = state_->find(identity.code);
    if (const auto* reason = std::get_if<UnreadableReason>(&found)) return unreadable(reading, *reason);
    const PreparedPage& page = *std::get<const PreparedPage*>(found);
    const auto refined = refine_pose(scan, identity.pose, *page.layout, debug);
    if (const auto* reason = std::get_if<UnreadableReason>(&refined)) {
        look_for_second(identity.pose, *page.layout);
        return unreadable(reading, *reason);
    }
    const auto& registered = std::get<RegisteredPage>(refined);
    reading.rotation_deg = registered.rotation_deg;
    reading.registration_residual_px = registered.residual_px;
    reading.status = PageStatus::read;
    for (const Flag flag : look_at_sheet(scan, identity.pose, registered.transform, *page.layout, page.size)) {
        add_flag(reading, flag);
    }
    // The seal stands on a ballot's first page only.
    if (state_->options.seal == forms::SealRule::require && page.layout->page == 1 &&
        !page.seal.is_sealed(scan, registered.transform, colour)) {
        reading.flags.push_back(Flag::seal_missing);
    }
    state_->read_marks(scan, registered, page, profile ? std::optional(bounded(*profile)) : std::nullopt, reading,
                       debug);
    if (debug.wanted()) debug.save("reading", picture_of_reading(scan, registered.transform, *page.layout, reading));
    return reading;
}

}  // namespace kiemphieu::omr
