#include "omr/long_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>

namespace kiemphieu::omr {

namespace {

/// A strip shows the line when three rows of pixels side by side hold this share of a full row: folds are grainy, and a
/// line that slants by 4° wanders 2 px over a strip.
constexpr double strip_share = 0.6;
/// Folds bend and sheets are fed askew by up to 3°: 3 px a strip of 32, and a little for the line's own width.
constexpr double wander_px = 4.5;
/// Of the strips where a line could be seen it must be seen in so many; a voter's line across the row ends at the
/// table.
constexpr double seen_share = 0.65;
constexpr int least_seen = 9;
/// It must begin and end within so many strips (10 mm) of the region's edges; the region reaches 6 mm beyond the table.
constexpr int edge_strips = 2;
/// Where print covers more than half of a strip, or one of a line's rims there, nothing can be said of it: folds run
/// along table lines for centimetres.
constexpr double covered_share = 0.5;
constexpr double rim_px = 2.0;
/// Parts of one line, followed from both edges, differ in slope by less than this a strip, which is one degree; and
/// beside print each part shows that rim of the line which the print leaves free, so that they lie aside by a border of
/// 0.3 mm with its doubt on both sides.
constexpr double joined_slope_px = 0.6;
constexpr double joined_aside_px = 8.0;
/// Ink this much darker than the line's own is something else that crosses it.
constexpr double darker_than_line = 1.3;
/// The widest fold's shade on one side, 200 dpi.
constexpr double widest_half_px = 6.0;

/// The picture seen along one direction: `along` counts pixels in the line's direction, `aside` across it.
class Turned {
  public:
    Turned(const AddedInk& ink, LongLine::Run run) : ink_(ink), run_(run) {}
    int length() const { return run_ == LongLine::Run::across ? ink_.gray.width : ink_.gray.height; }
    int breadth() const { return run_ == LongLine::Run::across ? ink_.gray.height : ink_.gray.width; }
    int strips() const { return length() / LongLine::strip_px; }
    std::size_t index(int along, int aside) const {
        return run_ == LongLine::Run::across ? ink_.index(along, aside) : ink_.index(aside, along);
    }
    base::PagePoint page(double along, double aside) const {
        return run_ == LongLine::Run::across ? ink_.to_page(along, aside) : ink_.to_page(aside, along);
    }

    /// Ink pixels of every line of pixels in every strip: [strip * breadth + aside].
    std::vector<std::uint8_t> counts() const {
        std::vector<std::uint8_t> out(static_cast<std::size_t>(strips()) * static_cast<std::size_t>(breadth()), 0);
        const auto broad = static_cast<std::size_t>(breadth());
        static_assert(LongLine::strip_px == AddedInk::chunk_px);
        for (int y = 0; y < ink_.gray.height; ++y) {
            const std::uint8_t* in_chunk = ink_.in_chunk.data() + static_cast<std::ptrdiff_t>(y) * ink_.chunks();
            if (run_ == LongLine::Run::across) {
                for (int s = 0; s < strips(); ++s) {
                    out[static_cast<std::size_t>(s) * broad + static_cast<std::size_t>(y)] = in_chunk[s];
                }
            } else if (y / LongLine::strip_px < strips()) {
                const std::uint8_t* row = ink_.ink.data() + ink_.index(0, y);
                std::uint8_t* target = out.data() + static_cast<std::size_t>(y / LongLine::strip_px) * broad;
                for (int c = 0; c < ink_.chunks(); ++c) {
                    if (in_chunk[c] == 0) continue;
                    const int end = std::min(ink_.gray.width, (c + 1) * AddedInk::chunk_px);
                    for (int x = c * AddedInk::chunk_px; x < end; ++x) {
                        target[x] = static_cast<std::uint8_t>(target[x] + row[x]);
                    }
                }
            }
        }
        return out;
    }

  private:
    const AddedInk& ink_;
    LongLine::Run run_;
};

constexpr int least_ink = static_cast<int>(strip_share * LongLine::strip_px);

/// Whether sixteen counts are so few, below four each, that no three of them make a line.
bool all_few(const std::uint8_t* counts) {
    static_assert(least_ink > 3 * 3);
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), counts, sizeof halves);
    return ((halves[0] | halves[1]) & 0xfcfcfcfcfcfcfcfcU) == 0;
}

/// Where in a strip a line seems to run: middles of maxima.
std::vector<std::vector<int>> find_spots(const Turned& picture) {
    const std::vector<std::uint8_t> counts = picture.counts();
    const int broad = picture.breadth();
    std::vector<std::vector<int>> out(static_cast<std::size_t>(picture.strips()));
    for (int s = 0; s < picture.strips(); ++s) {
        const std::uint8_t* c = counts.data() + static_cast<std::ptrdiff_t>(s) * broad;
        for (int a = 1; a + 1 < broad; ++a) {
            // Bare paper, most of a strip, is passed over many pixels at a time.
            while (a + 15 < broad && all_few(c + a - 1)) a += 14;
            const int sum = c[a - 1] + c[a] + c[a + 1];
            if (sum < least_ink) continue;
            int best = a;
            int best_sum = sum;
            int end = a;
            for (; end + 1 < broad && c[end - 1] + c[end] + c[end + 1] >= least_ink; ++end) {
                if (c[end - 1] + c[end] + c[end + 1] > best_sum) {
                    best_sum = c[end - 1] + c[end] + c[end + 1];
                    best = end;
                }
            }
            if (end - a < 3 * widest_half_px) out[static_cast<std::size_t>(s)].push_back(best);
            a = end;
        }
    }
    return out;
}

bool is_covered(const Turned& picture, const PrintZone& zone, int strip, double aside) {
    constexpr int looks = 8;
    int covered = 0;
    for (int i = 0; i < looks; ++i) {
        const auto is_printed = [&](double off) {
            const base::PagePoint p =
                picture.page((strip + (i + 0.5) / looks) * LongLine::strip_px, std::max(0.0, aside + off + 0.5));
            return zone.at(p.x, p.y) != 0;
        };
        covered += is_printed(0) || is_printed(-rim_px) || is_printed(rim_px) ? 1 : 0;
    }
    return covered > covered_share * looks;
}

/// The strips as they come from one edge of the region or from the other.
enum class From { near_edge, far_edge };

/// A line followed from a spot near one edge: strips are counted from that edge.
struct Followed {
    From edge{};
    std::vector<double> path;  ///< up to the last strip that shows it
    int last_seen{};
    int seen{};
    int missed{};  ///< strips that should show it and don't

    bool is_seen_enough() const { return seen >= least_seen && seen >= seen_share * (seen + missed); }
    double slope() const { return last_seen > 0 ? (path.back() - path.front()) / last_seen : 0; }
};

/// Nothing when it ends on the way. `first` counts from the edge.
std::optional<Followed> follow(const Turned& picture, const PrintZone& zone, const std::vector<std::vector<int>>& spots,
                               From edge, int first, int start) {
    const int strips = picture.strips();
    const auto strip_of = [&](int s) { return edge == From::near_edge ? s : strips - 1 - s; };
    Followed out{edge, std::vector<double>(static_cast<std::size_t>(first) + 1, start), first, 1, first};
    double slope = 0;
    for (int s = first + 1; s < strips; ++s) {
        const double at = out.path.back();
        const double expected = at + slope * (s - out.last_seen);
        const std::vector<int>& here = spots[static_cast<std::size_t>(strip_of(s))];
        const auto nearest = std::min_element(
            here.begin(), here.end(), [&](int a, int b) { return std::abs(a - expected) < std::abs(b - expected); });
        if (nearest != here.end() && std::abs(*nearest - expected) <= wander_px) {
            // The slope settles with every strip seen.
            slope += ((*nearest - at) / (s - out.last_seen) - slope) / std::min(8, out.seen + 1);
            for (int k = out.last_seen + 1; k <= s; ++k) out.path.push_back(*nearest - slope * (s - k));
            out.last_seen = s;
            ++out.seen;
        } else if (!is_covered(picture, zone, strip_of(s), expected)) {
            ++out.missed;
        }
        if (out.missed > (1 - seen_share) * strips) return std::nullopt;
    }
    return out;
}

/// The line's path over all strips when it was followed to the opposite edge.
std::optional<std::vector<double>> whole_path(const Followed& line, int strips) {
    if (strips - 1 - line.last_seen > edge_strips || !line.is_seen_enough()) return std::nullopt;
    std::vector<double> path = line.path;
    const double slope = line.slope();
    while (static_cast<int>(path.size()) < strips) path.push_back(path.back() + slope);
    if (line.edge == From::far_edge) std::ranges::reverse(path);
    return path;
}

/// A line whose middle runs along print is followed from both edges up to there: the two parts are one line when they
/// lie straight on over the covered strips.
std::optional<std::vector<double>> joined_path(const Turned& picture, const PrintZone& zone, const Followed& near,
                                               const Followed& far) {
    const int strips = picture.strips();
    const int from = near.last_seen;
    const int to = strips - 1 - far.last_seen;
    if (to <= from) return std::nullopt;
    const double slope = (far.path.back() - near.path.back()) / (to - from);
    const double most = joined_slope_px + joined_aside_px / (to - from);
    if (std::abs(slope - near.slope()) > most || std::abs(slope + far.slope()) > most) return std::nullopt;
    Followed both{From::near_edge, near.path, strips - 1, near.seen + far.seen, near.missed + far.missed};
    if (!both.is_seen_enough()) return std::nullopt;
    for (int s = from + 1; s < to; ++s) {
        both.path.push_back(near.path.back() + slope * (s - from));
        if (!is_covered(picture, zone, s, both.path.back())) return std::nullopt;
    }
    both.path.insert(both.path.end(), far.path.rbegin(), far.path.rend());
    return both.path;
}

/// Width and darkness of a line: how far ink reaches aside of it, in the strips' middles.
void measure(const AddedInk& ink, const Turned& picture, LongLine& line) {
    std::vector<int> levels;
    std::vector<int> widths;
    for (int along = 4; along < picture.length(); along += 8) {
        const int middle = static_cast<int>(std::lround(line.aside_at(along)));
        int width = 0;
        int darkest = 0;
        for (int aside = middle - 9; aside <= middle + 9; ++aside) {
            if (aside < 0 || aside >= picture.breadth()) continue;
            const std::size_t i = picture.index(along, aside);
            if (ink.ink[i] == 0) continue;
            ++width;
            darkest = std::max(darkest, ink.darkness(i));
        }
        if (width == 0) continue;
        levels.push_back(darkest);
        widths.push_back(width);
    }
    if (levels.empty()) return;
    const auto quantile = [](std::vector<int>& values, double share) {
        const auto nth = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), nth, values.end());
        return *nth;
    };
    line.level = quantile(levels, 0.5);
    line.half_width_px = std::min(widest_half_px, quantile(widths, 0.7) / 2.0 + 1.5);
}

}  // namespace

double LongLine::aside_at(double along_px) const {
    const double at = along_px / strip_px - 0.5;
    const int last = static_cast<int>(aside_px.size()) - 1;
    const int i = std::clamp(static_cast<int>(std::floor(at)), 0, std::max(0, last - 1));
    const auto here = static_cast<std::size_t>(i);
    const auto next = static_cast<std::size_t>(std::min(i + 1, last));
    return aside_px[here] + (aside_px[next] - aside_px[here]) * std::clamp(at - i, -0.5, 1.5);
}

std::vector<LongLine> find_long_lines(const AddedInk& ink, const PrintZone& zone) {
    std::vector<LongLine> out;
    for (const LongLine::Run run : {LongLine::Run::across, LongLine::Run::down}) {
        const Turned picture(ink, run);
        const int strips = picture.strips();
        if (strips < least_seen) continue;
        const auto spots = find_spots(picture);
        const auto add = [&](std::vector<double> path) {
            LongLine line{run, std::move(path), 0, 0};
            measure(ink, picture, line);
            out.push_back(std::move(line));
        };
        const auto is_known = [&](std::size_t strip, double aside) {
            return std::ranges::any_of(out, [&](const LongLine& line) {
                return line.run == run && std::abs(line.aside_px[strip] - aside) < 10;
            });
        };
        // Where a line runs along print near one edge it cannot be followed from there, but from the other.
        std::array<std::vector<Followed>, 2> parts;
        for (const From edge : {From::near_edge, From::far_edge}) {
            for (int first = 0; first <= edge_strips; ++first) {
                const auto strip = static_cast<std::size_t>(edge == From::near_edge ? first : strips - 1 - first);
                for (const int start : spots[strip]) {
                    if (is_known(strip, start)) continue;
                    auto line = follow(picture, zone, spots, edge, first, start);
                    if (!line) continue;
                    if (auto path = whole_path(*line, strips)) {
                        add(std::move(*path));
                    } else {
                        parts[edge == From::near_edge ? 0 : 1].push_back(std::move(*line));
                    }
                }
            }
        }
        for (const Followed& near : parts[0]) {
            for (const Followed& far : parts[1]) {
                if (is_known(0, near.path.front())) continue;
                if (auto path = joined_path(picture, zone, near, far)) add(std::move(*path));
            }
        }
    }
    return out;
}

int erased_up_to(const LongLine& line) {
    return static_cast<int>(darker_than_line * line.level) + 4;
}

void erase_line(AddedInk& ink, const LongLine& line) {
    const Turned picture(ink, line.run);
    const int limit = erased_up_to(line);
    for (int along = 0; along < picture.length(); ++along) {
        const double middle = line.aside_at(along);
        const int from = std::max(0, static_cast<int>(std::floor(middle - line.half_width_px)));
        const int to = std::min(picture.breadth() - 1, static_cast<int>(std::ceil(middle + line.half_width_px)));
        for (int aside = from; aside <= to; ++aside) {
            const std::size_t i = picture.index(along, aside);
            if (ink.ink[i] != 0 && ink.darkness(i) <= limit) ink.ink[i] = 0;
        }
    }
}

}  // namespace kiemphieu::omr
