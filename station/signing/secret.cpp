#include "station/signing/secret.hpp"

#include <openssl/crypto.h>

namespace kiemphieu::station {

namespace {

void wipe(std::string& characters) {
    OPENSSL_cleanse(characters.data(), characters.size());
    characters.clear();
}

}  // namespace

Secret::Secret(std::string&& characters) : characters_(characters) {
    wipe(characters);
}

Secret::Secret(Secret&& other) noexcept : characters_(other.characters_) {
    wipe(other.characters_);
}

Secret::~Secret() {
    wipe(characters_);
}

}  // namespace kiemphieu::station
