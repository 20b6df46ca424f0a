#pragma once
// Finding eSCL scanners on the cable by multicast DNS, through avahi where it runs.

#include <optional>
#include <string>
#include <vector>

namespace kiemphieu::scanner {

/// HOST:PORT/PATH of every device that announces _uscan._tcp. Nothing where avahi does not run or its avahi-browse is
/// not installed.
std::optional<std::vector<std::string>> find_escl_by_mdns();

/// Reads the parsable output of avahi-browse: resolved IPv4 lines only.
std::vector<std::string> addresses_in_browse_output(const std::string& output);

}  // namespace kiemphieu::scanner
