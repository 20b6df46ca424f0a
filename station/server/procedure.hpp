#pragma once
// The whole procedure as one line: where we are, what is next, and why a step can't be entered yet.

#include <string>
#include <vector>

#include "station/case/case_folder.hpp"
#include "station/server/live_case.hpp"

namespace kiemphieu::station::server {

enum class StepState { done, now, open, blocked };

struct Step {
    std::string name;
    StepState state{StepState::open};
    std::string vietnamese;
    std::string english;
};

std::vector<Step> procedure_of(const CaseDefinition& definition, const View& view);
/// Whether official sheets may be taken in by now, or only rehearsed with.
bool is_official(const CaseDefinition& definition, const View& view);

}  // namespace kiemphieu::station::server
