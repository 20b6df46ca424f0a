#include "station/cli/loose_files.hpp"

#include "station/pipeline/advice.hpp"
#include "station/pipeline/loose_stack.hpp"

namespace kiemphieu::station::cli {

base::Expected<std::vector<std::filesystem::path>, base::Failure> loose_files(const Called& called,
                                                                              const LooseFilesOrder& order,
                                                                              const std::atomic<bool>* stop) {
    std::vector<std::string> sources = order.images;
    if (!order.from.empty()) sources.push_back(order.from);
    std::vector<std::filesystem::path> files;
    for (const std::string& source : sources) {
        const auto stack = take_loose_stack({source, order.settings, order.keep_in}, stop);
        if (!stack) return tl::unexpected(stack.error());
        files.insert(files.end(), stack->files.begin(), stack->files.end());
        if (!is_device(source)) continue;
        const Advice advice = advice_on(stack->end.why, stack->last_sheet);
        note(std::string(called.session.say(advice.vietnamese, advice.english)));
        if (advice.fault) return base::fail(base::Failure{base::FailureClass::world, source, "", stack->end.detail});
    }
    return files;
}

}  // namespace kiemphieu::station::cli
