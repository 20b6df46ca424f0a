#include "calibration/advice.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "calibration/fit.hpp"

namespace kiemphieu::calibration {

namespace {

/// Between good and watch, and between watch and bad.
struct Limits {
    double watch{};
    double bad{};
    /// For things of which less is better.
    Grade above(double value) const { return value > bad ? Grade::bad : value > watch ? Grade::watch : Grade::good; }
    /// For things of which more is better.
    Grade below(double value) const { return value < bad ? Grade::bad : value < watch ? Grade::watch : Grade::good; }
};

/// Registration needs 50 grays between paper and print on every line; pencil is a fifth of that range.
constexpr Limits contrast{110, 70};
/// Noise of 2.7 % of the range reaches the palest ink at 4.5 deviations; twice that, after smoothing.
constexpr Limits noise_share{0.03, 0.09};
/// A ballpoint's stroke that keeps a quarter of its contrast is a pencil's.
constexpr Limits stroke{0.5, 0.15};
/// Registration follows 0.5 mm to within 0.01, and reaches to 1.1.
constexpr Limits stretch{0.5, 1.0};
/// Feeders are turned away beyond 3 degrees.
constexpr Limits skew{1.5, 3};
constexpr Limits uneven{0.12, 0.3};
/// Scale errors in percent; registration allows 1.5 each way and some.
constexpr Limits scale{1.0, 2.5};
/// The ballots' modules are 0.508 mm.
constexpr Limits module{0.44, 0.52};
/// Darker than a fifth of print counts by itself, with room for a light hand.
constexpr Limits pen{0.32, 0.2};
/// A mark's line crosses a streak of 1.2 mm without being lost in it.
constexpr double wide_streak_mm = 1.2;
constexpr double dark_streak = 0.1;

/// With a decimal comma for Vietnamese.
std::string vi(double value, int digits) {
    std::string text = fmt::format("{:.{}f}", value, digits);
    std::ranges::replace(text, '.', ',');
    return text;
}
std::string en(double value, int digits) {
    return fmt::format("{:.{}f}", value, digits);
}

/// A whole number in groups of three digits.
std::string grouped(double value, char mark) {
    std::string digits = fmt::format("{:.0f}", value);
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, mark);
    return digits;
}

/// One of three endings, by grade.
std::string by(Grade grade, const char* good, const char* watch, const char* bad) {
    return grade == Grade::good ? good : grade == Grade::watch ? watch : bad;
}

Advice on_contrast(const Findings& f) {
    const double range = f.tone.white - f.tone.black;
    Grade g = contrast.below(range);
    const bool clipped = f.tone.white >= 254.5;
    if (clipped && g == Grade::good) g = Grade::watch;
    Advice out{"contrast", g,
               fmt::format("Giấy trắng {}, mực in đen {} (thang 0–255)", vi(f.tone.white, 0), vi(f.tone.black, 0)),
               fmt::format("Paper {}, print {} (of 0–255)", en(f.tone.white, 0), en(f.tone.black, 0))};
    out.vietnamese += clipped ? ": máy để quá sáng, nét nhạt bị mất; giảm độ sáng."
                              : by(g, ": tốt.", ": độ tương phản thấp; tăng tương phản.",
                                   ": quá nhạt để đọc; chỉnh lại máy hoặc đổi mực in.");
    out.english += clipped ? ": set too bright, pale marks vanish; lower the brightness."
                           : by(g, ": good.", ": low contrast; raise it.",
                                ": too pale to read; set the scanner anew or change the toner.");
    return out;
}

Advice on_noise(const Findings& f) {
    const Grade g = noise_share.above(f.tone.noise / std::max(1.0, f.tone.white - f.tone.black));
    return {
        "noise", g,
        fmt::format("Nhiễu {} mức xám", vi(f.tone.noise, 1)) +
            by(g, ": ít.", ": đáng kể; nét rất nhạt sẽ phải hỏi người.", ": quá nhiều; thay đèn hoặc đổi máy."),
        fmt::format("Noise {} gray levels", en(f.tone.noise, 1)) +
            by(g, ": low.", ": considerable; very pale marks go to people.", ": too much; change lamp or scanner.")};
}

Advice on_sharpness(const Findings& f) {
    const Grade g = stroke.below(f.sharpness.at_stroke);
    const double px = std::max(f.sharpness.blur_across_px, f.sharpness.blur_along_px);
    return {"sharpness", g,
            fmt::format("Độ nét: nét bút {} mm còn {} % tương phản, cạnh nhòe {} điểm ảnh", vi(stroke_mm, 1),
                        vi(100 * f.sharpness.at_stroke, 0), vi(px, 2)) +
                by(g, ": tốt.", ": hơi nhòe; lau kính, kiểm tra con lăn.", ": quá nhòe; lau kính hoặc đổi máy."),
            fmt::format("Sharpness: a pen's stroke of {} mm keeps {} % of its contrast, edges blur {} px",
                        en(stroke_mm, 1), en(100 * f.sharpness.at_stroke, 0), en(px, 2)) +
                by(g, ": good.", ": somewhat soft; clean the glass, look at the rollers.",
                   ": too soft; clean the glass or change the scanner.")};
}

Advice on_geometry(const Findings& f) {
    double off = 0;
    if (f.nominal_dpi > 0) {
        off =
            std::max(std::abs(f.dpi_x.middle / f.nominal_dpi - 1), std::abs(f.dpi_y.middle / f.nominal_dpi - 1)) * 100;
    }
    const Grade g = std::max({scale.above(off), stretch.above(f.stretch_mm.most),
                              skew.above(std::max(std::abs(f.skew_deg.least), std::abs(f.skew_deg.most)))});
    return {
        "geometry", g,
        fmt::format("Hình học: {} × {} điểm/inch, giấy lệch {}° đến {}°, kéo giấy sai tới {} mm", vi(f.dpi_x.middle, 1),
                    vi(f.dpi_y.middle, 1), vi(f.skew_deg.least, 1), vi(f.skew_deg.most, 1), vi(f.stretch_mm.most, 2)) +
            by(g, ": tốt.", ": chỉnh thanh dẫn giấy, lau con lăn.", ": vượt mức cho phép; sửa bộ kéo giấy."),
        fmt::format("Geometry: {} by {} dpi, skew {} to {} degrees, feed off by up to {} mm", en(f.dpi_x.middle, 1),
                    en(f.dpi_y.middle, 1), en(f.skew_deg.least, 1), en(f.skew_deg.most, 1), en(f.stretch_mm.most, 2)) +
            by(g, ": good.", ": set the paper guides, clean the rollers.",
               ": beyond what can be read; mend the feeder.")};
}

Advice on_light(const Findings& f) {
    const Grade g = uneven.above(f.tone.unevenness);
    return {"light", g,
            fmt::format("Ánh sáng chênh {} %", vi(100 * f.tone.unevenness, 0)) +
                by(g, ": đều.", ": không đều; đèn đã cũ.", ": quá chênh; thay đèn."),
            fmt::format("Light falls off by {} %", en(100 * f.tone.unevenness, 0)) +
                by(g, ": even.", ": uneven; the lamp ages.", ": too uneven; change the lamp.")};
}

Advice on_dust(const Findings& f) {
    if (f.dust.empty()) return {"dust", Grade::good, "Kính sạch: không có vệt.", "The glass is clean: no streaks."};
    Grade g = Grade::watch;
    std::string places_vi;
    std::string places_en;
    for (const DustColumn& c : f.dust) {
        const double px_per_mm = c.at_mm > 0 ? c.at_px / c.at_mm : 8;
        if (c.width_px / px_per_mm > wide_streak_mm && std::abs(c.depth) > dark_streak) g = Grade::bad;
        places_vi += fmt::format("{}{} mm", places_vi.empty() ? "" : ", ", vi(c.at_mm, 0));
        places_en += fmt::format("{}{} mm", places_en.empty() ? "" : ", ", en(c.at_mm, 0));
    }
    return {"dust", g, "Kính bẩn: vệt dọc cách mép trái ảnh " + places_vi + "; lau kính ở đó rồi quét lại tờ này.",
            "Dirt on the glass: streaks at " + places_en +
                " from the image's left edge; clean it there and scan this sheet again."};
}

Advice on_codes(const Findings& f) {
    const double finest = f.finest_module_mm.value_or(9);
    const Grade g = module.above(finest);
    if (!f.finest_module_mm) {
        return {"codes", Grade::bad, "Không đọc chắc được mã QR cỡ nào: không quét phiếu bằng máy này được.",
                "No size of QR symbol is read surely: ballots can't be scanned on this machine."};
    }
    return {"codes", g,
            fmt::format("Mã QR đọc chắc tới ô {} mm (phiếu dùng 0,51 mm)", vi(finest, 2)) +
                by(g, ": tốt.", ": vừa đủ.", ": không đủ; làm máy nét hơn."),
            fmt::format("QR symbols are read surely down to {} mm (ballots have 0.51)", en(finest, 2)) +
                by(g, ": good.", ": just enough.", ": not enough; make the scanner sharper.")};
}

Advice on_pens(const Findings& f) {
    if (f.pens.empty()) {
        return {"pens", Grade::watch, "Chưa thử bút nào: đánh X vào các ô bút rồi quét lại.",
                "No pen was tried: put an X into the pen boxes and scan again."};
    }
    Grade g = Grade::good;
    std::string pale;
    for (const PenFinding& p : f.pens) {
        const Grade own = pen.below(p.darkness);
        g = std::max(g, own == Grade::bad ? Grade::watch : own);
        if (own != Grade::good)
            pale += fmt::format("{}{} ({} %)", pale.empty() ? "" : ", ", p.number, vi(100 * p.darkness, 0));
    }
    if (g == Grade::good) {
        return {"pens", g, fmt::format("{} cây bút đã thử đều rõ.", f.pens.size()),
                fmt::format("All {} pens come out well.", f.pens.size())};
    }
    return {"pens", g, "Bút nhạt: số " + pale + "; thay bằng bút đậm hơn.",
            "Pale pens: number " + pale + "; give out darker ones."};
}

}  // namespace

std::string_view name_of(Grade grade) {
    constexpr std::array<std::string_view, 3> names{"good", "watch", "bad"};
    return names.at(static_cast<std::size_t>(grade));
}

std::vector<Advice> advise(const Findings& f) {
    return {on_contrast(f), on_noise(f), on_sharpness(f), on_geometry(f),
            on_light(f),    on_dust(f),  on_codes(f),     on_pens(f)};
}

Fitness fitness_of(const std::vector<Advice>& advice) {
    Grade worst = Grade::good;
    for (const Advice& one : advice) worst = std::max(worst, one.grade);
    return worst == Grade::good ? Fitness::fit : worst == Grade::watch ? Fitness::with_care : Fitness::unfit;
}

Advice verdict_of(Fitness fitness) {
    switch (fitness) {
        case Fitness::fit:
            return {"verdict", Grade::good, "Máy quét ĐẠT: dùng được để kiểm phiếu.",
                    "The scanner is FIT for a count."};
        case Fitness::with_care:
            return {"verdict", Grade::watch, "Máy quét DÙNG ĐƯỢC, nhưng nên khắc phục các điểm đã nêu.",
                    "The scanner CAN BE USED; mend what is named first where possible."};
        case Fitness::unfit:
            break;
    }
    return {"verdict", Grade::bad, "Máy quét KHÔNG ĐẠT: khắc phục các điểm đã nêu rồi hiệu chuẩn lại.",
            "The scanner is NOT FIT for a count: mend what is named and calibrate again."};
}

std::optional<Advice> limit_in_words(const FittedLimit& limit) {
    if (limit.risk <= 0) return std::nullopt;
    const double rows = 1 / limit.risk;
    return Advice{
        "limit", Grade::good,
        fmt::format("Dấu nhạt được nhận nhờ hồ sơ máy khi đậm từ {} % mực in; mực tờ khác thấm qua, máy thấy tới "
                    "{} %, vượt mức ấy không quá một lần trong {} dòng.",
                    vi(100 * limit.least_darkness, 1), vi(100 * limit.show_through, 1), grouped(rows, '.')),
        fmt::format("Faint marks are counted through the profile from {} % of print on; what shows through from "
                    "another sheet, seen as {} % at most, passes that no more than once in {} rows.",
                    en(100 * limit.least_darkness, 1), en(100 * limit.show_through, 1), grouped(rows, ','))};
}

std::vector<Advice> doubts_of(const Profile& profile, const std::string& now, const std::string& source, int width_px) {
    std::vector<Advice> out;
    const auto days = days_between(profile.made, now);
    if (!days || *days > most_days || *days < -1) {
        const std::string made = profile.made.substr(0, 10);
        out.push_back({"age", Grade::watch, "Hiệu chuẩn ngày " + made + " đã cũ; quét lại tờ hiệu chuẩn.",
                       "The calibration of " + made + " is too old; scan the calibration sheet again."});
    }
    if (!profile.scanner.empty() && !source.empty() && profile.scanner != source) {
        out.push_back({"scanner", Grade::watch,
                       "Hiệu chuẩn là của máy " + profile.scanner + ", không phải " + source + ".",
                       "The calibration is of " + profile.scanner + ", not of " + source + "."});
    }
    // Images of one scanner at one setting are of one width; a cut edge costs a few pixels.
    if (width_px > 0 && std::abs(width_px - profile.width_px) > 0.03 * profile.width_px) {
        out.push_back({"resolution", Grade::watch,
                       fmt::format("Hiệu chuẩn với ảnh rộng {} điểm, ảnh này rộng {}: máy hoặc độ phân giải khác.",
                                   profile.width_px, width_px),
                       fmt::format("Calibrated with images {} px wide, these are {}: another scanner or setting.",
                                   profile.width_px, width_px)});
    }
    return out;
}

}  // namespace kiemphieu::calibration
