#include "scanner/folder/folder_watch.hpp"

#include <array>
#include <stdexcept>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace kiemphieu::scanner {

FolderWatch::FolderWatch(const std::filesystem::path& folder)
    : notify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)), wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (wake_ < 0) throw std::runtime_error("no eventfd");
    // Without inotify the folder is looked through at intervals; that is enough.
    if (notify_ >= 0) {
        ::inotify_add_watch(notify_, folder.c_str(), IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_ATTRIB);
    }
}

FolderWatch::~FolderWatch() {
    if (notify_ >= 0) ::close(notify_);
    ::close(wake_);
}

void FolderWatch::wait(std::chrono::milliseconds longest) {
    std::array<pollfd, 2> on{pollfd{wake_, POLLIN, 0}, pollfd{notify_, POLLIN, 0}};
    if (::poll(on.data(), notify_ >= 0 ? 2 : 1, static_cast<int>(longest.count())) <= 0) return;
    std::array<char, 4096> events{};
    while (notify_ >= 0 && ::read(notify_, events.data(), events.size()) > 0) {
    }
}

void FolderWatch::wake() {
    const std::uint64_t one = 1;
    static_cast<void>(::write(wake_, &one, sizeof one) == sizeof one);
}

}  // namespace kiemphieu::scanner
