// batch list | set-aside: the stacks that went through, and those that are to be scanned again.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "station/cli/on_case.hpp"
#include "station/review/acts.hpp"
#include "station/review/batches.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::uint64_t batch{};
    std::string who;
    std::string why;
};

base::Expected<int, base::Failure> list(const Called& called, const CaseFolder& folder) {
    nlohmann::json json = nlohmann::json::array();
    for (const BatchSummary& s : batches_of(folder.record().state())) {
        const bool aside = s.aside.has_value();
        if (called.session.json > 0) {
            json.push_back({{"batch", s.id.value},
                            {"name", s.opened.name},
                            {"source", s.opened.source},
                            {"read", s.read},
                            {"blank", s.blank},
                            {"unreadable", s.unreadable},
                            {"flagged", s.flagged},
                            {"set_aside", aside}});
            continue;
        }
        print(fmt::format(fmt::runtime(called.session.say(
                              "xấp {}{}: {} mặt đọc được, {} trắng, {} không đọc được, {} cần xem xét{}  ({})",
                              "batch {}{}: {} sides read, {} blank, {} unreadable, {} for people{}  ({})")),
                          s.id.value, s.opened.name.empty() ? "" : " " + s.opened.name, s.read, s.blank, s.unreadable,
                          s.flagged, aside ? called.session.say("; ĐÃ ĐỂ RIÊNG", "; SET ASIDE") : "", s.opened.source));
    }
    if (called.session.json > 0) print(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return done;
}

base::Expected<int, base::Failure> set_aside(const Called& called, CaseFolder& folder, const Options& o) {
    const auto set = set_batch_aside(folder.record(), folder.definition(), BatchId{o.batch}, o.who, o.why);
    if (!set) return tl::unexpected(set.error());
    note(fmt::format(
        fmt::runtime(called.session.say("đã để riêng xấp {}; các tờ của xấp này không được tính, có thể quét lại",
                                        "batch {} is set aside; its sheets count for nothing and may be "
                                        "scanned again")),
        o.batch));
    return exit_of(folder.count());
}

}  // namespace

void add_batch_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("batch", "các xấp phiếu đã quét / stacks that were scanned");
    auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->require_subcommand(1);
    auto* listing = command->add_subcommand("list", "liệt kê / each with what was read");
    listing->callback(
        [o, &called] { on_case(called, o->folder, [&](const CaseFolder& folder) { return list(called, folder); }); });
    auto* aside = command->add_subcommand("set-aside", "để riêng để quét lại / count nothing of it, to scan it again");
    aside->add_option("BATCH", o->batch, "its number")->required();
    aside->add_option("--as", o->who, "name, as in the definition")->required();
    aside->add_option("--why", o->why)->required();
    aside->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) { return set_aside(called, folder, *o); });
    });
}

}  // namespace kiemphieu::station::cli
