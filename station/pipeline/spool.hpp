#pragma once
// CASE/spool/: pages a scanner gave, on the disk before the next one is asked for, until the record has them.
// docs/formats/case.md has the names.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/expected.hpp"
#include "scanner/page_source.hpp"

namespace kiemphieu::station {

/// A page on the disk that the record may not have yet.
struct SpooledPage {
    std::filesystem::path file;
    std::string name;  ///< run and page, for people
};

/// One run of a source. While it lives nobody else takes its pages.
class SpoolRun {
  public:
    /// Begins a run; the source and the operator's name of the batch are kept with it. Errors: world.
    [[nodiscard]] static base::Expected<SpoolRun, base::Failure> begin(const std::filesystem::path& case_folder,
                                                                       const std::string& source,
                                                                       const std::string& batch_name = {});
    /// Runs that a crash or a full disk left behind and that no living process holds, oldest first. Errors: world.
    [[nodiscard]] static base::Expected<std::vector<SpoolRun>, base::Failure> left_behind(
        const std::filesystem::path& case_folder);
    SpoolRun(SpoolRun&&) noexcept;
    SpoolRun& operator=(SpoolRun&&) = delete;
    /// Takes the run's folder away when no page is in it.
    ~SpoolRun();

    /// The source and the run's own name: the same after a crash, so that the run stays one batch.
    std::string source() const { return source_ + " #" + folder_.filename().string(); }
    const std::string& batch_name() const { return batch_name_; }
    /// Durable on return. Errors: world.
    [[nodiscard]] base::Expected<SpooledPage, base::Failure> put(const scanner::SourcePage& page);
    /// What lies in it, in the order of scanning. Errors: world.
    [[nodiscard]] base::Expected<std::vector<SpooledPage>, base::Failure> pages() const;
    /// The record has the page; its bytes go on living among the case's images.
    void release(const SpooledPage& page) const;

  private:
    SpoolRun(std::filesystem::path folder, std::string source, std::string batch_name, int lock)
        : folder_(std::move(folder)), source_(std::move(source)), batch_name_(std::move(batch_name)), lock_(lock) {}

    std::filesystem::path folder_;
    std::string source_;
    std::string batch_name_;
    int lock_{-1};
    int next_{1};
};

}  // namespace kiemphieu::station
