#pragma once
// What the record says of other stations that scan for the same count. docs/formats/stations.md

#include <cstdint>
#include <string>

#include "base/hash.hpp"
#include "base/signature.hpp"

namespace kiemphieu::station {

/// Another station was let in: its events are believed by this key from now on.
struct StationJoined {
    int station{};     ///< 1, 2, 3 …; the one that leads the count has none
    std::string name;  ///< for people: "Bàn 2"
    base::PublicKey key{};
    std::string who;
    bool operator==(const StationJoined&) const = default;
};

/// What a station's chain says up to an event was taken over. The hash stands for all of that chain so far, so that
/// confirming this record binds every station's.
struct StationAdopted {
    int station{};
    std::uint64_t through{};  ///< number of the last event taken over, in that station's chain
    base::Digest hash{};      ///< of that event
    int sheets{};             ///< sheet sides that came with it
    bool ended{};             ///< the station said that nothing more will come
    bool operator==(const StationAdopted&) const = default;
};

/// The head said that nothing more is waited for from a station, which did not say so itself.
struct StationReleased {
    int station{};
    std::string who;
    std::string why;
    bool operator==(const StationReleased&) const = default;
};

/// In a station's own record: it scans nothing more for this count.
struct StationEnded {
    std::string who;
    bool operator==(const StationEnded&) const = default;
};

}  // namespace kiemphieu::station
