#include "station/review/keying.hpp"

#include <algorithm>

#include "forms/code.hpp"

namespace kiemphieu::station {
namespace {

template <class Wanted>
std::vector<int> numbers_on(const Count& count, base::Serial serial, Wanted wanted) {
    std::vector<int> numbers;
    const PrintedBallot* printed = count.facts.find_ballot(serial);
    const StyleFacts* style = printed ? count.facts.find_style(printed->style) : nullptr;
    if (!style) return numbers;
    for (const PageFacts& page : style->pages) {
        if (wanted(page)) numbers.insert(numbers.end(), page.numbers.begin(), page.numbers.end());
    }
    return numbers;
}

struct PageOfBallot {
    base::Serial serial;
    PageFacts page;
};

std::optional<PageOfBallot> page_of(const CaseFacts& facts, const ItemId& item) {
    const auto* paper = std::get_if<PaperItem>(&item);
    const auto* missing = std::get_if<MissingItem>(&item);
    if (!paper && !missing) return std::nullopt;
    const base::Serial serial = paper ? paper->serial : missing->serial;
    const PrintedBallot* printed = facts.find_ballot(serial);
    const StyleFacts* style = printed ? facts.find_style(printed->style) : nullptr;
    if (!style) return std::nullopt;
    const auto page = std::ranges::find_if(style->pages, [&](const PageFacts& one) {
        return paper ? one.page == paper->page : one.sheet == missing->sheet;
    });
    if (page == style->pages.end()) return std::nullopt;
    return PageOfBallot{serial, *page};
}

}  // namespace

std::optional<ItemId> item_of_printed_code(const CaseDefinition& definition, const CaseState& state,
                                           const base::SecretKey& key, const std::string& text) {
    const auto read = forms::parse_readable(text);
    if (!read) return std::nullopt;
    for (const forms::BallotLayout& layout : definition.layouts) {
        forms::SheetCode expected;
        expected.conference = state.made.conference;
        expected.style = layout.style;
        expected.layout = layout.id;
        if (forms::is_authentic(*read, expected, key)) return PaperItem{read->serial, read->page};
    }
    return std::nullopt;
}

std::optional<std::string> printed_beginning_of(const CaseDefinition& definition, const CaseState& state,
                                                const CaseFacts& facts, const base::SecretKey& key,
                                                const ItemId& item) {
    const auto found = page_of(facts, item);
    if (!found) return std::nullopt;
    const PrintedBallot* printed = facts.find_ballot(found->serial);
    const auto layout = std::ranges::find(definition.layouts, printed->style, &forms::BallotLayout::style);
    if (layout == definition.layouts.end()) return std::nullopt;
    const forms::SheetCode code{state.made.conference, layout->style,    layout->id,   found->serial,
                                found->page.sheet,     found->page.page, printed->kind};
    return forms::readable_lines(code, forms::make_tag(code, key)).front();
}

std::vector<int> numbers_to_key(const Count& count, const ItemId& item,
                                const std::optional<base::StyleId>& style_named) {
    if (const auto* paper = std::get_if<PaperItem>(&item)) {
        return numbers_on(count, paper->serial, [&](const PageFacts& page) { return page.page == paper->page; });
    }
    if (const auto* missing = std::get_if<MissingItem>(&item)) {
        return numbers_on(count, missing->serial, [&](const PageFacts& page) { return page.sheet == missing->sheet; });
    }
    const ReviewItem* review = count.judgement.find(item);
    const StyleFacts* style = style_named               ? count.facts.find_style(*style_named)
                              : review && review->style ? count.facts.find_style(*review->style)
                                                        : nullptr;
    std::vector<int> numbers;
    for (int number = 1; style && number <= style->candidates; ++number) numbers.push_back(number);
    return numbers;
}

}  // namespace kiemphieu::station
