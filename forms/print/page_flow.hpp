#pragma once
// Documents of running text and tables, laid out page by page before anything is drawn.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "forms/layout.hpp"
#include "forms/print/canvas.hpp"
#include "forms/print/paragraph.hpp"

namespace kiemphieu::forms {

/// Everything printed on one page.
struct PrintedPage {
    std::vector<TextRun> texts;
    std::vector<base::PageRect> rules;
    bool operator==(const PrintedPage&) const = default;
};

/// A place on the paper that something later is put into: a signature, drawn or digital.
struct NamedPlace {
    std::string name;
    int page{};  ///< 1-based
    base::PageRect box;
    bool operator==(const NamedPlace&) const = default;
};

/// A document before it is drawn.
struct Document {
    std::vector<PrintedPage> pages;
    std::vector<NamedPlace> places;
    bool operator==(const Document&) const = default;
};

/// Source: Domain (NĐ 30/2020, Phụ lục I: 20-25, 20-25, 30-35, 15-20 mm).
struct Margins {
    double top_mm{20.0};
    double bottom_mm{20.0};
    double left_mm{30.0};
    double right_mm{15.0};
};

/// A paragraph of a column.
struct Paragraph {
    std::vector<Span> spans;
    ParagraphStyle style;
    double space_after_mm{0.0};
    double rule_mm{0.0};  ///< a centred line of this length closes the paragraph
    std::string place{};  ///< names the room after the paragraph, where there is any to name
};

/// Text side by side: a letterhead, signature places.
struct Column {
    double left_mm{};  ///< from the left margin
    double width_mm{};
    std::vector<Paragraph> paragraphs;
};

/// A cell of a table's head, over `columns` columns and `rows` rows.
struct HeadCell {
    std::string text;
    std::size_t column{};
    std::size_t row{};
    std::size_t columns{1};
    std::size_t rows{1};
};

struct TableColumn {
    double width_mm{};
    Align align{Align::left};
};

/// A ruled table. Its rows are never split, its head is repeated on every page.
struct Table {
    std::vector<TableColumn> columns;
    std::vector<HeadCell> head;
    std::vector<std::vector<std::string>> rows;
    double size_pt{11.0};
    double keep_after_mm{0.0};  ///< what must follow the last two rows on their page: no signatures alone on a sheet
};

/// Lays paragraphs, columns and tables down the pages. The first failure is kept and told by `finish`.
class PageFlow {
  public:
    explicit PageFlow(Margins margins = {}) : margins_(margins) { new_page(); }

    double width_mm() const;
    double left_mm() const { return margins_.left_mm; }
    const Margins& margins() const { return margins_; }

    void new_page();
    /// Begins a new page unless this much is left on the current one.
    void ensure(double height_mm);
    void space(double height_mm) { y_ += height_mm; }
    /// A paragraph over the whole width; its lines may go over to the next page.
    void paragraph(const Paragraph& paragraph);
    /// What columns will take of a page.
    double height_mm(const std::vector<Column>& columns);
    /// Columns side by side, never split.
    void columns(const std::vector<Column>& columns);
    void table(const Table& table);
    /// Dotted lines to write on.
    void writing_lines(int count);

    /// Names rooms from the left, `in_a_row` over the width, without drawing anything; false, and none, when the page
    /// has not this much left.
    [[nodiscard]] bool rooms(const std::vector<std::string>& names, std::size_t in_a_row, double height_mm);

    /// The rooms named so far.
    const std::vector<NamedPlace>& places() const { return places_; }
    /// The pages. Errors: the first failure of measuring; bad_input when a table's row is taller than a page.
    [[nodiscard]] base::Expected<std::vector<PrintedPage>, base::Failure> finish();

  private:
    double bottom_mm() const;
    PrintedPage& page() { return pages_.back(); }
    std::vector<TextLine> lines_of(const Paragraph& paragraph, double width_mm);
    double place(const std::vector<TextLine>& lines, const Paragraph& paragraph, double left_mm, double width_mm,
                 double top_mm);
    void keep(const base::Failure& failure);

    Margins margins_;
    double y_{0.0};
    std::vector<PrintedPage> pages_;
    std::vector<NamedPlace> places_;
    std::optional<base::Failure> failure_;
};

/// Adds the four lines around a box.
void add_frame(PrintedPage& page, const base::PageRect& box, double thickness_mm);

/// Draws pages into one PDF. Errors: as Canvas.
[[nodiscard]] base::Expected<void, base::Failure> print_pages(const std::vector<PrintedPage>& pages,
                                                              const DocumentInfo& info,
                                                              const std::filesystem::path& path);

/// Puts the page's number above the text, from the second page on. Source: Domain (NĐ 30/2020, Phụ lục I).
[[nodiscard]] base::Expected<void, base::Failure> number_pages(std::vector<PrintedPage>& pages, const Margins& margins);

/// Finishes, numbers and draws. Errors: as PageFlow::finish and Canvas.
[[nodiscard]] base::Expected<void, base::Failure> print_flow(PageFlow& flow, const DocumentInfo& info,
                                                             const std::filesystem::path& path);

}  // namespace kiemphieu::forms
