#include "forms/print/paragraph.hpp"

#include "forms/layout_text.hpp"
#include "forms/typeface.hpp"

namespace kiemphieu::forms {
namespace {

/// A word: pieces that meet without a blank, each in its own face.
struct Word {
    std::vector<LinePiece> pieces;  ///< x from the word's left
    double width{};
};

/// The words of a paragraph. Keeps the first failure of measuring.
class WordMaker {
  public:
    WordMaker(double size_pt, double max_width) : size_pt_(size_pt), max_width_(max_width) {}

    [[nodiscard]] base::Expected<std::vector<Word>, base::Failure> make(const std::vector<Span>& spans) {
        for (const Span& span : spans) {
            std::size_t at = 0;
            while (at < span.text.size()) {
                const std::size_t end = std::min(span.text.find(' ', at), span.text.size());
                if (end > at) {
                    if (auto added = add(span.text.substr(at, end - at), span.face); !added) {
                        return base::fail(added.error());
                    }
                }
                if (end < span.text.size()) open_ = false;
                at = end + 1;
            }
        }
        return std::move(words_);
    }

  private:
    [[nodiscard]] base::Expected<void, base::Failure> add(const std::string& text, Face face) {
        const auto parts = wrap_text(text, face, size_pt_, max_width_);
        if (!parts) return base::fail(parts.error());
        for (const std::string& part : *parts) {
            const auto width = text_width_mm(part, face, size_pt_);
            if (!width) return base::fail(width.error());
            const bool glue = open_ && words_.back().width + *width <= max_width_;
            if (!glue) words_.push_back({});
            Word& word = words_.back();
            word.pieces.push_back({part, face, word.width});
            word.width += *width;
            open_ = true;
        }
        return {};
    }

    double size_pt_;
    double max_width_;
    bool open_{false};  ///< the last word goes on until a blank
    std::vector<Word> words_;
};

/// Sets one line's words from `x` on with the given gaps; words of one face that stand at their natural gap join into
/// one run, so that the text is found by searching.
class LineSetter {
  public:
    explicit LineSetter(double x) : x_(x) {}

    void add(const Word& word, double gap, double natural_gap) {
        if (!line_.empty()) x_ += gap;
        const bool natural = gap == natural_gap;
        for (const LinePiece& piece : word.pieces) {
            const bool first = &piece == &word.pieces.front();
            const bool joins = !line_.empty() && line_.back().face == piece.face && (natural || !first);
            if (joins) {
                line_.back().text += (first ? " " : "") + piece.text;
            } else {
                line_.push_back({piece.text, piece.face, x_ + piece.x});
            }
        }
        x_ += word.width;
    }
    TextLine take() { return std::move(line_); }

  private:
    double x_;
    TextLine line_;
};

/// How far a line moves right that leaves `slack_mm` of its column free.
double shift(Align align, double slack_mm) {
    if (align == Align::center) return slack_mm / 2;
    return align == Align::right ? slack_mm : 0.0;
}

[[nodiscard]] base::Expected<std::vector<TextLine>, base::Failure> break_evenly(const Span& span,
                                                                                const ParagraphStyle& style,
                                                                                double width_mm) {
    const auto texts = wrap_evenly(span.text, span.face, style.size_pt, width_mm);
    if (!texts) return base::fail(texts.error());
    std::vector<TextLine> lines;
    for (const std::string& text : *texts) {
        const auto width = text_width_mm(text, span.face, style.size_pt);
        if (!width) return base::fail(width.error());
        lines.push_back({{text, span.face, shift(style.align, width_mm - *width)}});
    }
    return lines;
}

}  // namespace

double line_height_mm(const ParagraphStyle& style) {
    return style.leading * style.size_pt * base::mm_per_point;
}

base::Expected<std::vector<TextLine>, base::Failure> break_lines(const std::vector<Span>& spans,
                                                                 const ParagraphStyle& style, double width_mm) {
    if (style.breaking == Breaking::even && spans.size() == 1) return break_evenly(spans.front(), style, width_mm);
    const auto words = WordMaker(style.size_pt, width_mm).make(spans);
    if (!words) return base::fail(words.error());
    const auto blank = text_width_mm(" ", Face::serif, style.size_pt);
    if (!blank) return base::fail(blank.error());

    std::vector<TextLine> lines;
    for (std::size_t begin = 0; begin < words->size();) {
        const double indent = lines.empty() ? style.first_indent_mm : 0.0;
        const double room = width_mm - indent;
        double used = (*words)[begin].width;
        std::size_t end = begin + 1;
        while (end < words->size() && used + *blank + (*words)[end].width <= room) {
            used += *blank + (*words)[end++].width;
        }
        const bool last = end == words->size();
        const bool stretch = style.align == Align::justify && !last && end - begin > 1;
        const double gap = stretch ? *blank + (room - used) / static_cast<double>(end - begin - 1) : *blank;
        LineSetter setter(indent + shift(style.align, room - used));
        for (std::size_t i = begin; i < end; ++i) setter.add((*words)[i], gap, *blank);
        lines.push_back(setter.take());
        begin = end;
    }
    return lines;
}

std::vector<TextRun> place_lines(const std::vector<TextLine>& lines, const ParagraphStyle& style, double left_mm,
                                 double top_mm) {
    // Liberation Serif rises 0.891 and falls 0.216 of its size (its hhea table).
    constexpr double rise = 0.891;
    constexpr double fall = 0.216;
    const double size_mm = style.size_pt * base::mm_per_point;
    double baseline = top_mm + size_mm * ((style.leading - rise - fall) / 2 + rise);
    std::vector<TextRun> runs;
    for (const TextLine& line : lines) {
        for (const LinePiece& piece : line) {
            runs.push_back({piece.text, piece.face, style.size_pt, {left_mm + piece.x, baseline}});
        }
        baseline += line_height_mm(style);
    }
    return runs;
}

}  // namespace kiemphieu::forms
