// kiemphieu: the program. docs/command-line.md describes every command.

#include <csignal>
#include <exception>

#include <CLI/CLI.hpp>

#include "station/case/case_folder.hpp"
#include "station/cli/commands.hpp"

using namespace kiemphieu::station;
using namespace kiemphieu::station::cli;

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    Called called;
    called.session.language = language_of_environment();
    CLI::App app{"kiemphieu — trạm kiểm phiếu tín nhiệm / counting station for votes of confidence"};
    app.set_version_flag("--version", software_version());
    app.require_subcommand(1);
    app.fallthrough();
    app.add_flag("--json", called.session.json, "machine-readable output on stdout");
    app.add_option_function<std::string>(
           "--lang",
           [&](const std::string& lang) {
               called.session.language = lang == "en" ? Language::english : Language::vietnamese;
           },
           "language of messages")
        ->check(CLI::IsMember({"vi", "en"}))
        ->trigger_on_parse();
    add_case_commands(app, called);
    add_store_commands(app, called);
    add_station_command(app, called);
    add_read_command(app, called);
    add_batch_command(app, called);
    add_scanners_command(app, called);
    add_calibrate_command(app, called);
    add_check_print_command(app, called);
    add_rehearse_command(app, called);
    add_scan_command(app, called);
    add_count_commands(app, called);
    add_review_command(app, called);
    add_enter_command(app, called);
    add_document_commands(app, called);
    add_note_command(app, called);
    add_sign_commands(app, called);
    add_evidence_commands(app, called);
    add_plan_commands(app, called);
    add_rollup_command(app, called);
    add_account_command(app, called);
    add_look_command(app, called);
    add_serve_command(app, called);
    add_demo_command(app, called);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {
        return app.exit(e);
    } catch (const CLI::ParseError& e) {
        note(std::string(called.session.say("lỗi: ", "error: ")) + e.what() +
             std::string(called.session.say("; xem kiemphieu --help", "; see kiemphieu --help")));
        return wrong_input;
    } catch (const std::exception& e) {
        note(std::string(called.session.say("lỗi: ", "error: ")) + e.what());
        return world_failed;
    }
    return called.exit;
}
