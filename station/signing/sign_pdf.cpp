#include "station/signing/sign_pdf.hpp"

#include <algorithm>
#include <ctime>
#include <exception>
#include <optional>

#include <fmt/format.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include "base/units.hpp"
#include "forms/print/canvas.hpp"
#include "forms/print/paragraph.hpp"
#include "station/signing/cms.hpp"
#include "station/signing/page_ink.hpp"
#include "station/signing/shared_fonts.hpp"

namespace kiemphieu::station {

namespace {

using base::Failure;
using base::FailureClass;
using Octets = std::vector<std::uint8_t>;
using Object = QPDFObjectHandle;

/// The numbers of a ByteRange are written into room for the largest file there is.
constexpr std::string_view range_room = "/ByteRange [0 0000000000 0000000000 0000000000]";

auto refused(const SigningOrder& order, const std::string& place, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, order.file, place, message});
}

std::string utc(Moment now, const char* format) {
    const std::time_t time = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[64];
    return {text, std::strftime(text, sizeof text, format, &parts)};
}

/// Local time for the eye, with its distance from UTC.
std::string local(Moment now) {
    const std::time_t time = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    localtime_r(&time, &parts);
    char text[64];
    return {text, std::strftime(text, sizeof text, "%d/%m/%Y %H:%M:%S %z", &parts)};
}

/// A one-page PDF whose top left corner bears name and time.
base::Expected<Octets, Failure> draw(const std::string& name, const base::PageRect& box, Moment now) {
    auto canvas = forms::Canvas::create({"Chữ ký số", name});
    if (!canvas) return base::fail(canvas.error());
    canvas->begin_page();
    constexpr forms::ParagraphStyle style{9.0, forms::Align::center, 0.0, 1.2};
    constexpr double margin_mm = 1.0;
    double top = margin_mm;
    const auto set = [&](const std::string& text, forms::Face face) -> base::Expected<void, Failure> {
        const auto lines = forms::break_lines({{text, face}}, style, box.w - 2 * margin_mm);
        if (!lines) return base::fail(lines.error());
        for (const forms::TextRun& run : forms::place_lines(*lines, style, margin_mm, top)) canvas->text(run);
        top += forms::line_height_mm(style) * static_cast<double>(lines->size());
        return {};
    };
    if (auto done = set("Đã ký số:", forms::Face::serif); !done) return base::fail(done.error());
    if (auto done = set(name, forms::Face::serif_bold); !done) return base::fail(done.error());
    if (auto done = set(local(now), forms::Face::serif); !done) return base::fail(done.error());
    return canvas->bytes();
}

/// The place of `startxref` that ends the file's last revision.
std::optional<std::uint64_t> last_xref(std::string_view pdf) {
    const auto at = pdf.rfind("startxref");
    if (at == std::string_view::npos) return std::nullopt;
    std::uint64_t offset = 0;
    for (const char c : pdf.substr(at + 9, 24)) {
        if (c >= '0' && c <= '9') offset = offset * 10 + static_cast<std::uint64_t>(c - '0');
        if (c == '%') break;
    }
    if (offset >= pdf.size() || !pdf.substr(offset).starts_with("xref")) return std::nullopt;
    return offset;
}

/// One signature in the making.
class Revision {
  public:
    Revision(base::Bytes pdf, const SigningOrder& order) : pdf_(pdf), order_(order) {
        document_.setSuppressWarnings(true);
        document_.setAttemptRecovery(false);
        document_.processMemoryFile("pdf", reinterpret_cast<const char*>(pdf.data()), pdf.size());
        first_new_ = static_cast<int>(document_.getObjectCount()) + 1;
    }

    base::Expected<void, Failure> build(const std::string& name, std::size_t signature_bytes) {
        const auto previous = last_xref({reinterpret_cast<const char*>(pdf_.data()), pdf_.size()});
        if (!previous || document_.isEncrypted()) {
            return refused(order_, "cross-reference table",
                           "is missing; expected a PDF of plain objects, not encrypted");
        }
        auto pages = QPDFPageDocumentHelper(document_).getAllPages();
        Object root = document_.getRoot();
        Object form = root.getKey("/AcroForm");
        const int earlier = form.isDictionary() ? form.getKey("/Fields").getArrayNItems() : 0;
        const int last = static_cast<int>(pages.size());
        const SignatureBox box = order_.box ? *order_.box
                                 : last > 0 ? free_box(pages.back().getObjectHandle(), last)
                                            : SignatureBox{};
        if (box.page < 1 || box.page > static_cast<int>(pages.size())) {
            return refused(order_, "page " + std::to_string(box.page),
                           fmt::format("is not there; expected 1 to {}", pages.size()));
        }
        const auto drawn = draw(name, box.box, order_.now);
        if (!drawn) return base::fail(drawn.error());
        Object page = pages.at(static_cast<std::size_t>(box.page) - 1).getObjectHandle();
        if (const std::string there = whats_there(page, box); !there.empty()) {
            return refused(order_, "page " + std::to_string(box.page), there + " there; expected a free place");
        }
        Object signature = document_.makeIndirectObject(Object::newDictionary());
        signature_id_ = signature.getObjectID();
        name_ = Object::newUnicodeString(name).unparse();
        signature_bytes_ = signature_bytes;
        Object field = document_.makeIndirectObject(widget(page, box, earlier + 1, signature, *drawn));
        add_field(root, form, page, field);
        write(*previous, root, page);
        return {};
    }

    /// The signed bytes: all but the signature's place.
    base::Digest digest() const {
        Octets covered(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(gap_begin_));
        covered.insert(covered.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(gap_end_), bytes_.end());
        return base::sha256(covered);
    }

    base::Expected<Octets, Failure> finish(base::Bytes cms) && {
        const std::string hex = base::to_hex(cms);
        if (hex.size() > gap_end_ - gap_begin_ - 2) {
            return refused(order_, "signature", "is larger than its place; expected fewer certificates");
        }
        std::ranges::copy(hex, bytes_.begin() + static_cast<std::ptrdiff_t>(gap_begin_) + 1);
        return Octets(bytes_.begin(), bytes_.end());
    }

  private:
    /// The first place at the page's foot where nothing stands: three side by side, then above them.
    static SignatureBox free_box(Object page, int number) {
        constexpr double width_mm = 52.0, height_mm = 15.0;
        constexpr int places = 30;
        const auto at = [&](int i) {
            return SignatureBox{number, {30.0 + 55.0 * (i % 3), 275.0 - 17.0 * (i / 3), width_mm, height_mm}};
        };
        for (int i = 0; i < places; ++i) {
            if (whats_there(page, at(i)).empty()) return at(i);
        }
        return at(0);
    }

    /// The box in the page's own measure: points from its bottom left.
    static Object::Rectangle on_page(Object page, const base::PageRect& box) {
        const double height = QPDFPageObjectHelper(page).getMediaBox().getArrayItem(3).getNumericValue();
        const double left = box.x / base::mm_per_point, top = height - box.y / base::mm_per_point;
        return {left, top - box.h / base::mm_per_point, left + box.w / base::mm_per_point, top};
    }

    /// What stands where this signature would show; empty when nothing does.
    static std::string whats_there(Object page, const SignatureBox& box) {
        const Object::Rectangle own = on_page(page, box.box);
        const auto covers = [&](const PageBox& other) { return overlap({own.llx, own.lly, own.urx, own.ury}, other); };
        if (std::ranges::any_of(annotations_of(page), covers)) return "another signature stands";
        return std::ranges::any_of(ink_of(page), covers) ? "something is printed" : "";
    }

    Object widget(Object page, const SignatureBox& box, int number, Object signature, const Octets& drawn) {
        QPDF drawing;
        drawing.processMemoryFile("drawing", reinterpret_cast<const char*>(drawn.data()), drawn.size());
        auto sheet = QPDFPageDocumentHelper(drawing).getAllPages().front();
        Object drawn_page = sheet.getObjectHandle();
        const auto fonts = take_shared_fonts(document_, drawn_page);
        Object form = document_.copyForeignObject(sheet.getFormXObjectForPage());
        for (const auto& [key, font] : fonts) {
            form.getDict().getKey("/Resources").getKey("/Font").replaceKey(key, font);
        }
        const double drawing_height = 297.0 / base::mm_per_point;
        const double w = box.box.w / base::mm_per_point, h = box.box.h / base::mm_per_point;
        const Object::Rectangle rect = on_page(page, box.box);
        form.getDict().replaceKey(
            "/BBox", Object::parse(fmt::format("[0 {:.3f} {:.3f} {:.3f}]", drawing_height - h, w, drawing_height)));
        Object field = Object::parse(fmt::format(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /Rect [{:.3f} {:.3f} {:.3f} {:.3f}] /T (kiemphieu-{}) >>",
            rect.llx, rect.lly, rect.urx, rect.ury, number));
        field.replaceKey("/P", page);
        field.replaceKey("/V", signature);
        Object appearance = Object::newDictionary();
        appearance.replaceKey("/N", form);
        field.replaceKey("/AP", appearance);
        own_streams();
        return field;
    }

    /// Takes the fonts' bytes over before the drawing goes.
    void own_streams() {
        for (Object object : document_.getAllObjects()) {
            if (object.getObjectID() < first_new_ || !object.isStream()) continue;
            const auto data = object.getRawStreamData();
            object.replaceStreamData(std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize()),
                                     object.getDict().getKey("/Filter"), object.getDict().getKey("/DecodeParms"));
        }
    }

    static void add_field(Object root, Object form, Object page, Object field) {
        Object fields = form.isDictionary() && form.getKey("/Fields").isArray() ? form.getKey("/Fields").shallowCopy()
                                                                                : Object::newArray();
        fields.appendItem(field);
        Object new_form = form.isDictionary() ? form.shallowCopy() : Object::newDictionary();
        new_form.replaceKey("/Fields", fields);
        new_form.replaceKey("/SigFlags", Object::newInteger(3));
        root.replaceKey("/AcroForm", new_form);
        Object notes = page.getKey("/Annots").isArray() ? page.getKey("/Annots").shallowCopy() : Object::newArray();
        notes.appendItem(field);
        page.replaceKey("/Annots", notes);
    }

    /// Adds one object's text and notes where it begins.
    void add_object(Object object) {
        const int id = object.getObjectID();
        offsets_.emplace_back(id, bytes_.size());
        bytes_ += fmt::format("{} {} obj\n", id, object.getGeneration());
        if (id == signature_id_) {
            add_signature();
        } else if (object.isStream()) {
            const auto data = object.getRawStreamData();
            Object dictionary = object.getDict().shallowCopy();
            dictionary.replaceKey("/Length", Object::newInteger(static_cast<long long>(data->getSize())));
            bytes_ += dictionary.unparseResolved() + "\nstream\n";
            bytes_.append(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
            bytes_ += "\nendstream";
        } else {
            bytes_ += object.unparseResolved();
        }
        bytes_ += "\nendobj\n";
    }

    void add_signature() {
        bytes_ += "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ";
        bytes_ += "/Name " + name_ + " /M (" + utc(order_.now, "D:%Y%m%d%H%M%SZ") + ") ";
        range_at_ = bytes_.size();
        bytes_ += range_room;
        bytes_ += " /Contents ";
        gap_begin_ = bytes_.size();
        bytes_ += "<" + std::string(2 * signature_bytes_, '0') + ">";
        gap_end_ = bytes_.size();
        bytes_ += " >>";
    }

    void write(std::uint64_t previous, Object root, Object page) {
        bytes_.assign(reinterpret_cast<const char*>(pdf_.data()), pdf_.size());
        if (!bytes_.ends_with('\n')) bytes_ += '\n';
        add_object(root);
        add_object(page);
        int size = 0;
        for (Object object : document_.getAllObjects()) {
            size = std::max(size, object.getObjectID() + 1);
            if (object.getObjectID() >= first_new_) add_object(object);
        }
        std::ranges::sort(offsets_);
        const std::size_t xref = bytes_.size();
        bytes_ += "xref\n";
        for (const auto& [id, offset] : offsets_) bytes_ += fmt::format("{} 1\n{:010} 00000 n \n", id, offset);
        Object trailer = document_.getTrailer().shallowCopy();
        trailer.replaceKey("/Size", Object::newInteger(size));
        trailer.replaceKey("/Prev", Object::newInteger(static_cast<long long>(previous)));
        bytes_ += fmt::format("trailer\n{}\nstartxref\n{}\n%%EOF\n", trailer.unparseResolved(), xref);
        const std::string range =
            fmt::format("/ByteRange [0 {} {} {}]", gap_begin_, gap_end_, bytes_.size() - gap_end_);
        std::string padded = range + std::string(range_room.size() - range.size(), ' ');
        bytes_.replace(range_at_, padded.size(), padded);
    }

    base::Bytes pdf_;
    const SigningOrder& order_;
    QPDF document_;
    int first_new_{};
    int signature_id_{};
    std::string name_;
    std::size_t signature_bytes_{};
    std::string bytes_;
    std::vector<std::pair<int, std::size_t>> offsets_;
    std::size_t range_at_{}, gap_begin_{}, gap_end_{};
};

}  // namespace

base::Expected<Octets, Failure> sign_pdf(base::Bytes pdf, Identity& identity, const SigningOrder& order) {
    try {
        const CertificateChain& chain = identity.certificates();
        // Attributes and the signature itself take under 2 KB, a token of time with its chain 4 to 8.
        std::size_t room = 4096 + chain.signer.size() + (order.authority ? 16384U : 0U);
        for (const Octets& issuer : chain.issuers) room += issuer.size();
        Revision revision(pdf, order);
        if (auto built = revision.build(owner_of(chain.signer).name, room); !built) return base::fail(built.error());
        const auto cms = make_cms(identity, revision.digest(), order.authority);
        if (!cms) return cms;
        return std::move(revision).finish(*cms);
    } catch (const std::exception& e) {
        return refused(order, "", std::string("can't be read: ") + e.what() + "; expected a whole PDF");
    }
}

}  // namespace kiemphieu::station
