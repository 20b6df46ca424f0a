#include "station/store/migrate.hpp"

#include <tuple>

#include "base/file.hpp"
#include "base/ids.hpp"
#include "station/store/log_head.hpp"
#include "station/store/log_place.hpp"
#include "station/store/seal.hpp"
#include "station/store/signing_key.hpp"
#include "station/store/sqlite_log.hpp"
#include "station/store/upgrade.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;
using Rows = std::vector<StoredEvent>;

constexpr std::size_t rows_at_once = 1000;

bool same(const StoredEvent& a, const StoredEvent& b) {
    const auto fields = [](const StoredEvent& row) {
        return std::tie(row.number, row.time, row.kind, row.body, row.salt, row.previous, row.hash, row.signature);
    };
    return fields(a) == fields(b);
}

/// A log being copied, row by row checked. What lies at `to` already must be what would be written.
class Copying {
  public:
    Copying(const LogDatabase& from, LogDatabase& to) : from_(from), to_(to) {}

    /// Copies all rows, or none.
    [[nodiscard]] base::Expected<std::uint64_t, Failure> run(const std::optional<LogHead>& head) {
        if (auto begun = to_.begin(); !begun) return base::fail(begun.error());
        auto copied = copy_all();
        if (copied) copied = check(head);
        if (copied) copied = to_.commit();
        if (copied) return number_;
        to_.rollback();
        return base::fail(copied.error());
    }

    /// What is left of the source after a log's end was cut off must not pass for the whole.
    [[nodiscard]] base::Expected<void, Failure> check(const std::optional<LogHead>& head) const {
        if (!head || head->number <= number_) return {};
        return base::fail(Failure{FailureClass::broken_evidence, from_.place(), "",
                                  "events after " + std::to_string(number_) + " are missing; this folder had " +
                                      std::to_string(head->number)});
    }

  private:
    base::Expected<void, Failure> copy_all() {
        while (true) {
            const auto rows = from_.rows_after(number_, rows_at_once);
            if (!rows) return base::fail(rows.error());
            const auto there = to_.rows_after(number_, rows_at_once);
            if (!there) return base::fail(there.error());
            for (std::size_t i = 0; i < rows->size(); ++i) {
                if (auto copied = copy((*rows)[i], i < there->size() ? &(*there)[i] : nullptr); !copied) return copied;
            }
            if (there->size() > rows->size()) return differs("holds more events than the record");
            if (rows->size() < rows_at_once) return {};
        }
    }

    base::Expected<void, Failure> copy(const StoredEvent& row, const StoredEvent* there) {
        const auto logged = check_row(row, number_ + 1, previous_);
        if (!logged) return base::fail(logged.error());
        if (const auto* made = std::get_if<CaseMade>(&logged->event)) key_ = made->public_key;
        if (auto by_key = check_signature(row, key_); !by_key) return by_key;
        number_ = logged->number;
        previous_ = logged->hash;
        if (there == nullptr) return to_.insert(row);
        return same(*there, row) ? base::Expected<void, Failure>{}
                                 : differs("holds another event " + std::to_string(number_));
    }

    tl::unexpected<Failure> differs(std::string message) const {
        return base::fail(Failure{FailureClass::broken_evidence, to_.place(), "", std::move(message)});
    }

    const LogDatabase& from_;
    LogDatabase& to_;
    std::uint64_t number_{};
    base::Digest previous_{};
    base::PublicKey key_{};
};

/// The first name beside `file` that is free: FILE.moved-1, …
fs::path free_name(const fs::path& file) {
    for (int i = 1;; ++i) {
        const fs::path name = file.string() + ".moved-" + std::to_string(i);
        std::error_code error;
        if (!fs::exists(name, error)) return name;
    }
}

/// What was there stays, under another name.
base::Expected<void, Failure> lay_aside(const fs::path& file) {
    std::error_code error;
    if (!fs::exists(file, error)) return {};
    const fs::path name = free_name(file);
    const fs::path log = file.string() + "-wal";
    if (fs::exists(log, error)) fs::rename(log, name.string() + "-wal", error);
    if (!error) fs::rename(file, name, error);
    if (error) return base::fail(Failure{FailureClass::world, file.string(), "rename", error.message()});
    return {};
}

/// Copies under the source's lock and closes it: whoever waits to append is refused, and told where the record is now.
base::Expected<std::uint64_t, Failure> copy_and_close(LogDatabase& from, LogDatabase& to, const fs::path& case_folder,
                                                      const std::string& moved_to) {
    const auto head = read_head(case_folder);
    if (!head) return base::fail(head.error());
    if (auto begun = from.begin(); !begun) return base::fail(begun.error());
    auto copied = Copying(from, to).run(*head);
    base::Expected<void, Failure> closed{};
    if (copied) closed = from.close_for_good(moved_to);
    if (copied && closed) closed = from.commit();
    if (copied && closed) return copied;
    from.rollback();
    return copied ? base::fail(closed.error()) : copied;
}

/// Lets a finished SQLite log stand as one file.
base::Expected<void, Failure> finish_file(SqliteLog& log, const fs::path& file, const fs::path& case_folder,
                                          const base::SigningKey& key, std::uint64_t events) {
    if (auto moved = log.move_log_into_file(); !moved) return moved;
    log.leave_no_side_files();
    const auto seal = seal_of_file(file, events);
    if (!seal) return base::fail(seal.error());
    if (auto aside = lay_aside(seal_file(case_folder)); !aside) return aside;
    return base::write_file_durably(seal_file(case_folder), base::as_bytes(to_text(*seal, key)));
}

base::Expected<base::SigningKey, Failure> key_of(const fs::path& case_folder) {
    const auto key = read_signing_key(case_folder);
    if (!key) return base::fail(key.error());
    if (*key) return **key;
    return base::fail(Failure{FailureClass::bad_input, signing_key_file(case_folder).string(), "",
                              "is missing; without it a record can't be moved"});
}

/// The name of a case's log on a server: its conference and how often it moved there.
base::Expected<std::string, Failure> log_name(const LogDatabase& log, const fs::path& case_folder) {
    const auto first = log.rows_after(0, 1);
    if (!first) return base::fail(first.error());
    if (first->empty()) return base::fail(Failure{FailureClass::bad_input, log.place(), "", "holds no case"});
    const auto event = event_from_text({first->front().kind, first->front().body});
    const auto* made = event ? std::get_if<CaseMade>(&*event) : nullptr;
    if (made == nullptr) {
        return base::fail(
            Failure{FailureClass::broken_evidence, log.place(), "event 1", "is not the making of a case"});
    }
    int moves = 1;
    std::error_code error;
    while (fs::exists(place_file(case_folder).string() + ".moved-" + std::to_string(moves), error)) ++moves;
    return postgres_log_name(made->conference, moves);
}

}  // namespace

std::string postgres_log_name(const base::ConferenceId& conference, int moves) {
    return base::to_hex(conference.value) + "." + std::to_string(moves);
}

base::Expected<std::uint64_t, Failure> move_record_to_postgres(const fs::path& case_folder, const std::string& url) {
    const auto place = read_log_place(case_folder);
    if (!place) return base::fail(place.error());
    if (*place) return base::fail(Failure{FailureClass::bad_input, case_folder.string(), "", "is on a server already"});
    const auto key = key_of(case_folder);
    if (!key) return base::fail(key.error());
    if (auto upgraded = upgrade_record(case_folder); !upgraded) return base::fail(upgraded.error());
    const auto from = SqliteLog::open(database_file(case_folder));
    if (!from) return base::fail(from.error());
    const auto name = log_name(**from, case_folder);
    if (!name) return base::fail(name.error());
    const PostgresPlace target{url, *name};
    const auto to = PostgresLog::open(target);
    if (!to) return base::fail(to.error());
    auto copied = copy_and_close(**from, **to, case_folder, (*to)->place());
    if (!copied) return copied;
    (*from)->settle(LogDatabase::Moment::made, *key, *copied);
    (*from)->settle(LogDatabase::Moment::closing, *key, *copied);
    if (auto written = write_log_place(case_folder, target); !written) return base::fail(written.error());
    return copied;
}

base::Expected<std::uint64_t, Failure> move_record_to_sqlite(const fs::path& case_folder) {
    const auto place = read_log_place(case_folder);
    if (!place) return base::fail(place.error());
    if (!*place)
        return base::fail(Failure{FailureClass::bad_input, case_folder.string(), "", "is in its folder already"});
    const auto key = key_of(case_folder);
    if (!key) return base::fail(key.error());
    const auto from = PostgresLog::open(**place);
    if (!from) return base::fail(from.error());
    const fs::path fresh = database_file(case_folder).string() + ".new";
    std::error_code error;
    for (const char* side : {"", "-wal", "-shm"}) fs::remove(fresh.string() + side, error);  // of an interrupted move
    const auto to = SqliteLog::create(fresh);
    if (!to) return base::fail(to.error());
    auto copied = copy_and_close(**from, **to, case_folder, "a folder's own record.sqlite");
    if (!copied) return copied;
    if (auto finished = finish_file(**to, fresh, case_folder, *key, *copied); !finished) {
        return base::fail(finished.error());
    }
    if (auto aside = lay_aside(database_file(case_folder)); !aside) return base::fail(aside.error());
    fs::remove(database_file(case_folder).string() + "-shm", error);  // an index that SQLite makes anew
    fs::rename(fresh, database_file(case_folder), error);
    if (error) return base::fail(Failure{FailureClass::world, fresh.string(), "rename", error.message()});
    if (auto aside = lay_aside(place_file(case_folder)); !aside) return base::fail(aside.error());
    return copied;
}

}  // namespace kiemphieu::station
