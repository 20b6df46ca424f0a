#include "omr/reading.hpp"

#include <stdexcept>
#include <utility>

namespace kiemphieu::omr {
namespace {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<PageStatus, 3> statuses{
    {{PageStatus::read, "read"}, {PageStatus::blank, "blank"}, {PageStatus::unreadable, "unreadable"}}};
constexpr Names<UnreadableReason, 7> unreadable_reasons{{{UnreadableReason::not_a_ballot, "not_a_ballot"},
                                                         {UnreadableReason::no_code, "no_code"},
                                                         {UnreadableReason::damaged_image, "damaged_image"},
                                                         {UnreadableReason::not_registered, "not_registered"},
                                                         {UnreadableReason::other_layout, "other_layout"},
                                                         {UnreadableReason::other_conference, "other_conference"},
                                                         {UnreadableReason::cut_off, "cut_off"}}};
constexpr Names<Decision, 7> decisions{{{Decision::high, "high"},
                                        {Decision::confidence, "confidence"},
                                        {Decision::low, "low"},
                                        {Decision::none, "none"},
                                        {Decision::double_mark, "double"},
                                        {Decision::triple_mark, "triple"},
                                        {Decision::review, "review"}}};
constexpr Names<Reason, 9> reasons{{{Reason::faint, "faint"},
                                    {Reason::corrected, "corrected"},
                                    {Reason::unusual_mark, "unusual_mark"},
                                    {Reason::stray_ink, "stray_ink"},
                                    {Reason::streak, "streak"},
                                    {Reason::overspill, "overspill"},
                                    {Reason::small_mark, "small_mark"},
                                    {Reason::tangled, "tangled"},
                                    {Reason::out_of_place, "out_of_place"}}};
constexpr Names<NameCrossed, 3> crossings{
    {{NameCrossed::no, "no"}, {NameCrossed::yes, "yes"}, {NameCrossed::review, "review"}}};
constexpr Names<Flag, 14> flags{{{Flag::write_in, "write_in"},
                                 {Flag::duplicate, "duplicate"},
                                 {Flag::not_authentic, "not_authentic"},
                                 {Flag::seal_missing, "seal_missing"},
                                 {Flag::streak, "streak"},
                                 {Flag::folded, "folded"},
                                 {Flag::ink_outside, "ink_outside"},
                                 {Flag::test_ballot, "test_ballot"},
                                 {Flag::separator, "separator"},
                                 {Flag::calibration, "calibration"},
                                 {Flag::code_by_ocr, "code_by_ocr"},
                                 {Flag::double_feed, "double_feed"},
                                 {Flag::cut_edge, "cut_edge"},
                                 {Flag::low_toner, "low_toner"}}};

template <class Enum, std::size_t N>
std::string_view name_in(const Names<Enum, N>& names, Enum value) {
    for (const auto& [candidate, name] : names) {
        if (candidate == value) return name;
    }
    throw std::logic_error("an enumerator without a name");
}

template <class Enum, std::size_t N>
std::optional<Enum> value_in(const Names<Enum, N>& names, std::string_view text) {
    for (const auto& [value, name] : names) {
        if (name == text) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(PageStatus status) {
    return name_in(statuses, status);
}
std::string_view name_of(UnreadableReason reason) {
    return name_in(unreadable_reasons, reason);
}
std::string_view name_of(Decision decision) {
    return name_in(decisions, decision);
}
std::string_view name_of(Reason reason) {
    return name_in(reasons, reason);
}
std::string_view name_of(NameCrossed crossed) {
    return name_in(crossings, crossed);
}
std::string_view name_of(Flag flag) {
    return name_in(flags, flag);
}

std::optional<UnreadableReason> parse_unreadable_reason(std::string_view name) {
    return value_in(unreadable_reasons, name);
}
std::optional<Decision> parse_decision(std::string_view name) {
    return value_in(decisions, name);
}
std::optional<Reason> parse_reason(std::string_view name) {
    return value_in(reasons, name);
}
std::optional<Flag> parse_flag(std::string_view name) {
    return value_in(flags, name);
}

std::optional<forms::Level> level_of(Decision decision) {
    switch (decision) {
        case Decision::high:
            return forms::Level::high;
        case Decision::confidence:
            return forms::Level::confidence;
        case Decision::low:
            return forms::Level::low;
        default:
            return std::nullopt;
    }
}

}  // namespace kiemphieu::omr
