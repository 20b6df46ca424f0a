#pragma once
// Setting text into a page in the making; inside forms only.

#include <optional>
#include <string>
#include <string_view>

#include "forms/layout.hpp"
#include "forms/typeface.hpp"

namespace kiemphieu::forms {

/// Puts texts into a page. The first fault is kept, so that the callers stay readable; ask `failed` at the end.
class TextSetter {
  public:
    /// One line from its left end; returns the box of its ink.
    base::PageRect left(LayoutPage& page, const std::string& text, Face face, double size_pt, base::PagePoint baseline);
    /// Evenly wrapped lines, each centred in the column; returns the baseline after the last.
    double centred(LayoutPage& page, const std::string& text, Face face, double size_pt, const base::PageRect& column,
                   double baseline, double leading_mm);
    /// A paragraph with its first line indented, both edges even; returns the baseline after the last.
    double justified(LayoutPage& page, const std::string& text, Face face, double size_pt, const base::PageRect& column,
                     double indent_mm, double baseline, double leading_mm);
    const std::optional<base::Failure>& failed() const { return failure_; }

  private:
    template <class T>
    T kept(base::Expected<T, base::Failure> value) {
        if (value) return std::move(*value);
        if (!failure_) failure_ = value.error();
        return {};
    }
    void justified_line(LayoutPage& page, const std::vector<std::string>& words, Face face, double size_pt, double x,
                        double width, double baseline);

    std::optional<base::Failure> failure_;
};

/// wrap_text in no more lines than it needs, of even length and broken after commas and before capitals where possible.
[[nodiscard]] base::Expected<std::vector<std::string>, base::Failure> wrap_evenly(std::string_view text, Face face,
                                                                                  double size_pt, double width_mm);
base::PageRect united(const base::PageRect& a, const base::PageRect& b);
/// Rounds every coordinate to 0.001 mm, so that JSON and memory hold the same numbers.
void round_to_microns(BallotLayout& layout);
/// The first 8 bytes of the SHA-256 of the layout's JSON without its id.
base::LayoutId fingerprint(const BallotLayout& layout);

}  // namespace kiemphieu::forms
