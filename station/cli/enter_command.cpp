// enter: papers keyed in by hand, by two people from the paper.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "station/cli/on_case.hpp"
#include "station/cli/rulings_file.hpp"
#include "station/review/acts.hpp"
#include "station/review/keying.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string item;
    std::string rows;
    std::string style;
    std::string who;
    std::string why;
    std::string from;
    bool not_issued{false};
    bool ignore{false};
};

using Result = base::Expected<int, base::Failure>;

base::Failure wrong(const std::string& place, const std::string& message) {
    return {base::FailureClass::bad_input, "", place, message};
}

/// One key a row, the keys of the review page.
std::optional<RowVerdict> verdict_of_key(char key) {
    switch (key) {
        case '1':
            return RowVerdict::high;
        case '2':
            return RowVerdict::confidence;
        case '3':
            return RowVerdict::low;
        case '0':
            return RowVerdict::none;
        case 'D':
        case 'd':
            return RowVerdict::double_mark;
        case 'T':
        case 't':
            return RowVerdict::triple_mark;
        case 'G':
        case 'g':
            return RowVerdict::crossed;
        default:
            return std::nullopt;
    }
}

base::Expected<RulingGiven, base::Failure> from_words(const CaseFolder& folder, const Options& o) {
    auto item = parse_item(o.item);
    if (!item) {
        item = item_of_printed_code(folder.definition(), folder.record().state(), folder.key(), o.item);
    }
    if (!item) {
        return base::fail(wrong(o.item,
                                "no item and no code of this case; expected the characters printed under the code, "
                                "paper:SERIAL:PAGE, stray:STYLE:NUMBER, or one that `review list` shows"));
    }
    RulingGiven out{*item, {}, o.who, o.why};
    if (!o.style.empty()) out.ruling.style = base::StyleId{o.style};
    if (o.not_issued || o.ignore) {
        out.ruling.value = o.not_issued ? RulingValue::not_issued : RulingValue::ignore;
        return out;
    }
    std::optional<base::StyleId> style;
    if (!o.style.empty()) style = base::StyleId{o.style};
    const auto numbers = numbers_to_key(folder.count(), *item, style);
    if (numbers.empty())
        return base::fail(wrong(o.item, "its rows are not known; expected --style, or a serial that was printed"));
    if (numbers.size() != o.rows.size()) {
        return base::fail(
            wrong("--rows", fmt::format("{} keys; expected {}, one a row", o.rows.size(), numbers.size())));
    }
    HandReading hand;
    if (!o.style.empty()) hand.style = base::StyleId{o.style};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto verdict = verdict_of_key(o.rows[i]);
        if (!verdict)
            return base::fail(wrong("--rows", fmt::format("\"{}\"; expected 1, 2, 3, 0, D, T or G", o.rows[i])));
        hand.rows[numbers[i]] = *verdict;
    }
    out.ruling.value = RulingValue::by_hand;
    out.ruling.style.reset();
    out.ruling.hand = std::move(hand);
    return out;
}

Result key_in(const Called& called, CaseFolder& folder, const Options& o) {
    std::vector<RulingGiven> entries;
    if (!o.from.empty()) {
        auto read = rulings_from_file(o.from, o.who, o.why);
        if (!read) return tl::unexpected(read.error());
        entries = std::move(*read);
    } else {
        auto one = from_words(folder, o);
        if (!one) return tl::unexpected(one.error());
        entries.push_back(std::move(*one));
    }
    if (const auto entered = enter(folder.record(), folder.definition(), entries); !entered) {
        return tl::unexpected(entered.error());
    }
    const Count count = folder.count();
    std::size_t waiting = 0;
    std::size_t differing = 0;
    for (const RulingGiven& entry : entries) {
        const auto open = count.rulings.waiting.find(entry.item);
        if (open == count.rulings.waiting.end()) continue;
        ++(open->second.standing == OpenRuling::Standing::disputed ? differing : waiting);
    }
    note(fmt::format(fmt::runtime(called.session.say("đã ghi {} phiếu nhập tay: {} chờ người thứ hai, {} khác nhau",
                                                     "{} papers keyed in: {} wait for a second person, {} differ")),
                     entries.size(), waiting, differing));
    return exit_of(count);
}

}  // namespace

void add_enter_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("enter", "nhập tay / key in a paper, twice by two people");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("ITEM", o->item,
                        "the characters printed under the code, stray:STYLE:NUMBER, or an item of `review list`");
    command->add_option("--rows", o->rows, "a key a row: 1 2 3 level, 0 none, D double, T triple, G name struck");
    command->add_flag("--not-issued", o->not_issued, "the committee did not issue it");
    command->add_flag("--ignore", o->ignore, "counts for nothing; takes a wrong entry back");
    command->add_option("--style", o->style, "of a paper that does not tell");
    command->add_option("--as", o->who, "member of the committee")->required();
    command->add_option("--why", o->why);
    command->add_option("--from", o->from, "file of JSON lines, as of `review rule`");
    command->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return key_in(called, folder, *o); }); });
}

}  // namespace kiemphieu::station::cli
