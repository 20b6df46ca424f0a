#include "station/review/accounts.hpp"

#include <array>
#include <system_error>

#include <sodium.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "station/review/people.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Expected;
using base::Failure;
using base::FailureClass;

tl::unexpected<Failure> refuse(std::string place, std::string message) {
    return base::fail(Failure{FailureClass::bad_input, {}, std::move(place), std::move(message)});
}

fs::path verifier_file(const fs::path& case_folder, const base::Digest& credential) {
    return case_folder / "accounts" / (base::to_hex(credential) + ".argon2id");
}

/// The same passphrase typed on another keyboard is the same.
std::string normal(const std::string& passphrase) {
    return base::find_invalid_utf8(passphrase) ? passphrase : base::to_nfc(passphrase);
}

}  // namespace

bool has_passphrase(const CaseState& state, const std::string& who) {
    return state.accounts.contains(who);
}

Expected<void, Failure> make_account(Record& record, const CaseDefinition& definition, const fs::path& case_folder,
                                     const std::string& who, const std::string& passphrase) {
    const auto* person = find_person(definition.conference, who);
    if (!person) return refuse("name", "\"" + who + "\" is nobody of the committee");
    const std::string word = normal(passphrase);
    if (base::find_invalid_utf8(word)) return refuse("passphrase", "is no valid UTF-8");
    if (word.size() > most_passphrase_bytes || base::code_points(word).size() < least_passphrase_characters) {
        return refuse("passphrase", "is too short or too long; expected " +
                                        std::to_string(least_passphrase_characters) + " characters or more");
    }
    if (has_passphrase(record.state(), person->name)) return refuse("name", "has a passphrase already");
    std::array<char, crypto_pwhash_STRBYTES> verifier{};
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(verifier.data(), word.data(), word.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return base::fail(Failure{FailureClass::world, "", "passphrase", "no memory for Argon2id"});
    }
    const std::string text = std::string(verifier.data()) + "\n";
    const base::Digest credential = base::sha256(base::as_bytes(text));
    const fs::path file = verifier_file(case_folder, credential);
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    fs::permissions(file.parent_path(), fs::perms::owner_all, error);
    if (const auto written = base::write_file_durably(file, base::as_bytes(text)); !written) return written;
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
    const AccountMade event{person->name, person->role, credential};
    return record.append_all(std::array<Event, 1>{event}, [&](const CaseState& state) -> Expected<void, Failure> {
        if (has_passphrase(state, event.who)) return refuse("name", "has a passphrase already");
        return {};
    });
}

Expected<void, Failure> reset_account(Record& record, const CaseDefinition& definition, const std::string& who,
                                      const std::string& by) {
    const auto* head = find_person(definition.conference, by);
    if (!head || head->role != forms::CommitteeRole::head) {
        return refuse("--as", "\"" + by + "\" may not take a passphrase away; only the head does");
    }
    const auto* person = find_person(definition.conference, who);
    if (!person) return refuse("name", "\"" + who + "\" is nobody of the committee");
    const AccountReset event{person->name, head->name};
    return record.append_all(std::array<Event, 1>{event}, [&](const CaseState& state) -> Expected<void, Failure> {
        if (!has_passphrase(state, event.who)) return refuse("name", event.who + " has no passphrase to take away");
        return {};
    });
}

Expected<Passphrase, Failure> check_passphrase(const CaseState& state, const fs::path& case_folder,
                                               const std::string& who, const std::string& passphrase) {
    const auto account = state.accounts.find(who);
    if (account == state.accounts.end()) return refuse("name", "has no passphrase yet");
    const fs::path file = verifier_file(case_folder, account->second.credential);
    const auto text = base::read_text_file(file);
    if (!text || base::sha256(base::as_bytes(*text)) != account->second.credential || text->empty()) {
        return base::fail(Failure{FailureClass::broken_evidence, file.string(), "",
                                  "is missing or not the verifier that the record vouches for"});
    }
    const std::string verifier = text->substr(0, text->size() - 1);
    const std::string word = normal(passphrase);
    if (sodium_init() < 0) return base::fail(Failure{FailureClass::world, "", "", "no libsodium"});
    const bool right = crypto_pwhash_str_verify(verifier.c_str(), word.data(), word.size()) == 0;
    return right ? Passphrase::right : Passphrase::wrong;
}

}  // namespace kiemphieu::station
