#pragma once
// The one-time code on the technician's terminal: whoever sets a passphrase stands beside the station, so nobody takes
// another's account from afar.

#include <functional>
#include <mutex>
#include <string>

namespace kiemphieu::station::server {

class StationCode {
  public:
    /// `announce` shows each new code, from the thread that used the one before.
    explicit StationCode(std::function<void(const std::string&)> announce);

    /// Whether the code is right; blanks, hyphens and case do not matter. It holds until `used`.
    bool matches(const std::string& typed) const;
    /// Makes and shows the next.
    void used();
    std::string current() const;

  private:
    mutable std::mutex mutex_;
    std::string code_;
    std::function<void(const std::string&)> announce_;
};

}  // namespace kiemphieu::station::server
