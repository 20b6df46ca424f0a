#pragma once
// A demo's sheets as a stack for a scanner, and new cases that have printed them.

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/hash.hpp"

namespace kiemphieu::testing {

/// Starts a program, its words thrown away.
pid_t start_program(const std::string& program, const std::vector<std::string>& arguments);

class DemoStack {
  public:
    /// Runs the demo in `work`, an empty folder afterwards filled, and lays at most so many JPEG sheets into the tray.
    /// Throws when the demo fails.
    DemoStack(const std::string& program, const std::filesystem::path& work, int voters, std::size_t most_sheets);

    std::filesystem::path tray() const { return work_ / "tray"; }
    /// What lies in the tray; every sheet is other bytes.
    const std::set<base::Digest>& sheets() const { return sheets_; }
    /// The demo's case as it was before its first sheet. Throws when it can't be made.
    std::filesystem::path fresh_case(int number) const;

  private:
    std::filesystem::path work_;
    std::set<base::Digest> sheets_;
};

}  // namespace kiemphieu::testing
