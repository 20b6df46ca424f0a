#pragma once
// What makes a row of the log an event of this case: its hash over the event before, and the case's signature.
// docs/formats/record.md gives the bytes.

#include <cstdint>
#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/signature.hpp"
#include "station/store/event.hpp"

namespace kiemphieu::station {

/// A row of the log as it stands in the file, nothing checked.
struct StoredEvent {
    std::uint64_t number{};
    std::string time;
    std::string kind;
    std::string body;
    std::string salt;       ///< 32 hex digits: without it, nobody can tell from the hash what the body was
    std::string previous;   ///< hash of the event before, hex; 64 zeros for the first
    std::string hash;       ///< hex
    std::string signature;  ///< the case's, over the hash; hex
};

/// SHA-256 over salt and body: what stands for the body in the chain.
base::Digest body_digest(const StoredEvent& event);
/// The hash of an event whose body may be withheld.
base::Digest chain_hash(const StoredEvent& event, const base::Digest& body);
/// Whether the case's key signed this hash.
bool signed_by(const base::PublicKey& key, const base::Digest& hash, const std::string& signature);

/// The row of a new event.
StoredEvent make_row(std::uint64_t number, std::string time, const EventText& text, const base::Digest& previous,
                     const base::SigningKey& key);
/// Reads a row, which must be number `number` and follow `previous`; its signature is not looked at.
/// Errors: broken_evidence naming the event.
[[nodiscard]] base::Expected<LoggedEvent, base::Failure> check_row(const StoredEvent& row, std::uint64_t number,
                                                                   const base::Digest& previous);
/// Errors: broken_evidence naming the event, when its signature is not the key's.
[[nodiscard]] base::Expected<void, base::Failure> check_signature(const StoredEvent& row, const base::PublicKey& key);

}  // namespace kiemphieu::station
