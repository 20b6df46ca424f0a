#include "scanner/formats/pdf_render.hpp"

#include <array>
#include <filesystem>

#include <unistd.h>

#include "base/child_process.hpp"
#include "base/file.hpp"
#include "scanner/formats/formats.hpp"

namespace kiemphieu::scanner::formats {

namespace {

namespace fs = std::filesystem;

/// A folder that is gone when its owner is.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "kiemphieu-XXXXXX").string();
        if (mkdtemp(name.data()) != nullptr) path_ = name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

}  // namespace

base::Expected<base::PageImage, base::Failure> render_pdf_page(base::Bytes pdf, int index, const std::string& name,
                                                               const DecodeLimits& limits) {
    const std::string place = "page " + std::to_string(index + 1);
    const TemporaryFolder folder;
    if (folder.path().empty())
        return base::fail(base::Failure{base::FailureClass::world, name, place, "no temporary folder"});
    const fs::path input = folder.path() / "in.pdf";
    const fs::path output = folder.path() / "out.png";
    if (const auto written = base::write_file_durably(input, pdf); !written) return tl::unexpected(written.error());
    const std::string page = std::to_string(index + 1);
    using base::ChildEnding;
    const ChildEnding ending = base::run_child({"pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", "-f", page,
                                                "-l", page, input.string(), (folder.path() / "out").string()});
    if (ending == ChildEnding::not_started) {
        return base::fail(base::Failure{
            base::FailureClass::world, name, place,
            "pdftoppm is not installed (package poppler-utils); expected it for a PDF that is no plain scan"});
    }
    if (ending == ChildEnding::timed_out) return refuse(name, place, "the PDF page takes too long to render");
    if (ending == ChildEnding::failed || !fs::exists(output))
        return refuse(name, place, "the PDF page can't be rendered");
    const auto bytes = base::read_file(output);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto document = open_png(*bytes, name, limits);
    if (!document) return tl::unexpected(document.error());
    return (*document)->page(0, WantedPixels::gray);
}

}  // namespace kiemphieu::scanner::formats
