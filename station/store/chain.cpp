#include "station/store/chain.hpp"

#include <array>

namespace kiemphieu::station {
namespace {

using base::Failure;
using base::FailureClass;

tl::unexpected<Failure> broken(std::uint64_t number, std::string message) {
    return base::fail(
        Failure{FailureClass::broken_evidence, "record.sqlite", "event " + std::to_string(number), std::move(message)});
}

/// What the key signs: marked as an event's, so that no other signature of this key can stand for it.
std::string signed_text(const base::Digest& hash) {
    return "kiemphieu-event-2-signature\n" + base::to_hex(hash);
}

}  // namespace

base::Digest body_digest(const StoredEvent& event) {
    return base::sha256(base::as_bytes(event.salt + "\n" + event.body));
}

base::Digest chain_hash(const StoredEvent& event, const base::Digest& body) {
    const std::string text = "kiemphieu-event-2\n" + std::to_string(event.number) + "\n" + event.time + "\n" +
                             event.kind + "\n" + event.previous + "\n" + base::to_hex(body);
    return base::sha256(base::as_bytes(text));
}

bool signed_by(const base::PublicKey& key, const base::Digest& hash, const std::string& signature) {
    base::Signature bytes{};
    // Lower-case hex only: one signature has one text, or a changed digit could hide in its case.
    return base::parse_hex(signature, bytes) && base::to_hex(bytes) == signature &&
           base::verify_signature(key, base::as_bytes(signed_text(hash)), bytes);
}

StoredEvent make_row(std::uint64_t number, std::string time, const EventText& text, const base::Digest& previous,
                     const base::SigningKey& key) {
    std::array<std::uint8_t, 16> salt{};
    base::random_bytes(salt);
    StoredEvent row{number, std::move(time), text.kind, text.body, base::to_hex(salt), base::to_hex(previous), {}, {}};
    const base::Digest hash = chain_hash(row, body_digest(row));
    row.hash = base::to_hex(hash);
    row.signature = base::to_hex(key.sign(base::as_bytes(signed_text(hash))));
    return row;
}

base::Expected<LoggedEvent, Failure> check_row(const StoredEvent& row, std::uint64_t number,
                                               const base::Digest& previous) {
    if (row.number != number) return broken(number, "is missing; event " + std::to_string(row.number) + " follows");
    if (row.previous != base::to_hex(previous)) return broken(number, "does not follow the event before it");
    LoggedEvent logged{row.number, row.time, {}, chain_hash(row, body_digest(row))};
    if (row.hash != base::to_hex(logged.hash)) return broken(number, "was altered: its hash does not match it");
    auto event = event_from_text({row.kind, row.body});
    if (!event) return broken(number, base::to_string(event.error()));
    logged.event = std::move(*event);
    return logged;
}

base::Expected<void, Failure> check_signature(const StoredEvent& row, const base::PublicKey& key) {
    base::Digest hash{};
    if (base::parse_hex(row.hash, hash) && signed_by(key, hash, row.signature)) return {};
    return broken(row.number, "is not signed by the key of this case");
}

}  // namespace kiemphieu::station
