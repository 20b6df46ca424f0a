#pragma once
// What the rules need to know of a case before a sheet is read.

#include <map>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "base/shared_value.hpp"
#include "forms/code.hpp"
#include "forms/conference.hpp"
#include "forms/layout.hpp"

namespace kiemphieu::station {

/// A page of a style's ballot and the candidates on it.
struct PageFacts {
    int page{};
    int sheet{};
    std::vector<int> numbers;
    bool operator==(const PageFacts&) const = default;
};

/// A style as the rules see it.
struct StyleFacts {
    base::StyleId id;
    int candidates{};
    std::vector<PageFacts> pages;
    bool operator==(const StyleFacts&) const = default;

    const PageFacts* find_page(int page) const;
};

/// A ballot that a printing of this case put on paper.
struct PrintedBallot {
    base::StyleId style;
    forms::BallotKind kind{forms::BallotKind::official};
    bool operator==(const PrintedBallot&) const = default;
};

struct CaseFacts {
    base::ConferenceId conference;
    forms::CrossedNameRule crossed_name{forms::CrossedNameRule::ballot};
    forms::SealRule seal{forms::SealRule::ignore};
    std::vector<StyleFacts> styles;
    base::SharedValue<std::map<base::Serial, PrintedBallot>> printed;

    const StyleFacts* find_style(const base::StyleId& id) const;
    const PrintedBallot* find_ballot(base::Serial serial) const;
    bool operator==(const CaseFacts&) const = default;
};

/// The facts a definition and its layouts give; printed ballots are added as they are printed.
CaseFacts make_case_facts(const forms::Conference& conference, base::ConferenceId id,
                          std::span<const forms::BallotLayout> layouts);

}  // namespace kiemphieu::station
