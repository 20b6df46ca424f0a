#include "station/signing/verify_pdf.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <exception>
#include <memory>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "station/signing/page_ink.hpp"

namespace kiemphieu::station {

namespace {

using base::Failure;
using base::FailureClass;
using Object = QPDFObjectHandle;

/// A signature's dictionary as the PDF has it.
struct Found {
    std::string field;
    std::string claimed;
    std::size_t gap_begin{};
    std::size_t gap_end{};
    std::size_t end{};  ///< of the revision it covers
};

std::unique_ptr<QPDF> open(base::Bytes pdf) {
    auto document = std::make_unique<QPDF>();
    document->setSuppressWarnings(true);
    document->setAttemptRecovery(false);
    document->processMemoryFile("pdf", reinterpret_cast<const char*>(pdf.data()), pdf.size());
    return document;
}

std::optional<Moment> moment_of(const std::string& claimed) {
    std::tm parts{};
    if (strptime(claimed.c_str(), "D:%Y%m%d%H%M%SZ", &parts) == nullptr) return std::nullopt;
    return std::chrono::system_clock::from_time_t(timegm(&parts));
}

/// What an object says; without what a further signature may add to it.
std::string text_of(Object object, const std::string& without) {
    if (object.isStream()) {
        const auto data = object.getRawStreamData();
        return object.getDict().unparse() +
               std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
    }
    if (without.empty() || !object.isDictionary()) return object.unparseResolved();
    Object copy = object.shallowCopy();
    copy.removeKey(without);
    return copy.unparseResolved();
}

/// Whether every item of the older array stands first in the newer.
bool only_longer(Object older, Object newer) {
    if (!older.isArray()) return true;
    if (!newer.isArray() || newer.getArrayNItems() < older.getArrayNItems()) return false;
    for (int i = 0; i < older.getArrayNItems(); ++i) {
        if (older.getArrayItem(i).unparse() != newer.getArrayItem(i).unparse()) return false;
    }
    return true;
}

/// Objects of a revision that a later one says otherwise, though only signatures were to be added.
std::vector<std::string> changed_objects(QPDF& older, QPDF& newer) {
    std::vector<std::string> out;
    for (Object object : older.getAllObjects()) {
        Object now = newer.getObject(object.getObjGen());
        std::string may_grow;
        if (object.isDictionaryOfType("/Catalog")) may_grow = "/AcroForm";
        if (object.isDictionaryOfType("/Page")) may_grow = "/Annots";
        bool same = text_of(object, may_grow) == text_of(now, may_grow);
        if (may_grow == "/Annots") same = same && only_longer(object.getKey("/Annots"), now.getKey("/Annots"));
        if (may_grow == "/AcroForm" && object.hasKey("/AcroForm")) {
            same = same &&
                   only_longer(object.getKey("/AcroForm").getKey("/Fields"), now.getKey("/AcroForm").getKey("/Fields"));
        }
        if (!same) out.push_back("object " + std::to_string(object.getObjectID()));
    }
    return out;
}

bool is_in(Object fields, Object note) {
    for (int i = 0; fields.isArray() && i < fields.getArrayNItems(); ++i) {
        if (fields.getArrayItem(i).getObjGen() == note.getObjGen()) return true;
    }
    return false;
}

/// Annotations of pages that are no signature, or one that is not among those to check: what they draw lies over the
/// text.
std::size_t annotations(QPDF& document) {
    Object form = document.getRoot().getKey("/AcroForm");
    Object fields = form.isDictionary() ? form.getKey("/Fields") : Object::newNull();
    std::size_t count = 0;
    for (Object page : document.getAllPages()) {
        Object notes = page.getKey("/Annots");
        for (int i = 0; notes.isArray() && i < notes.getArrayNItems(); ++i) {
            Object note = notes.getArrayItem(i);
            Object type = note.getKey("/FT");
            const bool signature = type.isName() && type.getName() == "/Sig" && note.getKey("/V").isDictionary();
            if (!signature || !note.isIndirect() || !is_in(fields, note)) ++count;
        }
    }
    return count;
}

/// Pictures of signatures that lie over what their page says, or over each other; a sentence each.
std::vector<std::string> covered_pages(QPDF& document) {
    std::vector<std::string> out;
    int number = 0;
    for (Object page : document.getAllPages()) {
        ++number;
        const auto pictures = annotations_of(page);
        if (pictures.empty()) continue;
        const auto ink = ink_of(page);
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            const auto covers = [&](const PageBox& box) { return overlap(pictures[i], box); };
            const auto others = std::span(pictures).subspan(i + 1);
            const std::string what = "picture " + std::to_string(i + 1) + " lies over ";
            const std::string where = " on page " + std::to_string(number) + "; expected an empty place";
            if (std::ranges::any_of(ink, covers)) out.push_back(what + "what is printed" + where);
            if (std::ranges::any_of(others, covers)) out.push_back(what + "another signature" + where);
        }
    }
    return out;
}

std::vector<std::string> changes(QPDF& older, QPDF& newer) {
    std::vector<std::string> out;
    for (const std::string& object : changed_objects(older, newer)) {
        out.push_back(object + " was changed after it; expected further signatures only");
    }
    if (annotations(older) != annotations(newer)) out.emplace_back("something was drawn over the document after it");
    return out;
}

/// Checks the signatures of one file.
class Verifier {
  public:
    Verifier(base::Bytes pdf, const std::string& file, const Trust& trust) : pdf_(pdf), file_(file), trust_(trust) {}

    PdfSignatures verify() {
        try {
            const auto document = open(pdf_);
            find(*document);
            if (document->anyWarnings()) fault("PDF", "is damaged; expected one without fault");
            if (found_.empty()) fault("signatures", "there is none; expected at least one");
            for (const Found& each : found_) check(each);
            // A broken signature says nothing of what came after it.
            const bool all_hold = std::ranges::all_of(out_.signatures, [](const auto& s) { return s.check.holds(); });
            if (!found_.empty() && all_hold) check_revisions(*document);
        } catch (const std::exception& e) {
            fault("PDF", std::string("can't be read: ") + e.what());
        }
        return std::move(out_);
    }

  private:
    void fault(const std::string& place, const std::string& message) {
        out_.faults.push_back({FailureClass::broken_evidence, file_, place, message});
    }

    void find(QPDF& document) {
        Object form = document.getRoot().getKey("/AcroForm");
        Object fields = form.isDictionary() ? form.getKey("/Fields") : Object::newNull();
        for (int i = 0; fields.isArray() && i < fields.getArrayNItems(); ++i) {
            Object field = fields.getArrayItem(i);
            if (!field.isDictionary() || !field.getKey("/V").isDictionary()) continue;
            Object value = field.getKey("/V");
            const std::string name = field.getKey("/T").isString() ? field.getKey("/T").getUTF8Value() : "?";
            if (const auto one = placed(name, value)) {
                found_.push_back(*one);
            } else {
                fault("signature " + name, "has no ByteRange that covers a revision but for its own place");
            }
        }
        std::ranges::sort(found_, {}, &Found::end);
    }

    std::optional<Found> placed(const std::string& name, Object value) const {
        Object range = value.getKey("/ByteRange");
        if (!range.isArray() || range.getArrayNItems() != 4) return std::nullopt;
        std::array<std::size_t, 4> numbers{};
        for (int i = 0; i < 4; ++i) {
            Object number = range.getArrayItem(i);
            if (!number.isInteger() || number.getIntValue() < 0) return std::nullopt;
            numbers.at(static_cast<std::size_t>(i)) = static_cast<std::size_t>(number.getIntValue());
        }
        const auto [begin, first, second, rest] = numbers;
        if (begin != 0 || first >= second || second > pdf_.size() || rest > pdf_.size() - second) return std::nullopt;
        Object claimed = value.getKey("/M");
        return Found{name, claimed.isString() ? claimed.getUTF8Value() : "", first, second, second + rest};
    }

    void check(const Found& each) {
        const auto cms = signature_in_gap(pdf_.subspan(each.gap_begin, each.gap_end - each.gap_begin));
        PdfSignature signature{each.field, each.claimed, each.end, {}};
        if (cms) {
            const std::array<base::Bytes, 2> content{pdf_.first(each.gap_begin),
                                                     pdf_.subspan(each.gap_end, each.end - each.gap_end)};
            signature.check = check_cms(*cms, content, trust_, moment_of(each.claimed));
        } else {
            signature.check.faults.emplace_back("its place holds no signature in plain hex");
        }
        // This program writes one name for RSA; the field's name is signed, the token's algorithm is not.
        if (each.field.starts_with("kiemphieu-") && signature.check.timestamp &&
            signature.check.timestamp->rsa == RsaName::with_digest) {
            signature.check.faults.emplace_back("token of time: RSA is named otherwise than it was when signing");
        }
        const std::string who = signature.check.signer.name;
        for (const std::string& sentence : signature.check.faults) {
            fault("signature " + each.field + (who.empty() ? "" : " of " + who), sentence);
        }
        out_.signatures.push_back(std::move(signature));
    }

    void check_revisions(QPDF& whole) {
        for (std::size_t i = 0; i + 1 < found_.size(); ++i) {
            if (found_[i].end == found_[i + 1].end) {
                fault("signature " + found_[i + 1].field, "is another field's; expected one of its own");
            }
        }
        for (const std::string& covered : covered_pages(whole)) fault("signatures", covered);
        if (found_.back().end != pdf_.size()) {
            fault("signature " + found_.back().field, "does not cover the whole file: something was added after it");
        }
        for (std::size_t i = 0; i + 1 < found_.size(); ++i) {
            const auto older = open(pdf_.first(found_[i].end));
            for (const std::string& change : changes(*older, whole)) fault("signature " + found_[i].field, change);
        }
    }

    base::Bytes pdf_;
    const std::string& file_;
    const Trust& trust_;
    std::vector<Found> found_;
    PdfSignatures out_;
};

}  // namespace

std::vector<std::string> changes_beyond_signatures(base::Bytes earlier, base::Bytes later) {
    try {
        return changes(*open(earlier), *open(later));
    } catch (const std::exception& e) {
        return {std::string("can't be read: ") + e.what()};
    }
}

PdfSignatures verify_pdf(base::Bytes pdf, const std::string& file, const Trust& trust) {
    return Verifier(pdf, file, trust).verify();
}

}  // namespace kiemphieu::station
