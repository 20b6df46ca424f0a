#include "station/server/stack_work.hpp"

#include <nlohmann/json.hpp>

#include "station/pipeline/advice.hpp"

namespace kiemphieu::station::server {
namespace {

using Json = nlohmann::ordered_json;

std::string outcome(const std::string& vietnamese, const std::string& english) {
    return Json{{"vi", vietnamese}, {"en", english}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string outcome(const base::Failure& failure) {
    const Refusal refusal = refusal_of(failure);
    return outcome(refusal.vietnamese, refusal.english);
}

std::string take_and_go_on(LiveCase& live, const LooseStackOrder& order, const WithStack& then,
                           const LongWork::Progress& progress) {
    const auto taken = take_loose_stack(order, nullptr, [&](std::size_t pages) { progress(pages, 0); });
    if (!taken) return outcome(taken.error());
    if (const Advice advice = advice_on(taken->end.why, taken->last_sheet); advice.fault) {
        return outcome(advice.vietnamese, advice.english);
    }
    const auto went = then(live, order, *taken, progress);
    return went ? std::string{} : outcome(went.error());
}

}  // namespace

std::optional<Response> begin_with_stack(const Call& call, const StackWork& work, WithStack then) {
    JsonObject body = JsonObject::parse(call.request.body);
    LooseStackOrder order;
    order.source = body.text("source", {6, 2000});
    order.settings = settings_of(body);
    order.keep_in = call.live->path() / work.keep_in;
    body.end();
    if (!is_source(order.source)) throw BadField{"source", "expected folder:DIR, escl:ADDRESS or sane:DEVICE"};
    if (call.station.scan_work().running()) {
        return to_response(
            {409, "scan_running", "Đang quét phiếu; hãy dừng lần quét này trước.", "A scan runs; stop it first."});
    }
    const bool begun =
        work.work.start([live = call.live, order, then = std::move(then)](const LongWork::Progress& progress) {
            return take_and_go_on(*live, order, then, progress);
        });
    if (!begun) return to_response(work.running);
    return std::nullopt;
}

}  // namespace kiemphieu::station::server
