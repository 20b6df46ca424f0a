#include "tests/emulators/emulator_process.hpp"

#include <array>
#include <csignal>
#include <sstream>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

#include "scanner/escl/http.hpp"

namespace kiemphieu::testing {

EmulatorProcess::EmulatorProcess(const std::string& program, const std::vector<std::string>& arguments) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe(in.data()) != 0 || ::pipe(out.data()) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(in[0], 0);
        ::dup2(out[1], 1);
        for (const int end : {in[0], in[1], out[0], out[1]}) ::close(end);
        std::vector<char*> argv{const_cast<char*>(program.c_str())};
        for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
        argv.push_back(nullptr);
        ::execv(program.c_str(), argv.data());
        ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    stdin_ = in[1];
    char c = 0;
    while (::read(out[0], &c, 1) == 1 && c != '\n') port_ += c;
    ::close(out[0]);
    if (port_.empty()) throw std::runtime_error(program + " did not start");
}

EmulatorProcess::~EmulatorProcess() {
    kill();
}

void EmulatorProcess::kill() {
    if (pid_ < 0) return;
    ::close(stdin_);
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void EmulatorProcess::operate(const std::string& act) const {
    scanner::escl::HttpClient http({});
    if (http.post("http://" + address() + "/operator/" + act, "").status != 200) throw std::runtime_error(act);
}

EmulatorProcess::Counts EmulatorProcess::counts() const {
    scanner::escl::HttpClient http({});
    std::istringstream text(http.get("http://" + address() + "/operator/counts").text());
    Counts counts;
    text >> counts.confirmed >> counts.empty;
    return counts;
}

}  // namespace kiemphieu::testing
