#include "station/tally/attendance.hpp"

namespace kiemphieu::station {

Attendance attendance_of(const forms::BallotStyle& definition, const std::optional<Declaration>& declared) {
    Attendance attendance{definition.summoned, definition.present};
    if (declared) {
        attendance.summoned = declared->summoned.value_or(attendance.summoned);
        attendance.present = declared->present.value_or(attendance.present);
    }
    return attendance;
}

}  // namespace kiemphieu::station
