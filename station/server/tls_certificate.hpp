#pragma once
// The station's own certificate: made once, kept in the case, known by its fingerprint on the technician's terminal.

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station::server {

struct TlsCertificate {
    std::filesystem::path key;          ///< PEM, mode 0600
    std::filesystem::path certificate;  ///< PEM
    std::string fingerprint;            ///< SHA-256 of the certificate as browsers show it: AB:CD:…
};

/// The certificate in a folder; makes a key (P-256) and a certificate for these names and addresses where there is
/// none. Errors: world; bad_input when what lies there is no certificate.
[[nodiscard]] base::Expected<TlsCertificate, base::Failure> tls_certificate(const std::filesystem::path& folder,
                                                                            const std::vector<std::string>& names);

/// The machine's name and the addresses it is reached at, loopback among them.
std::vector<std::string> own_names();

}  // namespace kiemphieu::station::server
