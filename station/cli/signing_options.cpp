#include "station/cli/signing_options.hpp"

#include <CLI/CLI.hpp>

namespace kiemphieu::station::cli {

void add_signing_options(CLI::App& command, SigningOptions& options) {
    add_authority_options(command, options);
    command.add_flag("--pins-from-stdin", options.from_stdin, "a line for each key, instead of asking on the terminal");
}

void add_authority_options(CLI::App& command, SigningOptions& options) {
    command.add_option("--tsa", options.authority, "authority of time: http://127.0.0.1:PORT/ or folder:DIR");
    command.add_option("--tsa-wait", options.patience_s, "seconds")->check(CLI::Range(1, 86400));
    command.add_option("--chain", options.chain, "certificates above the signer's, PEM or DER");
    command.add_option("--crl", options.lists, "list of revoked certificates, PEM or DER");
}

void add_trust_options(CLI::App& command, TrustOptions& options) {
    command.add_option("--trust", options.anchors, "certificates of trusted authorities, PEM or DER");
    command.add_option("--crl", options.lists, "list of revoked certificates, PEM or DER");
}

base::Expected<std::vector<RevocationList>, base::Failure> read_lists(const std::vector<std::string>& files) {
    std::vector<RevocationList> out;
    for (const std::string& file : files) {
        auto list = read_revocation_list(file);
        if (!list) return tl::unexpected(list.error());
        out.push_back(std::move(*list));
    }
    return out;
}

base::Expected<std::vector<std::vector<std::uint8_t>>, base::Failure> read_all_certificates(
    const std::vector<std::string>& files) {
    std::vector<std::vector<std::uint8_t>> out;
    for (const std::string& file : files) {
        const auto more = read_certificates(file);
        if (!more) return tl::unexpected(more.error());
        out.insert(out.end(), more->begin(), more->end());
    }
    return out;
}

base::Expected<Trust, base::Failure> read_trust(const TrustOptions& options) {
    auto anchors = read_all_certificates(options.anchors);
    if (!anchors) return tl::unexpected(anchors.error());
    auto lists = read_lists(options.lists);
    if (!lists) return tl::unexpected(lists.error());
    return Trust{std::move(*anchors), std::move(*lists)};
}

std::optional<TimestampAuthority> authority_of(const SigningOptions& options) {
    if (options.authority.empty()) return std::nullopt;
    return TimestampAuthority{options.authority, std::chrono::seconds(options.patience_s)};
}

SecretPrompt prompt_of(const Session& session, const SigningOptions& options) {
    return secret_prompt(session, options.from_stdin > 0 ? SecretSource::standard_input : SecretSource::terminal);
}

}  // namespace kiemphieu::station::cli
