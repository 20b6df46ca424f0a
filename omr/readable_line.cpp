#include "omr/readable_line.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <sstream>
#include <string>

#include "omr/ocr_reader.hpp"
#include "omr/picture.hpp"

namespace kiemphieu::omr {
namespace {

// At 400 dpi letters of 9 pt are 30 pixels high, what the engine was trained on.
constexpr double ocr_px_per_mm = 16;
// A coarse pose is half a millimetre off, and a line's box is tight.
constexpr double margin_mm = 1.2;
// Nearly all failures are one or two characters with two readings each; sixteen in doubt are no reading.
constexpr int most_combinations = 4096;

/// Whether anything is printed in a picture: an engine given bare paper searches its grain for a second and longer.
bool shows_print(const base::PageImage& picture) {
    std::array<std::size_t, 256> histogram{};
    for (const std::uint8_t gray : picture.pixels) ++histogram[gray];
    std::size_t seen = 0;
    std::size_t paper = 0;
    while (paper < 255 && (seen += histogram[paper]) < picture.pixels.size() / 2) ++paper;
    // Thirty letters of 9 pt cover 6 % of their lines; faint print is still 50 grays darker than its paper, grain is
    // not.
    constexpr std::size_t darker = 50;
    const auto end = histogram.begin() + static_cast<std::ptrdiff_t>(paper - std::min(paper, darker));
    return std::accumulate(histogram.begin(), end, std::size_t{0}) > picture.pixels.size() / 100;
}

/// What the layouts' conference, styles and tags make of a text; nothing unless one of them proves it.
std::optional<forms::SheetCode> proven(const std::string& text, const std::vector<forms::BallotLayout>& layouts,
                                       const base::SecretKey& key) {
    const auto readable = forms::parse_readable(text);
    if (!readable) return std::nullopt;
    for (const auto& layout : layouts) {
        const forms::SheetCode code{layout.conference, layout.style,   layout.id,     readable->serial,
                                    readable->sheet,   readable->page, readable->kind};
        if (forms::is_authentic(*readable, code, key)) return code;
    }
    return std::nullopt;
}

/// What was read at every place of the code, and how often.
class Votes {
  public:
    Votes() {
        for (const auto& line : forms::readable_lines({}, {})) {
            lengths_.push_back(line.size());
            counts_.resize(counts_.size() + line.size());
        }
    }

    /// Takes the lines of the right length; which line it is shows by its place.
    void add(const std::string& text) {
        std::istringstream stream(text);
        std::string line;
        std::size_t first = 0;
        for (std::size_t i = 0; i < lengths_.size();) {
            if (!std::getline(stream, line)) return;
            std::erase(line, ' ');
            if (line.empty()) continue;
            for (std::size_t k = 0; k < line.size() && line.size() == lengths_[i]; ++k) ++counts_[first + k][line[k]];
            first += lengths_[i++];
        }
    }

    /// Combinations of what was read, the usual readings first, until one is accepted.
    template <class Accept>
    void combine(const Accept& accept) const {
        std::vector<std::string> choices;
        for (const auto& count : counts_) {
            if (count.empty()) return;
            std::vector<std::pair<int, char>> ranked;
            for (const auto& [letter, times] : count) ranked.emplace_back(-times, letter);
            std::sort(ranked.begin(), ranked.end());
            choices.emplace_back();
            for (const auto& [times, letter] : ranked) choices.back() += letter;
        }
        std::vector<std::size_t> chosen(choices.size(), 0);
        for (int tried = 0; tried < most_combinations; ++tried) {
            std::string text;
            for (std::size_t i = 0; i < choices.size(); ++i) text += choices[i][chosen[i]];
            if (accept(text)) return;
            std::size_t place = 0;
            while (place < chosen.size() && ++chosen[place] == choices[place].size()) chosen[place++] = 0;
            if (place == chosen.size()) return;
        }
    }

  private:
    std::vector<std::size_t> lengths_;
    std::vector<std::map<char, int>> counts_;
};

}  // namespace

std::optional<forms::SheetCode> read_readable_line(const base::GrayView& scan, const Homography& page_to_scan,
                                                   const base::PageRect& box,
                                                   const std::vector<forms::BallotLayout>& layouts,
                                                   const base::SecretKey& key, DebugPictures& debug) {
    const base::PageImage plain = upright(scan, page_to_scan, box.grown(margin_mm), ocr_px_per_mm);
    debug.save("readable", plain);
    if (!shows_print(plain)) return std::nullopt;
    const base::PageImage contrast = stretched(plain.gray());
    const base::PageImage smooth = blurred(contrast.gray(), 1.5);
    const base::PageImage smoother = blurred(contrast.gray(), 3);
    // Fat print is thinned by a dark threshold, dotted print is joined by blur and a light one.
    const std::array pictures{plain,
                              contrast,
                              smooth,
                              two_toned(smooth.gray(), 0.5),
                              two_toned(smooth.gray(), 0.25),
                              two_toned(smoother.gray(), 0.2),
                              two_toned(smoother.gray(), 0.7)};
    Votes votes;
    for (const auto& picture : pictures) {
        const std::string text = read_print(picture.gray(), ocr_px_per_mm, forms::readable_alphabet(), OcrShape::block);
        if (auto code = proven(text, layouts, key)) return code;
        votes.add(text);
    }
    std::optional<forms::SheetCode> code;
    votes.combine([&](const std::string& text) {
        code = proven(text, layouts, key);
        return code.has_value();
    });
    return code;
}

}  // namespace kiemphieu::omr
