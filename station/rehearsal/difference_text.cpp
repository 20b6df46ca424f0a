// What differed in a rehearsal, as lines for people.

#include <map>

#include <fmt/format.h>

#include "station/rehearsal/compare.hpp"

namespace kiemphieu::station {
namespace {

struct Words {
    const char* vietnamese;
    const char* english;
};

/// The reading's words. What is no word of it, a figure or a page, is put together below.
const std::map<std::string, Words>& all_words() {
    static const std::map<std::string, Words> words{
        {"high", {"cao", "high"}},
        {"confidence", {"tín nhiệm", "confidence"}},
        {"low", {"thấp", "low"}},
        {"none", {"không đánh dấu", "no mark"}},
        {"double", {"hai dấu", "two marks"}},
        {"triple", {"ba dấu", "three marks"}},
        {"review", {"hỏi người", "left to people"}},
        {"name_crossed", {"tên bị gạch", "name crossed"}},
        {"name_not_crossed", {"tên không bị gạch", "name not crossed"}},
        {"write_in", {"có ghi thêm", "writing added"}},
        {"no write_in", {"không ghi thêm", "no writing"}},
        {"authentic", {"phiếu thật", "authentic"}},
        {"not_authentic", {"phiếu giả", "not authentic"}},
        {"missing", {"thiếu", "missing"}},
        {"copy missing", {"thiếu bản thứ hai", "second copy missing"}},
        {"test_ballot", {"phiếu thử", "test ballot"}},
        {"official", {"phiếu chính thức", "official ballot"}},
        {"deck", {"phiếu của bộ diễn tập", "ballot of the deck"}},
        {"unknown_serial", {"mã số phiếu lạ", "unknown serial"}},
        {"unknown_candidate", {"người không có trong bộ", "somebody not in the deck"}},
        {"ballot", {"phiếu đọc được", "readable ballot"}},
        {"page", {"trang của phiếu", "a page of the ballot"}},
        {"no such page", {"không có trang này", "no such page"}},
        {"row", {"có dòng", "a row"}},
        {"unreadable", {"không đọc được", "unreadable"}},
        {"not_a_ballot", {"không phải phiếu", "not a ballot"}},
        {"no_code", {"không thấy mã", "no code"}},
        {"damaged_image", {"tệp ảnh hỏng", "damaged image"}},
        {"not_registered", {"nhăn hoặc xiên quá", "too crooked or creased"}},
        {"other_layout", {"phiếu của lần in khác", "another layout"}},
        {"other_conference", {"phiếu của hội nghị khác", "another conference's ballot"}},
        {"cut_off", {"mất góc, bị cắt", "cut off"}},
    };
    return words;
}

/// One thing: a word, a page, or a figure as "low=3".
std::string said(const std::string& text, const char* Words::*language) {
    const bool vietnamese = language == &Words::vietnamese;
    if (const auto found = all_words().find(text); found != all_words().end()) return found->second.*language;
    if (text.starts_with("page ")) return (vietnamese ? "trang " : "page ") + text.substr(5);
    const auto sign = text.find('=');
    if (sign == std::string::npos) return text;
    const std::string value = text.substr(sign + 1);
    const std::string name = text.substr(0, sign);
    if (name == "to_people<")
        return fmt::format(fmt::runtime(vietnamese ? "nhiều nhất {} dòng hỏi người" : "at most {} rows left to people"),
                           value);
    if (name == "to_people") {
        return fmt::format(fmt::runtime(vietnamese ? "{} dòng hỏi người" : "{} rows left to people"), value);
    }
    if (name == "streak") {
        return fmt::format(
            fmt::runtime(vietnamese ? "vệt bẩn cách mép trái ảnh {}" : "a streak {} from the image's left edge"),
            value);
    }
    return said(name, language) + " " + value;
}

std::string line_of(const Difference& difference, const char* Words::*language, const char* ballot, const char* line) {
    std::string text;
    if (difference.ballot > 0) text += fmt::format(fmt::runtime(ballot), difference.ballot);
    if (!difference.candidate.empty()) text += difference.candidate + ": ";
    std::string found;
    for (std::size_t from = 0; from < difference.found.size();) {
        const std::size_t to = std::min(difference.found.find("; ", from), difference.found.size());
        found += (found.empty() ? "" : ", ") + said(difference.found.substr(from, to - from), language);
        from = to + 2;
    }
    return text + fmt::format(fmt::runtime(line), said(difference.expected, language), found);
}

}  // namespace

std::string in_vietnamese(const Difference& difference) {
    return line_of(difference, &Words::vietnamese, "phiếu {}, ", "phải là {}, ra {}");
}

std::string in_english(const Difference& difference) {
    return line_of(difference, &Words::english, "ballot {}, ", "must be {}, is {}");
}

}  // namespace kiemphieu::station
