#include "station/evidence/pdf_text.hpp"

#include <charconv>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/child_process.hpp"
#include "base/file.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

constexpr double mm_of_point = 25.4 / 72.0;

base::Expected<std::string, Failure> output_of(const fs::path& pdf, std::vector<std::string> options) {
    fs::path text = pdf;
    text += ".txt";
    std::vector<std::string> words{"pdftotext", "-q", "-enc", "UTF-8"};
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), {pdf.string(), text.string()});
    const auto ending = base::run_child(std::move(words));
    if (ending == base::ChildEnding::not_started) {
        return base::fail(
            Failure{FailureClass::world, pdf.string(), "", "pdftotext is not installed (package poppler-utils)"});
    }
    auto read = base::read_text_file(text);
    std::error_code error;
    fs::remove(text, error);
    if (ending != base::ChildEnding::done || !read) {
        return base::fail(
            Failure{FailureClass::broken_evidence, pdf.filename().string(), "", "no text can be read from it"});
    }
    return read;
}

/// The number of an attribute of an element, as `xMin="122.9"`.
double number_in(std::string_view element, std::string_view name) {
    double number = 0.0;
    const std::string opening = std::string(name) + "=\"";
    const auto place = element.find(opening);
    if (place == std::string_view::npos) return number;
    const std::string_view rest = element.substr(place + opening.size());
    std::from_chars(rest.data(), rest.data() + rest.size(), number);
    return number;
}

std::string without_entities(std::string_view text) {
    constexpr std::pair<std::string_view, char> entities[]{{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                                                           {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
    std::string out;
    while (!text.empty()) {
        std::size_t taken = 1;
        char letter = text.front();
        for (const auto& [entity, meaning] : entities) {
            if (!text.starts_with(entity)) continue;
            taken = entity.size();
            letter = meaning;
        }
        out += letter;
        text.remove_prefix(taken);
    }
    return out;
}

}  // namespace

base::Expected<std::string, Failure> text_of_pdf(const fs::path& pdf) {
    return output_of(pdf, {"-layout"});
}

base::Expected<std::vector<PdfWord>, Failure> words_of_pdf(const fs::path& pdf) {
    const auto html = output_of(pdf, {"-bbox", "-raw"});
    if (!html) return base::fail(html.error());
    std::vector<PdfWord> words;
    int page = 0;
    std::istringstream lines(*html);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("<page ") != std::string::npos) ++page;
        const auto begin = line.find("<word ");
        const auto inner = line.find('>', begin);
        const auto end = line.rfind("</word>");
        if (begin == std::string::npos || inner == std::string::npos || end == std::string::npos || end < inner)
            continue;
        const std::string_view element = std::string_view(line).substr(begin, inner - begin);
        words.push_back({without_entities(std::string_view(line).substr(inner + 1, end - inner - 1)), page,
                         number_in(element, "xMin") * mm_of_point, number_in(element, "xMax") * mm_of_point,
                         number_in(element, "yMin") * mm_of_point});
    }
    return words;
}

}  // namespace kiemphieu::station
