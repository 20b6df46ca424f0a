// account list | set | reset: passphrases of the pages.

#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "station/cli/on_case.hpp"
#include "station/cli/secret_prompt.hpp"
#include "station/review/accounts.hpp"

namespace kiemphieu::station::cli {

namespace {

using Result = base::Expected<int, base::Failure>;

struct Options {
    std::string folder;
    std::string name;
    std::string who;
};

Result list(const Called& called, const CaseFolder& folder) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const forms::CommitteeMember& person : folder.definition().conference.committee) {
        const bool has = has_passphrase(folder.record().state(), person.name);
        if (called.session.json > 0) {
            json.push_back({{"name", person.name}, {"role", forms::name_of(person.role)}, {"has_passphrase", has}});
        } else {
            print(person.name + "  " + std::string(forms::name_of(person.role)) + "  " +
                  std::string(has ? called.session.say("đã có mật khẩu", "has a passphrase")
                                  : called.session.say("chưa có mật khẩu", "no passphrase")));
        }
    }
    if (called.session.json > 0) print(json.dump());
    return done;
}

Result set(const Called& called, CaseFolder& folder, const Options& o) {
    const SecretSource source = ::isatty(STDIN_FILENO) != 0 ? SecretSource::terminal : SecretSource::standard_input;
    const SecretPrompt ask = secret_prompt(called.session, source);
    const auto passphrase = ask({o.name});
    if (!passphrase) return base::fail(passphrase.error());
    // Typed unseen, so typed twice; a line from a file or a pipe is what it is.
    if (source == SecretSource::terminal) {
        const auto again = ask({o.name + std::string(called.session.say(" (lần nữa)", " (once more)"))});
        if (!again) return base::fail(again.error());
        if (again->characters() != passphrase->characters()) {
            return base::fail(base::Failure{base::FailureClass::bad_input, o.name, "",
                                            "the two passphrases differ; nothing was set"});
        }
    }
    const auto made =
        make_account(folder.record(), folder.definition(), folder.path(), o.name, passphrase->characters());
    if (!made) return base::fail(made.error());
    return done;
}

Result reset(CaseFolder& folder, const Options& o) {
    const auto gone = reset_account(folder.record(), folder.definition(), o.name, o.who);
    if (!gone) return base::fail(gone.error());
    return done;
}

}  // namespace

void add_account_command(CLI::App& app, Called& called) {
    auto* account = app.add_subcommand("account", "mật khẩu trên trang / passphrases of the pages");
    account->require_subcommand(1);
    const auto o = std::make_shared<Options>();
    account->add_option("CASE", o->folder)->required();
    account->add_subcommand("list", "liệt kê / who has one")->callback([o, &called] {
        on_case(called, o->folder, [&](const CaseFolder& folder) { return list(called, folder); });
    });
    auto* setting = account->add_subcommand("set", "đặt / sets a person's, where there is none");
    setting->add_option("NAME", o->name)->required();
    setting->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return set(called, folder, *o); }); });
    auto* taking = account->add_subcommand("reset", "xóa / the head takes a person's away");
    taking->add_option("NAME", o->name)->required();
    taking->add_option("--as", o->who, "the head")->required();
    taking->callback(
        [o, &called] { on_case(called, o->folder, [&](CaseFolder& folder) { return reset(folder, *o); }); });
}

}  // namespace kiemphieu::station::cli
