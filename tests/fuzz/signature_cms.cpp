// Any bytes as a signature, as a token of time, and as what stands in a PDF's place of a signature.

#include <array>
#include <cstdlib>

#include "station/signing/cms_check.hpp"
#include "station/signing/verify_pdf.hpp"

using namespace kiemphieu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::Bytes bytes(data, size);
    // Nobody signed this content: whatever the bytes are, they do not hold for it.
    const std::array<base::Bytes, 2> content{base::as_bytes("nobody "), base::as_bytes("signed this")};
    const station::CmsCheck check = station::check_cms(bytes, content, {}, {});
    if (check.holds()) std::abort();
    if (station::check_timestamp(bytes, content[0], {}).faults.empty()) std::abort();
    if (const auto inside = station::signature_in_gap(bytes)) {
        if (inside->empty() || inside->size() * 2 + 2 > size) std::abort();
    }
    return 0;
}
