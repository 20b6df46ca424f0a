#include "station/cli/live_line.hpp"

#include <chrono>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

namespace kiemphieu::station::cli {

namespace {

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

LiveLine::LiveLine(const Session& session) : session_(session), terminal_(::isatty(2) != 0), begin_s_(now_s()) {}

void LiveLine::show(const ScanSummary& so_far) {
    if (!terminal_) return;
    const int sides = so_far.accepted + so_far.already_known;
    const double minutes = (now_s() - begin_s_) / 60;
    const std::string line = fmt::format(
        fmt::runtime(session_.say("{} mặt · {:.0f} mặt/phút · {} cần xem xét · {} không đọc được · {} đã có",
                                  "{} sides · {:.0f} a minute · {} for people · {} unreadable · {} known")),
        sides, minutes > 0 ? sides / minutes : 0.0, so_far.flagged, so_far.unreadable, so_far.already_known);
    std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
    shown_ = true;
}

void LiveLine::end() {
    if (shown_) std::fputs("\n", stderr);
    shown_ = false;
}

}  // namespace kiemphieu::station::cli
