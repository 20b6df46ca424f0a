#include "station/case/signed_paper.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;
using Octets = std::vector<std::uint8_t>;

base::Expected<Octets, Failure> latest_form(base::Bytes document, const std::vector<fs::path>& files) {
    Octets latest(document.begin(), document.end());
    for (const fs::path& file : files) {
        std::error_code error;
        if (!fs::exists(file, error)) continue;
        auto there = base::read_file(file);
        if (!there) return base::fail(there.error());
        const bool continues =
            there->size() >= document.size() && std::equal(document.begin(), document.end(), there->begin());
        if (!continues) {
            if (!verify_pdf(*there, file.string(), {}).signatures.empty()) {
                return base::fail(Failure{FailureClass::bad_input, file.string(), "",
                                          "is signed, and the count or its notes have changed since; expected another "
                                          "folder, or this file put elsewhere"});
            }
            continue;
        }
        if (there->size() == document.size()) continue;
        const PdfSignatures signatures = verify_pdf(*there, file.string(), {});
        if (!signatures.holds()) return base::fail(signatures.faults.front());
        if (const auto changes = changes_beyond_signatures(document, *there); !changes.empty()) {
            return base::fail(Failure{FailureClass::broken_evidence, file.string(), "", changes.front()});
        }
        if (there->size() > latest.size()) latest = std::move(*there);
    }
    return latest;
}

}  // namespace kiemphieu::station
