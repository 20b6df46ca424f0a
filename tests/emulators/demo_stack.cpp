#include "tests/emulators/demo_stack.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::testing {

namespace fs = std::filesystem;

pid_t start_program(const std::string& program, const std::vector<std::string>& arguments) {
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("/dev/null", "w", stderr) == nullptr) {
        ::_exit(126);
    }
    std::string name = program;
    std::vector<char*> argv{name.data()};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
}

DemoStack::DemoStack(const std::string& program, const fs::path& work, int voters, std::size_t most_sheets)
    : work_(work) {
    fs::remove_all(work);
    fs::create_directories(tray());
    const pid_t pid =
        start_program(program, {"demo", (work / "demo").string(), "--voters", std::to_string(voters), "--seed", "11"});
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("the demo failed");
    std::vector<fs::path> scans;
    for (const auto& entry : fs::directory_iterator(work / "demo/scans")) {
        if (entry.path().extension() == ".jpg") scans.push_back(entry.path());
    }
    std::sort(scans.begin(), scans.end());
    for (const fs::path& scan : scans) {
        if (sheets_.size() == most_sheets || !sheets_.insert(base::sha256(*base::read_file(scan))).second) continue;
        fs::copy_file(scan, tray() / scan.filename());
    }
}

fs::path DemoStack::fresh_case(int number) const {
    const fs::path folder = work_ / ("case" + std::to_string(number));
    const fs::path old_folder = work_ / "demo/case";
    fs::create_directories(folder);
    for (const char* part : {"conference.toml", "keys", "layouts"}) {
        fs::copy(old_folder / part, folder / part, fs::copy_options::recursive);
    }
    const auto old = station::Record::open(old_folder);
    auto fresh = station::Record::create(folder, old->state().made);
    if (!fresh) throw std::runtime_error(base::to_string(fresh.error()));
    for (const station::Printed& printed : old->state().printings) {
        if (const auto added = fresh->append(printed); !added) throw std::runtime_error(base::to_string(added.error()));
    }
    return folder;
}

}  // namespace kiemphieu::testing
