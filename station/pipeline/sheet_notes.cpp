#include "station/pipeline/sheet_notes.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace kiemphieu::station {

namespace {

// Paper wanders by a few tenths of a millimetre under a fixed speck; a speck that moved on is another place to wipe.
constexpr double same_place_mm = 1.0;
// One fold along the feed may pass for a streak; dirt on the glass marks sheet after sheet.
constexpr int least_sheets = 3;
// … but of fewer sheets than six, half are enough.
constexpr double least_share = 0.5;

bool has(const omr::SheetReading& reading, omr::Flag flag) {
    return std::ranges::find(reading.flags, flag) != reading.flags.end();
}

std::string_view name_of(CareAdvice::Kind kind) {
    switch (kind) {
        case CareAdvice::Kind::clean_glass:
            return "clean_glass";
        case CareAdvice::Kind::low_toner:
            return "low_toner";
        case CareAdvice::Kind::cut_edge:
            return "cut_edge";
        case CareAdvice::Kind::double_feed:
            break;
    }
    return "double_feed";
}

/// A decimal comma, as Vietnamese writes it.
std::string with_comma(double mm) {
    std::string text = fmt::format("{:.1f}", mm);
    std::ranges::replace(text, '.', ',');
    return text;
}

}  // namespace

void SheetNotes::add(const omr::SheetReading& reading) {
    if (reading.status == omr::PageStatus::blank) return;
    ++sheets_;
    low_toner_ += has(reading, omr::Flag::low_toner) ? 1 : 0;
    cut_edge_ += has(reading, omr::Flag::cut_edge) ? 1 : 0;
    double_feed_ += has(reading, omr::Flag::double_feed) ? 1 : 0;
    streaks_.insert(streaks_.end(), reading.streaks.begin(), reading.streaks.end());
}

void SheetNotes::add(const SheetNotes& other) {
    sheets_ += other.sheets_;
    low_toner_ += other.low_toner_;
    cut_edge_ += other.cut_edge_;
    double_feed_ += other.double_feed_;
    streaks_.insert(streaks_.end(), other.streaks_.begin(), other.streaks_.end());
}

std::vector<CareAdvice> SheetNotes::advice() const {
    std::vector<CareAdvice> out;
    std::vector<omr::GlassStreak> sorted = streaks_;
    std::ranges::sort(sorted, {}, &omr::GlassStreak::at_mm);
    for (std::size_t begin = 0; begin < sorted.size();) {
        std::size_t end = begin;
        CareAdvice place{CareAdvice::Kind::clean_glass, 0, 0, 0};
        while (end < sorted.size() && sorted[end].at_mm - sorted[begin].at_mm <= same_place_mm) {
            place.width_mm = std::max(place.width_mm, sorted[end++].width_mm);
        }
        place.sheets = static_cast<int>(end - begin);
        place.at_mm = sorted[begin + (end - begin) / 2].at_mm;
        if (place.sheets >= std::min<double>(least_sheets, least_share * sheets_)) out.push_back(place);
        begin = end;
    }
    if (low_toner_ > 0) out.push_back({CareAdvice::Kind::low_toner, low_toner_, 0, 0});
    if (cut_edge_ > 0) out.push_back({CareAdvice::Kind::cut_edge, cut_edge_, 0, 0});
    if (double_feed_ > 0) out.push_back({CareAdvice::Kind::double_feed, double_feed_, 0, 0});
    return out;
}

std::string CareAdvice::vietnamese() const {
    switch (kind) {
        case Kind::clean_glass:
            return fmt::format("Lau kính máy quét ở chỗ cách mép trái {} mm: sọc rộng {} mm trên {} tờ.",
                               with_comma(at_mm), with_comma(width_mm), sheets);
        case Kind::low_toner:
            return fmt::format("Mực in nhạt trên {} tờ: kiểm tra hộp mực trước khi in tiếp.", sheets);
        case Kind::cut_edge:
            return fmt::format("{} tờ bị cắt mất mép khi quét: chỉnh thanh chặn giấy cho sát, xếp thẳng xấp phiếu.",
                               sheets);
        case Kind::double_feed:
            break;
    }
    return fmt::format("{} ảnh có hai tờ chồng lên nhau: tìm các tờ đó, tách ra và quét lại từng tờ.", sheets);
}

std::string CareAdvice::english() const {
    switch (kind) {
        case Kind::clean_glass:
            return fmt::format("Clean the glass {:.1f} mm from the left edge: a streak {:.1f} mm wide on {} sheets.",
                               at_mm, width_mm, sheets);
        case Kind::low_toner:
            return fmt::format("The print is pale on {} sheets: look at the toner before printing more.", sheets);
        case Kind::cut_edge:
            return fmt::format("An edge is cut off on {} sheets: set the paper guides close, square the stack.",
                               sheets);
        case Kind::double_feed:
            break;
    }
    return fmt::format("{} scans show two sheets at once: find them, take them apart and feed each again.", sheets);
}

std::string to_json(const std::vector<CareAdvice>& advice) {
    std::string text = "[";
    for (const CareAdvice& a : advice) {
        text += fmt::format(R"({}{{"kind":"{}","sheets":{})", text.size() > 1 ? "," : "", name_of(a.kind), a.sheets);
        if (a.kind == CareAdvice::Kind::clean_glass) {
            text += fmt::format(R"(,"at_mm":{:.1f},"width_mm":{:.1f})", a.at_mm, a.width_mm);
        }
        text += "}";
    }
    return text + "]";
}

}  // namespace kiemphieu::station
