#include "station/stations/scanning_station.hpp"

#include "base/file.hpp"
#include "station/review/people.hpp"
#include "station/store/postgres_images.hpp"
#include "station/store/postgres_log.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// Events of one transaction: a few sheets, so that little is sent twice after a cut.
constexpr std::size_t events_at_once = 32;

base::Expected<void, Failure> make_folder(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && (!fs::is_directory(folder, error) || !fs::is_empty(folder, error))) {
        return base::fail(
            Failure{FailureClass::bad_input, folder.string(), "", "exists already; expected a new or empty folder"});
    }
    for (const char* name : {"", "keys", "layouts", "images"}) {
        fs::create_directories(folder / name, error);
        if (error) return base::fail(Failure{FailureClass::world, (folder / name).string(), "", error.message()});
    }
    fs::permissions(folder, fs::perms::owner_all, error);
    return {};
}

base::Expected<void, Failure> copy_files(const CaseFolder& leading, const fs::path& folder) {
    for (const auto& [path, digest] : leading.record().state().made.files) {
        const auto bytes = base::read_file(leading.path() / path);
        if (!bytes) return base::fail(bytes.error());
        if (base::sha256(*bytes) != digest) {
            return base::fail(Failure{FailureClass::broken_evidence, (leading.path() / path).string(), "",
                                      "was altered after the case was made"});
        }
        if (auto written = base::write_file_durably(folder / path, *bytes); !written) return written;
        std::error_code error;
        if (path.starts_with("keys/")) {
            fs::permissions(folder / path, fs::perms::owner_read | fs::perms::owner_write, error);
        }
    }
    return {};
}

/// The images of these events must be on the server before they are.
base::Expected<std::uint64_t, Failure> send_images(const Record& record, std::span<const StoredEvent> rows,
                                                   PostgresImages& images) {
    std::uint64_t sent = 0;
    for (const StoredEvent& row : rows) {
        const auto event = event_from_text({row.kind, row.body});
        if (!event) return base::fail(event.error());
        const auto* accepted = std::get_if<SheetAccepted>(&*event);
        if (accepted == nullptr) continue;
        const auto path = record.image_path(accepted->sheet.key.image);
        if (!path) return base::fail(path.error());
        const auto bytes = base::read_file(*path);
        if (!bytes) return base::fail(bytes.error());
        if (auto put = images.put(accepted->sheet.key.image, *bytes); !put) return base::fail(put.error());
        ++sent;
    }
    return sent;
}

base::Expected<void, Failure> send_events(LogDatabase& there, std::span<const StoredEvent> rows) {
    if (auto begun = there.begin(); !begun) return begun;
    base::Expected<void, Failure> done{};
    for (const StoredEvent& row : rows) {
        done = there.insert(row);
        if (!done) break;
    }
    if (done) done = there.commit();
    if (!done) there.rollback();
    return done;
}

/// The last event that the server has of this chain; 0 when none. Errors: broken_evidence when it is none of ours.
base::Expected<std::uint64_t, Failure> reached(const LogDatabase& there, const Record& record) {
    const auto last = there.last_row();
    if (!last) return base::fail(last.error());
    if (!*last) return 0;
    const auto ours = record.stored_events_after((*last)->number - 1);
    if (!ours) return base::fail(ours.error());
    if (!ours->empty() && ours->front().hash == (*last)->hash) return (*last)->number;
    return base::fail(Failure{FailureClass::broken_evidence, there.place(), "event " + std::to_string((*last)->number),
                              "is not the one that this station has"});
}

base::Expected<std::string, Failure> head_named(const CaseFolder& leading, const std::string& who) {
    const auto* person = find_person(leading.definition().conference, who);
    if (person != nullptr && person->role == forms::CommitteeRole::head) return person->name;
    return base::fail(Failure{FailureClass::bad_input, leading.path().string(), "--as",
                              "\"" + who + "\" is not the head; only the head lets stations in and releases them"});
}

}  // namespace

std::string station_log_name(const base::ConferenceId& conference, int station) {
    return base::to_string(conference) + ".station-" + std::to_string(station);
}

base::Expected<int, Failure> add_station(CaseFolder& leading, const std::string& name, const fs::path& folder,
                                         const std::string& who) {
    const CaseState& state = leading.record().state();
    const auto refuse = [&](std::string message) {
        return base::fail(Failure{FailureClass::bad_input, leading.path().string(), "", std::move(message)});
    };
    if (state.made.station != 0) return refuse("this station only scans; expected the case that leads the count");
    if (name.empty()) return refuse("a station has a name; expected --name");
    const auto head = head_named(leading, who);
    if (!head) return base::fail(head.error());
    if (auto made = make_folder(folder); !made) return base::fail(made.error());
    if (auto copied = copy_files(leading, folder); !copied) return base::fail(copied.error());
    const int number = state.stations.empty() ? 1 : state.stations.rbegin()->first + 1;
    CaseMade made = state.made;
    made.station = number;
    const auto record = Record::create(folder, made);
    if (!record) return base::fail(record.error());
    const StationJoined joined{number, name, record->state().made.public_key, *head};
    if (auto logged = leading.record().append(joined); !logged) return base::fail(logged.error());
    return number;
}

base::Expected<void, Failure> release_station(CaseFolder& leading, int station, const std::string& who,
                                              const std::string& why) {
    const auto head = head_named(leading, who);
    if (!head) return base::fail(head.error());
    if (why.empty()) {
        return base::fail(Failure{FailureClass::bad_input, leading.path().string(), "--why", "expected a reason"});
    }
    return leading.record().append(StationReleased{station, *head, why});
}

base::Expected<HandedOver, Failure> hand_over(const Record& record, const std::string& url) {
    const CaseMade& made = record.state().made;
    if (made.station == 0) {
        return base::fail(
            Failure{FailureClass::bad_input, "", "", "leads the count; only a scanning station hands over"});
    }
    auto there = PostgresLog::open({url, station_log_name(made.conference, made.station)});
    if (!there) return base::fail(there.error());
    auto images = PostgresImages::open(url);
    if (!images) return base::fail(images.error());
    const auto last = reached(**there, record);
    if (!last) return base::fail(last.error());
    const auto ours = record.stored_events_after(*last);
    if (!ours) return base::fail(ours.error());
    HandedOver moved;
    for (std::size_t at = 0; at < ours->size(); at += events_at_once) {
        const std::span rows = std::span(*ours).subspan(at, std::min(events_at_once, ours->size() - at));
        const auto sent = send_images(record, rows, *images);
        if (!sent) return base::fail(sent.error());
        if (auto done = send_events(**there, rows); !done) return base::fail(done.error());
        moved.events += rows.size();
        moved.images += *sent;
    }
    return moved;
}

}  // namespace kiemphieu::station
