#include "omr/score_model.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>

#include "omr/score_weights.hpp"

namespace kiemphieu::omr {

namespace {

double share(double value, double of) {
    return std::clamp(value / of, 0.0, 1.0);
}

double inset_of(const Cross& c, const forms::Cell& cell) {
    const base::PageRect& area = cell.area;
    return std::max(0.0, std::min({c.meeting.x - area.x, area.right() - c.meeting.x, c.meeting.y - area.y,
                                   area.bottom() - c.meeting.y}));
}

/// Lines of `name weight`; what follows a # is for people. A file that lacks a feature or has one too many was made for
/// another program.
ScoreFeatures parse_weights(std::string_view text) {
    ScoreFeatures out{};
    std::array<bool, score_features.size()> seen{};
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        std::string name;
        double weight = 0;
        if (!(words >> name)) continue;
        const auto at = std::find(score_features.begin(), score_features.end(), name);
        if (!(words >> weight) || at == score_features.end()) throw std::logic_error("score_model.txt: " + line);
        const auto index = static_cast<std::size_t>(at - score_features.begin());
        out[index] = weight;
        seen[index] = true;
    }
    if (std::find(seen.begin(), seen.end(), false) != seen.end())
        throw std::logic_error("score_model.txt: a weight is missing");
    return out;
}

}  // namespace

ScoreFeatures features_of(const forms::Row& row, const RowEvidence& evidence, std::size_t box, ScanDepth depth) {
    const BoxEvidence& here = evidence.boxes[box];
    ScoreFeatures f{};
    f[0] = 1;
    const double other = share(here.other_ink_mm, 10);
    if (!here.crosses.empty()) {
        const Cross& c = here.crosses.front();
        f[1] = 1;
        f[2] = share(c.angle_deg, 90);
        f[3] = share(c.tilt_deg, 45);
        f[4] = share(c.shortest_arm_mm, 3);
        f[5] = share(c.evenness, 1);
        f[6] = 1 - share(c.straightness, 1);
        f[7] = share(c.darkness, 1);
        f[8] = share(c.width_mm, 2);
        f[9] = share(c.inked_wedges, 4);
        f[10] = share(inset_of(c, row.cells[box]), 3);
        f[11] = here.crosses.size() > 1 ? 1 : 0;
        f[15] = other;
    }
    f[12] = other;
    f[13] = share(here.longest_other_mm, 10);
    f[14] = share(here.other_darkness, 1);
    f[16] = share(here.dots, 5);
    for (std::size_t b = 0; b < evidence.boxes.size(); ++b) {
        if (b == box) continue;
        if (!evidence.boxes[b].crosses.empty()) f[17] = 1;
        f[18] = std::max(f[18], share(evidence.boxes[b].other_ink_mm, 10));
    }
    f[19] = evidence.contested ? 1 : 0;
    f[20] = depth == ScanDepth::bilevel && here.crosses.empty() && here.dots > 0 ? 1 : 0;
    return f;
}

double mark_probability(const ScoreFeatures& features) {
    static const ScoreFeatures weights = parse_weights(score_weights);
    double sum = 0;
    for (std::size_t i = 0; i < features.size(); ++i) sum += weights[i] * features[i];
    return 1 / (1 + std::exp(-sum));
}

double row_risk(const std::array<double, 3>& probabilities, std::size_t counted) {
    double as_read = 1;
    for (std::size_t b = 0; b < probabilities.size(); ++b) {
        as_read *= b == counted ? probabilities[b] : 1 - probabilities[b];
    }
    return 1 - as_read;
}

}  // namespace kiemphieu::omr
