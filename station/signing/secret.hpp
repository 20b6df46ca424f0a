#pragma once
// PINs and passphrases: asked for when needed, wiped after use, never stored.

#include <functional>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station {

/// Characters that are wiped from memory when they are done with.
class Secret {
  public:
    /// Takes the characters and leaves none where they were.
    explicit Secret(std::string&& characters);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&&) = delete;
    ~Secret();

    const std::string& characters() const { return characters_; }

  private:
    std::string characters_;
};

/// What a token says of the tries left before it locks. Source: PKCS #11 v2.40, 3.2, CK_TOKEN_INFO flags.
enum class TriesLeft { not_told, few, last };

/// What a person is asked for.
struct SecretRequest {
    std::string subject;  ///< the file or the token's label
    TriesLeft tries{TriesLeft::not_told};
};

/// Asks a person once. Errors: bad_input when there is nobody to ask or nothing was typed.
using SecretPrompt = std::function<base::Expected<Secret, base::Failure>(const SecretRequest&)>;

}  // namespace kiemphieu::station
