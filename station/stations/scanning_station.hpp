#pragma once
// A station that scans for another's count: its folder, its end, and handing over what it has.
// docs/formats/stations.md

#include <filesystem>
#include <string>

#include "station/case/case_folder.hpp"

namespace kiemphieu::station {

/// Makes a scanning station's folder from the case that leads the count and lets it in: definition, layouts and the
/// ballots' key are the same, record and signing key its own. The folder goes to the other machine on a medium.
/// Errors: bad_input when the folder is not empty, `who` is not the head, or the case only scans itself; world.
[[nodiscard]] base::Expected<int, base::Failure> add_station(CaseFolder& leading, const std::string& name,
                                                             const std::filesystem::path& folder,
                                                             const std::string& who);

/// The head says that nothing more is waited for from a station that did not end by itself.
/// Errors: bad_input when `who` is not the head, no reason is given, or there is no such station; world.
[[nodiscard]] base::Expected<void, base::Failure> release_station(CaseFolder& leading, int station,
                                                                  const std::string& who, const std::string& why);

/// What a hand-over moved.
struct HandedOver {
    std::uint64_t events{};
    std::uint64_t images{};
};

/// Copies what the server does not have yet: images first, then their events, so that no event is there without its
/// image. May be cut off anywhere and made again: each event is there once.
/// Errors: bad_input when the record is no scanning station's; broken_evidence when the server has another event under
/// a number of ours; world when the server can't be reached, after which everything scanned is still in the folder.
[[nodiscard]] base::Expected<HandedOver, base::Failure> hand_over(const Record& record, const std::string& url);

/// The name of a station's log on a server.
std::string station_log_name(const base::ConferenceId& conference, int station);

}  // namespace kiemphieu::station
