#include "station/pipeline/intake.hpp"

#include <algorithm>

namespace kiemphieu::station {

namespace {

/// Sides made durable together: one flush of the disk costs as much as reading a sheet, sixteen sheets share it, and at
/// most that many are read again after a power cut.
constexpr std::size_t sides_a_transaction = 16;

}  // namespace

bool needs_people(const omr::SheetReading& reading) {
    const auto of_the_sheet = [](omr::Flag flag) {
        return flag == omr::Flag::double_feed || flag == omr::Flag::seal_missing;
    };
    return reading.authentic == false || std::ranges::any_of(reading.flags, of_the_sheet) ||
           std::ranges::any_of(reading.rows, [](const omr::RowReading& row) {
               return !omr::level_of(row.decision) || row.name_crossed != omr::NameCrossed::no;
           });
}

base::Expected<void, base::Failure> Intake::take(ReadSide&& side, const std::filesystem::path& spooled) {
    if (side.bytes == nullptr) {  // missing or no file: there is nothing to keep
        summary_.refused.push_back(side.fault);
        return {};
    }
    if (side.look) {
        std::vector<double> streaks;
        for (const omr::GlassStreak& streak : side.reading.streaks) streaks.push_back(streak.at_mm);
        watch_.add(*side.look, streaks, side.reading.mark_darkness);
        summary_.look = watch_.look();
    }
    const bool separator = std::ranges::find(side.reading.flags, omr::Flag::separator) != side.reading.flags.end();
    waiting_.push_back({std::move(side), spooled});
    if (separator) {
        const auto flushed = close();
        begin_next_batch();
        return flushed;
    }
    return waiting_.size() >= sides_a_transaction ? flush() : base::Expected<void, base::Failure>{};
}

base::Expected<void, base::Failure> Intake::flush() {
    if (waiting_.empty()) return {};
    std::vector<NewSheet> sheets;
    for (const auto& [side, spooled] : waiting_) {
        sheets.push_back({{side.image, side.page_in_file}, side.file, *side.bytes, side.reading, spooled});
    }
    const auto accepted = record_.accept(batch_, sheets);
    if (!accepted) return tl::unexpected(accepted.error());
    for (std::size_t i = 0; i < accepted->size(); ++i) note((*accepted)[i], waiting_[i].side.reading);
    sides_ += waiting_.size();
    waiting_.clear();
    if (progress_) progress_(summary_, sides_);
    return {};
}

base::Expected<void, base::Failure> Intake::close() {
    if (const auto flushed = flush(); !flushed) return flushed;
    const auto& calibrations = record_.state().calibrations;
    if (watch_.sides() == 0 || !batch_.id || calibrations.empty()) return {};
    const BatchLooked event{*batch_.id, calibrations.back().profile, watch_.look()};
    watch_ = {};
    return record_.append(event);
}

void Intake::begin_next_batch() {
    // Nothing of the batch so far: the separator lies on top of the first stack.
    if (summary_.accepted + summary_.already_known <= 1) return;
    ++stack_;
    batch_ = Batch{first_source_ + " /" + std::to_string(stack_), std::nullopt, batch_.name};
}

void Intake::note(Acceptance acceptance, const omr::SheetReading& reading) {
    if (acceptance == Acceptance::already_known) {
        ++summary_.already_known;
        return;
    }
    ++summary_.accepted;
    summary_.notes.add(reading);
    ++(reading.status == omr::PageStatus::read
           ? summary_.read
           : (reading.status == omr::PageStatus::blank ? summary_.blank : summary_.unreadable));
    if (reading.status == omr::PageStatus::read && needs_people(reading)) ++summary_.flagged;
}

}  // namespace kiemphieu::station
