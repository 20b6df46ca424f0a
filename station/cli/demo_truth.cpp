#include "station/cli/demo_truth.hpp"

#include <algorithm>
#include <map>

namespace kiemphieu::station::cli {
namespace {

/// Verdicts people can give have rulings of the same names.
RulingValue ruling_of(RowVerdict verdict) {
    return *parse_ruling_value(name_of(verdict));
}

class Committee {
  public:
    explicit Committee(const Hall& hall) : hall_(hall) {}

    std::optional<Ruling> rule(const ReviewItem& item) const {
        return std::visit([&](const auto& id) { return rule_on(id, item); }, item.id);
    }

  private:
    std::optional<Ruling> rule_on(const RowItem& id, const ReviewItem&) const {
        for (const PaperTruth& paper : hall_.papers) {
            const auto row = paper.rows.find(id.number);
            if (paper.serial == id.serial && row != paper.rows.end()) return Ruling{ruling_of(row->second), {}, {}};
        }
        return std::nullopt;
    }

    std::optional<Ruling> rule_on(const SheetItem&, const ReviewItem& item) const {
        const PaperTruth& paper = paper_of(item);
        if (paper.kind == PaperKind::forged || item.problem == Problem::second_copy) {
            return Ruling{RulingValue::not_issued, paper.style, {}};
        }
        return Ruling{RulingValue::by_hand, {}, HandReading{paper.style, paper.serial, paper.page, paper.rows}};
    }

    std::optional<Ruling> rule_on(const WriteInItem&, const ReviewItem& item) const {
        return Ruling{paper_of(item).has_added_name ? RulingValue::noted : RulingValue::nothing, {}, {}};
    }

    /// A sheet that seems missing is the torn one: once that is read by hand, nothing is missing.
    /// Sheets that were not scanned, figures, papers keyed in: none of them comes up in the demo.
    template <class Other>
    static std::optional<Ruling> rule_on(const Other&, const ReviewItem&) {
        return std::nullopt;
    }

    const PaperTruth& paper_of(const ReviewItem& item) const {
        return *std::find_if(hall_.papers.begin(), hall_.papers.end(),
                             [&](const PaperTruth& paper) { return item.sheet && paper.image == item.sheet->image; });
    }

    const Hall& hall_;
};

/// Figures of one candidate by the truth.
struct Figures {
    std::map<RowVerdict, int> by_verdict;
    int valid() const {
        int sum = 0;
        for (const RowVerdict level : {RowVerdict::high, RowVerdict::confidence, RowVerdict::low}) sum += count(level);
        return sum;
    }
    int count(RowVerdict verdict) const {
        const auto found = by_verdict.find(verdict);
        return found == by_verdict.end() ? 0 : found->second;
    }
};

/// One style's truth: ballots in the box, and what each candidate got.
struct StyleTruth {
    int ballots{};
    int strange{};
    std::map<int, Figures> candidates;
};

/// A struck name voids the ballot, as the sample's policy has it. Source: plan II.6.3
std::map<base::StyleId, StyleTruth> count_truth(const Hall& hall) {
    std::map<std::pair<base::StyleId, base::Serial>, std::map<int, RowVerdict>> genuine;
    std::map<base::StyleId, StyleTruth> out;
    for (const PaperTruth& paper : hall.papers) {
        if (paper.kind == PaperKind::genuine || paper.kind == PaperKind::torn) {
            genuine[{paper.style, paper.serial}].insert(paper.rows.begin(), paper.rows.end());
        } else if (paper.page == 1) {
            ++out[paper.style].strange;
        }
    }
    for (const auto& [ballot, rows] : genuine) {
        StyleTruth& style = out[ballot.first];
        ++style.ballots;
        const bool is_void =
            std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.second == RowVerdict::crossed; });
        for (const auto& [number, verdict] : rows) {
            ++style.candidates[number].by_verdict[is_void ? RowVerdict::ballot : verdict];
        }
    }
    for (auto& [id, style] : out) style.ballots += style.strange;
    return out;
}

}  // namespace

std::vector<RulingGiven> rulings_by_truth(const Hall& hall, const std::vector<ReviewItem>& pending,
                                          const std::string& who) {
    const Committee committee(hall);
    std::vector<RulingGiven> out;
    for (const ReviewItem& item : pending) {
        if (auto ruling = committee.rule(item)) out.push_back({item.id, std::move(*ruling), who, ""});
    }
    return out;
}

std::vector<std::string> differences(const Hall& hall, const Tally& tally) {
    std::vector<std::string> out;
    const auto compare = [&](const std::string& what, int counted, int meant) {
        if (counted != meant)
            out.push_back(what + ": " + std::to_string(counted) + " counted, " + std::to_string(meant) + " in truth");
    };
    const auto truth = count_truth(hall);
    for (const StyleTally& style : tally.styles) {
        const auto found = truth.find(style.style);
        if (found == truth.end()) {
            out.push_back("style " + style.style.value + " is not in the truth");
            continue;
        }
        const std::string name = "style " + style.style.value;
        compare(name + ", ballots", style.scanned, found->second.ballots);
        for (const CandidateTally& candidate : style.candidates) {
            const std::string place = name + ", number " + std::to_string(candidate.number);
            const auto figures = found->second.candidates.find(candidate.number);
            if (figures == found->second.candidates.end()) {
                out.push_back(place + " is not in the truth");
                continue;
            }
            compare(place + ", valid", candidate.valid, figures->second.valid());
            compare(place + ", invalid", candidate.invalid, found->second.ballots - figures->second.valid());
            compare(place + ", high", candidate.count(forms::Level::high), figures->second.count(RowVerdict::high));
            compare(place + ", confidence", candidate.count(forms::Level::confidence),
                    figures->second.count(RowVerdict::confidence));
            compare(place + ", low", candidate.count(forms::Level::low), figures->second.count(RowVerdict::low));
        }
    }
    compare("styles", static_cast<int>(tally.styles.size()), static_cast<int>(truth.size()));
    return out;
}

}  // namespace kiemphieu::station::cli
