#pragma once
// A stack that is scanned beside the pages and never counted: a test deck, calibration sheets.

#include <functional>
#include <optional>
#include <string>

#include "station/pipeline/loose_stack.hpp"
#include "station/server/api.hpp"
#include "station/server/message.hpp"

namespace kiemphieu::station::server {

struct StackWork {
    LongWork& work;
    std::string keep_in;  ///< folder within the case for a device's pages
    Refusal running;      ///< what is told while one runs already
};

/// What is done with a stack once it is taken, on the work's thread.
using WithStack = std::function<base::Expected<void, base::Failure>(LiveCase&, const LooseStackOrder&,
                                                                    const LooseStack&, const LongWork::Progress&)>;

/// Begins to take the stack that the call's body names, and goes on with it. The work's outcome is empty when all went
/// well, else {"vi","en"} with what did not. Nothing when it has begun; else why not. Throws BadField.
std::optional<Response> begin_with_stack(const Call& call, const StackWork& work, WithStack then);

}  // namespace kiemphieu::station::server
