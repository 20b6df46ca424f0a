// store, migrate: where a case's record lies.

#include <memory>

#include <CLI/CLI.hpp>

#include "station/cli/commands.hpp"
#include "station/store/log_place.hpp"
#include "station/store/migrate.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string url;
    std::string to;
};

void add_store(CLI::App& app, Called& called) {
    auto* store = app.add_subcommand("store", "nơi để nhật ký / where the record lies");
    store->require_subcommand(1);
    auto o = std::make_shared<Options>();
    auto* prepare =
        store->add_subcommand("prepare", "lập lược đồ trên máy chủ PostgreSQL / make the schema on a server");
    prepare->add_option("URL", o->url, "postgresql://owner@host/database")->required();
    prepare->callback([o, &called] {
        if (const auto prepared = prepare_postgres(o->url); !prepared) {
            called.exit = tell(called.session, prepared.error());
            return;
        }
        note(std::string(
            called.session.say("đã lập lược đồ kiemphieu; cấp quyền cho trạm bằng GRANT kiemphieu_append TO …",
                               "made the schema kiemphieu; let stations in by GRANT kiemphieu_append TO …")));
    });
    auto* show = store->add_subcommand("show", "nhật ký của hồ sơ ở đâu / where a case's record lies");
    show->add_option("CASE", o->folder)->required();
    show->callback([o, &called] {
        const auto log = open_log(o->folder);
        if (log) print((*log)->place() + "\n");
        if (!log) called.exit = tell(called.session, log.error());
    });
}

void add_migrate(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("migrate", "chuyển nhật ký sang nơi khác / move a case's record");
    auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--to", o->to, "postgresql://… or sqlite")->required();
    command->callback([o, &called] {
        const auto moved =
            o->to == "sqlite" ? move_record_to_sqlite(o->folder) : move_record_to_postgres(o->folder, o->to);
        if (!moved) {
            called.exit = tell(called.session, moved.error());
            return;
        }
        note(std::to_string(*moved) + std::string(called.session.say(" sự kiện đã chuyển", " events moved")));
    });
}

}  // namespace

void add_store_commands(CLI::App& app, Called& called) {
    add_store(app, called);
    add_migrate(app, called);
}

}  // namespace kiemphieu::station::cli
