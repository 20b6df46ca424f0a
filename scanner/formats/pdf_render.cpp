#include "scanner/formats/pdf_render.hpp"

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
#include "scanner/formats/formats.hpp"

extern char** environ;

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

enum class Ending { done, failed, timed_out, not_started };

/// Runs a program without input and output, for so long at most.
Ending run(std::vector<std::string> words, std::chrono::seconds most) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int fd : {0, 1, 2}) posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
    pid_t child = 0;
    const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) return Ending::not_started;
    const auto deadline = std::chrono::steady_clock::now() + most;
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return Ending::timed_out;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Ending::done : Ending::failed;
}

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
    // Rendering takes 30 to 200 ms; a page that needs a hundred times that is an attack or damaged.
    const Ending ending = run({"pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", "-f", page, "-l", page,
                               input.string(), (folder.path() / "out").string()},
                              std::chrono::seconds(20));
    if (ending == Ending::not_started) {
        return base::fail(base::Failure{
            base::FailureClass::world, name, place,
            "pdftoppm is not installed (package poppler-utils); expected it for a PDF that is no plain scan"});
    }
    if (ending == Ending::timed_out) return refuse(name, place, "the PDF page takes too long to render");
    if (ending == Ending::failed || !fs::exists(output)) return refuse(name, place, "the PDF page can't be rendered");
    const auto bytes = base::read_file(output);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto document = open_png(*bytes, name, limits);
    if (!document) return tl::unexpected(document.error());
    return (*document)->page(0, WantedPixels::gray);
}

}  // namespace kiemphieu::scanner::formats
