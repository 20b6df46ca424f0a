#pragma once
// Taking over what other stations scanned into the record that leads the count. docs/formats/stations.md

#include <filesystem>
#include <string>
#include <vector>

#include "station/case/case_folder.hpp"

namespace kiemphieu::station {

/// What was taken over from one station.
struct TakenOver {
    int station{};
    int events{};
    int accepted{};       ///< sheet sides that are new to the count
    int already_known{};  ///< the very same image came from elsewhere
    bool ended{};
};

/// Takes over what every station handed over to a server since. Each event's chain and signature are checked, each
/// image's digest; images are durable in the case before their events are. May be cut off anywhere and made again.
/// Errors: broken_evidence naming station and event; bad_input when the count is confirmed; world.
[[nodiscard]] base::Expected<std::vector<TakenOver>, base::Failure> adopt_from_server(CaseFolder& leading,
                                                                                      const std::string& url);
/// The same from a station's own folder: its disk, when the station itself is dead. Errors: also bad_input when the
/// folder is no station of this count.
[[nodiscard]] base::Expected<TakenOver, base::Failure> adopt_from_folder(CaseFolder& leading,
                                                                         const std::filesystem::path& folder);

}  // namespace kiemphieu::station
