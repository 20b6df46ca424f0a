#include "station/cli/session.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

namespace kiemphieu::station::cli {

namespace {

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Language language_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return std::string_view(value).starts_with("en") ? Language::english : Language::vietnamese;
        }
    }
    return Language::vietnamese;
}

int tell(const Session& session, const base::Failure& failure) {
    note(std::string(session.say("lỗi: ", "error: ")) + base::to_string(failure));
    switch (failure.failure_class) {
        case base::FailureClass::bad_input:
            return wrong_input;
        case base::FailureClass::world:
            return world_failed;
        case base::FailureClass::broken_evidence:
            return broken_evidence;
    }
    return world_failed;
}

void note(const std::string& line) {
    std::fprintf(stderr, "%s\n", line.c_str());
}

void print(const std::string& line) {
    if (std::fprintf(stdout, "%s\n", line.c_str()) < 0 || std::fflush(stdout) != 0) {
        throw std::runtime_error("stdout is closed");
    }
}

ProgressBar::ProgressBar(std::string_view title, std::size_t total)
    : title_(title), total_(total), terminal_(isatty(STDERR_FILENO) != 0), begin_s_(now_s()) {}

ProgressBar::~ProgressBar() {
    if (terminal_ && last_s_ > 0) std::fprintf(stderr, "\r\033[K");
}

void ProgressBar::show(std::size_t done) {
    const double now = now_s();
    // Ten pictures a second are smooth to the eye.
    if (!terminal_ || total_ == 0 || (now - last_s_ < 0.1 && done < total_)) return;
    last_s_ = now;
    const double share = static_cast<double>(std::min(done, total_)) / static_cast<double>(total_);
    const double rate = static_cast<double>(done) / std::max(1e-3, now - begin_s_);
    const double left = rate > 0 ? static_cast<double>(total_ - std::min(done, total_)) / rate : 0;
    std::string bar(30, '.');
    std::fill_n(bar.begin(), static_cast<std::size_t>(share * 30), '#');
    std::fprintf(stderr, "\r\033[K%s [%s] %zu/%zu  %.1f/s  %.0f s", title_.c_str(), bar.c_str(), done, total_, rate,
                 left);
    std::fflush(stderr);
}

}  // namespace kiemphieu::station::cli
