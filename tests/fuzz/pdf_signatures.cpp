// Any bytes as a signed PDF: told as broken, or signed to its last byte.

#include <cstdlib>

#include "station/signing/verify_pdf.hpp"

using namespace kiemphieu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::Bytes pdf(data, size);
    const station::PdfSignatures found = station::verify_pdf(pdf, "fuzz.pdf", {});
    if (found.holds() && (found.signatures.empty() || found.signatures.back().end != size)) std::abort();
    for (const base::Failure& fault : found.faults) {
        if (fault.message.empty()) std::abort();
    }
    // What was added behind an earlier state of it.
    static_cast<void>(station::changes_beyond_signatures(pdf.first(size / 2), pdf));
    return 0;
}
