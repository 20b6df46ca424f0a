#pragma once
// Taking many files in: examined on all cores, kept one by one.

#include <filesystem>
#include <functional>
#include <span>
#include <variant>

#include "station/rollup/examine.hpp"
#include "station/rollup/rollup_store.hpp"

namespace kiemphieu::station::rollup {

/// What became of one file.
struct Taken {
    std::filesystem::path file;
    std::variant<TakeOutcome, Refusal> outcome;
    std::optional<Submission> submission;  ///< of what was examined and not refused
};

struct TakeSummary {
    std::size_t added{};
    std::size_t known{};
    std::size_t differing{};  ///< the store says something else of a file than the file does
    std::size_t refused{};
    std::size_t broken{};  ///< of those refused: their evidence does not hold
};

enum class Repeat {
    skip_known,     ///< a file that was taken before is not looked at again
    examine_again,  ///< it is, and what the store has is held against it
};

struct TakeOptions {
    ExamineOptions examine;
    Repeat repeat{Repeat::skip_known};
    int jobs{};  ///< files examined at once; 0 takes one a core
};

/// Told of each file when it is done, one at a time.
using TakeProgress = std::function<void(const Taken&, std::size_t done)>;

/// Takes files in, in any order. What was taken stays taken when a later file or the world fails.
/// Errors: world; bad_input when a file can't be read.
[[nodiscard]] base::Expected<TakeSummary, base::Failure> take_files(RollupStore& store,
                                                                    std::span<const std::filesystem::path> files,
                                                                    const TakeOptions& options,
                                                                    const TakeProgress& progress);

}  // namespace kiemphieu::station::rollup
