#include "scanner/escl/mdns.hpp"

#include <array>
#include <cstdio>
#include <sstream>

namespace kiemphieu::scanner {

namespace {

std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream in(line);
    for (std::string field; std::getline(in, field, ';');) fields.push_back(field);
    return fields;
}

/// The value of the TXT record "rs" (resource): the path below the host. Source: Mopria eSCL, DNS-SD.
std::string resource_in(const std::string& text) {
    const auto begin = text.find("\"rs=");
    if (begin == std::string::npos) return "eSCL";
    const auto end = text.find('"', begin + 4);
    std::string path = text.substr(begin + 4, end == std::string::npos ? end : end - begin - 4);
    while (path.starts_with('/')) path.erase(0, 1);
    return path.empty() ? "eSCL" : path;
}

}  // namespace

std::vector<std::string> addresses_in_browse_output(const std::string& output) {
    std::vector<std::string> out;
    std::istringstream in(output);
    for (std::string line; std::getline(in, line);) {
        // =;interface;protocol;name;type;domain;host;address;port;"txt" "txt" …
        const auto fields = fields_of(line);
        if (fields.size() < 9 || fields[0] != "=" || fields[2] != "IPv4") continue;
        out.push_back(fields[7] + ":" + fields[8] + "/" + resource_in(line));
    }
    return out;
}

std::optional<std::vector<std::string>> find_escl_by_mdns() {
    // A fixed command: nothing of the outside is in it. It ends by itself once the cache is told.
    FILE* pipe = ::popen("exec timeout 5 avahi-browse --resolve --terminate --parsable _uscan._tcp 2>/dev/null", "r");
    if (pipe == nullptr) return std::nullopt;
    std::string output;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), got);
    if (::pclose(pipe) != 0) return std::nullopt;
    return addresses_in_browse_output(output);
}

}  // namespace kiemphieu::scanner
