// Any bytes as a definition: a conference that reads back the same from what we write, or a failure that names a line.

#include <cstdlib>

#include "forms/conference_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kiemphieu;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const forms::RosterSource rosters = [](const std::filesystem::path&) {
        return forms::parse_roster("stt,ho_ten,chuc_vu\n1,An,Bí thư\n", "r.csv");
    };
    const auto conference = forms::parse_conference(bytes, "c.toml", rosters);
    if (!conference) {
        if (!conference.error().place.starts_with("line ")) std::abort();
        return 0;
    }
    const auto again = forms::parse_conference(forms::to_toml(*conference), "again.toml", rosters);
    if (!again || *again != *conference) std::abort();
    return 0;
}
