#include "station/signing/page_ink.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFMatrix.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace kiemphieu::station {

namespace {

using Object = QPDFObjectHandle;
using Numbers = std::vector<double>;

/// Letters reach about this far from their line, in their size. Source: Liberation Serif's ascent and descent.
constexpr double ascent = 0.9, descent = 0.22;
/// Glyph widths are told in thousandths of the size.
constexpr double width_unit = 1000.0;

/// Advance widths of one font.
class Widths {
  public:
    Widths() = default;
    explicit Widths(Object font) {
        if (font.isDictionaryOfType("/Font", "/Type0")) {
            code_bytes_ = 2;
            Object list = font.getKey("/DescendantFonts");
            if (list.isArray() && list.getArrayNItems() > 0) read_composite(list.getArrayItem(0));
        } else if (font.isDictionary()) {
            Object first = font.getKey("/FirstChar"), list = font.getKey("/Widths");
            if (first.isInteger()) read_run(first.getIntValueAsInt(), list);
        }
    }

    /// What a text takes, in thousandths, and how many codes it has; `blank` when nothing of it shows.
    struct Measure {
        double width{};
        int codes{};
        bool blank{true};
    };
    Measure measure(const std::string& text) const {
        Measure out;
        for (std::size_t at = 0; at + code_bytes_ <= text.size(); at += code_bytes_) {
            int code = static_cast<std::uint8_t>(text[at]);
            if (code_bytes_ == 2) code = code << 8 | static_cast<std::uint8_t>(text[at + 1]);
            const auto found = widths_.find(code);
            out.width += found == widths_.end() ? otherwise_ : found->second;
            out.blank = out.blank && code == ' ';
            ++out.codes;
        }
        return out;
    }

  private:
    void read_run(int code, Object list) {
        for (int i = 0; list.isArray() && i < list.getArrayNItems(); ++i) {
            if (list.getArrayItem(i).isNumber()) widths_[code + i] = list.getArrayItem(i).getNumericValue();
        }
    }
    /// Source: ISO 32000-1, 9.7.4.3.
    void read_composite(Object inner) {
        if (inner.getKey("/DW").isNumber()) otherwise_ = inner.getKey("/DW").getNumericValue();
        Object list = inner.getKey("/W");
        int at = 0;
        while (list.isArray() && at + 1 < list.getArrayNItems()) {
            const int first = list.getArrayItem(at).getIntValueAsInt();
            Object next = list.getArrayItem(at + 1);
            if (next.isArray()) {
                read_run(first, next);
                at += 2;
                continue;
            }
            constexpr int highest_code = 0xFFFF;
            const int last = std::min(next.getIntValueAsInt(), highest_code);
            if (at + 2 >= list.getArrayNItems()) return;
            for (int code = std::max(0, first); code <= last; ++code) {
                widths_[code] = list.getArrayItem(at + 2).getNumericValue();
            }
            at += 3;
        }
    }

    std::size_t code_bytes_{1};
    double otherwise_{width_unit};  ///< too wide rather than too narrow
    std::map<int, double> widths_;
};

/// What `q` keeps and `Q` brings back.
struct Graphics {
    QPDFMatrix place;
    Widths* widths{};
    double size{}, letter_space{}, word_space{}, stretch{1.0}, leading{}, rise{};
};

/// Follows a page's content.
class InkFinder : public Object::ParserCallbacks {
  public:
    explicit InkFinder(Object page) {
        Object resources = QPDFPageObjectHelper(page).getAttribute("/Resources", false);
        fonts_ = resources.getKey("/Font");
        pictures_ = resources.getKey("/XObject");
        const Object::Rectangle media = QPDFPageObjectHelper(page).getMediaBox().getArrayAsRectangle();
        media_ = {media.llx, media.lly, media.urx, media.ury};
    }

    void handleObject(Object object) override {
        if (object.isInlineImage()) {
            put(unit_square, state_.place);
        } else if (object.isOperator()) {
            apply(object.getOperatorValue());
            operands_.clear();
        } else {
            operands_.push_back(object);
        }
    }
    void handleEOF() override {}

    std::vector<PageBox> ink;

  private:
    using Rectangle = Object::Rectangle;
    const Rectangle unit_square{0, 0, 1, 1};

    void put(const Rectangle& box, const QPDFMatrix& place) {
        const Rectangle on_page = place.transformRectangle(box);
        ink.push_back({on_page.llx, on_page.lly, on_page.urx, on_page.ury});
    }

    double number(std::size_t i) {
        return i < operands_.size() && operands_[i].isNumber() ? operands_[i].getNumericValue() : 0.0;
    }
    QPDFMatrix matrix() { return {number(0), number(1), number(2), number(3), number(4), number(5)}; }

    void apply(const std::string& name) {
        if (apply_state(name) || apply_path(name) || apply_text(name)) return;
        if (name == "Do") draw_object();
        if (name == "sh") ink.push_back(media_);  // as far as the clip reaches, which is not followed
    }

    bool apply_state(const std::string& name) {
        if (name == "q") {
            kept_.push_back(state_);
        } else if (name == "Q") {
            if (kept_.empty()) return true;
            state_ = kept_.back();
            kept_.pop_back();
        } else if (name == "cm") {
            state_.place.concat(matrix());
        } else {
            return false;
        }
        return true;
    }

    void reach(double x, double y) {
        if (!path_) path_ = Rectangle(x, y, x, y);
        path_->llx = std::min(path_->llx, x);
        path_->lly = std::min(path_->lly, y);
        path_->urx = std::max(path_->urx, x);
        path_->ury = std::max(path_->ury, y);
    }

    bool apply_path(const std::string& name) {
        static const std::vector<std::string> points{"m", "l", "c", "v", "y"};
        static const std::vector<std::string> paints{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"};
        if (std::ranges::find(points, name) != points.end()) {
            for (std::size_t i = 0; i + 1 < operands_.size(); i += 2) reach(number(i), number(i + 1));
        } else if (name == "re") {
            // A path of many boxes is many marks, not all that lies between them.
            boxes_.emplace_back(std::min(number(0), number(0) + number(2)), std::min(number(1), number(1) + number(3)),
                                std::max(number(0), number(0) + number(2)), std::max(number(1), number(1) + number(3)));
        } else if (name == "n" || std::ranges::find(paints, name) != paints.end()) {
            if (path_) boxes_.push_back(*path_);
            for (const Rectangle& box : boxes_) {
                if (name != "n") put(box, state_.place);
            }
            path_.reset();
            boxes_.clear();
        } else {
            return false;
        }
        return true;
    }

    void next_line(double x, double y) {
        line_.concat(QPDFMatrix(1, 0, 0, 1, x, y));
        text_ = line_;
    }

    bool apply_text(const std::string& name) {
        if (name == "BT") {
            line_ = text_ = QPDFMatrix();
        } else if (name == "Tf") {
            choose_font();
        } else if (name == "Td") {
            next_line(number(0), number(1));
        } else if (name == "TD") {
            state_.leading = -number(1);
            next_line(number(0), number(1));
        } else if (name == "Tm") {
            line_ = text_ = matrix();
        } else if (name == "T*") {
            next_line(0, -state_.leading);
        } else if (name == "Tj" || name == "TJ") {
            if (!operands_.empty()) show(operands_.front());
        } else if (name == "'" || name == "\"") {
            if (name == "\"") state_.word_space = number(0), state_.letter_space = number(1);
            next_line(0, -state_.leading);
            if (!operands_.empty()) show(operands_.back());
        } else {
            return apply_spacing(name);
        }
        return true;
    }

    bool apply_spacing(const std::string& name) {
        constexpr double percent = 100.0;
        if (name == "Tc") {
            state_.letter_space = number(0);
        } else if (name == "Tw") {
            state_.word_space = number(0);
        } else if (name == "Tz") {
            state_.stretch = number(0) / percent;
        } else if (name == "TL") {
            state_.leading = number(0);
        } else if (name == "Ts") {
            state_.rise = number(0);
        } else {
            return false;
        }
        return true;
    }

    void choose_font() {
        state_.size = number(1);
        const std::string key = !operands_.empty() && operands_[0].isName() ? operands_[0].getName() : std::string{};
        const auto [place, fresh] = widths_.try_emplace(key);
        if (fresh && fonts_.isDictionary()) place->second = Widths(fonts_.getKey(key));
        state_.widths = &place->second;
    }

    void show(Object shown) {
        if (shown.isString()) show_text(shown.getStringValue());
        for (int i = 0; shown.isArray() && i < shown.getArrayNItems(); ++i) {
            Object item = shown.getArrayItem(i);
            if (item.isString()) show_text(item.getStringValue());
            if (item.isNumber()) advance(-item.getNumericValue() / width_unit * state_.size * state_.stretch);
        }
    }

    void advance(double width) { text_.concat(QPDFMatrix(1, 0, 0, 1, width, 0)); }

    void show_text(const std::string& text) {
        static const Widths unknown;
        const auto measure = (state_.widths == nullptr ? unknown : *state_.widths).measure(text);
        const double spaces = measure.codes * (state_.letter_space + std::max(0.0, state_.word_space));
        const double width = (measure.width / width_unit * state_.size + spaces) * state_.stretch;
        if (!measure.blank) {
            QPDFMatrix place = state_.place;
            place.concat(text_);
            const double low = state_.rise - descent * state_.size, high = state_.rise + ascent * state_.size;
            put({std::min(0.0, width), std::min(low, high), std::max(0.0, width), std::max(low, high)}, place);
        }
        advance(width);
    }

    void draw_object() {
        Object drawn = !operands_.empty() && operands_[0].isName() && pictures_.isDictionary()
                           ? pictures_.getKey(operands_[0].getName())
                           : Object::newNull();
        if (!drawn.isStream()) return;
        Object box = drawn.getDict().getKey("/BBox");
        if (!box.isRectangle()) {
            put(unit_square, state_.place);
            return;
        }
        QPDFMatrix place = state_.place;
        Object own = drawn.getDict().getKey("/Matrix");
        if (own.isMatrix()) place.concat(QPDFMatrix(own.getArrayAsMatrix()));
        put(box.getArrayAsRectangle(), place);
    }

    Object fonts_, pictures_;
    PageBox media_;
    std::map<std::string, Widths> widths_;
    std::vector<Object> operands_;
    Graphics state_;
    std::vector<Graphics> kept_;
    QPDFMatrix line_, text_;
    std::optional<Rectangle> path_;
    std::vector<Rectangle> boxes_;
};

}  // namespace

bool overlap(const PageBox& a, const PageBox& b) {
    // Places side by side touch, and their corners are rounded.
    constexpr double touching_pt = 0.1;
    return std::min(a.right, b.right) - std::max(a.left, b.left) > touching_pt &&
           std::min(a.top, b.top) - std::max(a.bottom, b.bottom) > touching_pt;
}

std::vector<PageBox> ink_of(Object page) {
    InkFinder finder(page);
    page.parsePageContents(&finder);
    return std::move(finder.ink);
}

std::vector<PageBox> annotations_of(Object page) {
    std::vector<PageBox> out;
    Object notes = page.getKey("/Annots");
    for (int i = 0; notes.isArray() && i < notes.getArrayNItems(); ++i) {
        Object rect = notes.getArrayItem(i).getKey("/Rect");
        if (!rect.isRectangle()) continue;
        const Object::Rectangle box = rect.getArrayAsRectangle();
        if (box.urx > box.llx && box.ury > box.lly) out.push_back({box.llx, box.lly, box.urx, box.ury});
    }
    return out;
}

}  // namespace kiemphieu::station
