#include "station/store/seal.hpp"

#include <algorithm>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.hpp"
#include "base/ids.hpp"

namespace kiemphieu::station {
namespace {

using base::Failure;
using base::FailureClass;

/// Enough to see whether one place or the whole file changed.
constexpr std::size_t places_told = 5;

std::string unsigned_text(const Seal& seal) {
    std::string text = std::string("kiemphieu-seal-1 ") + (seal.state == SealState::whole ? "whole" : "changing") +
                       "\nevents " + std::to_string(seal.events) + "\nsize " + std::to_string(seal.size) + "\nsha256 " +
                       base::to_hex(seal.digest) + "\nblocks";
    for (const std::uint64_t block : seal.blocks) text += " " + base::to_hex(block);
    return text + "\n";
}

std::uint64_t block_mark(base::Bytes block) {
    const base::Digest digest = base::sha256(block);
    std::uint64_t mark = 0;
    for (std::size_t i = 0; i < 8; ++i) mark = mark << 8U | digest[i];
    return mark;
}

}  // namespace

base::Expected<Seal, Failure> seal_of_file(const std::filesystem::path& file, std::uint64_t events) {
    // A block at a time: the record of a long count would take its whole length of memory at every sealing.
    Seal seal{SealState::whole, events, 0, {}, {}};
    base::Sha256 digest;
    const auto read = base::read_blocks(file, seal_block_bytes, [&](base::Bytes block) {
        seal.size += block.size();
        seal.blocks.push_back(block_mark(block));
        digest.add(block);
    });
    if (!read) return base::fail(read.error());
    seal.digest = digest.finish();
    return seal;
}

std::string to_text(const Seal& seal, const base::SigningKey& key) {
    const std::string text = unsigned_text(seal);
    return text + "signature " + base::to_hex(key.sign(base::as_bytes(text))) + "\n";
}

base::Expected<Seal, Failure> seal_from_text(const std::string& text, const base::PublicKey& key) {
    const auto broken = [] {
        return base::fail(
            Failure{FailureClass::broken_evidence, "record.seal", "", "is no seal made with the key of this case"});
    };
    std::istringstream in(text);
    Seal seal;
    std::string word;
    std::string digest;
    in >> word >> word;
    seal.state = word == "whole" ? SealState::whole : SealState::changing;
    in >> word >> seal.events >> word >> seal.size >> word >> digest >> word;
    if (!in || !base::parse_hex(digest, seal.digest)) return broken();
    while (in >> word && word != "signature") {
        if (!base::parse_hex(word, seal.blocks.emplace_back())) return broken();
    }
    base::Signature signature{};
    const bool read = in >> word && base::parse_hex(word, signature);
    const std::string signed_part = unsigned_text(seal);
    if (!read || text != signed_part + "signature " + base::to_hex(signature) + "\n" ||
        !base::verify_signature(key, base::as_bytes(signed_part), signature)) {
        return broken();
    }
    return seal;
}

std::string differing_places(const Seal& sealed, const Seal& found) {
    std::string text;
    std::size_t told = 0;
    std::size_t differing = 0;
    for (std::size_t i = 0; i < std::max(sealed.blocks.size(), found.blocks.size()); ++i) {
        const bool same = i < sealed.blocks.size() && i < found.blocks.size() && sealed.blocks[i] == found.blocks[i];
        if (same || ++differing > places_told) continue;
        text += (told++ == 0 ? "bytes " : ", ") + std::to_string(i * seal_block_bytes) + " to " +
                std::to_string((i + 1) * seal_block_bytes - 1);
    }
    if (differing > places_told) text += " and " + std::to_string(differing - places_told) + " more places";
    return text;
}

CaseLock::CaseLock(const std::filesystem::path& case_folder, Kind kind)
    : descriptor_(::open(case_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (descriptor_ < 0) return;
    while (::flock(descriptor_, kind == Kind::shared ? LOCK_SH : LOCK_EX) != 0 && errno == EINTR) {
    }
}

CaseLock::~CaseLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace kiemphieu::station
