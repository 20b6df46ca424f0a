#include "station/evidence/document_check.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/file.hpp"
#include "station/evidence/report_figures.hpp"
#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// When it was made: by the authority of time where there is one, else by what the signature says of itself.
std::string time_of(const PdfSignature& signature) {
    std::tm parts{};
    if (signature.check.timestamp) {
        const std::time_t time = std::chrono::system_clock::to_time_t(signature.check.timestamp->time);
        gmtime_r(&time, &parts);
    } else if (strptime(signature.claimed.c_str(), "D:%Y%m%d%H%M%SZ", &parts) == nullptr) {
        return signature.claimed;
    }
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

}  // namespace

DocumentCheck::DocumentCheck(const DocumentGround& ground) : ground_(ground) {
    std::string name = (fs::temp_directory_path() / "kiemphieu-papers-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder_ = name;
    for (const MinutesMade& made : ground.minutes) {
        for (const auto& [path, digest] : made.files) {
            known_.insert(digest);
            names_.insert(fs::path(path).filename().string());
        }
    }
}

DocumentCheck::~DocumentCheck() {
    std::error_code error;
    if (!folder_.empty()) fs::remove_all(folder_, error);
}

void DocumentCheck::fault(const std::string& name, std::string message) {
    found_.faults.push_back({FailureClass::broken_evidence, name, "", std::move(message)});
}

base::Expected<void, Failure> DocumentCheck::look_at(const std::string& name, base::Bytes bytes) {
    ++found_.looked_at;
    const std::size_t known = known_bytes(bytes);
    known_count_ += known > 0 ? 1U : 0U;
    check_known(name, known);
    if (!name.ends_with(".pdf")) return {};
    check_signatures(name, bytes, known);
    return check_figures(name, bytes);
}

/// How much of the document, from its start, is one that the record knows: all of it, or all but what was added by
/// signing. Nothing when it knows none.
std::size_t DocumentCheck::known_bytes(base::Bytes bytes) const {
    if (known_.contains(base::sha256(bytes))) return bytes.size();
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    constexpr std::string_view end = "%%EOF";
    for (auto place = text.find(end); place != std::string_view::npos; place = text.find(end, place + 1)) {
        // What was logged ended here, with or without its line end.
        for (std::size_t tail = 0; tail <= 2; ++tail) {
            const std::size_t length = place + end.size() + tail;
            if (length <= bytes.size() && known_.contains(base::sha256(bytes.first(length)))) return length;
        }
    }
    return 0;
}

void DocumentCheck::check_known(const std::string& name, std::size_t known) {
    const bool made_by_record = names_.contains(fs::path(name).filename().string());
    if (ground_.finality == Finality::confirmed && made_by_record && known == 0) {
        fault(name, "is no document that the record knows");
    }
}

/// The states a signed document went through are those the record saw it go through, as far as it saw any.
void DocumentCheck::check_states(const std::string& name, const std::set<base::Digest>& states) {
    std::map<base::Digest, std::string> missing;  ///< by the state they were put on
    for (const DocumentSigned& signing : ground_.signings) {
        if (states.contains(signing.before)) missing.emplace(signing.before, signing.signer);
    }
    // A crash may leave an event of a signature that was then made again.
    for (const DocumentSigned& signing : ground_.signings) {
        if (states.contains(signing.after)) missing.erase(signing.before);
    }
    for (const auto& [state, signer] : missing) fault(name, "lacks a signature that the record knows: of " + signer);
}

void DocumentCheck::check_signatures(const std::string& name, base::Bytes bytes, std::size_t known) {
    const PdfSignatures signatures = verify_pdf(bytes, name, ground_.trust);
    const bool longer = known > 0 && known < bytes.size();
    std::set<base::Digest> states{base::sha256(bytes.first(known)), base::sha256(bytes)};
    for (const PdfSignature& each : signatures.signatures) states.insert(base::sha256(bytes.first(each.end)));
    check_states(name, states);
    if (signatures.signatures.empty()) {
        if (longer) fault(name, "something was added to it that is no signature");
        return;
    }
    for (const Failure& failure : signatures.faults) found_.faults.push_back(failure);
    if (longer) {
        for (std::string& change : changes_beyond_signatures(bytes.first(known), bytes)) fault(name, std::move(change));
    }
    for (const PdfSignature& each : signatures.signatures) {
        const base::Digest after = base::sha256(bytes.first(each.end));
        const auto event = std::ranges::find(ground_.signings, after, &DocumentSigned::after);
        const bool in_record = event != ground_.signings.end();
        if (in_record && event->certificate != each.check.certificate) {
            fault(name,
                  "the signature of " + each.check.signer.name + " is by another certificate than the record has");
        }
        found_.signatures.push_back({name, each.check.signer.name, time_of(each),
                                     each.check.timestamp ? each.check.timestamp->authority : "", each.check.issuer,
                                     in_record});
    }
}

base::Expected<void, Failure> DocumentCheck::check_figures(const std::string& name, base::Bytes bytes) {
    const fs::path file = fs::path(folder_) / "paper.pdf";
    if (auto written = base::write_file_durably(file, bytes); !written) return written;
    const auto text = text_of_pdf(file);
    if (!text && text.error().failure_class == FailureClass::world) return base::fail(text.error());
    const auto paper = text ? figures_in_text(*text) : std::nullopt;
    if (!paper) {
        // What the program made by this name says figures; one that does not is another.
        if (names_.contains(fs::path(name).filename().string())) fault(name, "no figures can be read from it");
        return {};
    }
    ++(paper->title == PaperTitle::report ? reports_ : minutes_);
    if (ground_.finality == Finality::confirmed && known_bytes(bytes) == 0 &&
        !names_.contains(fs::path(name).filename().string())) {
        fault(name, "is no document that the record knows");
    }
    const bool of_this_record =
        !paper->fingerprint.empty() && std::ranges::any_of(ground_.hashes, [&](const std::string& hash) {
            return hash.starts_with(paper->fingerprint);
        });
    if (!of_this_record) fault(name, "bears the mark of another record");
    const StyleTally* style = paper->style ? ground_.tally.find_style(*paper->style) : nullptr;
    const forms::BallotStyle* defined = style ? ground_.conference.find_style(style->style) : nullptr;
    if (defined == nullptr) {
        fault(name, "is of no style of this conference");
        return {};
    }
    for (std::string& sentence : differences(*paper, *style, attendance_of(*defined, style->declared)))
        fault(name, std::move(sentence));
    return {};
}

DocumentsFound DocumentCheck::finish() && {
    const auto trusted = std::ranges::count(found_.signatures, IssuerCheck::trusted, &SignatureFound::issuer);
    const bool asked = !ground_.trust.anchors.empty();
    found_.detail = fmt::format(
        "{} documents, {} known to the record; {} reports and {} counting minutes compared; {} signatures{}",
        found_.looked_at, known_count_, reports_, minutes_, found_.signatures.size(),
        found_.signatures.empty() ? std::string{}
        : asked                   ? fmt::format(", {} of trusted issuers", trusted)
                                  : std::string{", issuers not checked"});
    found_.detail_vi = fmt::format("{} văn bản, {} có trong bản ghi; đối chiếu {} báo cáo, {} biên bản; {} chữ ký số{}",
                                   found_.looked_at, known_count_, reports_, minutes_, found_.signatures.size(),
                                   found_.signatures.empty() ? std::string{}
                                   : asked                   ? fmt::format(", {} do nơi cấp tin cậy", trusted)
                                                             : std::string{", chưa kiểm nơi cấp"});
    return std::move(found_);
}

}  // namespace kiemphieu::station
