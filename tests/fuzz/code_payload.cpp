// Any bytes as a QR's payload and as a readable line: refused, or exactly what we would have printed.

#include <cstdlib>

#include "forms/code.hpp"

using namespace kiemphieu;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::Bytes bytes(data, size);
    if (const auto read = forms::decode_payload(bytes)) {
        const auto again = forms::encode_payload(read->code, read->tag);
        if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) std::abort();
    }
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto read = forms::parse_readable(text)) {
        forms::SheetCode code;
        code.serial = read->serial;
        code.sheet = read->sheet;
        code.page = read->page;
        code.kind = read->kind;
        forms::Tag tag{};
        std::copy(read->tag_prefix.begin(), read->tag_prefix.end(), tag.begin());
        std::string printed;
        for (const std::string& line : forms::readable_lines(code, tag)) printed += line;
        if (forms::parse_readable(printed) != read) std::abort();
    }
    return 0;
}
