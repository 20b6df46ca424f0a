#include "station/stations/adopt.hpp"

#include <functional>

#include "base/file.hpp"
#include "station/stations/scanning_station.hpp"
#include "station/store/image_store.hpp"
#include "station/store/log_copy.hpp"
#include "station/store/postgres_images.hpp"
#include "station/store/postgres_log.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;
using Bytes = std::vector<std::uint8_t>;
using Images = std::function<base::Expected<Bytes, Failure>(const base::Digest&)>;

/// Events of a station that are taken over together: their images are in memory at once.
constexpr std::size_t events_at_once = 32;

/// One station's chain being taken over. What was taken over before a cut is known by its images, its batch by its
/// origin, so the same events again change nothing.
class Adoption {
  public:
    Adoption(Record& record, const OtherStation& station, const LogDatabase& chain, Images images)
        : record_(record), station_(station), chain_(chain), images_(std::move(images)) {
        result_.station = station.joined.station;
        result_.ended = station.ended;
        for (const auto& [id, opened] : record.state().batches) {
            if (opened.origin && opened.origin->station == result_.station) batches_[opened.origin->batch].id = id;
        }
    }

    base::Expected<TakenOver, Failure> run() {
        while (true) {
            const auto rows = chain_.rows_after(station_.through, events_at_once);
            if (!rows) return base::fail(rows.error());
            if (rows->empty()) return result_;
            if (auto taken = take(*rows); !taken) return base::fail(taken.error());
        }
    }

  private:
    base::Expected<void, Failure> take(const std::vector<StoredEvent>& rows) {
        std::uint64_t number = station_.through;
        base::Digest previous = station_.hash;
        const int before = result_.accepted;
        for (const StoredEvent& row : rows) {
            auto logged = check_row(row, number + 1, previous);
            if (!logged) return broken(logged.error());
            if (auto by_key = check_signature(row, station_.joined.key); !by_key) return broken(by_key.error());
            number = logged->number;
            previous = logged->hash;
            if (auto done = follow(*logged); !done) return done;
        }
        if (auto done = accept_waiting(); !done) return done;
        const StationAdopted adopted{result_.station, number, previous, result_.accepted - before, result_.ended};
        if (auto logged = record_.append(adopted); !logged) return logged;
        result_.events += static_cast<int>(rows.size());
        station_.through = number;
        station_.hash = previous;
        return {};
    }

    base::Expected<void, Failure> follow(const LoggedEvent& logged) {
        if (const auto* made = std::get_if<CaseMade>(&logged.event)) return check_beginning(*made);
        if (const auto* opened = std::get_if<BatchOpened>(&logged.event)) {
            note_batch(*opened, logged.number);
        } else if (const auto* accepted = std::get_if<SheetAccepted>(&logged.event)) {
            return wait_for(accepted->sheet, logged.number);
        } else if (const auto* aside = std::get_if<BatchSetAside>(&logged.event)) {
            return set_aside(*aside);
        } else if (std::holds_alternative<StationEnded>(logged.event)) {
            result_.ended = true;
        }
        return {};
    }

    base::Expected<void, Failure> check_beginning(const CaseMade& made) const {
        const CaseMade& ours = record_.state().made;
        if (made.conference == ours.conference && made.station == result_.station && made.files == ours.files)
            return {};
        return broken({FailureClass::broken_evidence, "", "event 1", "is of another count or station"});
    }

    void note_batch(const BatchOpened& opened, std::uint64_t number) {
        Batch& batch = batches_[number];
        batch.source = opened.source;
        batch.name = opened.name;
        batch.origin = BatchOrigin{result_.station, number};
    }

    /// A batch that was taken over before any new sheet of it was stands nowhere in the record that leads: it is read
    /// from the station's chain once more. The station's signature binds the row to its number.
    base::Expected<void, Failure> recall_batch(std::uint64_t batch, std::uint64_t named_by) {
        const auto nameless = [&] {
            return broken({FailureClass::broken_evidence, "", "event " + std::to_string(named_by), "names no batch"});
        };
        if (batch == 0 || batch >= named_by) return nameless();
        const auto rows = chain_.rows_after(batch - 1, 1);
        if (!rows) return base::fail(rows.error());
        base::Digest before{};
        if (rows->empty() || !base::parse_hex(rows->front().previous, before)) return nameless();
        const auto logged = check_row(rows->front(), batch, before);
        if (!logged) return broken(logged.error());
        if (auto by_key = check_signature(rows->front(), station_.joined.key); !by_key) return broken(by_key.error());
        const auto* opened = std::get_if<BatchOpened>(&logged->event);
        if (!opened) return nameless();
        note_batch(*opened, batch);
        return {};
    }

    base::Expected<void, Failure> wait_for(const AcceptedSheet& sheet, std::uint64_t number) {
        if (waiting_in_ != sheet.batch.value) {
            if (auto done = accept_waiting(); !done) return done;
            waiting_in_ = sheet.batch.value;
        }
        if (!batches_.contains(sheet.batch.value)) {
            if (auto recalled = recall_batch(sheet.batch.value, number); !recalled) return recalled;
        }
        auto bytes = images_(sheet.key.image);
        if (!bytes) return broken(bytes.error());
        waiting_bytes_.push_back(std::move(*bytes));
        waiting_.push_back({sheet.key, sheet.file, waiting_bytes_.back(), sheet.reading});
        return {};
    }

    base::Expected<void, Failure> accept_waiting() {
        if (waiting_.empty()) return {};
        const auto accepted = record_.accept(batches_.at(waiting_in_), waiting_);
        if (!accepted) return base::fail(accepted.error());
        for (const Acceptance one : *accepted) {
            ++(one == Acceptance::accepted ? result_.accepted : result_.already_known);
        }
        waiting_.clear();
        waiting_bytes_.clear();
        return {};
    }

    base::Expected<void, Failure> set_aside(const BatchSetAside& event) {
        if (auto done = accept_waiting(); !done) return done;
        const auto batch = batches_.find(event.batch.value);
        // A batch all of whose sheets came from elsewhere was never opened here.
        if (batch == batches_.end() || !batch->second.id) return {};
        if (record_.state().batches_aside.contains(*batch->second.id)) return {};
        return record_.append(BatchSetAside{*batch->second.id, event.who, event.why});
    }

    tl::unexpected<Failure> broken(Failure failure) const {
        failure.file =
            "station " + std::to_string(result_.station) + " (" + station_.joined.name + "), " + chain_.place();
        return base::fail(std::move(failure));
    }

    Record& record_;
    OtherStation station_;
    const LogDatabase& chain_;
    Images images_;
    TakenOver result_;
    std::map<std::uint64_t, Batch> batches_;  ///< by their number in the station's chain
    std::uint64_t waiting_in_{};
    std::vector<NewSheet> waiting_;
    std::vector<Bytes> waiting_bytes_;
};

}  // namespace

base::Expected<std::vector<TakenOver>, Failure> adopt_from_server(CaseFolder& leading, const std::string& url) {
    Record& record = leading.record();
    if (auto fresh = record.refresh(); !fresh) return base::fail(fresh.error());
    auto images = PostgresImages::open(url);
    if (!images) return base::fail(images.error());
    std::vector<TakenOver> taken;
    const auto stations = record.state().stations;
    for (const auto& [number, station] : stations) {
        const auto chain =
            PostgresLog::open({url, station_log_name(record.state().made.conference, number)}, PostgresLog::Use::look);
        if (!chain) return base::fail(chain.error());
        auto one =
            Adoption(record, station, **chain, [&](const base::Digest& image) { return images->get(image); }).run();
        if (!one) return base::fail(one.error());
        taken.push_back(*one);
    }
    return taken;
}

base::Expected<TakenOver, Failure> adopt_from_folder(CaseFolder& leading, const fs::path& folder) {
    Record& record = leading.record();
    if (auto fresh = record.refresh(); !fresh) return base::fail(fresh.error());
    const auto theirs = Record::open(folder, {}, Access::look);
    if (!theirs) return base::fail(theirs.error());
    const int number = theirs->state().made.station;
    const auto station = record.state().stations.find(number);
    if (station == record.state().stations.end() || station->second.joined.key != theirs->state().made.public_key) {
        return base::fail(Failure{FailureClass::bad_input, folder.string(), "", "is no station of this count"});
    }
    const auto copy = LogCopy::make(folder);
    if (!copy) return base::fail(copy.error());
    const auto chain = copy->open();
    if (!chain) return base::fail(chain.error());
    const ImageStore images(image_folder(folder));
    const auto get = [&](const base::Digest& image) -> base::Expected<Bytes, Failure> {
        if (auto checked = images.check(image); !checked) return base::fail(checked.error());
        const auto path = images.find(image);
        if (!path) return base::fail(path.error());
        return base::read_file(*path);
    };
    return Adoption(record, station->second, **chain, get).run();
}

}  // namespace kiemphieu::station
