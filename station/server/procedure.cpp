#include "station/server/procedure.hpp"

#include <algorithm>

#include "station/rehearsal/gate.hpp"
#include "station/review/acts.hpp"

namespace kiemphieu::station::server {
namespace {

/// What the steps ask of a case.
struct Facts {
    bool all_printed{true};
    bool any_printed{false};
    bool rehearsed{false};
    bool may_open{false};
    bool all_declared{true};
    bool all_scanned{true};
    bool any_sheet{false};
    int pending{};
    bool complete{false};
    bool final{false};
    bool minutes{false};
};

Facts facts_of(const CaseDefinition& definition, const View& view) {
    Facts f;
    for (const StyleTally& style : view.count.tally.styles) {
        f.all_printed = f.all_printed && style.printed > 0;
        f.any_printed = f.any_printed || style.printed > 0;
        f.all_declared = f.all_declared && style.declared.has_value();
        f.all_scanned = f.all_scanned && style.declared && style.scanned == style.collected;
    }
    const CaseState& state = view.state;
    f.rehearsed = f.any_printed && unrehearsed(state).empty();
    f.may_open = may_open_count(definition, state).has_value();
    // Papers keyed in by hand count where no scanner is.
    f.any_sheet = !state.sheets.empty() || std::ranges::any_of(view.count.tally.styles, [](const StyleTally& style) {
        return style.scanned > 0;
    });
    f.pending = view.pending_items();
    f.complete = view.count.tally.complete();
    f.final = state.frozen();
    f.minutes = f.final && !state.minutes.empty();
    return f;
}

StepState open_or(bool done, bool blocked) {
    if (done) return StepState::done;
    return blocked ? StepState::blocked : StepState::open;
}

Step print_step(const Facts& f) {
    return {"print", open_or(f.all_printed, false),
            f.all_printed ? "Đã in phiếu cho mọi loại phiếu." : "In phiếu cho từng loại phiếu.",
            f.all_printed ? "Ballots of every style are printed." : "Print the ballots of each style."};
}

Step rehearse_step(const CaseDefinition& definition, const View& view, const Facts& f) {
    const bool waived = view.state.rehearsal_waived.has_value();
    if (!f.any_printed) {
        return {"rehearse", StepState::blocked, "In phiếu trước, rồi diễn tập bằng bộ phiếu thử.",
                "Print first, then rehearse with the test deck."};
    }
    if (f.rehearsed) {
        return {"rehearse", StepState::done, "Mọi loại phiếu đã diễn tập đạt.", "Every style passed its rehearsal."};
    }
    if (waived) {
        return {"rehearse", StepState::done, "Trưởng ban cho phép bỏ qua diễn tập.", "The head waived the rehearsal."};
    }
    if (f.any_sheet) {
        return {"rehearse", StepState::done, "Đã mở kiểm phiếu mà không diễn tập.", "The count was opened without."};
    }
    const bool required = definition.conference.policy.rehearsal == forms::RehearsalRule::require;
    return {"rehearse", StepState::open,
            required ? "Phải diễn tập đạt trước khi quét phiếu chính thức." : "Nên diễn tập trước khi quét phiếu.",
            required ? "A passed rehearsal is required before official ballots are scanned."
                     : "A rehearsal before scanning is advised."};
}

Step declare_step(const Facts& f) {
    return {"declare", open_or(f.all_declared, false),
            f.all_declared ? "Đã công bố số phiếu phát ra và thu về." : "Trưởng ban công bố số phiếu phát ra, thu về.",
            f.all_declared ? "Issued and collected are declared." : "The head declares issued and collected."};
}

Step scan_step(const Facts& f) {
    if (!f.any_printed) {
        return {"scan", StepState::blocked, "Chưa in phiếu nào nên chưa có gì để quét.",
                "No ballot is printed yet, so there is nothing to scan."};
    }
    if (!f.may_open) {
        return {"scan", StepState::blocked, "Chưa diễn tập đạt; diễn tập, hoặc trưởng ban cho phép bỏ qua.",
                "No passed rehearsal; rehearse, or the head waives it."};
    }
    const bool done = f.any_sheet && f.all_scanned;
    return {
        "scan", open_or(done, false),
        done ? "Số phiếu quét hoặc nhập khớp số thu về." : "Quét hết phiếu trong hòm; không có máy quét thì nhập tay.",
        done ? "As many ballots are in as were collected."
             : "Scan all ballots of the box, or key them in where there is no scanner."};
}

Step review_step(const Facts& f) {
    if (!f.any_sheet && f.pending == 0) {
        return {"review", StepState::blocked, "Chưa có phiếu nào được quét hoặc nhập.",
                "No ballot is scanned or keyed."};
    }
    const std::string n = std::to_string(f.pending);
    return {"review", open_or(f.pending == 0, false),
            f.pending == 0 ? "Không còn việc nào chờ xem xét." : "Còn " + n + " việc chờ người xem xét.",
            f.pending == 0 ? "Nothing waits for people."
                           : n + (f.pending == 1 ? " item waits for people." : " items wait for people.")};
}

Step agree_step(const View& view, const Facts& f) {
    if (f.complete) {
        return {"agree", StepState::done, "Mọi số liệu khớp nhau.", "All figures agree."};
    }
    if (!f.any_sheet) return {"agree", StepState::blocked, "Chưa có phiếu nào.", "There are no ballots yet."};
    if (f.pending > 0) {
        return {"agree", StepState::blocked, "Còn việc chờ xem xét nên chưa đối chiếu được.",
                "Items wait for people, so the figures can't be compared yet."};
    }
    return {"agree", StepState::open, "Số liệu chưa khớp; xem từng dòng.",
            "Figures do not agree yet: " + what_is_open(view.count.tally)};
}

Step confirm_step(const View& view, const Facts& f) {
    if (f.final) {
        return {"confirm", StepState::done, "Trưởng Ban và Thư ký đã xác nhận.", "Head and secretary have confirmed."};
    }
    if (!f.complete) {
        return {"confirm", StepState::blocked, "Chỉ xác nhận khi mọi số liệu khớp và không còn việc chờ.",
                "Figures are confirmed once all agree and nothing waits."};
    }
    const bool one = !view.state.confirmations.empty();
    return {"confirm", StepState::open, one ? "Còn chờ một người xác nhận." : "Trưởng Ban và Thư ký xác nhận.",
            one ? "One more confirmation is awaited." : "Head and secretary confirm."};
}

Step minutes_step(const Facts& f) {
    if (f.minutes) return {"minutes", StepState::done, "Đã lập báo cáo và biên bản.", "Report and minutes are made."};
    if (f.final)
        return {"minutes", StepState::open, "Lập báo cáo và biên bản, in và ký.", "Make, print and sign the minutes."};
    return {"minutes", StepState::blocked, "Chưa xác nhận: chỉ lập được bản nháp.",
            "Not confirmed: only a draft can be made."};
}

/// Of a station that scans for another's count: one step is its own.
std::vector<Step> scanning_procedure(const View& view) {
    const bool ended = view.state.ended;
    std::vector<Step> steps;
    for (const char* name :
         {"prepare", "print", "rehearse", "declare", "scan", "review", "agree", "confirm", "minutes"}) {
        steps.push_back({name, StepState::blocked, "Trạm này chỉ quét; việc này làm ở trạm chủ trì cuộc đếm.",
                         "This station only scans; this is done at the station that leads the count."});
    }
    Step& scan = *std::ranges::find(steps, "scan", &Step::name);
    scan.state = ended ? StepState::done : StepState::now;
    scan.vietnamese = ended ? "Trạm này đã quét xong và đã kết thúc."
                            : "Quét các xấp phiếu được giao cho trạm này; xong thì kết thúc trạm.";
    scan.english = ended ? "This station has scanned all it was given, and has ended."
                         : "Scan the stacks given to this station; when done, end it.";
    return steps;
}

}  // namespace

std::vector<Step> procedure_of(const CaseDefinition& definition, const View& view) {
    if (view.state.made.station != 0) return scanning_procedure(view);
    const Facts f = facts_of(definition, view);
    std::vector<Step> steps{
        {"prepare", StepState::done, "Hồ sơ đã lập.", "The case is made."},
        print_step(f),
        rehearse_step(definition, view, f),
        declare_step(f),
        scan_step(f),
        review_step(f),
        agree_step(view, f),
        confirm_step(view, f),
        minutes_step(f),
    };
    const auto next = std::ranges::find(steps, StepState::open, &Step::state);
    if (next != steps.end()) next->state = StepState::now;
    return steps;
}

bool is_official(const CaseDefinition& definition, const View& view) {
    const CaseState& state = view.state;
    if (!state.batches.empty() || state.made.station != 0) return true;
    const bool printed =
        std::ranges::any_of(state.printings, [](const Printed& p) { return p.kind == forms::BallotKind::official; });
    return printed && (state.rehearsal_waived || unrehearsed(state).empty() || !state.declarations.empty()) &&
           may_open_count(definition, state).has_value();
}

}  // namespace kiemphieu::station::server
