#pragma once
// A ruling as JSON: what the record stores and what `review rule --from FILE.jsonl` reads.

#include <string>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "station/store/event.hpp"

namespace kiemphieu::station {

/// {"item":"row:…:3","ruling":"high","who":"…","why":"…"}; `style` where a strange paper's is ruled; `hand` with
/// {"style","serial","page","rows":{"1":"high",…}} where the committee read the sheet.
std::string to_json(const RulingGiven& given);
/// Reads it back; `who` and `why` may be absent. Errors: bad_input whose place is the field.
[[nodiscard]] base::Expected<RulingGiven, base::Failure> ruling_from_json(const std::string& json);

}  // namespace kiemphieu::station
