#pragma once
// Passphrases of the committee: Argon2id verifiers beside the record, each vouched for by an event.

#include <filesystem>
#include <string>

#include "station/review/count.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

/// Fewer characters are guessed too soon, even at a few guesses a minute; no other rule, since rules make people write
/// passphrases down. Source: NIST SP 800-63B section 5.1.1.2.
inline constexpr std::size_t least_passphrase_characters = 8;
/// More is no passphrase.
inline constexpr std::size_t most_passphrase_bytes = 200;

/// Whether the person has set a passphrase that holds.
bool has_passphrase(const CaseState& state, const std::string& who);

/// Sets the passphrase of a person who has none, and logs it. The verifier lies in CASE/accounts/, named by its digest.
/// Errors: bad_input when the person is nobody of the definition, has one already, or it is too short; world.
[[nodiscard]] base::Expected<void, base::Failure> make_account(Record& record, const CaseDefinition& definition,
                                                               const std::filesystem::path& case_folder,
                                                               const std::string& who, const std::string& passphrase);

/// The head takes a person's passphrase away; the next log-in sets a new one.
/// Errors: bad_input when `by` is not the head or the person has none; world.
[[nodiscard]] base::Expected<void, base::Failure> reset_account(Record& record, const CaseDefinition& definition,
                                                                const std::string& who, const std::string& by);

enum class Passphrase { right, wrong };

/// Takes some 0.1 s and 64 MiB, so that a stolen verifier is dear to guess at.
/// Errors: bad_input when the person has none; broken_evidence when the verifier is missing or not the logged one.
[[nodiscard]] base::Expected<Passphrase, base::Failure> check_passphrase(const CaseState& state,
                                                                         const std::filesystem::path& case_folder,
                                                                         const std::string& who,
                                                                         const std::string& passphrase);

}  // namespace kiemphieu::station
