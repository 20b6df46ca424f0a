#pragma once
// Every command adds itself to the program and leaves its exit code behind when it was the one called.

#include "station/cli/session.hpp"

namespace CLI {
class App;
}

namespace kiemphieu::station::cli {

/// What `main` runs after parsing: the called command's work.
struct Called {
    Session session;
    int exit{done};
};

void add_case_commands(CLI::App& app, Called& called);  ///< new, layout, ballots, forms
void add_forms_command(CLI::App& app, Called& called);  ///< forms
void add_read_command(CLI::App& app, Called& called);   ///< read
void add_batch_command(CLI::App& app, Called& called);  ///< batch list | set-aside
void add_scanners_command(CLI::App& app, Called& called);
void add_calibrate_command(CLI::App& app, Called& called);  ///< calibrate
void add_rehearse_command(CLI::App& app, Called& called);   ///< rehearse
void add_scan_command(CLI::App& app, Called& called);       ///< scan
void add_store_commands(CLI::App& app, Called& called);     ///< store prepare | show, migrate
void add_station_command(CLI::App& app, Called& called);    ///< station add | list | release | adopt | hand-over | end
void add_count_commands(CLI::App& app, Called& called);     ///< declare, status, tally, confirm, reopen
void add_review_command(CLI::App& app, Called& called);     ///< review list | rule
void add_enter_command(CLI::App& app, Called& called);      ///< enter
void add_document_commands(CLI::App& app, Called& called);  ///< minutes
void add_note_command(CLI::App& app, Called& called);       ///< note
void add_sign_commands(CLI::App& app, Called& called);      ///< sign, verify-signature
void add_evidence_commands(CLI::App& app, Called& called);  ///< export, verify
void add_plan_commands(CLI::App& app, Called& called);      ///< groups, calendar
void add_rollup_command(CLI::App& app, Called& called);     ///< rollup take | report | settle
void add_account_command(CLI::App& app, Called& called);    ///< account list | set | reset
void add_look_command(CLI::App& app, Called& called);       ///< look
void add_serve_command(CLI::App& app, Called& called);      ///< serve
void add_demo_command(CLI::App& app, Called& called);       ///< demo
void add_check_print_command(CLI::App& app, Called& called);  ///< check-print

}  // namespace kiemphieu::station::cli
