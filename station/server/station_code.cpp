#include "station/server/station_code.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/hash.hpp"

namespace kiemphieu::station::server {
namespace {

/// 32 letters and digits that nobody mistakes for each other on a terminal: no 0 and O, no 1 and I.
constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// 40 random bits: at the few tries a minute that log-in allows, never guessed in a day.
std::string random_code() {
    std::array<std::uint8_t, 8> bytes{};
    base::random_bytes(bytes);
    std::string code;
    for (const std::uint8_t byte : bytes) {
        if (code.size() == 4) code += '-';
        code += alphabet[byte % alphabet.size()];
    }
    return code;
}

std::string plain(const std::string& typed) {
    std::string out;
    for (const char c : typed) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0) out += static_cast<char>(std::toupper(byte));
    }
    return out;
}

}  // namespace

StationCode::StationCode(std::function<void(const std::string&)> announce) : announce_(std::move(announce)) {
    code_ = random_code();
}

bool StationCode::matches(const std::string& typed) const {
    const std::lock_guard lock(mutex_);
    return base::equal_in_constant_time(base::as_bytes(plain(typed)), base::as_bytes(plain(code_)));
}

void StationCode::used() {
    std::string next = random_code();
    {
        const std::lock_guard lock(mutex_);
        code_ = next;
    }
    if (announce_) announce_(next);
}

std::string StationCode::current() const {
    const std::lock_guard lock(mutex_);
    return code_;
}

}  // namespace kiemphieu::station::server
