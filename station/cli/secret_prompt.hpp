#pragma once
// Asking for a PIN or a passphrase.

#include "station/cli/session.hpp"
#include "station/signing/secret.hpp"

namespace kiemphieu::station::cli {

enum class SecretSource { terminal, standard_input };

/// Asks on the terminal without echo, telling how few tries are left; or takes the next line of standard input.
SecretPrompt secret_prompt(const Session& session, SecretSource source);

}  // namespace kiemphieu::station::cli
