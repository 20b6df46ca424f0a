#pragma once
// The line an operator watches while a stack goes through.

#include "station/cli/session.hpp"
#include "station/pipeline/scan_files.hpp"

namespace kiemphieu::station::cli {

/// Sheets, rate, flagged, turned away: on stderr when that is a terminal, else nothing.
class LiveLine {
  public:
    explicit LiveLine(const Session& session);
    void show(const ScanSummary& so_far);
    /// Leaves the last state standing.
    void end();

  private:
    const Session& session_;
    bool terminal_;
    double begin_s_;
    bool shown_{false};
};

}  // namespace kiemphieu::station::cli
