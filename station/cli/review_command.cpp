// review list | rule: what waits for people, and their rulings.

#include <fstream>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/file.hpp"
#include "station/cli/on_case.hpp"
#include "station/review/acts.hpp"
#include "station/review/item_json.hpp"
#include "station/store/ruling_json.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string item;
    std::string ruling;
    std::string who;
    std::string why;
    std::string style;
    std::string from;
    bool all{false};
};

using Result = base::Expected<int, base::Failure>;

base::Failure wrong(const std::string& file, const std::string& place, const std::string& message) {
    return {base::FailureClass::bad_input, file, place, message};
}

Result list(const Called& called, const CaseFolder& folder, const Options& o) {
    const Count count = folder.count();
    for (const ReviewItem& item : count.tally.items) {
        if (!item.pending() && !o.all) continue;
        if (called.session.json > 0) {
            print(to_json(item, count, folder.record().state()));
            continue;
        }
        std::string choices;
        for (const RulingValue choice : item.choices) choices += " " + std::string(name_of(choice));
        print(fmt::format("{}  {}{}  [{} ]", to_string(item.id),
                          item.proposal ? std::string(called.session.say("máy đề nghị: ", "proposed: ")) +
                                              std::string(name_of(*item.proposal))
                                        : std::string(called.session.say("máy không đề nghị", "no proposal")),
                          item.pending() ? "" : called.session.say("; đã quyết", "; ruled"), choices));
    }
    return exit_of(count);
}

/// One ruling from the command line's words.
base::Expected<RulingGiven, base::Failure> from_words(const Options& o) {
    const auto item = parse_item(o.item);
    if (!item) return base::fail(wrong("", o.item, "no item; expected one that `review list` shows"));
    const auto value = parse_ruling_value(o.ruling);
    if (!value) return base::fail(wrong("", o.item, "\"" + o.ruling + "\"; expected one of the item's choices"));
    if (*value == RulingValue::by_hand) {
        return base::fail(wrong("", o.item, "a reading by hand names every row; expected it in a file, --from FILE"));
    }
    RulingGiven out{*item, {*value, std::nullopt, std::nullopt}, o.who, o.why};
    if (!o.style.empty()) out.ruling.style = base::StyleId{o.style};
    return out;
}

/// A JSON line each; `--as` stands in where a line names nobody.
base::Expected<std::vector<RulingGiven>, base::Failure> from_file(const Options& o) {
    const auto text = base::read_text_file(o.from);
    if (!text) return tl::unexpected(text.error());
    std::vector<RulingGiven> out;
    std::istringstream lines(*text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto ruling = ruling_from_json(line);
        if (!ruling) {
            return base::fail(
                wrong(o.from,
                      fmt::format("line {}{}", number, ruling.error().place.empty() ? "" : ", " + ruling.error().place),
                      ruling.error().message));
        }
        if (ruling->who.empty()) ruling->who = o.who;
        if (ruling->why.empty()) ruling->why = o.why;
        out.push_back(std::move(*ruling));
    }
    return out;
}

Result give(const Called& called, CaseFolder& folder, const Options& o) {
    std::vector<RulingGiven> rulings;
    if (!o.from.empty()) {
        auto read = from_file(o);
        if (!read) return tl::unexpected(read.error());
        rulings = std::move(*read);
    } else {
        auto one = from_words(o);
        if (!one) return tl::unexpected(one.error());
        rulings.push_back(std::move(*one));
    }
    if (const auto ruled = rule(folder.record(), folder.definition(), rulings); !ruled)
        return tl::unexpected(ruled.error());
    const Count count = folder.count();
    note(fmt::format(fmt::runtime(called.session.say("đã ghi {} quyết định; còn {} việc chờ xem xét",
                                                     "{} rulings logged; {} items wait")),
                     rulings.size(), count.pending().size()));
    return exit_of(count);
}

}  // namespace

void add_review_command(CLI::App& app, Called& called) {
    auto* review = app.add_subcommand("review", "xem xét / rule on what the machine does not decide");
    review->require_subcommand(1);
    const auto o = std::make_shared<Options>();
    review->add_option("CASE", o->folder)->required();
    auto* list_command = review->add_subcommand("list", "việc chờ xem xét / what waits for people");
    list_command->add_flag("--all", o->all, "also what was ruled");
    list_command->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return list(called, folder, *o); }); });
    auto* rule_command = review->add_subcommand("rule", "quyết định / rule on an item, or on many from a file");
    rule_command->add_option("ITEM", o->item, "as `review list` shows it");
    rule_command->add_option("RULING", o->ruling, "one of the item's choices");
    rule_command->add_option("--as", o->who, "member of the committee");
    rule_command->add_option("--why", o->why);
    rule_command->add_option("--style", o->style, "of a strange paper ruled not-issued");
    rule_command->add_option("--from", o->from, "file of JSON lines");
    rule_command->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return give(called, folder, *o); }); });
}

}  // namespace kiemphieu::station::cli
