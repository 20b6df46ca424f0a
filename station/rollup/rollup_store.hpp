#pragma once
// Where the board keeps what it took: SQLite in a folder, or PostgreSQL.

#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/rollup/submission.hpp"

namespace kiemphieu::station::rollup {

enum class TakeOutcome {
    added,
    known,      ///< this very file was taken before, and the store has what it says
    differing,  ///< this very file was taken before, and the store says something else: it was altered
};

/// What is taken is never changed or removed. Errors of every call: world when disk, network or server stand against
/// it; broken_evidence when what is stored can't be understood. Not to be used by several threads at once.
class RollupStore {
  public:
    RollupStore() = default;
    virtual ~RollupStore() = default;
    RollupStore(const RollupStore&) = delete;
    RollupStore& operator=(const RollupStore&) = delete;

    /// Durable on return, whole or not at all.
    [[nodiscard]] virtual base::Expected<TakeOutcome, base::Failure> take(const Submission& submission) = 0;
    [[nodiscard]] virtual base::Expected<bool, base::Failure> has(const base::Digest& digest) = 0;
    /// The same refusal of the same file again changes nothing.
    [[nodiscard]] virtual base::Expected<void, base::Failure> refuse(const Refusal& refusal) = 0;
    [[nodiscard]] virtual base::Expected<void, base::Failure> settle(const Settlement& settlement) = 0;
    /// Submissions by digest, the rest in the order it was made.
    [[nodiscard]] virtual base::Expected<RollupContents, base::Failure> contents() = 0;
};

/// Opens FOLDER (rollup.sqlite in it) or postgresql://…, and makes the tables where there are none yet.
/// Errors: also bad_input when there is something else already.
[[nodiscard]] base::Expected<std::unique_ptr<RollupStore>, base::Failure> open_rollup_store(const std::string& where);

}  // namespace kiemphieu::station::rollup
