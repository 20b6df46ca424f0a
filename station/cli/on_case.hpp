#pragma once
// Opening the case a command works on.

#include <string>

#include "station/case/case_folder.hpp"
#include "station/cli/commands.hpp"

namespace kiemphieu::station::cli {

/// Opens the case, runs `work(CaseFolder&)`, which returns Expected<int, Failure>, and keeps the exit code.
template <class Work>
void on_case(Called& called, const std::string& path, Work&& work, Access access = Access::append) {
    auto folder = CaseFolder::open(path, access);
    if (!folder) {
        called.exit = tell(called.session, folder.error());
        return;
    }
    const base::Expected<int, base::Failure> exit = work(*folder);
    called.exit = exit ? *exit : tell(called.session, exit.error());
}

/// 1 when something waits for people, else 0.
inline int exit_of(const Count& count) {
    return count.pending().empty() ? done : people_needed;
}

}  // namespace kiemphieu::station::cli
