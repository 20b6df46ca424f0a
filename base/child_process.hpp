#pragma once
// Runs another program, such as one of poppler's, on a file that may be an attack.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace kiemphieu::base {

/// How far a program may go before it is ended.
struct ChildLimits {
    /// A page renders in 30 to 200 ms, a report's text comes in 10; what needs a hundred times that never ends.
    std::chrono::milliseconds time{20'000};
    /// Of each file it writes. The largest page that is decoded at all is an A3 sheet at 600 dpi, 70 MB as raw gray.
    std::uint64_t file_bytes{200U << 20U};
};

enum class ChildEnding {
    done,         ///< exit code 0
    failed,       ///< another exit code, or a signal, as when it wrote too much
    timed_out,    ///< ended by us
    not_started,  ///< no such program
};

/// Runs a program, looked for on the PATH, without input and output.
ChildEnding run_child(std::vector<std::string> words, const ChildLimits& limits = {});

}  // namespace kiemphieu::base
