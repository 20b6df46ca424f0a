#pragma once
// CASE/images/: every image under its SHA-256, written once and whole.

#include <filesystem>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::station {

class ImageStore {
  public:
    explicit ImageStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Writes an image so that it survives a crash; does nothing when it lies there whole.
    /// Errors: world; broken_evidence when other bytes lie under its name.
    /// `spooled` may name a durable file with these bytes on the same disk; it then gets a second name instead.
    [[nodiscard]] base::Expected<void, base::Failure> put(const base::Digest& digest, base::Bytes image,
                                                          const std::filesystem::path& spooled = {}) const;
    /// Errors: broken_evidence when no image has this digest.
    [[nodiscard]] base::Expected<std::filesystem::path, base::Failure> find(const base::Digest& digest) const;
    /// Errors: broken_evidence when the image is missing or its bytes have another digest.
    [[nodiscard]] base::Expected<void, base::Failure> check(const base::Digest& digest) const;
    /// Images that lie in the folder.
    std::size_t count() const;

  private:
    std::filesystem::path folder_;
};

}  // namespace kiemphieu::station
