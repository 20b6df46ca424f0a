#include "station/evidence/sealed_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <new>
#include <optional>
#include <string_view>
#include <vector>

#include <sodium.h>

#include "base/hash.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

constexpr std::string_view mark = "kiemphieu-sealed-1\n";
constexpr std::size_t chunk_bytes = 64U << 10U;
constexpr std::size_t tag_bytes = crypto_secretstream_xchacha20poly1305_ABYTES;
/// libsodium's "moderate": 0.7 s and 256 MiB on the machines this runs on, far more for who tries many.
constexpr std::uint32_t passes = crypto_pwhash_OPSLIMIT_MODERATE;
constexpr std::uint32_t memory_kib = crypto_pwhash_MEMLIMIT_MODERATE >> 10U;

/// What stands before the chunks.
struct Header {
    std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salt{};
    std::array<std::uint8_t, 32> check{};  ///< tells a wrong passphrase from an altered file
    std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_HEADERBYTES> stream{};
};

struct Keys {
    std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_KEYBYTES> stream{};
    std::array<std::uint8_t, 32> check{};
};

tl::unexpected<Failure> failed(FailureClass kind, const fs::path& file, std::string message) {
    return base::fail(Failure{kind, file.string(), "", std::move(message)});
}

Keys keys_of(const std::string& passphrase, const Header& header) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
    std::array<std::uint8_t, 64> made{};
    if (crypto_pwhash(made.data(), made.size(), passphrase.data(), passphrase.size(), header.salt.data(), passes,
                      std::size_t{memory_kib} << 10U, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    Keys keys;
    std::copy_n(made.begin(), keys.stream.size(), keys.stream.begin());
    keys.check = base::sha256(base::Bytes(made).subspan(32));
    sodium_memzero(made.data(), made.size());
    return keys;
}

template <std::size_t N>
bool read_into(std::ifstream& in, std::array<std::uint8_t, N>& bytes) {
    in.read(reinterpret_cast<char*>(bytes.data()), N);
    return in.gcount() == static_cast<std::streamsize>(N);
}

template <class Container>
void write_from(std::ofstream& out, const Container& bytes) {
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

std::vector<std::uint8_t> read_up_to(std::ifstream& in, std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

}  // namespace

bool is_sealed(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string begin(mark.size(), '\0');
    in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return in && begin == mark;
}

base::Expected<void, Failure> seal_file_with(const std::string& passphrase, const fs::path& plain,
                                             const fs::path& sealed) {
    if (passphrase.empty()) return failed(FailureClass::bad_input, sealed, "the passphrase is empty");
    std::ifstream in(plain, std::ios::binary);
    std::ofstream out(sealed, std::ios::binary | std::ios::trunc);
    if (!in || !out) return failed(FailureClass::world, in ? sealed : plain, std::strerror(errno));
    Header header;
    base::random_bytes(header.salt);
    const Keys keys = keys_of(passphrase, header);
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_secretstream_xchacha20poly1305_init_push(&state, header.stream.data(), keys.stream.data());
    out << mark;
    write_from(out, header.salt);
    write_from(out, keys.check);
    write_from(out, header.stream);
    for (bool last = false; !last && out;) {
        const auto chunk = read_up_to(in, chunk_bytes);
        last = in.peek() == std::ifstream::traits_type::eof();
        std::vector<std::uint8_t> hidden(chunk.size() + tag_bytes);
        crypto_secretstream_xchacha20poly1305_push(&state, hidden.data(), nullptr, chunk.data(), chunk.size(), nullptr,
                                                   0, last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        write_from(out, hidden);
    }
    out.close();
    return out ? base::Expected<void, Failure>{} : failed(FailureClass::world, sealed, std::strerror(errno));
}

base::Expected<void, Failure> open_sealed_file(const std::string& passphrase, const fs::path& sealed,
                                               const fs::path& plain) {
    std::ifstream in(sealed, std::ios::binary);
    std::string begin(mark.size(), '\0');
    in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    Header header;
    if (begin != mark || !read_into(in, header.salt) || !read_into(in, header.check) || !read_into(in, header.stream)) {
        return failed(FailureClass::broken_evidence, sealed, "is cut off or no encrypted package");
    }
    const Keys keys = keys_of(passphrase, header);
    if (keys.check != header.check) {
        return failed(FailureClass::bad_input, sealed,
                      "the passphrase does not open it; expected the one it was made with");
    }
    const auto altered = [&] { return failed(FailureClass::broken_evidence, sealed, "was altered or cut off"); };
    crypto_secretstream_xchacha20poly1305_state state;
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state, header.stream.data(), keys.stream.data()) != 0) {
        return altered();
    }
    std::ofstream out(plain, std::ios::binary | std::ios::trunc);
    unsigned char tag = 0;
    while (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
        const auto hidden = read_up_to(in, chunk_bytes + tag_bytes);
        if (hidden.size() < tag_bytes) return altered();
        std::vector<std::uint8_t> chunk(hidden.size() - tag_bytes);
        if (crypto_secretstream_xchacha20poly1305_pull(&state, chunk.data(), nullptr, &tag, hidden.data(),
                                                       hidden.size(), nullptr, 0) != 0) {
            return altered();
        }
        write_from(out, chunk);
    }
    if (in.peek() != std::ifstream::traits_type::eof()) return altered();
    out.close();
    return out ? base::Expected<void, Failure>{} : failed(FailureClass::world, plain, std::strerror(errno));
}

}  // namespace kiemphieu::station
