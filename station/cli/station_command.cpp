// station add | list | end | release | hand-over | adopt: several scanners on one count.

#include <chrono>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "station/cli/interrupt.hpp"
#include "station/cli/on_case.hpp"
#include "station/stations/adopt.hpp"
#include "station/stations/scanning_station.hpp"
#include "station/store/log_place.hpp"

namespace kiemphieu::station::cli {

namespace {

using base::Expected;
using base::Failure;

/// Between two looks for something new: short against a stack's minutes, long against a look's milliseconds.
constexpr std::chrono::milliseconds between_looks{1000};

struct Options {
    std::string folder;
    std::string out;
    std::string name;
    std::string who;
    std::string why;
    std::string url;
    int number{};
    bool watch{};
};

Expected<int, Failure> add(const Called& called, CaseFolder& folder, const Options& o) {
    const auto number = add_station(folder, o.name, o.out, o.who);
    if (!number) return base::fail(number.error());
    note(fmt::format(
        fmt::runtime(called.session.say(
            "trạm {} ({}): {}. Mang thư mục này sang máy kia; trong đó có khóa, đừng để ai chép.",
            "station {} ({}): {}. Take this folder to the other machine; it holds keys, let nobody copy it.")),
        *number, o.name, o.out));
    return done;
}

Expected<int, Failure> list(const Called& called, const CaseFolder& folder) {
    nlohmann::json json = nlohmann::json::array();
    for (const auto& [number, station] : folder.record().state().stations) {
        if (called.session.json > 0) {
            json.push_back({{"station", number},
                            {"name", station.joined.name},
                            {"events", station.through},
                            {"hash", base::to_hex(station.hash)},
                            {"ended", station.ended}});
            continue;
        }
        print(fmt::format(fmt::runtime(called.session.say("trạm {} ({}): đã nhận {} sự kiện{}",
                                                          "station {} ({}): {} events taken over{}")),
                          number, station.joined.name, station.through,
                          station.ended ? called.session.say("; đã kết thúc", "; ended")
                                        : called.session.say("; chưa kết thúc", "; not ended")));
    }
    if (called.session.json > 0) print(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return done;
}

void tell_out_of_reach(const Called& called, const Failure& failure) {
    note(std::string(called.session.say("mất liên lạc, sẽ thử lại: ", "out of reach, trying again: ")) +
         base::to_string(failure));
}

/// Does a round again and again until Ctrl-C. While the server is away it says so once and goes on trying.
template <class Round>
Expected<int, Failure> repeat(const Called& called, bool watch, Round round) {
    const Interrupt interrupt;
    bool away = false;
    while (true) {
        const auto result = round();
        const bool lost = !result && result.error().failure_class == base::FailureClass::world;
        if (!result && !(lost && watch)) return base::fail(result.error());
        if (lost && !away) tell_out_of_reach(called, result.error());
        if (!lost && away) note(std::string(called.session.say("đã liên lạc lại", "in reach again")));
        away = lost;
        if (!watch || interrupt.flag()->load()) return away ? world_failed : done;
        std::this_thread::sleep_for(between_looks);
    }
}

/// As on_case; a watch that is begun while the record's server is away waits for it, too.
template <class Work>
void on_case_in_reach(Called& called, const Options& o, Work work) {
    const Interrupt interrupt;
    bool told = false;
    while (true) {
        auto folder = CaseFolder::open(o.folder);
        if (folder) {
            const Expected<int, Failure> exit = work(*folder);
            called.exit = exit ? *exit : tell(called.session, exit.error());
            return;
        }
        std::error_code error;
        const bool away = folder.error().failure_class == base::FailureClass::world &&
                          std::filesystem::exists(place_file(o.folder), error);
        if (!o.watch || !away || interrupt.flag()->load()) {
            called.exit = tell(called.session, folder.error());
            return;
        }
        if (!told) tell_out_of_reach(called, folder.error());
        told = true;
        std::this_thread::sleep_for(between_looks);
    }
}

Expected<int, Failure> hand_over_all(const Called& called, CaseFolder& folder, const Options& o) {
    return repeat(called, o.watch, [&]() -> Expected<void, Failure> {
        if (auto fresh = folder.record().refresh(); !fresh) return fresh;
        const auto moved = hand_over(folder.record(), o.url);
        if (!moved) return base::fail(moved.error());
        if (moved->events > 0 || !o.watch) {
            note(fmt::format(
                fmt::runtime(called.session.say("đã chuyển {} sự kiện, {} ảnh", "{} events, {} images handed over")),
                moved->events, moved->images));
        }
        return {};
    });
}

void tell_taken(const Called& called, const TakenOver& taken) {
    note(fmt::format(fmt::runtime(called.session.say("trạm {}: {} sự kiện, {} mặt phiếu mới, {} đã có{}",
                                                     "station {}: {} events, {} new sides, {} known already{}")),
                     taken.station, taken.events, taken.accepted, taken.already_known,
                     taken.ended ? called.session.say("; đã kết thúc", "; ended") : ""));
}

/// The server that is named, else the one where this case's own record lies.
Expected<std::string, Failure> server_of(const CaseFolder& folder, const Options& o) {
    if (!o.url.empty()) return o.url;
    const auto place = read_log_place(folder.path());
    if (!place) return base::fail(place.error());
    if (*place) return (*place)->url;
    return base::fail(Failure{base::FailureClass::bad_input, folder.path().string(), "--server",
                              "names no server, and the record lies in the folder; expected postgresql://… or --from"});
}

Expected<int, Failure> adopt(const Called& called, CaseFolder& folder, const Options& o) {
    if (!o.out.empty()) {
        const auto taken = adopt_from_folder(folder, o.out);
        if (!taken) return base::fail(taken.error());
        tell_taken(called, *taken);
        return done;
    }
    const auto url = server_of(folder, o);
    if (!url) return base::fail(url.error());
    return repeat(called, o.watch, [&]() -> Expected<void, Failure> {
        const auto taken = adopt_from_server(folder, *url);
        if (!taken) return base::fail(taken.error());
        for (const TakenOver& one : *taken) {
            if (one.events > 0 || !o.watch) tell_taken(called, one);
        }
        return {};
    });
}

void add_leading(CLI::App& station, Called& called, const std::shared_ptr<Options>& o) {
    auto* adding = station.add_subcommand("add", "thêm một trạm quét / let another scanning station in");
    adding->add_option("CASE", o->folder)->required();
    adding->add_option("--name", o->name, "for people: \"Bàn 2\"")->required();
    adding->add_option("-o", o->out, "the station's folder, new or empty")->required();
    adding->add_option("--as", o->who, "the head")->required();
    adding->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return add(called, folder, *o); }); });
    auto* listing = station.add_subcommand("list", "các trạm và đã nhận đến đâu / stations and how far each came");
    listing->add_option("CASE", o->folder)->required();
    listing->callback(
        [o, &called] { on_case(called, o->folder, [&](const CaseFolder& folder) { return list(called, folder); }); });
    auto* releasing = station.add_subcommand("release", "không chờ trạm này nữa / wait for a station no more");
    releasing->add_option("CASE", o->folder)->required();
    releasing->add_option("STATION", o->number)->required();
    releasing->add_option("--as", o->who, "the head")->required();
    releasing->add_option("--why", o->why)->required();
    releasing->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) -> Expected<int, Failure> {
            if (auto released = release_station(folder, o->number, o->who, o->why); !released)
                return base::fail(released.error());
            return done;
        });
    });
    auto* adopting = station.add_subcommand("adopt", "nhận phiếu các trạm đã quét / take over what stations scanned");
    adopting->add_option("CASE", o->folder)->required();
    auto* server = adopting->add_option("--server", o->url, "postgresql://…; that of the record when left out");
    adopting->add_option("--from", o->out, "a station's own folder, when it can't hand over itself")->excludes(server);
    adopting->add_flag("--watch", o->watch, "until Ctrl-C");
    adopting->callback(
        [o, &called] { on_case_in_reach(called, *o, [&](CaseFolder& folder) { return adopt(called, folder, *o); }); });
}

void add_scanning(CLI::App& station, Called& called, const std::shared_ptr<Options>& o) {
    auto* handing = station.add_subcommand("hand-over", "chuyển phiếu đã quét / hand over what was scanned");
    handing->add_option("FOLDER", o->folder, "this station's folder")->required();
    handing->add_option("--to", o->url, "postgresql://…")->required();
    handing->add_flag("--watch", o->watch, "until Ctrl-C; goes on when the network comes back");
    handing->callback([o, &called] {
        on_case(
            called, o->folder, [&](CaseFolder& folder) { return hand_over_all(called, folder, *o); }, Access::take_in);
    });
    auto* ending = station.add_subcommand("end", "trạm này quét xong / this station scans nothing more");
    ending->add_option("FOLDER", o->folder, "this station's folder")->required();
    ending->add_option("--as", o->who, "name")->required();
    ending->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) -> Expected<int, Failure> {
            if (auto ended = folder.record().append(StationEnded{o->who}); !ended) return base::fail(ended.error());
            return done;
        });
    });
}

}  // namespace

void add_station_command(CLI::App& app, Called& called) {
    auto* station =
        app.add_subcommand("station", "nhiều máy quét cho một cuộc kiểm phiếu / several scanners on one count");
    station->require_subcommand(1);
    const auto o = std::make_shared<Options>();
    add_leading(*station, called, o);
    add_scanning(*station, called, o);
}

}  // namespace kiemphieu::station::cli
