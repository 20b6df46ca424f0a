#pragma once
// A thin drawing surface over libharu for every document of the station: millimetres, top-left origin, our faces.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/geometry.hpp"
#include "forms/layout.hpp"

namespace kiemphieu::forms {

struct DocumentInfo {
    std::string title;
    std::string author;
    /// What signatures will show later: its letters are embedded in both serif faces, though nothing of it is drawn.
    std::string later_text{};
};

/// A line drawn by a pen: through the points, with round ends.
struct InkStroke {
    std::vector<base::PagePoint> points;
    double width_mm{};
    double gray{};  ///< 0 black, 1 white
    bool operator==(const InkStroke&) const = default;
};

/// How a page lies on its paper.
enum class Turn { upright, upside_down };

/// A PDF in the making. Any drawing fault is kept and told by `save`.
class Canvas {
  public:
    [[nodiscard]] static base::Expected<Canvas, base::Failure> create(const DocumentInfo& info);
    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;
    ~Canvas();

    void begin_page(Turn turn = Turn::upright);  ///< A4 portrait
    void text(const TextRun& run);
    void fill(const base::PageRect& box);
    /// Many rectangles in one path and one fill: a QR code, a table's lines.
    void fill(const std::vector<base::PageRect>& boxes);
    /// In a gray, 0 black to 1 white.
    void fill(const base::PageRect& box, double gray);
    void stroke(const InkStroke& stroke);
    int page_count() const;

    /// Finishes: compresses, mends libharu's ToUnicode and makes ids deterministic (qpdf).
    [[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> bytes();
    /// The same into a file, durably.
    [[nodiscard]] base::Expected<void, base::Failure> save(const std::filesystem::path& path);

  private:
    struct State;
    explicit Canvas(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kiemphieu::forms
