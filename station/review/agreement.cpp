#include "station/review/agreement.hpp"

#include <algorithm>

#include "station/tally/attendance.hpp"

namespace kiemphieu::station {
namespace {

class StyleIdentities {
  public:
    StyleIdentities(const forms::BallotStyle& defined, const StyleTally& style, const Count& count)
        : defined_(defined), style_(style), count_(count) {}

    std::vector<Identity> list() {
        quorum_reached();
        printed_accounted_for();
        collected_within_issued();
        scanned_as_collected();
        rows_add_up();
        return std::move(identities_);
    }

  private:
    Identity& add(std::string id, std::string vietnamese, std::string english) {
        identities_.push_back({std::move(id), style_.style, std::move(vietnamese), std::move(english)});
        return identities_.back();
    }

    /// The figures' item of a check, where there is one: the figures do not agree.
    void compare(Identity& identity, FigureCheck check, int first, int second) {
        identity.first = first;
        identity.second = second;
        const ItemId id = FiguresItem{style_.style, check, first, second};
        const auto item = std::ranges::find(count_.tally.items, id, &ReviewItem::id);
        identity.holds = item == count_.tally.items.end();
        if (*identity.holds) return;
        identity.item = id;
        identity.accepted = !item->pending();
    }

    void quorum_reached() {
        Identity& identity = add("quorum", "Số có mặt đạt ít nhất hai phần ba số được triệu tập",
                                 "At least two thirds of those summoned are present");
        const auto [summoned, present] = attendance_of(defined_, style_.declared);
        compare(identity, FigureCheck::quorum, summoned, present);
    }

    void printed_accounted_for() {
        Identity& identity = add("printed", "Số in bằng phát ra cộng không dùng cộng hỏng đã đổi",
                                 "Printed equals issued, unused and exchanged together");
        if (!style_.declared || !style_.declared->unused) return;
        const Declaration& d = *style_.declared;
        compare(identity, FigureCheck::printed_differs, style_.printed, d.issued + *d.unused + d.exchanged.value_or(0));
    }

    void collected_within_issued() {
        Identity& identity = add("collected", "Số thu về không quá số phát ra", "Collected is no more than issued");
        if (!style_.declared) return;
        compare(identity, FigureCheck::collected_over_issued, style_.declared->issued, style_.declared->collected);
    }

    void scanned_as_collected() {
        Identity& identity =
            add("scanned", "Số phiếu máy giữ bằng số thu về", "The station holds as many ballots as were collected");
        if (!style_.declared) return;
        compare(identity, FigureCheck::scanned_differs, style_.declared->collected, style_.scanned);
    }

    /// No candidate's figure is told, only whether they add up.
    void rows_add_up() {
        add("levels", "Với từng người: cao + tín nhiệm + thấp = số phiếu hợp lệ",
            "For each person: high + confidence + low = valid")
            .holds = std::ranges::all_of(
            style_.candidates, [](const auto& c) { return c.levels[0] + c.levels[1] + c.levels[2] == c.valid; });
        Identity& ballots = add("ballots", "Với từng người: hợp lệ + không hợp lệ = số phiếu thu về",
                                "For each person: valid + invalid = collected");
        if (style_.pending_rows > 0 || !style_.declared) return;
        ballots.holds = std::ranges::all_of(style_.candidates,
                                            [&](const auto& c) { return c.valid + c.invalid == style_.collected; });
    }

    const forms::BallotStyle& defined_;
    const StyleTally& style_;
    const Count& count_;
    std::vector<Identity> identities_;
};

}  // namespace

std::vector<Identity> identities_of(const forms::Conference& conference, const Count& count) {
    std::vector<Identity> all;
    for (const StyleTally& style : count.tally.styles) {
        const forms::BallotStyle* defined = conference.find_style(style.style);
        if (!defined) continue;
        for (Identity& identity : StyleIdentities(*defined, style, count).list()) all.push_back(std::move(identity));
    }
    Identity pending{"pending", std::nullopt, "Không còn việc nào chờ xem xét", "Nothing waits for people"};
    pending.first = count.tally.pending_items();
    pending.second = 0;
    pending.holds = pending.first == 0;
    all.push_back(std::move(pending));
    return all;
}

}  // namespace kiemphieu::station
