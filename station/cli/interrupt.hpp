#pragma once
// Ctrl-C during a long work: the work in hand is finished and kept, nothing new is begun.

#include <atomic>

namespace kiemphieu::station::cli {

/// While it lives, SIGINT and SIGTERM set a flag instead of ending the program.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;
    const std::atomic<bool>* flag() const;
};

}  // namespace kiemphieu::station::cli
