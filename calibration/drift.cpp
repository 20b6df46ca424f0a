#include "calibration/drift.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "calibration/look.hpp"
#include "omr/photometry.hpp"

namespace kiemphieu::calibration {

namespace {

/// Sides that tell a stack's state; fewer may be one odd sheet.
constexpr int least_sides = 3;
constexpr std::size_t kept_looks = 64;
constexpr std::size_t kept_streaks = 64;
/// Streaks of one speck lie within this of one another from sheet to sheet.
constexpr double same_streak_mm = 0.7;
/// Paper of another ream differs by three grays; a lamp that ages by more.
constexpr double white_share = 0.08;
constexpr double noise_times = 1.6;
constexpr double noise_more = 1.5;
/// Sheets differ by a tenth in how sharp they lie; focus lost costs more.
constexpr double edge_times = 1.35;
constexpr double edge_more_px = 0.25;
/// Marks a quarter paler: pens of one hall differ less from stack to stack. Measured: tests/bench/drift_bench, ADR
/// 0044.
constexpr double paler_share = 0.75;
/// One or two pens tried say little of a hall's.
constexpr int least_pens = 3;
/// Blacks of full print are a thousandth of any of our pages.
constexpr double black_share = 0.001;

/// Blur of the sharper edges along the rows, from the way between a fifth and four fifths of the range.
double edge_of(const base::GrayView& scan, double black, double white) {
    const double range = white - black;
    if (range < 20) return 0;
    const double high = black + 0.8 * range;
    const double low = black + 0.2 * range;
    // A ramp longer than this is shading or a soft picture, no edge.
    constexpr int longest = 14;
    std::vector<double> ramps;
    for (int y = scan.height / 20; y < scan.height * 19 / 20; y += 3) {
        const std::uint8_t* row = scan.row(y);
        int last_high = -1;
        for (int x = scan.width / 40 + 1; x < scan.width * 39 / 40; ++x) {
            if (row[x] >= high) {
                last_high = x;
            } else if (row[x] <= low && last_high >= 0) {
                if (x - last_high <= longest) {
                    const double from = last_high + (row[last_high] - high) / (row[last_high] - row[last_high + 1]);
                    const double to = x - (low - row[x]) / std::max(1, row[x - 1] - row[x]);
                    ramps.push_back(to - from);
                }
                last_high = -1;
            }
        }
    }
    // From a fifth to four fifths a normal edge takes 1.683 sigma.
    return quantile_of(std::move(ramps), 0.3) / 1.683;
}

std::string vi(double value, int digits) {
    std::string text = fmt::format("{:.{}f}", value, digits);
    std::ranges::replace(text, '.', ',');
    return text;
}

/// Whether marks come out paler than the count's first and than every pen that was tried.
std::optional<Advice> paler_marks(const Profile& profile, const StackLook& stack, const SeenMarks& first) {
    const SeenMarks& now = stack.marks;
    if (now.sides < least_marked_sides) return std::nullopt;
    const double then = (first.sides > 0 ? first : stack.begun).darkness;
    const bool than_first = now.darkness < paler_share * then;
    const bool than_pens = profile.pens >= least_pens && now.darkness < paler_share * profile.palest_pen;
    if (!than_first && !than_pens) return std::nullopt;
    const double was = than_first ? then : profile.palest_pen;
    const auto text = [&](const char* format, const std::string& a, const std::string& b) {
        return fmt::format(fmt::runtime(format), a, b);
    };
    return Advice{
        "marks", Grade::watch,
        text(than_first ? "Dấu X nay đậm {} % so với {} % ở các phiếu đầu: xem bút cử tri đang dùng; nếu vẫn "
                          "bút ấy thì quét lại tờ hiệu chuẩn."
                        : "Dấu X đậm {} %, nhạt hơn cây bút nhạt nhất đã thử ({} %): xem bút cử tri đang dùng; "
                          "nếu vẫn bút ấy thì quét lại tờ hiệu chuẩn.",
             vi(100 * now.darkness, 0), vi(100 * was, 0)),
        text(than_first ? "Marks are {} % dark now, {} % on the first ballots: look at the pens in use; if they "
                          "are the same, scan the calibration sheet again."
                        : "Marks are {} % dark, paler than the palest pen that was tried ({} %): look at the "
                          "pens in use; if they are the same, scan the calibration sheet again.",
             vi(100 * now.darkness, 0), vi(100 * was, 0))};
}

}  // namespace

Expectation look_at(const base::GrayView& scan) {
    Expectation out;
    if (scan.empty()) return out;
    const omr::PaperLevel level(scan);
    std::vector<double> whites;
    std::vector<double> grays;
    for (int y = scan.height / 16; y < scan.height * 15 / 16; y += 8) {
        for (int x = scan.width / 16; x < scan.width * 15 / 16; x += 8) {
            if (x % 32 == 0 && y % 32 == 0) whites.push_back(level.at(x, y));
            grays.push_back(scan.at(x, y));
        }
    }
    out.white = quantile_of(whites.empty() ? grays : std::move(whites), 0.5);
    out.black = quantile_of(std::move(grays), black_share);
    out.noise = omr::measure_noise(scan, level);
    out.edge_px = edge_of(scan, out.black, out.white);
    return out;
}

void StackWatch::add(const Expectation& look, const std::vector<double>& streaks_mm,
                     std::optional<double> mark_darkness) {
    ++sides_;
    // The latest sides tell; the oldest makes room.
    const auto keep = [](auto& list, const auto& value) {
        if (list.size() == kept_looks) list.erase(list.begin());
        list.push_back(value);
    };
    keep(looks_, look);
    for (const double at : streaks_mm) {
        const auto known = std::ranges::find_if(
            streaks_, [&](const SeenStreak& streak) { return std::abs(streak.at_mm - at) <= same_streak_mm; });
        if (known != streaks_.end())
            ++known->sides;
        else if (streaks_.size() < kept_streaks)
            streaks_.push_back({at, 1});
    }
    if (!mark_darkness) return;
    keep(marks_, *mark_darkness);
    if (begun_.size() < kept_looks) begun_.push_back(*mark_darkness);
}

StackLook StackWatch::look() const {
    const auto seen = [](const std::vector<double>& marks) {
        return SeenMarks{median_of(marks), static_cast<int>(marks.size())};
    };
    StackLook out{sides_, {}, streaks_, seen(marks_), seen(begun_)};
    const auto middle = [&](double Expectation::*field) {
        std::vector<double> values;
        for (const Expectation& look : looks_) values.push_back(look.*field);
        return median_of(std::move(values));
    };
    out.look = {middle(&Expectation::white), middle(&Expectation::black), middle(&Expectation::noise),
                middle(&Expectation::edge_px)};
    // A single sheet's streak is that sheet's, and no news of the glass.
    std::erase_if(out.streaks, [](const SeenStreak& streak) { return streak.sides < 2; });
    std::ranges::sort(out.streaks, {}, &SeenStreak::at_mm);
    return out;
}

SeenMarks first_marks(const std::vector<StackLook>& stacks) {
    SeenMarks out;
    double sum = 0;
    for (const StackLook& stack : stacks) {
        if (out.sides >= least_marked_sides) break;
        sum += stack.begun.darkness * stack.begun.sides;
        out.sides += stack.begun.sides;
    }
    if (out.sides < least_marked_sides) return {};
    out.darkness = sum / out.sides;
    return out;
}

std::vector<Advice> drift_of(const Profile& profile, const StackLook& stack, const SeenMarks& first) {
    std::vector<Advice> out;
    if (stack.sides < least_sides) return out;
    const Expectation& then = profile.expected;
    const Expectation& now = stack.look;
    const double range = std::max(1.0, then.white - then.black);
    if (std::abs(now.white - then.white) > white_share * range) {
        out.push_back({"white", Grade::watch,
                       fmt::format("Giấy nay {} so với {} khi hiệu chuẩn: đèn hoặc thiết lập đã đổi; hiệu chuẩn lại.",
                                   vi(now.white, 0), vi(then.white, 0)),
                       fmt::format("Paper is {:.0f} now, {:.0f} when calibrated: lamp or settings changed; calibrate "
                                   "again.",
                                   now.white, then.white)});
    }
    if (now.noise > noise_times * then.noise && now.noise > then.noise + noise_more) {
        out.push_back(
            {"noise", Grade::watch,
             fmt::format("Nhiễu nay {} so với {}: lau kính, kiểm tra đèn.", vi(now.noise, 1), vi(then.noise, 1)),
             fmt::format("Noise is {:.1f} now, {:.1f} then: clean the glass, look at the lamp.", now.noise,
                         then.noise)});
    }
    if (then.edge_px > 0 && now.edge_px > edge_times * then.edge_px && now.edge_px > then.edge_px + edge_more_px) {
        out.push_back({"sharpness", Grade::watch,
                       fmt::format("Ảnh nhòe hơn khi hiệu chuẩn ({} so với {} điểm ảnh): lau kính, kiểm tra con lăn.",
                                   vi(now.edge_px, 2), vi(then.edge_px, 2)),
                       fmt::format("Softer than when calibrated ({:.2f}, then {:.2f} px): clean the glass, look at the "
                                   "rollers.",
                                   now.edge_px, then.edge_px)});
    }
    if (auto paler = paler_marks(profile, stack, first)) out.push_back(std::move(*paler));
    for (const SeenStreak& streak : stack.streaks) {
        const bool known = std::ranges::any_of(
            profile.dust, [&](const DustColumn& c) { return std::abs(c.at_mm - streak.at_mm) <= same_streak_mm; });
        // A third of the sides: dirt that comes and goes is dirt all the same.
        if (known || streak.sides < least_sides || 3 * streak.sides < stack.sides) continue;
        out.push_back(
            {"dust", Grade::watch,
             fmt::format("Vệt bẩn mới cách mép trái ảnh {} mm: lau kính trước khi quét tiếp.", vi(streak.at_mm, 0)),
             fmt::format("A new streak {:.0f} mm from the image's left edge: clean the glass before going on.",
                         streak.at_mm)});
    }
    return out;
}

}  // namespace kiemphieu::calibration
