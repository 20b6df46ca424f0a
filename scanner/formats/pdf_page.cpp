#include "scanner/formats/pdf_page.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

namespace kiemphieu::scanner::formats {

namespace {

using Matrix = QPDFObjectHandle::Matrix;

Matrix multiplied(const Matrix& m, const Matrix& onto) {
    return {m.a * onto.a + m.b * onto.c, m.a * onto.b + m.b * onto.d,          m.c * onto.a + m.d * onto.c,
            m.c * onto.b + m.d * onto.d, m.e * onto.a + m.f * onto.c + onto.e, m.e * onto.b + m.f * onto.d + onto.f};
}

/// Follows a content stream's operators. Source: ISO 32000-1, table 51.
class Follower : public QPDFObjectHandle::ParserCallbacks {
  public:
    struct Drawn {
        std::string name;
        Matrix matrix;
    };
    std::vector<Drawn> drawn;
    bool is_plain{true};

    void handleObject(QPDFObjectHandle object) override {
        if (!object.isOperator()) {
            operands_.push_back(object);
            return;
        }
        act(object.getOperatorValue());
        operands_.clear();
    }
    void handleEOF() override {}

  private:
    void act(const std::string& op) {
        // State that changes no image, and text, which only counts when it shows.
        static const std::set<std::string> harmless{"gs", "BT", "ET",  "Tf",  "Td",  "TD", "Tm", "T*", "Tc", "Tw", "Tz",
                                                    "TL", "Ts", "BMC", "BDC", "EMC", "g",  "G",  "rg", "RG", "cs", "CS",
                                                    "sc", "SC", "w",   "J",   "j",   "M",  "d",  "ri", "i",  "n"};
        static const std::set<std::string> showing{"Tj", "TJ", "'", "\""};
        if (op == "q") {
            stack_.push_back(matrix_);
        } else if (op == "Q") {
            if (stack_.empty()) {
                is_plain = false;
                return;
            }
            matrix_ = stack_.back();
            stack_.pop_back();
        } else if (op == "cm" && operands_.size() == 6) {
            std::array<double, 6> n{};
            for (std::size_t i = 0; i < 6; ++i) n[i] = operands_[i].isNumber() ? operands_[i].getNumericValue() : NAN;
            matrix_ = multiplied({n[0], n[1], n[2], n[3], n[4], n[5]}, matrix_);
        } else if (op == "Do" && operands_.size() == 1 && operands_[0].isName()) {
            drawn.push_back({operands_[0].getName(), matrix_});
        } else if (op == "Tr" && operands_.size() == 1 && operands_[0].isInteger()) {
            constexpr long long invisible = 3;
            text_shows_ = operands_[0].getIntValue() != invisible;
        } else if (showing.contains(op)) {
            is_plain = is_plain && !text_shows_;
        } else if (!harmless.contains(op)) {
            is_plain = false;
        }
    }

    std::vector<QPDFObjectHandle> operands_;
    std::vector<Matrix> stack_;
    Matrix matrix_{1, 0, 0, 1, 0, 0};
    bool text_shows_{true};
};

/// Whether images from top to bottom make one picture without gap or overlap.
bool stack_up(const std::vector<PlacedImage>& images) {
    constexpr double tolerance_pt = 0.5;  // producers round to whole points or tenths
    for (std::size_t i = 1; i < images.size(); ++i) {
        const PlacedImage& above = images[i - 1];
        const PlacedImage& below = images[i];
        if (std::abs(above.left - below.left) > tolerance_pt || std::abs(above.width - below.width) > tolerance_pt ||
            std::abs(above.bottom - (below.bottom + below.height)) > tolerance_pt) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<std::vector<PlacedImage>> plain_images(QPDFPageObjectHelper page) {
    Follower follower;
    page.parseContents(&follower);
    if (!follower.is_plain || follower.drawn.empty()) return std::nullopt;
    auto named = page.getImages();
    std::vector<PlacedImage> out;
    for (const auto& [name, m] : follower.drawn) {
        const auto found = named.find(name);
        const bool upright = std::isfinite(m.e) && std::isfinite(m.f) && m.a > 0 && m.d > 0 &&
                             std::abs(m.b) < 1e-3 * m.a && std::abs(m.c) < 1e-3 * m.d;
        if (found == named.end() || !upright) return std::nullopt;
        out.push_back({name, m.e, m.f, m.a, m.d});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const PlacedImage& a, const PlacedImage& b) { return a.bottom > b.bottom; });
    if (!stack_up(out)) return std::nullopt;
    return out;
}

}  // namespace kiemphieu::scanner::formats
