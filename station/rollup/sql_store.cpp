#include "station/rollup/sql_store.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <sstream>
#include <stdexcept>

#include "station/rollup/register.hpp"

namespace kiemphieu::station::rollup {
namespace {

using base::Failure;
using base::FailureClass;

constexpr std::array<const char*, 6> tables{"submissions", "votes", "people", "signers", "refusals", "settlements"};

SqlValue number(int value) {
    return std::to_string(value);
}
SqlValue number(const std::optional<int>& value) {
    return value ? SqlValue(std::to_string(*value)) : std::nullopt;
}

/// What a column says; throws std::invalid_argument when it can't be that.
class Column {
  public:
    explicit Column(const SqlValue& value) : value_(value) {}

    std::string text() const {
        if (!value_) throw std::invalid_argument("a value is missing");
        return *value_;
    }
    int number() const {
        const std::string digits = text();
        int out = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
        if (error != std::errc{} || end != digits.data() + digits.size())
            throw std::invalid_argument("\"" + digits + "\" is no number");
        return out;
    }
    std::optional<int> number_or_nothing() const { return value_ ? std::optional(number()) : std::nullopt; }
    base::Digest digest() const {
        base::Digest out{};
        if (!base::parse_hex(text(), out)) throw std::invalid_argument("\"" + text() + "\" is no digest");
        return out;
    }
    forms::Date day() const {
        const auto out = day_of(text());
        if (!out) throw std::invalid_argument("\"" + text() + "\" is no day");
        return *out;
    }

  private:
    const SqlValue& value_;
};

std::string joined(const std::vector<base::Digest>& digests) {
    std::string out;
    for (const base::Digest& digest : digests) out += (out.empty() ? "" : " ") + base::to_hex(digest);
    return out;
}
std::vector<base::Digest> digests_in(const std::string& text) {
    std::vector<base::Digest> out;
    std::istringstream in(text);
    for (std::string hex; in >> hex;) {
        const SqlValue value(hex);
        out.push_back(Column(value).digest());
    }
    return out;
}

class SqlStore : public RollupStore {
  public:
    explicit SqlStore(std::unique_ptr<SqlConnection> connection) : connection_(std::move(connection)) {}

    base::Expected<TakeOutcome, Failure> take(const Submission& submission) override {
        return whole([&]() -> TakeOutcome {
            const SqlRow given{base::to_hex(submission.digest),
                               base::to_hex(submission.came),
                               std::string(name_of(submission.kind)),
                               submission.file,
                               iso_day(submission.received),
                               submission.unit,
                               submission.session,
                               iso_day(submission.vote_day),
                               submission.conference,
                               submission.fingerprint};
            const auto added = rows(
                "INSERT INTO submissions (digest, came, kind, file, received, unit, session, vote_day, conference, "
                "fingerprint) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (digest) DO NOTHING "
                "RETURNING digest",
                given);
            if (added.empty()) return compared(submission);
            add_figures(submission);
            return TakeOutcome::added;
        });
    }

    base::Expected<bool, Failure> has(const base::Digest& digest) override {
        return guarded(
            [&] { return !rows("SELECT digest FROM submissions WHERE digest = $1", {base::to_hex(digest)}).empty(); });
    }

    base::Expected<void, Failure> refuse(const Refusal& refusal) override {
        return whole([&] {
            const auto last = rows(
                "SELECT digest, file, day, reason, place, message FROM refusals WHERE digest = $1 ORDER BY number DESC "
                "LIMIT 1",
                {base::to_hex(refusal.digest)});
            if (!last.empty()) {
                const Refusal before = refusal_of(last.front());
                if (before.reason == refusal.reason && before.place == refusal.place &&
                    before.message == refusal.message)
                    return;
            }
            rows("INSERT INTO refusals (digest, file, day, reason, place, message) VALUES ($1, $2, $3, $4, $5, $6)",
                 {base::to_hex(refusal.digest), refusal.file, iso_day(refusal.day),
                  std::string(name_of(refusal.reason)), refusal.place, refusal.message});
        });
    }

    base::Expected<void, Failure> settle(const Settlement& settlement) override {
        return whole([&] {
            rows(
                "INSERT INTO settlements (unit, style, digest, against, who, why, day) VALUES ($1, $2, $3, $4, $5, $6, "
                "$7)",
                {settlement.unit, settlement.style.value, base::to_hex(settlement.digest), joined(settlement.against),
                 settlement.who, settlement.why, iso_day(settlement.day)});
        });
    }

    base::Expected<RollupContents, Failure> contents() override {
        return whole([&] {
            RollupContents out;
            out.submissions = submissions("", {});
            for (const SqlRow& row :
                 rows("SELECT digest, file, day, reason, place, message FROM refusals ORDER BY number", {}))
                out.refusals.push_back(refusal_of(row));
            for (const SqlRow& row :
                 rows("SELECT unit, style, digest, against, who, why, day FROM settlements ORDER BY number", {})) {
                out.settlements.push_back({Column(row[0]).text(), base::StyleId{Column(row[1]).text()},
                                           Column(row[2]).digest(), digests_in(Column(row[3]).text()),
                                           Column(row[4]).text(), Column(row[5]).text(), Column(row[6]).day()});
            }
            return out;
        });
    }

  private:
    /// Carries a failure of the connection out of work that is written without looking at each statement.
    struct Failed {
        Failure failure;
    };

    std::vector<SqlRow> rows(const std::string& statement, const SqlRow& values) {
        auto found = connection_->run(statement, values);
        if (!found) throw Failed{found.error()};
        return std::move(*found);
    }

    template <class Work>
    auto guarded(Work work) -> base::Expected<decltype(work()), Failure> {
        try {
            if constexpr (std::is_void_v<decltype(work())>) {
                work();
                return {};
            } else {
                return work();
            }
        } catch (const Failed& failed) {
            return base::fail(failed.failure);
        } catch (const std::invalid_argument& error) {
            return base::fail(Failure{FailureClass::broken_evidence, connection_->name(), "", error.what()});
        }
    }

    /// Work in one transaction.
    template <class Work>
    auto whole(Work work) -> base::Expected<decltype(work()), Failure> {
        if (auto begun = connection_->begin(); !begun) return base::fail(begun.error());
        auto done = guarded(std::move(work));
        if (!done) {
            connection_->rollback();
            return done;
        }
        if (auto kept = connection_->commit(); !kept) {
            connection_->rollback();
            return base::fail(kept.error());
        }
        return done;
    }

    void add_figures(const Submission& submission) {
        const std::string digest = base::to_hex(submission.digest);
        for (const std::string& name : submission.signers)
            rows("INSERT INTO signers (digest, name) VALUES ($1, $2)", {digest, name});
        for (const VoteFigures& vote : submission.votes) {
            rows("INSERT INTO votes (digest, style, issued, collected) VALUES ($1, $2, $3, $4)",
                 {digest, vote.style.value, number(vote.issued), number(vote.collected)});
            for (const PersonFigures& person : vote.people) {
                rows(
                    "INSERT INTO people (digest, style, number, name, position, valid, invalid, high, confidence, low) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    {digest, vote.style.value, number(person.number), person.name, person.position,
                     number(person.valid), number(person.invalid), number(person.levels[0]), number(person.levels[1]),
                     number(person.levels[2])});
            }
        }
    }

    /// What is the board's own, the name and the day a file came with, makes no difference.
    TakeOutcome compared(Submission submission) {
        const auto stored = submissions(" WHERE digest = $1", {base::to_hex(submission.digest)});
        submission.came = stored.at(0).came;
        submission.file = stored.at(0).file;
        submission.received = stored.at(0).received;
        // Whether an issuer is trusted depends on what the board trusts today.
        submission.signers = stored.at(0).signers;
        return submission == stored.at(0) ? TakeOutcome::known : TakeOutcome::differing;
    }

    std::vector<Submission> submissions(const std::string& where, const SqlRow& values) {
        std::vector<Submission> out;
        std::map<std::string, std::size_t> index;
        for (const SqlRow& row : rows("SELECT digest, came, kind, file, received, unit, session, vote_day, "
                                      "conference, fingerprint FROM submissions" +
                                          where + " ORDER BY digest",
                                      values)) {
            const auto kind = submission_kind_of(Column(row[2]).text());
            if (!kind) throw std::invalid_argument("\"" + Column(row[2]).text() + "\" is no kind of submission");
            index[Column(row[0]).text()] = out.size();
            out.push_back({Column(row[0]).digest(),
                           Column(row[1]).digest(),
                           *kind,
                           Column(row[3]).text(),
                           Column(row[4]).day(),
                           Column(row[5]).text(),
                           Column(row[6]).text(),
                           Column(row[7]).day(),
                           Column(row[8]).text(),
                           Column(row[9]).text(),
                           {},
                           {}});
        }
        const auto of = [&](const SqlRow& row) -> Submission& {
            const auto found = index.find(Column(row[0]).text());
            if (found == index.end()) throw std::invalid_argument("figures of no submission: " + Column(row[0]).text());
            return out[found->second];
        };
        for (const SqlRow& row : rows("SELECT digest, name FROM signers" + where + " ORDER BY digest, name", values))
            of(row).signers.push_back(Column(row[1]).text());
        for (Submission& each : out) std::ranges::sort(each.signers);
        for (const SqlRow& row : rows("SELECT digest, style, issued, collected FROM votes" + where, values)) {
            of(row).votes.push_back({base::StyleId{Column(row[1]).text()},
                                     Column(row[2]).number_or_nothing(),
                                     Column(row[3]).number(),
                                     {}});
        }
        // Databases sort texts by their own rules; ours is by bytes.
        for (Submission& each : out) std::ranges::sort(each.votes, {}, &VoteFigures::style);
        for (const SqlRow& row : rows("SELECT digest, style, number, name, position, valid, invalid, high, confidence, "
                                      "low FROM people" +
                                          where + " ORDER BY digest, style, number",
                                      values)) {
            auto& votes = of(row).votes;
            const auto vote = std::ranges::find(votes, base::StyleId{Column(row[1]).text()}, &VoteFigures::style);
            if (vote == votes.end()) throw std::invalid_argument("a person's figures are of no vote");
            vote->people.push_back({Column(row[2]).number(),
                                    Column(row[3]).text(),
                                    Column(row[4]).text(),
                                    Column(row[5]).number(),
                                    Column(row[6]).number(),
                                    {Column(row[7]).number(), Column(row[8]).number(), Column(row[9]).number()}});
        }
        for (const Submission& each : out) {
            for (const VoteFigures& vote : each.votes) {
                if (const auto fault = fault_of(vote))
                    throw std::invalid_argument(base::to_hex(each.digest) + ", style " + vote.style.value + ": " +
                                                *fault);
            }
        }
        std::ranges::sort(out, {}, &Submission::digest);
        return out;
    }

    static Refusal refusal_of(const SqlRow& row) {
        const auto reason = refusal_reason_of(Column(row[3]).text());
        if (!reason) throw std::invalid_argument("\"" + Column(row[3]).text() + "\" is no reason of a refusal");
        return {Column(row[0]).digest(), Column(row[1]).text(), Column(row[2]).day(), *reason,
                Column(row[4]).text(),   Column(row[5]).text()};
    }

    std::unique_ptr<SqlConnection> connection_;
};

}  // namespace

std::span<const char* const> kept_tables() {
    return tables;
}

std::vector<std::string> table_statements(const std::string& counter) {
    return {
        "CREATE TABLE rollup_format (version TEXT NOT NULL)",
        std::string("INSERT INTO rollup_format (version) VALUES ('") + rollup_format + "')",
        "CREATE TABLE submissions (digest TEXT PRIMARY KEY, came TEXT NOT NULL, kind TEXT NOT NULL, file TEXT NOT "
        "NULL, received TEXT NOT "
        "NULL, unit TEXT NOT NULL, session TEXT NOT NULL, vote_day TEXT NOT NULL, conference TEXT NOT NULL, "
        "fingerprint TEXT NOT NULL)",
        "CREATE TABLE signers (digest TEXT NOT NULL REFERENCES submissions, name TEXT NOT NULL, PRIMARY KEY (digest, "
        "name))",
        "CREATE TABLE votes (digest TEXT NOT NULL REFERENCES submissions, style TEXT NOT NULL, issued INTEGER, "
        "collected INTEGER NOT NULL, PRIMARY KEY (digest, style))",
        "CREATE TABLE people (digest TEXT NOT NULL, style TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, "
        "position TEXT NOT NULL, valid INTEGER NOT NULL, invalid INTEGER NOT NULL, high INTEGER NOT NULL, confidence "
        "INTEGER NOT NULL, low INTEGER NOT NULL, PRIMARY KEY (digest, style, number), FOREIGN KEY (digest, style) "
        "REFERENCES votes, CHECK (high + confidence + low = valid))",
        "CREATE TABLE refusals (number " + counter +
            ", digest TEXT NOT NULL, file TEXT NOT NULL, day TEXT NOT NULL, reason TEXT NOT NULL, place TEXT NOT NULL, "
            "message TEXT NOT NULL)",
        "CREATE INDEX refusals_of_file ON refusals (digest)",
        "CREATE TABLE settlements (number " + counter +
            ", unit TEXT NOT NULL, style TEXT NOT NULL, digest TEXT NOT NULL, against TEXT NOT NULL, who TEXT NOT "
            "NULL, why TEXT NOT NULL, day TEXT NOT NULL)",
    };
}

base::Expected<std::unique_ptr<RollupStore>, Failure> store_on(std::unique_ptr<SqlConnection> connection) {
    const auto version = connection->run("SELECT version FROM rollup_format", {});
    if (!version) return base::fail(version.error());
    if (version->size() != 1 || version->front().at(0) != SqlValue(rollup_format)) {
        return base::fail(Failure{FailureClass::bad_input, connection->name(), "rollup_format",
                                  std::string("is of another version of this program; expected ") + rollup_format});
    }
    return std::make_unique<SqlStore>(std::move(connection));
}

base::Expected<std::unique_ptr<RollupStore>, Failure> open_rollup_store(const std::string& where) {
    const bool server = where.starts_with("postgresql://") || where.starts_with("postgres://");
    auto connection = server ? connect_postgres(where) : connect_sqlite(where);
    if (!connection) return base::fail(connection.error());
    return store_on(std::move(*connection));
}

}  // namespace kiemphieu::station::rollup
