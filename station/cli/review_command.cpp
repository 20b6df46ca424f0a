// review list | rule: what waits for people, and their rulings.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "station/cli/on_case.hpp"
#include "station/cli/rulings_file.hpp"
#include "station/review/acts.hpp"
#include "station/review/item_json.hpp"

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

Result give(const Called& called, CaseFolder& folder, const Options& o) {
    std::vector<RulingGiven> rulings;
    if (!o.from.empty()) {
        auto read = rulings_from_file(o.from, o.who, o.why);
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

Result answer(const Called& called, CaseFolder& folder, const Options& o, Answer what) {
    const auto item = parse_item(o.item);
    if (!item) return base::fail(wrong("", o.item, "no item; expected one that `review list` shows"));
    if (const auto heard = second(folder.record(), folder.definition(), {*item, what, o.who, o.why}); !heard) {
        return tl::unexpected(heard.error());
    }
    const Count count = folder.count();
    note(fmt::format(fmt::runtime(called.session.say("đã ghi; còn {} việc chờ xem xét", "noted; {} items wait")),
                     count.pending().size()));
    return exit_of(count);
}

Result withdraw(const Called& called, CaseFolder& folder, const Options& o) {
    const auto item = parse_item(o.item);
    if (!item) return base::fail(wrong("", o.item, "no item; expected one that `review list --all` shows"));
    if (const auto taken = take_back(folder.record(), folder.definition(), {*item, o.who, o.why}); !taken) {
        return tl::unexpected(taken.error());
    }
    const Count count = folder.count();
    note(fmt::format(
        fmt::runtime(called.session.say("đã rút lại; còn {} việc chờ xem xét", "taken back; {} items wait")),
        count.pending().size()));
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
    const auto add_answer = [&](const char* name, const char* help, Answer what) {
        auto* command = review->add_subcommand(name, help);
        command->add_option("ITEM", o->item)->required();
        command->add_option("--as", o->who, "member of the committee")->required();
        command->add_option("--why", o->why);
        command->callback([o, &called, what] {
            on_case(called, o->folder, [&](CaseFolder& folder) { return answer(called, folder, *o, what); });
        });
    };
    add_answer("agree", "đồng ý / the second person agrees to a ruling", Answer::agrees);
    add_answer("disagree", "không đồng ý / disagrees, with --why; the head then rules", Answer::disagrees);
    auto* back = review->add_subcommand("take-back", "rút lại / takes back what one said of an item last");
    back->add_option("ITEM", o->item)->required();
    back->add_option("--as", o->who, "member of the committee")->required();
    back->add_option("--why", o->why);
    back->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return withdraw(called, folder, *o); }); });
}

}  // namespace kiemphieu::station::cli
