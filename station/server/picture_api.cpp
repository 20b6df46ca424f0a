// Pictures of sheets and rows.

#include "station/server/api.hpp"

namespace kiemphieu::station::server {
namespace {

const Refusal no_picture{404, "no_picture", "Mục này không có ảnh.", "There is no picture of this."};

omr::Drawing drawing_of(const Request& request) {
    const std::string wanted = request.asked("drawing").value_or("off");
    if (wanted != "on" && wanted != "off") throw BadField{"drawing", "expected on or off"};
    return wanted == "on" ? omr::Drawing::on : omr::Drawing::off;
}

Response picture_response(const base::Expected<Picture, base::Failure>& picture) {
    if (!picture) return to_response(refusal_of(picture.error()));
    return {200, "image/jpeg", **picture, {}};
}

Response sheet_picture(const Call& call) {
    SheetKey key;
    if (!base::parse_hex(call.parameter(0), key.image)) throw BadField{"image", "expected 64 hex digits"};
    key.page_in_file = static_cast<int>(*parse_number(call.parameter(1), "page", {1, 100'000}));
    const auto width = parse_number(call.request.asked("width"), "width", {100, 2500}).value_or(1000);
    const omr::Drawing drawing = drawing_of(call.request);
    const AcceptedSheet* sheet = call.view->find_sheet(key);
    if (!sheet) return to_response(no_picture);
    return picture_response(call.station.pictures().sheet(*call.live, *sheet, static_cast<int>(width), drawing));
}

Response item_picture(const Call& call) {
    const auto id = parse_item(call.parameter(0));
    if (!id) throw BadField{"item", "names no item"};
    const double scale = parse_fraction(call.request.asked("scale"), "scale", 2, 16).value_or(8);
    const omr::Drawing drawing = drawing_of(call.request);
    const AcceptedSheet* sheet = call.view->sheet_of(*id);
    if (!sheet) return to_response(no_picture);
    Pictures& pictures = call.station.pictures();
    if (const auto* row = std::get_if<RowItem>(&*id)) {
        return picture_response(pictures.row(*call.live, *sheet, row->number, scale, drawing));
    }
    if (std::holds_alternative<WriteInItem>(*id)) {
        return picture_response(pictures.write_in(*call.live, *sheet, scale, drawing));
    }
    return picture_response(pictures.sheet(*call.live, *sheet, static_cast<int>(scale * 150), drawing));
}

}  // namespace

std::vector<Route> picture_routes() {
    return {
        {Method::get, "/api/sheets/*/*/picture", everybody, sheet_picture},
        {Method::get, "/api/items/*/picture", everybody, item_picture},
    };
}

}  // namespace kiemphieu::station::server
