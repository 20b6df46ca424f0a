#pragma once
// CASE/record.seal: the digest of record.sqlite as the program left it, so that a byte changed anywhere in the file
// shows, also where no event lies. docs/formats/record.md specifies it.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/signature.hpp"

namespace kiemphieu::station {

/// Bytes of a block whose digest tells where a file was changed.
inline constexpr std::size_t seal_block_bytes = 4096;

enum class SealState {
    whole,     ///< the file is as described
    changing,  ///< the program was writing the file and did not come to its end; nothing is said of the bytes
};

struct Seal {
    SealState state{SealState::changing};
    std::uint64_t events{};  ///< how many the record had
    std::uint64_t size{};
    base::Digest digest{};
    std::vector<std::uint64_t> blocks;  ///< first 8 bytes of each block's digest: they tell the place, not the truth
    bool operator==(const Seal&) const = default;
};

/// Errors: world.
[[nodiscard]] base::Expected<Seal, base::Failure> seal_of_file(const std::filesystem::path& file, std::uint64_t events);
std::string to_text(const Seal& seal, const base::SigningKey& key);
/// Errors: broken_evidence when the text is not exactly what `to_text` writes, or another key signed it.
[[nodiscard]] base::Expected<Seal, base::Failure> seal_from_text(const std::string& text, const base::PublicKey& key);
/// Where two seals of one file differ: "bytes 4096 to 8191, …", the first few places; empty when nowhere.
std::string differing_places(const Seal& sealed, const Seal& found);

/// Keeps processes that work on one case from moving the log into the file at the same time.
class CaseLock {
  public:
    enum class Kind { shared, exclusive };
    CaseLock(const std::filesystem::path& case_folder, Kind kind);
    ~CaseLock();
    CaseLock(const CaseLock&) = delete;
    CaseLock& operator=(const CaseLock&) = delete;

  private:
    int descriptor_;
};

}  // namespace kiemphieu::station
