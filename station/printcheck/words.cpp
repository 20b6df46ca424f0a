#include <fmt/format.h>

#include "station/printcheck/print_check.hpp"

namespace kiemphieu::station {

namespace {

/// Where it is: file, sheet and row as far as they are known.
std::string place_of(const PrintFinding& f, const char* sheet, const char* row) {
    std::string text = f.file;
    if (f.page > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", sheet, f.page);
    if (f.row > 0) text += fmt::format(", {} {}", row, f.row);
    return text;
}

/// A decimal comma, as Vietnamese writes it.
std::string with_comma(std::string text) {
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
        if (text[i] == '.' && digit(i - 1) && digit(i + 1)) text[i] = ',';
    }
    return text;
}

std::string what_in_vietnamese(const PrintFinding& f) {
    switch (f.problem) {
        case PrintProblem::name_differs:
            return fmt::format("họ tên phải là “{}”, đọc được “{}”: so bằng mắt từng chữ, từng dấu", f.expected,
                               f.found);
        case PrintProblem::position_differs:
            return fmt::format("chức vụ phải là “{}”, đọc được “{}”: so bằng mắt từng chữ, từng dấu", f.expected,
                               f.found);
        case PrintProblem::printed_in_row:
            return fmt::format("phải là “{}”, nhưng in dòng của người khác: {}", f.expected, f.found);
        case PrintProblem::row_missing:
            return fmt::format("không thấy in “{}”", f.expected);
        case PrintProblem::row_lines:
            return fmt::format("chỉ thấy {} đường kẻ của dòng “{}”", with_comma(f.found), f.expected);
        case PrintProblem::text_differs:
            return fmt::format("chữ in khác với mẫu ở “{}”", f.expected);
        case PrintProblem::scale:
            return fmt::format("tỷ lệ in {} thay vì {}: in lại ở cỡ thật, tắt “vừa trang giấy”", with_comma(f.found),
                               with_comma(f.expected));
        case PrintProblem::bent:
            return fmt::format("nét in lệch khỏi chỗ {}, quá mức {}: kiểm tra máy in, quét lại tờ phẳng",
                               with_comma(f.found), with_comma(f.expected));
        case PrintProblem::offset:
            return fmt::format("trang in lệch {} so với ảnh, quá mức {}: kiểm tra lề in và thanh chặn giấy",
                               with_comma(f.found), with_comma(f.expected));
        case PrintProblem::low_toner:
            return fmt::format("mực nhạt ({}): thay hộp mực rồi in lại", with_comma(f.found));
        case PrintProblem::not_readable:
            return fmt::format("không phải tờ phiếu của loại này ({})", f.found);
        case PrintProblem::not_authentic:
            return fmt::format("mã phiếu {} không phải của hồ sơ này", with_comma(f.found));
        case PrintProblem::page_missing:
            break;
    }
    return "chưa có ảnh của tờ này";
}

std::string what_in_english(const PrintFinding& f) {
    switch (f.problem) {
        case PrintProblem::name_differs:
            return fmt::format("the name must be “{}”, read “{}”: compare every letter and tone mark by eye",
                               f.expected, f.found);
        case PrintProblem::position_differs:
            return fmt::format("the position must be “{}”, read “{}”: compare every letter and tone mark by eye",
                               f.expected, f.found);
        case PrintProblem::printed_in_row:
            return fmt::format("must be “{}”, but another row is printed here: {}", f.expected, f.found);
        case PrintProblem::row_missing:
            return fmt::format("“{}” is not printed", f.expected);
        case PrintProblem::row_lines:
            return fmt::format("only {} of the lines around “{}” are there", f.found, f.expected);
        case PrintProblem::text_differs:
            return fmt::format("print differs from the layout at “{}”", f.expected);
        case PrintProblem::scale:
            return fmt::format("printed at {} instead of {}: print at actual size, not “fit to page”", f.found,
                               f.expected);
        case PrintProblem::bent:
            return fmt::format("print lies {} off its place, over {}: look at the printer, scan a flat sheet", f.found,
                               f.expected);
        case PrintProblem::offset:
            return fmt::format(
                "the page lies {} off the scan's middle, over {}: look at the print's margins and the paper guides",
                f.found, f.expected);
        case PrintProblem::low_toner:
            return fmt::format("pale print ({}): change the toner and print again", f.found);
        case PrintProblem::not_readable:
            return fmt::format("no page of this style ({})", f.found);
        case PrintProblem::not_authentic:
            return fmt::format("the code {} is not this case's", f.found);
        case PrintProblem::page_missing:
            break;
    }
    return "no scan shows this sheet";
}

}  // namespace

std::string PrintFinding::vietnamese() const {
    return place_of(*this, "tờ", "dòng") + ": " + what_in_vietnamese(*this);
}

std::string PrintFinding::english() const {
    return place_of(*this, "sheet", "row") + ": " + what_in_english(*this);
}

}  // namespace kiemphieu::station
