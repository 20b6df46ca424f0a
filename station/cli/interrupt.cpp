#include "station/cli/interrupt.hpp"

#include <csignal>

namespace kiemphieu::station::cli {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void on_signal(int) {
    interrupted.store(true);
}

}  // namespace

Interrupt::Interrupt() {
    interrupted.store(false);
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
}

Interrupt::~Interrupt() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<bool>* Interrupt::flag() const {
    return &interrupted;
}

}  // namespace kiemphieu::station::cli
