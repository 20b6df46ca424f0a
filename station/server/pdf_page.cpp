#include "station/server/pdf_page.hpp"

#include <filesystem>

#include "base/child_process.hpp"
#include "base/file.hpp"
#include "scanner/document.hpp"
#include "station/server/temporary_folder.hpp"

namespace kiemphieu::station::server {
namespace fs = std::filesystem;

Response page_response(base::Bytes pdf, int page, int width_px) {
    const auto document = scanner::open_document(pdf, "pdf");
    if (!document) return to_response(refusal_of(document.error()));
    const int pages = (*document)->page_count();
    if (page > pages) {
        return to_response({404, "no_page", "Tài liệu không có trang này.", "The document has no such page.", "page"});
    }
    const TemporaryFolder folder;
    const fs::path input = folder.path() / "in.pdf";
    const fs::path output = folder.path() / "out.png";
    if (const auto written = base::write_file_durably(input, pdf); !written) {
        return to_response(refusal_of(written.error()));
    }
    const std::string number = std::to_string(page);
    const auto drawn = base::run_child({"pdftoppm", "-png", "-singlefile", "-f", number, "-l", number, "-scale-to-x",
                                        std::to_string(width_px), "-scale-to-y", "-1", input.string(),
                                        (folder.path() / "out").string()});
    if (drawn != base::ChildEnding::done) {
        return to_response({503, "world", "Không vẽ được trang này (cần pdftoppm).",
                            "The page can't be drawn; expected pdftoppm of poppler-utils."});
    }
    const auto png = base::read_file(output);
    if (!png) return to_response(refusal_of(png.error()));
    Response response{200, "image/png", std::string(png->begin(), png->end()), {}};
    response.headers.emplace_back("X-Pages", std::to_string(pages));
    return response;
}

}  // namespace kiemphieu::station::server
