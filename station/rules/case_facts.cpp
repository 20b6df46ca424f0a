#include "station/rules/case_facts.hpp"

#include <algorithm>

namespace kiemphieu::station {

const PageFacts* StyleFacts::find_page(int page) const {
    const auto found = std::ranges::find(pages, page, &PageFacts::page);
    return found == pages.end() ? nullptr : &*found;
}

const StyleFacts* CaseFacts::find_style(const base::StyleId& id) const {
    const auto found = std::ranges::find(styles, id, &StyleFacts::id);
    return found == styles.end() ? nullptr : &*found;
}

const PrintedBallot* CaseFacts::find_ballot(base::Serial serial) const {
    const auto found = printed.find(serial);
    return found == printed.end() ? nullptr : &found->second;
}

CaseFacts make_case_facts(const forms::Conference& conference, base::ConferenceId id,
                          std::span<const forms::BallotLayout> layouts) {
    CaseFacts facts{id, conference.policy.crossed_name, conference.policy.seal, {}, {}};
    for (const forms::BallotStyle& style : conference.styles) {
        StyleFacts style_facts{style.id, static_cast<int>(style.candidates.size()), {}};
        const auto layout = std::ranges::find(layouts, style.id, &forms::BallotLayout::style);
        if (layout != layouts.end()) {
            for (const forms::LayoutPage& page : layout->pages) {
                PageFacts page_facts{page.page, page.sheet, {}};
                for (const forms::Row& row : page.rows) page_facts.numbers.push_back(row.number);
                style_facts.pages.push_back(std::move(page_facts));
            }
        }
        facts.styles.push_back(std::move(style_facts));
    }
    return facts;
}

}  // namespace kiemphieu::station
