#include "station/rollup/read_report.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "base/file.hpp"
#include "base/text.hpp"
#include "forms/definition_text.hpp"
#include "station/evidence/report_figures.hpp"
#include "station/minutes/wording.hpp"
#include "station/rollup/register.hpp"
#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station::rollup {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// Valid ballots, and count and share of each level.
constexpr std::size_t numbers_in_line = 7;
/// Reports are a few hundred kilobytes, signatures included.
constexpr std::uintmax_t max_report_bytes = 64U << 20U;

/// Where the columns of the results' table end, from the page's left edge, in millimetres.
std::vector<double> column_ends() {
    std::vector<double> ends;
    double x = forms::Margins{}.left_mm;
    for (const forms::TableColumn& column : results_table(StyleTally{}).columns) ends.push_back(x += column.width_mm);
    return ends;
}

/// The organisation that a document's properties name; signatures cover it as they do everything.
std::string author_of(base::Bytes bytes) {
    try {
        QPDF document;
        document.setSuppressWarnings(true);
        document.processMemoryFile("pdf", reinterpret_cast<const char*>(bytes.data()), bytes.size());
        QPDFObjectHandle info = document.getTrailer().getKey("/Info");
        if (!info.isDictionary() || !info.getKey("/Author").isString()) return {};
        return forms::clean_text(info.getKey("/Author").getUTF8Value()).value_or("");
    } catch (const std::exception&) {
        return {};
    }
}

/// The words at the head of the first page's left half, above the title.
std::string letterhead_of(const std::vector<PdfWord>& words) {
    std::string out;
    for (const PdfWord& word : words) {
        if (word.text == "*" || word.text == "(Đóng" || word.page != 1) break;
        out += (out.empty() ? "" : " ") + word.text;
    }
    return base::to_upper(base::to_nfc(out));
}

std::optional<forms::Date> vote_day_in(const std::string& text) {
    const std::string line = base::squeeze_blanks(text);
    const auto opening = line.find("Thực hiện nhiệm vụ do ");
    const std::string words = ", ngày ";
    const auto place = line.find(words, opening == std::string::npos ? 0 : opening);
    if (opening == std::string::npos || place == std::string::npos) return std::nullopt;
    const auto begin = place + words.size();
    return day_of(line.substr(begin, line.find(',', begin) - begin));
}

class ReportReader {
  public:
    ReportReader(const fs::path& pdf, const Trust& trust) : pdf_(pdf), trust_(trust) {}

    base::Expected<SignedReport, Failure> read() {
        const auto bytes = base::read_file(pdf_, max_report_bytes);
        if (!bytes) return base::fail(bytes.error());
        if (auto held = check_signatures(*bytes); !held) return base::fail(held.error());
        const auto text = text_of_pdf(pdf_);
        if (!text) return base::fail(text.error());
        const auto figures = figures_in_text(*text);
        if (!figures || figures->title != PaperTitle::report)
            return other("", "is no report of Phụ lục 5 by this program");
        out_.draft = text->find("BẢN NHÁP") != std::string::npos;
        if (out_.draft) return std::move(out_);
        const auto day = vote_day_in(*text);
        if (!figures->style || !figures->collected || figures->fingerprint.size() != 16 || !day)
            return other("", "does not say style, ballots collected, day or the record's mark");
        out_.vote_day = *day;
        out_.fingerprint = figures->fingerprint;
        const auto words = words_of_pdf(pdf_);
        if (!words) return base::fail(words.error());
        if (auto named = read_organisation(*bytes, *words); !named) return base::fail(named.error());
        if (auto taken = take_figures(*figures, table_lines(*words)); !taken) return base::fail(taken.error());
        return std::move(out_);
    }

  private:
    static tl::unexpected<Failure> other(std::string place, std::string message) {
        return base::fail(Failure{FailureClass::bad_input, "", std::move(place), std::move(message)});
    }
    static tl::unexpected<Failure> broken(std::string place, std::string message) {
        return base::fail(Failure{FailureClass::broken_evidence, "", std::move(place), std::move(message)});
    }

    base::Expected<void, Failure> check_signatures(base::Bytes bytes) {
        const PdfSignatures found = verify_pdf(bytes, "", trust_);
        if (found.signatures.empty()) return broken("signatures", "has none; expected a signed report");
        if (!found.holds()) return base::fail(found.faults.front());
        std::set<std::string> signers;
        for (const PdfSignature& each : found.signatures) {
            if (each.check.issuer != IssuerCheck::trusted)
                return broken(each.check.signer.name, "is signed by a certificate of no trusted issuer");
            signers.insert(each.check.signer.name);
        }
        out_.signers.assign(signers.begin(), signers.end());
        return {};
    }

    base::Expected<void, Failure> read_organisation(base::Bytes bytes, const std::vector<PdfWord>& words) {
        out_.organisation = author_of(bytes);
        const std::string head = letterhead_of(words);
        const std::string name = base::to_upper(out_.organisation);
        if (name.empty() || !(head == name || head.ends_with(" " + name))) {
            return broken("organisation", fmt::format("the letterhead says \"{}\", the document's properties \"{}\"",
                                                      head, out_.organisation));
        }
        return {};
    }

    /// The figures as `verify` reads them, the names from the same lines; both must say one thing.
    base::Expected<void, Failure> take_figures(const ReportFigures& figures, const std::vector<TableLine>& lines) {
        out_.figures.style = *figures.style;
        out_.figures.issued = figures.issued;
        out_.figures.collected = *figures.collected;
        if (lines.size() != figures.rows.size())
            return broken("table",
                          fmt::format("has {} lines of names and {} of figures", lines.size(), figures.rows.size()));
        StyleTally tally;
        tally.collected = *figures.collected;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const ReportRow& row = figures.rows[i];
            const TableLine& line = lines[i];
            std::vector<std::string> expected{std::to_string(row.valid)};
            for (std::size_t level = 0; level < row.counts.size(); ++level) {
                expected.push_back(std::to_string(row.counts.at(level)));
                expected.push_back(row.percents.at(level));
            }
            std::vector<std::string> said;
            for (const std::string& number : line.numbers) said.push_back(without_dots(number));
            if (line.number != row.number || said != expected)
                return broken(fmt::format("line {}", row.number), "its figures can't be told apart from its names");
            const int invalid = *figures.collected - row.valid;
            out_.figures.people.push_back({row.number, line.name, line.position, row.valid, invalid, row.counts});
            CandidateTally candidate;
            candidate.number = row.number;
            candidate.valid = row.valid;
            candidate.levels = row.counts;
            tally.candidates.push_back(std::move(candidate));
        }
        // Nothing else tells who came: the report is only held against itself, and must say it.
        const auto wrong = differences(figures, tally, Attendance{0, figures.present.value_or(0)});
        if (!wrong.empty()) return broken("table", wrong.front());
        return {};
    }

    static std::string without_dots(std::string number) {
        std::erase(number, '.');
        return number;
    }

    const fs::path& pdf_;
    const Trust& trust_;
    SignedReport out_;
};

}  // namespace

std::vector<TableLine> table_lines(const std::vector<PdfWord>& words) {
    static const std::vector<double> ends = column_ends();
    constexpr std::array<std::string_view, 5> heading{"2.", "Kết", "quả", "kiểm", "phiếu"};
    const auto table = std::ranges::search(words, heading, {}, &PdfWord::text);
    std::vector<TableLine> lines;
    std::optional<TableLine> line;
    for (auto word = table.end(); word != words.end(); ++word) {
        const double middle = (word->left_mm + word->right_mm) / 2.0;
        const auto column = static_cast<std::size_t>(std::ranges::lower_bound(ends, middle) - ends.begin());
        if (!line) {
            const int next = static_cast<int>(lines.size()) + 1;
            if (column == 0 && word->text == std::to_string(next)) line = TableLine{next, {}, {}, {}};
            continue;
        }
        if (column == 1 || column == 2) {
            std::string& text = column == 1 ? line->name : line->position;
            text += (text.empty() ? "" : " ") + base::to_nfc(word->text);
        } else {
            line->numbers.push_back(word->text);
        }
        if (line->numbers.size() < numbers_in_line) continue;
        lines.push_back(std::move(*line));
        line.reset();
    }
    return lines;
}

base::Expected<SignedReport, Failure> read_report(const fs::path& pdf, const Trust& trust) {
    return ReportReader(pdf, trust).read();
}

}  // namespace kiemphieu::station::rollup
