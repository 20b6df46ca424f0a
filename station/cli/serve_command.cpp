// serve: the station's pages.

#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "station/cli/commands.hpp"
#include "station/cli/interrupt.hpp"
#include "station/cli/signing_options.hpp"
#include "station/server/http_server.hpp"
#include "station/store/postgres_url.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::uint16_t port{8080};
    bool lan{false};
    std::string pkcs11_module;
    std::string stations;
    SigningOptions signing;
};

base::Expected<server::SigningSettings, base::Failure> signing_settings(const Options& o) {
    auto lists = read_lists(o.signing.lists);
    if (!lists) return tl::unexpected(lists.error());
    auto issuers = read_all_certificates(o.signing.chain);
    if (!issuers) return tl::unexpected(issuers.error());
    return server::SigningSettings{o.pkcs11_module, authority_of(o.signing), std::move(*lists), std::move(*issuers)};
}

void show_code(const Called& called, const std::string& code) {
    if (called.session.json > 0) {
        print(nlohmann::json{{"station_code", code}}.dump());
        return;
    }
    note(fmt::format(fmt::runtime(called.session.say("mã trạm (dùng một lần): {}", "station code (for one use): {}")),
                     code));
}

void show_start(const Called& called, const server::Station& station, const server::ServerOptions& listening,
                std::uint16_t port) {
    std::vector<std::string> urls;
    if (listening.tls) {
        for (const std::string& name : server::own_names()) urls.push_back(fmt::format("https://{}:{}/", name, port));
    } else {
        urls.push_back(fmt::format("http://127.0.0.1:{}/", port));
    }
    if (called.session.json > 0) {
        nlohmann::json json{{"url", urls.front()}, {"urls", urls}, {"station_code", station.code().current()}};
        if (listening.tls) json["fingerprint"] = listening.tls->fingerprint;
        print(json.dump());
        return;
    }
    for (const std::string& url : urls) {
        note(fmt::format(fmt::runtime(called.session.say("trạm kiểm phiếu: {}", "the station: {}")), url));
    }
    if (listening.tls) {
        note(fmt::format(
            fmt::runtime(called.session.say("dấu vân chứng thư (SHA-256), so với trình duyệt: {}",
                                            "certificate's fingerprint (SHA-256), to compare with the browser's: {}")),
            listening.tls->fingerprint));
    }
    show_code(called, station.code().current());
}

/// Where the certificate lies: in the case; until there is one beside it, since a case is made in an empty folder.
std::filesystem::path certificate_folder(const Options& o, const server::Station& station) {
    const std::filesystem::path folder = std::filesystem::absolute(o.folder).lexically_normal();
    if (station.live()) return folder / "keys";
    const std::filesystem::path named = folder.has_filename() ? folder : folder.parent_path();
    return named.parent_path() / (named.filename().string() + ".tls");
}

int serve(const Called& called, const Options& o) {
    server::StationOptions options;
    options.folder = o.folder;
    options.language = called.session.language == Language::english ? "en" : "vi";
    options.show_code = [&called](const std::string& code) { show_code(called, code); };
    options.tell = [](const std::string& line) { note(line); };
    auto signing = signing_settings(o);
    if (!signing) return tell(called.session, signing.error());
    options.signing = std::move(*signing);
    if (!o.stations.empty()) {
        if (const auto usable = check_postgres_url(o.stations); !usable) return tell(called.session, usable.error());
        options.stations_url = o.stations;
    }
    auto station = server::Station::open(options);
    if (!station) return tell(called.session, station.error());
    server::ServerOptions listening;
    listening.port = o.port;
    if (o.lan) {
        auto certificate = server::tls_certificate(certificate_folder(o, **station), server::own_names());
        if (!certificate) return tell(called.session, certificate.error());
        listening.tls = std::move(*certificate);
    }
    const Interrupt interrupt;
    const auto http = server::HttpServer::start(**station, listening);
    if (!http) return tell(called.session, http.error());
    show_start(called, **station, listening, (*http)->port());
    while (!interrupt.flag()->load()) std::this_thread::sleep_for(std::chrono::milliseconds{100});
    note(
        std::string(called.session.say("đang dừng; việc đang làm được làm xong", "stopping; what is in hand is done")));
    return done;
}

}  // namespace

void add_serve_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("serve", "trang của trạm / the station's pages, for a browser");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder, "a case, or a new or empty folder to make one in")->required();
    command->add_option("--port", o->port, "0: any that is free")->capture_default_str();
    command->add_flag("--lan", o->lan, "on every address of the machine, by TLS with a certificate of its own");
    command->add_option("--pkcs11-module", o->pkcs11_module, "the tokens' driver, for signing on the pages")
        ->check(CLI::ExistingFile);
    command->add_option("--stations", o->stations,
                        "postgresql://…, where stations meet: hands over, or takes over where the count is led");
    add_authority_options(*command, o->signing);
    command->callback([o, &called] { called.exit = serve(called, *o); });
}

}  // namespace kiemphieu::station::cli
