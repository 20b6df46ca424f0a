// scanners: which devices there are, how each would be set, and what it lacks.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "scanner/escl/escl_source.hpp"
#include "scanner/escl/mdns.hpp"
#include "scanner/sane/sane_source.hpp"
#include "station/cli/commands.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::vector<std::string> escl;
    scanner::ScanSettings settings;
};

/// A device as it is told: what --from takes, what it is, what would be set, what is missing or why it can't be used.
struct Told {
    std::string from;
    std::string what;
    std::vector<std::string> settings;
    std::vector<scanner::Remark> missing;
    std::string refused;
};

std::string text_of(const scanner::ScanSettings& settings) {
    return fmt::format("{} dpi, {}, {}", settings.dpi, settings.colour == scanner::ColourMode::gray ? "gray" : "colour",
                       settings.sides == scanner::Sides::simplex ? "one side" : "both sides");
}

void add_sane(std::vector<Told>& told, const Options& o) {
    const auto devices = scanner::list_sane_devices();
    if (!devices) {
        note(base::to_string(devices.error()));
        return;
    }
    for (const scanner::SaneDevice& device : *devices) {
        Told one{
            "sane:" + device.name, fmt::format("{} {} ({})", device.vendor, device.model, device.type), {}, {}, {}};
        const auto plan = scanner::ask_sane_device(device.name, o.settings);
        if (plan) {
            one.settings = plan->set;
            one.missing = plan->remarks;
        } else {
            one.refused = base::to_string(plan.error());
        }
        told.push_back(std::move(one));
    }
}

void add_escl(std::vector<Told>& told, const std::string& address, const Options& o) {
    Told one{"escl:" + address, "eSCL", {}, {}, {}};
    const auto device = scanner::ask_escl_device(address, o.settings);
    if (device) {
        one.what = fmt::format("{} {} ({})", device->model, device->serial_number, device->feeder);
        one.settings = {text_of(device->settings)};
        one.missing = device->remarks;
    } else {
        one.refused = base::to_string(device.error());
    }
    told.push_back(std::move(one));
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

void say(const Called& called, const Told& one) {
    print(fmt::format("{}  {}", one.from, one.what));
    if (!one.refused.empty()) {
        print(fmt::format("  {}: {}", called.session.say("không dùng được", "can't be used"), one.refused));
        return;
    }
    print(fmt::format("  {}: {}", called.session.say("sẽ đặt", "would set"), joined(one.settings)));
    for (const scanner::Remark& missing : one.missing) {
        print(fmt::format("  {}: {}", called.session.say("thiếu", "missing"),
                          called.session.say(missing.vietnamese, missing.english)));
    }
}

int list(const Called& called, const Options& o) {
    std::vector<Told> told;
    add_sane(told, o);
    for (const std::string& address : o.escl) add_escl(told, address, o);
    const auto found = scanner::find_escl_by_mdns();
    if (!found) {
        note(std::string(
            called.session.say("không tìm máy eSCL qua mạng được (avahi không chạy): dùng --escl ĐỊA_CHỈ",
                               "eSCL devices can't be looked for (avahi does not run): use --escl ADDRESS")));
    } else {
        for (const std::string& address : *found) add_escl(told, address, o);
    }
    nlohmann::json json = nlohmann::json::array();
    bool usable = false;
    for (const Told& one : told) {
        usable |= one.refused.empty();
        if (called.session.json > 0) {
            std::vector<std::string> missing;
            for (const scanner::Remark& remark : one.missing) missing.push_back(remark.english);
            json.push_back({{"from", one.from},
                            {"what", one.what},
                            {"settings", one.settings},
                            {"missing", missing},
                            {"refused", one.refused}});
        } else {
            say(called, one);
        }
    }
    if (called.session.json > 0) print(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    if (told.empty()) note(std::string(called.session.say("không thấy máy quét nào", "no scanner was found")));
    return usable ? done : people_needed;
}

}  // namespace

void add_scanners_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("scanners", "các máy quét / scanners, and how each would be set");
    auto o = std::make_shared<Options>();
    command->add_option("--escl", o->escl, "address of an eSCL scanner")->allow_extra_args(false);
    command->add_option("--dpi", o->settings.dpi)->check(CLI::Range(200, 600))->capture_default_str();
    command->add_flag_callback("--duplex", [o] { o->settings.sides = scanner::Sides::duplex; });
    command->add_flag_callback("--colour", [o] { o->settings.colour = scanner::ColourMode::colour; });
    command->callback([o, &called] { called.exit = list(called, *o); });
}

}  // namespace kiemphieu::station::cli
