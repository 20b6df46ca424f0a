#include "omr/find_added_names.hpp"

#include "omr/added_ink.hpp"
#include "omr/added_names.hpp"
#include "omr/marks.hpp"
#include "omr/skeleton.hpp"
#include "omr/wedges.hpp"

namespace kiemphieu::omr {

base::Expected<std::optional<base::PageRect>, base::Failure> find_added_names(const base::GrayView& scan,
                                                                              const PageTransform& transform,
                                                                              const forms::LayoutPage& page,
                                                                              const std::vector<RowReading>& rows) {
    if (rows.size() != page.rows.size()) return std::nullopt;
    const auto zone = PrintZone::create(page);
    if (!zone) return tl::unexpected(zone.error());
    AddedInk ink =
        find_added_ink(scan, transform, *zone, measure_print_range(scan, transform, page.registration_marks));
    const SkeletonGraph graph = trace_skeleton(ink, *zone);
    const std::vector<Stroke> strokes = join_strokes(graph, *zone, ink);
    CrossSearch search = find_crosses(strokes);
    look_between_arms(search, strokes, ink, transform);
    std::vector<bool> writing = drawn_by_pens(strokes, graph);
    for (std::size_t i = 0; i < writing.size(); ++i) writing[i] = writing[i] && !search.used[i];
    return place_of_added_names(page, rows, strokes, writing);
}

}  // namespace kiemphieu::omr
