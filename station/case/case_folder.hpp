#pragma once
// A case (hồ sơ): one folder that holds a whole conference. docs/formats/case.md says what lies where.

#include <filesystem>
#include <memory>
#include <optional>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "base/hash.hpp"
#include "forms/code.hpp"
#include "omr/read_page.hpp"
#include "station/review/count.hpp"
#include "station/store/record.hpp"

namespace kiemphieu::station {

/// What a printing is to be.
struct PrintOrder {
    base::StyleId style;
    forms::BallotKind kind{forms::BallotKind::official};
    int count{};
    base::Digest seed{};  ///< random bytes; fixed only where the same ballots must come out again
};

class CaseFolder {
  public:
    /// Makes a case in a new or empty folder: copies the definition, makes key, layouts and record.
    /// With `store`, an address postgresql://…, the log lies on that server and everything else in the folder.
    /// Errors: bad_input when the folder is not empty, the definition is wrong or the server not prepared; world.
    [[nodiscard]] static base::Expected<CaseFolder, base::Failure> create(
        const std::filesystem::path& folder, const std::filesystem::path& conference_toml,
        const std::optional<std::filesystem::path>& roster = std::nullopt,
        const std::optional<std::string>& store = std::nullopt);
    /// Errors: bad_input when it is no case; broken_evidence when the record's chain does not hold; world.
    [[nodiscard]] static base::Expected<CaseFolder, base::Failure> open(const std::filesystem::path& folder,
                                                                        Access access = Access::append);

    const std::filesystem::path& path() const { return folder_; }
    const CaseDefinition& definition() const { return definition_; }
    const base::SecretKey& key() const { return key_; }
    Record& record() { return record_; }
    const Record& record() const { return record_; }
    Count count() const { return station::count(definition_, record_.state()); }

    /// The layout of a style; of the only one when none is named. Errors: bad_input naming the styles there are.
    [[nodiscard]] base::Expected<const forms::BallotLayout*, base::Failure> layout(
        const std::optional<std::string>& style) const;
    /// Draws serials, writes them to the record and prints the ballots; a copy stays in CASE/ballots/.
    /// The serials are in the record before a ballot can leave the printer. Errors: bad_input; world.
    [[nodiscard]] base::Expected<std::vector<base::Serial>, base::Failure> print(const PrintOrder& order,
                                                                                 const std::filesystem::path& pdf);
    /// A reader of all styles' sheets under the case's key. Errors: world.
    [[nodiscard]] base::Expected<omr::PageReader, base::Failure> reader() const;

  private:
    CaseFolder(std::filesystem::path folder, CaseDefinition definition, base::SecretKey key, Record record)
        : folder_(std::move(folder)), definition_(std::move(definition)), key_(key), record_(std::move(record)) {}

    std::filesystem::path folder_;
    CaseDefinition definition_;
    base::SecretKey key_;
    Record record_;
};

/// Reads a key file: 64 hex digits. Errors: bad_input naming the file.
[[nodiscard]] base::Expected<base::SecretKey, base::Failure> read_key_file(const std::filesystem::path& path);

/// The program's name and version, as minutes and record state it.
std::string software_version();

}  // namespace kiemphieu::station
