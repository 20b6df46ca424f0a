#pragma once
// Images on their way from a scanning station to the one that leads the count: table kiemphieu.images.
// postgres_log.cpp has both.

#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"

namespace kiemphieu::station {

/// Errors of every call: world.
class PostgresImages {
  public:
    [[nodiscard]] static base::Expected<PostgresImages, base::Failure> open(const std::string& url);
    PostgresImages(PostgresImages&&) noexcept;
    PostgresImages& operator=(PostgresImages&&) noexcept;
    ~PostgresImages();

    /// Durable on return; an image that is there already is left.
    [[nodiscard]] base::Expected<void, base::Failure> put(const base::Digest& image, base::Bytes bytes);
    /// Errors: also broken_evidence when it is not there or has other bytes than its name says.
    [[nodiscard]] base::Expected<std::vector<std::uint8_t>, base::Failure> get(const base::Digest& image);

  private:
    struct State;
    explicit PostgresImages(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kiemphieu::station
