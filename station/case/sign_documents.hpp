#pragma once
// Signs the documents of a confirmed count, each signature at its place, and logs it.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "station/case/documents.hpp"
#include "station/signing/certificate.hpp"
#include "station/signing/identity.hpp"
#include "station/signing/secret.hpp"
#include "station/signing/timestamp.hpp"

namespace kiemphieu::station {

/// A key, and where its owner signs.
struct SignerKey {
    std::string key;  ///< as open_identity takes it
    std::string
        place;  ///< "head", "secretary", "member-1" …, "chair"; empty: the owner's, found by the certificate's name
    bool operator==(const SignerKey&) const = default;
};

/// "PLACE=KEY" or "KEY".
SignerKey signer_key(const std::string& text);

struct SigningRequest {
    std::vector<SignerKey> signers;  ///< who sign, in turn
    /// Names of the documents to sign; every report when there is none, and never the counting minutes by themselves:
    /// they are kept secret and signed on paper. Source: rules.md "After the count" (Domain: HD 03-HD/VPTW).
    std::vector<std::string> documents;
    std::optional<TimestampAuthority> authority;
    std::vector<RevocationList> lists;
    std::vector<std::vector<std::uint8_t>> issuers;  ///< certificates above the signers', DER
    Moment now{};
    /// Opens a signer's key; another than open_identity where a key does not lie in a file.
    std::function<OpenedIdentity(const std::string& key, const SecretPrompt& ask)> open{open_identity};
};

/// Where a person of the committee signs: "head", "secretary", "member-1" …; nothing for who signs nothing.
std::optional<std::string> signing_place(const forms::Conference& conference, const forms::CommitteeMember& person);

struct SignatureMade {
    std::filesystem::path file;
    std::string place;
    std::string signer;  ///< the certificate's name
};

/// Signs files that write_minutes made, all or none: what can be refused is before the first PIN is used up, and what
/// fails later leaves every file as it was. Each file also goes to CASE/minutes/, from where evidence takes it.
/// Errors: bad_input when the count is not confirmed, a signer has no place on a document, the place or the document is
/// signed already by that hand, or as open_identity, check_certificate and sign_pdf; world.
[[nodiscard]] base::Expected<std::vector<SignatureMade>, base::Failure> sign_documents(CaseFolder& folder,
                                                                                       std::span<const MadeFile> files,
                                                                                       const SigningRequest& request,
                                                                                       const SecretPrompt& ask);

}  // namespace kiemphieu::station
