#include "station/store/upgrade.hpp"

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/store/log_head.hpp"
#include "station/store/log_place.hpp"
#include "station/store/seal.hpp"
#include "station/store/signing_key.hpp"
#include "station/store/sqlite_log.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;
using Rows = std::vector<StoredEvent>;

/// The hash of version 1: no salt, and the body itself in the text.
base::Digest hash_of_version_1(const StoredEvent& event) {
    return base::sha256(base::as_bytes("kiemphieu-event-1\n" + std::to_string(event.number) + "\n" + event.time + "\n" +
                                       event.kind + "\n" + event.previous + "\n" + event.body));
}

base::Expected<base::Digest, Failure> check_chain_of_version_1(const Rows& rows) {
    base::Digest previous{};
    std::uint64_t number = 0;
    for (const StoredEvent& row : rows) {
        const base::Digest hash = hash_of_version_1(row);
        if (row.number != ++number || row.previous != base::to_hex(previous) || row.hash != base::to_hex(hash)) {
            return base::fail(Failure{FailureClass::broken_evidence, "record.sqlite", "event " + std::to_string(number),
                                      "does not follow the event before it; the record is not brought up to date"});
        }
        previous = hash;
    }
    return previous;
}

/// Version 1 knew no signing key: the first event gets it.
EventText text_of(const StoredEvent& row, const base::SigningKey& key) {
    if (row.number != 1) return {row.kind, row.body};
    auto body = nlohmann::json::parse(row.body, nullptr, false);
    if (body.is_object()) body["public_key"] = base::to_hex(key.public_key());
    return {row.kind, body.dump()};
}

base::Expected<void, Failure> write_anew(const fs::path& file, const Rows& rows, const base::Digest& fingerprint,
                                         const base::SigningKey& key, LogHead& head) {
    auto created = SqliteLog::create(file);
    if (!created) return base::fail(created.error());
    const auto database = std::move(*created);
    if (auto begun = database->begin(); !begun) return begun;
    const auto add = [&](std::string time, const EventText& text) -> base::Expected<void, Failure> {
        const StoredEvent row = make_row(head.number + 1, std::move(time), text, head.hash, key);
        auto logged = check_row(row, row.number, head.hash);
        if (!logged) return base::fail(logged.error());
        head = {logged->number, logged->hash};
        return database->insert(row);
    };
    for (const StoredEvent& row : rows) {
        if (auto added = add(row.time, text_of(row, key)); !added) return added;
    }
    const Upgraded upgraded{1, rows.size(), fingerprint};
    if (auto added = add(rows.back().time, to_text(upgraded)); !added) return added;
    if (auto committed = database->commit(); !committed) return committed;
    if (auto moved = database->move_log_into_file(); !moved) return moved;
    database->leave_no_side_files();
    return {};
}

base::Expected<void, Failure> copy_durably(const fs::path& from, const fs::path& to) {
    const auto bytes = base::read_file(from, 1ULL << 40U);
    if (!bytes) return base::fail(bytes.error());
    return base::write_file_durably(to, *bytes);
}

}  // namespace

base::Expected<void, Failure> upgrade_record(const fs::path& case_folder) {
    const auto place = read_log_place(case_folder);
    if (!place) return base::fail(place.error());
    if (*place) return {};
    const fs::path file = database_file(case_folder);
    const auto version = SqliteLog::version_of(file);
    if (!version) return base::fail(version.error());
    if (*version != 1) return {};
    const CaseLock lock(case_folder, CaseLock::Kind::exclusive);
    const auto rows = SqliteLog::rows_of_version_1(file);
    if (!rows) return base::fail(rows.error());
    if (rows->empty()) {
        return base::fail(Failure{FailureClass::bad_input, case_folder.string(), "", "holds a record without a case"});
    }
    const auto fingerprint = check_chain_of_version_1(*rows);
    if (!fingerprint) return base::fail(fingerprint.error());
    if (auto kept = copy_durably(file, case_folder / "record.sqlite.v1"); !kept) return kept;
    const auto key = make_signing_key(case_folder);
    if (!key) return base::fail(key.error());
    const fs::path fresh = case_folder / "record.sqlite.new";
    std::error_code error;
    fs::remove(fresh, error);  // left by an upgrade that was interrupted
    LogHead head;
    if (auto written = write_anew(fresh, *rows, *fingerprint, *key, head); !written) return written;
    // The head is written first: it is then ahead for a moment at worst, which a second try mends.
    if (auto pointed = write_head(case_folder, head); !pointed) return pointed;
    const auto seal = seal_of_file(fresh, head.number);
    if (!seal) return base::fail(seal.error());
    if (auto sealed = base::write_file_durably(seal_file(case_folder), base::as_bytes(to_text(*seal, *key))); !sealed) {
        return sealed;
    }
    for (const char* side : {"-wal", "-shm"}) fs::remove(file.string() + side, error);
    fs::rename(fresh, file, error);
    if (error) return base::fail(Failure{FailureClass::world, file.string(), "rename", error.message()});
    return {};
}

}  // namespace kiemphieu::station
