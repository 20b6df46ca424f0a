#include "tests/bench/reliability.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "base/file.hpp"
#include "omr/score_model.hpp"

namespace kiemphieu::bench {

namespace {

/// One square of the diagram, in SVG's units.
struct Panel {
    double left{};
    double top{40};
    double side{260};
    double x(double share) const { return left + share * side; }
    double y(double share) const { return top + (1 - share) * side; }
};

void frame(std::ostream& svg, const Panel& p, const char* title, const char* below, const char* beside) {
    svg << "<rect x='" << p.left << "' y='" << p.top << "' width='" << p.side << "' height='" << p.side
        << "' fill='none' stroke='#444'/><text x='" << p.left << "' y='" << p.top - 14 << "' font-weight='bold'>"
        << title << "</text><text x='" << p.x(0.5) << "' y='" << p.y(0) + 34 << "' text-anchor='middle'>" << below
        << "</text><text transform='translate(" << p.left - 44 << "," << p.y(0.5)
        << ") rotate(-90)' text-anchor='middle'>" << beside << "</text>\n";
}

void label(std::ostream& svg, double x, double y, const char* anchor, const std::string& text) {
    svg << "<text x='" << x << "' y='" << y << "' text-anchor='" << anchor << "'>" << text << "</text>\n";
}

std::string number(double value, const char* format) {
    char text[32];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

}  // namespace

void Reliability::add(const simulator::RowTruth& truth, const omr::RowReading& reading) {
    for (std::size_t b = 0; b < 3; ++b) {
        const double score = reading.scores[b];
        Bin& bin = bins_[std::min(bin_count - 1, static_cast<std::size_t>(score * bin_count))];
        ++bin.boxes;
        bin.said += score;
        bin.meant += truth.meant[b] ? 1 : 0;
        const double error = score - (truth.meant[b] ? 1.0 : 0.0);
        squares_ += error * error;
        ++boxes_;
    }
    const bool plain = is_plain_x(truth);
    plain_rows_ += plain ? 1 : 0;
    const auto level = omr::level_of(reading.decision);
    if (!level || reading.name_crossed != omr::NameCrossed::no) {
        plain_to_people_ += plain ? 1 : 0;
        return;
    }
    counted_.push_back(
        {omr::row_risk(reading.scores, forms::index_of(*level)), plain, judge(truth, reading) == Outcome::silent});
}

double Reliability::brier() const {
    return boxes_ > 0 ? squares_ / static_cast<double>(boxes_) : 0;
}

std::vector<Reliability::Limit> Reliability::limits() const {
    std::vector<Limit> out;
    for (double power = -1; power >= -5.01; power -= 0.5) {
        Limit here{std::pow(10, power), 0, 0, 0};
        long held = plain_to_people_;
        long rows = 0;
        for (const Counted& row : counted_) {
            if (row.risk > here.limit) {
                held += row.plain ? 1 : 0;
                continue;
            }
            ++rows;
            here.expected += row.risk;
            here.silent += row.silent ? 1 : 0;
        }
        here.expected /= static_cast<double>(std::max(1L, rows));
        here.review_percent = 100.0 * static_cast<double>(held) / static_cast<double>(std::max(1L, plain_rows_));
        out.push_back(here);
    }
    return out;
}

void Reliability::print() const {
    std::printf("%-16s %8s %9s %9s\n", "scores", "boxes", "said", "was");
    for (const Bin& bin : bins_) {
        const auto index = static_cast<double>(&bin - bins_.data());
        std::printf("%.1f to %.1f       %8ld %9.4f %9.4f\n", index / bin_count, (index + 1) / bin_count, bin.boxes,
                    bin.mean(), bin.share());
    }
    std::printf("%-16s %18s %18s %7s\n", "limit on risk", "plain X held back", "expected wrong", "silent");
    for (const Limit& l : limits())
        std::printf("%-16.1e %16.3f %% %18.2e %7ld\n", l.limit, l.review_percent, l.expected, l.silent);
    std::printf("Brier score %.5f\n", brier());
}

base::Expected<void, base::Failure> Reliability::save_svg(const std::filesystem::path& file) const {
    std::ostringstream svg;
    svg << "<svg xmlns='http://www.w3.org/2000/svg' width='760' height='370' font-family='sans-serif' font-size='12'>\n"
           "<rect width='760' height='370' fill='white'/>\n";
    const Panel left{70};
    frame(svg, left, "Do scores mean what they say?", "score", "share of boxes that were meant");
    svg << "<path d='M" << left.x(0) << " " << left.y(0) << " L" << left.x(1) << " " << left.y(1)
        << "' stroke='#aaa' stroke-dasharray='4 4'/>\n";
    for (const double at : {0.0, 0.5, 1.0}) {
        label(svg, left.x(at), left.y(0) + 16, "middle", number(at, "%.1f"));
        label(svg, left.left - 6, left.y(at) + 4, "end", number(at, "%.1f"));
    }
    for (const Bin& bin : bins_) {
        if (bin.boxes == 0) continue;
        // A dot as broad as its boxes are many.
        const double radius = 2 + 1.2 * std::log10(static_cast<double>(bin.boxes));
        svg << "<circle cx='" << left.x(bin.mean()) << "' cy='" << left.y(bin.share()) << "' r='" << radius
            << "' fill='#b3261e' fill-opacity='0.75'><title>" << bin.boxes << " boxes</title></circle>\n";
    }
    label(svg, left.x(0.04), left.y(0.92), "start", "Brier " + number(brier(), "%.5f"));

    const Panel right{460};
    const std::vector<Limit> curve = limits();
    double most = 0.1;
    for (const Limit& l : curve) most = std::max(most, l.review_percent);
    frame(svg, right, "What a lower risk costs", "most risk of a counted row", "plain X to people, %");
    const auto place = [&](const Limit& l) { return right.x((std::log10(l.limit) + 5) / 4); };
    svg << "<path fill='none' stroke='#1c5d99' stroke-width='2' d='";
    for (const Limit& l : curve)
        svg << (&l == curve.data() ? "M" : " L") << place(l) << " " << right.y(l.review_percent / most);
    svg << "'/>\n";
    for (const Limit& l : curve) {
        svg << "<circle cx='" << place(l) << "' cy='" << right.y(l.review_percent / most) << "' r='3' fill='"
            << (l.silent > 0 ? "#b3261e" : "#1c5d99") << "'><title>silent " << l.silent << "</title></circle>\n";
    }
    for (const int power : {-5, -3, -1})
        label(svg, right.x((power + 5) / 4.0), right.y(0) + 16, "middle", "1e" + std::to_string(power));
    label(svg, right.left - 6, right.y(0) + 4, "end", "0");
    label(svg, right.left - 6, right.y(1) + 4, "end", number(most, "%.2f"));
    svg << "</svg>\n";
    const std::string text = svg.str();
    return base::write_file_durably(file, base::as_bytes(text));
}

}  // namespace kiemphieu::bench
