#include "forms/print/mend_pdf.hpp"

#include <exception>
#include <string>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace kiemphieu::forms {

namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// libharu writes CID ranges where a ToUnicode table has character ranges.
/// Source: ISO 32000-1, 9.10.3.
void mend_to_unicode(QPDFObjectHandle font) {
    QPDFObjectHandle table = font.getKey("/ToUnicode");
    if (!table.isStream()) return;
    const auto data = table.getStreamData();
    std::string text(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
    replace_all(text, "begincidrange", "beginbfrange");
    replace_all(text, "endcidrange", "endbfrange");
    replace_all(text, "begincidchar", "beginbfchar");
    replace_all(text, "endcidchar", "endbfchar");
    table.replaceStreamData(text, QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());
}

}  // namespace

base::Expected<std::vector<std::uint8_t>, base::Failure> mend_pdf(base::Bytes pdf) {
    try {
        QPDF document;
        document.processMemoryFile("drawing", reinterpret_cast<const char*>(pdf.data()), pdf.size());
        for (QPDFObjectHandle object : document.getAllObjects()) {
            if (object.isDictionaryOfType("/Font") && object.hasKey("/ToUnicode")) mend_to_unicode(object);
        }
        QPDFObjectHandle info = document.getTrailer().getKey("/Info");
        if (info.isDictionary()) {
            info.removeKey("/CreationDate");
            info.removeKey("/ModDate");
        }
        QPDFWriter writer(document);
        writer.setOutputMemory();
        writer.setMinimumPDFVersion("1.7");
        writer.setObjectStreamMode(qpdf_o_disable);  // signatures are appended to plain objects
        writer.setDeterministicID(true);
        writer.write();
        const auto out = writer.getBufferSharedPointer();
        return std::vector<std::uint8_t>(out->getBuffer(), out->getBuffer() + out->getSize());
    } catch (const std::exception& e) {
        return base::fail(base::Failure{base::FailureClass::world, "", "",
                                        std::string("the PDF drawn can't be read again: ") + e.what()});
    }
}

}  // namespace kiemphieu::forms
