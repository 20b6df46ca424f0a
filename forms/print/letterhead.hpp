#pragma once
// How a document of the Party or of the State begins, and where people sign.

#include <string>
#include <vector>

#include "forms/conference.hpp"
#include "forms/print/page_flow.hpp"

namespace kiemphieu::forms {

/// "ngày 05 tháng 02 năm 2023". Day below ten and month below three carry a zero. Source: NĐ 30/2020, Phụ lục I.
std::string date_in_words(const Date& date);
/// "15/12/2023".
std::string date_in_digits(const Date& date);

/// Organisation at the left, the Party's name or the State's motto at the right, place and date under it.
/// `date_line` is what follows the place. Source: Phụ lục 3 and 5 (organisation, place, date, "Đóng dấu treo");
/// the rest is Domain: the Party's documents bear its name and an asterisk, the State's name and motto by NĐ 30/2020.
void letterhead(PageFlow& flow, const Conference& conference, const std::string& date_line, const std::string& under);

/// How a record of a technical check begins: the letterhead with a blank date, its title, and what it is about.
void check_head(PageFlow& flow, const Conference& conference, const std::string& title, const std::string& about);

/// A paragraph in one face.
Paragraph plain(std::string text, Face face, ParagraphStyle style, double space_after_mm = 0.0);

/// A place to sign: title, what to do, room for the hand, and the name where it is known.
struct SignaturePlace {
    std::string title;
    std::string role;     ///< under the title; may be empty
    std::string hint;     ///< "(Ký, ghi rõ họ tên)"
    std::string name;     ///< may be empty
    std::string place{};  ///< names the room for the hand, for who signs digitally; may be empty
};

/// Signature places side by side, evenly over the width.
std::vector<Column> signature_columns(double width_mm, const std::vector<SignaturePlace>& places);

}  // namespace kiemphieu::forms
