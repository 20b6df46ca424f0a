#include "station/pipeline/loose_stack.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "base/file.hpp"
#include "scanner/escl/escl_source.hpp"
#include "scanner/sane/sane_source.hpp"
#include "station/pipeline/scan_files.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Expected;
using base::Failure;
using base::FailureClass;

/// How soon a stop is noticed while a device works.
constexpr std::chrono::milliseconds patience{100};

/// The first `quet-NNN` that is not there yet, made.
Expected<fs::path, Failure> new_folder(const fs::path& parent) {
    std::error_code error;
    fs::create_directories(parent, error);
    if (error) return base::fail(Failure{FailureClass::world, parent.string(), "", error.message()});
    for (int number = 1; number < 100'000; ++number) {
        const fs::path folder = parent / fmt::format("quet-{:03}", number);
        if (fs::create_directory(folder, error)) return folder;
        if (error) return base::fail(Failure{FailureClass::world, folder.string(), "", error.message()});
    }
    return base::fail(Failure{FailureClass::world, parent.string(), "", "holds too many scans"});
}

/// Hands a stop from outside on to a source that may be waiting for its device.
class StopWatch {
  public:
    StopWatch(scanner::PageSource& source, const std::atomic<bool>* stop)
        : thread_([this, &source, stop](const std::stop_token& over) {
              std::unique_lock lock(mutex_);
              while (!wake_.wait_for(lock, over, patience, [] { return false; })) {
                  if (over.stop_requested()) return;
                  if (stop != nullptr && stop->load()) {
                      source.stop();
                      return;
                  }
              }
          }) {}

  private:
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread thread_;
};

Expected<std::unique_ptr<scanner::PageSource>, Failure> open_device(const LooseStackOrder& order) {
    const std::string name = order.source.substr(5);
    if (order.source.starts_with("escl:")) return scanner::open_escl_source(name, order.settings);
    return scanner::open_sane_source(name, order.settings);
}

Expected<LooseStack, Failure> take_from_device(const LooseStackOrder& order, const std::atomic<bool>* stop,
                                               const PagesProgress& progress) {
    const auto source = open_device(order);
    if (!source) return tl::unexpected(source.error());
    const auto folder = new_folder(order.keep_in);
    if (!folder) return tl::unexpected(folder.error());
    LooseStack stack;
    const StopWatch watch(**source, stop);
    while (true) {
        const auto next = (*source)->next();
        if (const auto* end = std::get_if<scanner::EndOfPages>(&next)) {
            stack.end = *end;
            return stack;
        }
        const auto& page = std::get<scanner::SourcePage>(next);
        const fs::path file =
            *folder / fmt::format("{:06}-{}.jpg", stack.files.size() + 1, scanner::name_of(page.side));
        if (const auto written = base::write_file_durably(file, page.bytes); !written)
            return tl::unexpected(written.error());
        stack.files.push_back(file);
        stack.last_sheet = page.sheet;
        if (progress) progress(stack.files.size());
    }
}

Expected<LooseStack, Failure> take_files(const std::string& path) {
    LooseStack stack;
    std::error_code none;  // what is no folder is taken for a file
    if (fs::is_directory(path, none)) {
        const auto files = files_of_folder(path);
        if (!files) return tl::unexpected(files.error());
        stack.files = *files;
    } else if (fs::is_regular_file(path, none)) {
        stack.files.emplace_back(path);
    } else {
        return base::fail(Failure{FailureClass::bad_input, path, "", "no such file or folder"});
    }
    return stack;
}

}  // namespace

bool is_device(const std::string& source) {
    return source.starts_with("escl:") || source.starts_with("sane:");
}

Expected<LooseStack, Failure> take_loose_stack(const LooseStackOrder& order, const std::atomic<bool>* stop,
                                               const PagesProgress& progress) {
    if (is_device(order.source)) return take_from_device(order, stop, progress);
    return take_files(order.source.starts_with("folder:") ? order.source.substr(7) : order.source);
}

}  // namespace kiemphieu::station
