#include "tests/postgres/trial_server.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <pqxx/pqxx>

namespace kiemphieu::testing {

namespace fs = std::filesystem;

namespace {

void run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error(command + " failed");
}

std::string script(const std::string& words) {
    return std::string(POSTGRES_TRIAL) + " " + words;
}

std::string port_of(const fs::path& folder) {
    std::string port;
    std::ifstream(folder / "port") >> port;
    return port;
}

}  // namespace

TrialServer::TrialServer() {
    // A socket's path is short: 107 bytes at most.
    std::string name = "/tmp/kiemphieu-pg-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
    start();
}

TrialServer::~TrialServer() {
    if (std::system(script("stop " + folder_.string() + " immediate").c_str()) == 0) fs::remove_all(folder_);
}

std::string TrialServer::url(const std::string& user) const {
    return "postgresql://" + user + "@/kiemphieu?host=" + folder_.string() + "&port=" + port_of(folder_);
}

std::string TrialServer::tls_url() const {
    return "postgresql://station@localhost:" + port_of(folder_) +
           "/kiemphieu?sslmode=verify-full&sslrootcert=" + (folder_ / "server.crt").string() +
           "&passfile=" + (folder_ / "pgpass").string();
}

void TrialServer::crash() {
    run(script("stop " + folder_.string() + " immediate"));
}

void TrialServer::start() {
    run(script("start " + folder_.string()) + " >/dev/null");
}

void TrialServer::tamper(const std::string& sql) const {
    pqxx::connection connection(url("keeper"));
    pqxx::work work(connection);
    work.exec("ALTER TABLE kiemphieu.events DISABLE TRIGGER ALL");
    work.exec(sql);
    work.exec("ALTER TABLE kiemphieu.events ENABLE TRIGGER ALL");
    work.commit();
}

}  // namespace kiemphieu::testing
