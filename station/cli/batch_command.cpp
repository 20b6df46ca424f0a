// batch list | repeats | set-aside: the stacks that went through, papers that came twice, and stacks to scan again.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "station/cli/on_case.hpp"
#include "station/review/acts.hpp"
#include "station/review/batches.hpp"
#include "station/review/repeats.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::uint64_t batch{};
    std::string who;
    std::string why;
};

std::string told_again(const Called& called, int papers) {
    if (papers == 0) return {};
    return fmt::format(fmt::runtime(called.session.say(", {} đã quét ở xấp khác", ", {} fed in another batch before")),
                       papers);
}

base::Expected<int, base::Failure> list(const Called& called, const CaseFolder& folder) {
    nlohmann::json json = nlohmann::json::array();
    auto fed_again = fed_again_by_stack(folder.record().state(), folder.count());
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
                            {"fed_again", fed_again[s.id]},
                            {"station", s.opened.origin ? s.opened.origin->station : 0},
                            {"set_aside", aside}});
            continue;
        }
        print(fmt::format(fmt::runtime(called.session.say(
                              "xấp {}{}: {} mặt đọc được, {} trắng, {} không đọc được, {} cần xem xét{}{}  ({})",
                              "batch {}{}: {} sides read, {} blank, {} unreadable, {} for people{}{}  ({})")),
                          s.id.value, s.opened.name.empty() ? "" : " " + s.opened.name, s.read, s.blank, s.unreadable,
                          s.flagged, told_again(called, fed_again[s.id]),
                          aside ? called.session.say("; ĐÃ ĐỂ RIÊNG", "; SET ASIDE") : "", s.opened.source));
    }
    if (called.session.json > 0) print(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return done;
}

nlohmann::json json_of(const ScanPlace& place) {
    return {{"image", base::to_hex(place.scan.image)},
            {"page_in_file", place.scan.page_in_file},
            {"file", place.file},
            {"batch", place.batch.value},
            {"name", place.stack},
            {"station", place.station}};
}

std::string words_of(const Called& called, const ScanPlace& place) {
    std::string text = fmt::format(fmt::runtime(called.session.say("xấp {}{}, tệp {}", "batch {}{}, file {}")),
                                   place.batch.value, place.stack.empty() ? "" : " " + place.stack, place.file);
    if (place.station != 0) {
        text += fmt::format(fmt::runtime(called.session.say(", trạm {} ({})", ", station {} ({})")), place.station,
                            place.station_name);
    }
    return text;
}

base::Expected<int, base::Failure> repeats(const Called& called, const CaseFolder& folder) {
    nlohmann::json json = nlohmann::json::array();
    const auto papers = papers_fed_again(folder.record().state(), folder.count());
    for (const PaperFedAgain& paper : papers) {
        if (called.session.json > 0) {
            json.push_back({{"serial", base::to_string(paper.serial)},
                            {"page", paper.page},
                            {"style", paper.style.value},
                            {"counted", paper.counted ? json_of(*paper.counted) : nlohmann::json{}},
                            {"again", json_of(paper.again)}});
            continue;
        }
        const std::string counted = paper.counted ? words_of(called, *paper.counted)
                                                  : std::string(called.session.say("nhập tay", "keyed in by hand"));
        print(fmt::format(fmt::runtime(called.session.say("phiếu {} trang {}: tính một lần ({}); quét lần nữa ({})",
                                                          "ballot {} page {}: counted once ({}); fed again ({})")),
                          base::to_string(paper.serial), paper.page, counted, words_of(called, paper.again)));
    }
    if (called.session.json > 0) {
        print(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else if (papers.empty()) {
        note(std::string(called.session.say("không phiếu nào quét hai lần", "no paper was fed twice")));
    }
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
    auto* again =
        command->add_subcommand("repeats", "phiếu đã quét ở hai xấp, tính một lần / papers fed in two stacks");
    again->callback([o, &called] {
        on_case(called, o->folder, [&](const CaseFolder& folder) { return repeats(called, folder); });
    });
    auto* aside = command->add_subcommand("set-aside", "để riêng để quét lại / count nothing of it, to scan it again");
    aside->add_option("BATCH", o->batch, "its number")->required();
    aside->add_option("--as", o->who, "name, as in the definition")->required();
    aside->add_option("--why", o->why)->required();
    aside->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) { return set_aside(called, folder, *o); });
    });
}

}  // namespace kiemphieu::station::cli
