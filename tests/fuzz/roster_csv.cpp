// Any bytes as a roster: a list that keeps its promises, or a failure that names a line.

#include <cstdlib>

#include "forms/conference_file.hpp"
#include "forms/table_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kiemphieu;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto list = forms::parse_roster(bytes, "r.csv");
    if (!list) {
        if (!forms::is_workbook(bytes) && !list.error().place.starts_with("line ")) std::abort();
        return 0;
    }
    if (list->empty() || list->size() > 60) std::abort();
    for (std::size_t i = 0; i < list->size(); ++i) {
        const forms::Candidate& candidate = (*list)[i];
        if (candidate.number != static_cast<int>(i) + 1) std::abort();
        if (candidate.name.empty() || candidate.position.empty()) std::abort();
    }
    return 0;
}
