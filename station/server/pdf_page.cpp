#include "station/server/pdf_page.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.hpp"
#include "scanner/document.hpp"
#include "station/server/temporary_folder.hpp"

extern char** environ;

namespace kiemphieu::station::server {
namespace {

namespace fs = std::filesystem;

/// A page renders in 30 to 200 ms; one that needs a hundred times that never comes.
constexpr std::chrono::seconds longest{20};

/// Runs a program without input and output; false when it fails or takes too long.
bool run(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int fd : {0, 1, 2}) posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
    pid_t child = 0;
    const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) return false;
    const auto deadline = std::chrono::steady_clock::now() + longest;
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

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
    if (!run({"pdftoppm", "-png", "-singlefile", "-f", number, "-l", number, "-scale-to-x", std::to_string(width_px),
              "-scale-to-y", "-1", input.string(), (folder.path() / "out").string()})) {
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
