#pragma once
// What `sign`, `minutes --sign` and the checks of signatures are told on the command line.

#include <optional>
#include <string>
#include <vector>

#include "station/cli/secret_prompt.hpp"
#include "station/signing/cms_check.hpp"
#include "station/signing/timestamp.hpp"

namespace CLI {
class App;
}

namespace kiemphieu::station::cli {

struct SigningOptions {
    std::string authority;
    int patience_s{60};
    std::vector<std::string> chain;
    std::vector<std::string> lists;
    int from_stdin{};
};

/// --tsa, --tsa-wait, --chain, --crl
void add_authority_options(CLI::App& command, SigningOptions& options);
/// The same, and --pins-from-stdin
void add_signing_options(CLI::App& command, SigningOptions& options);

struct TrustOptions {
    std::vector<std::string> anchors;
    std::vector<std::string> lists;
};

/// --trust, --crl
void add_trust_options(CLI::App& command, TrustOptions& options);

/// Errors: bad_input naming the file; world.
[[nodiscard]] base::Expected<std::vector<RevocationList>, base::Failure> read_lists(
    const std::vector<std::string>& files);
[[nodiscard]] base::Expected<std::vector<std::vector<std::uint8_t>>, base::Failure> read_all_certificates(
    const std::vector<std::string>& files);
[[nodiscard]] base::Expected<Trust, base::Failure> read_trust(const TrustOptions& options);
std::optional<TimestampAuthority> authority_of(const SigningOptions& options);
SecretPrompt prompt_of(const Session& session, const SigningOptions& options);

}  // namespace kiemphieu::station::cli
