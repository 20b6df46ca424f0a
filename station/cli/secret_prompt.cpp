#include "station/cli/secret_prompt.hpp"

#include <cstdio>
#include <iostream>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace kiemphieu::station::cli {

namespace {

/// The terminal, silent until the end of the scope.
class SilentTerminal {
  public:
    SilentTerminal() : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (file_ < 0 || ::tcgetattr(file_, &before_) != 0) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        silent_ = ::tcsetattr(file_, TCSAFLUSH, &silent) == 0;
    }
    ~SilentTerminal() {
        if (silent_) ::tcsetattr(file_, TCSAFLUSH, &before_);
        if (file_ >= 0) ::close(file_);
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;

    bool ready() const { return silent_; }
    void show(const std::string& text) const { ::dprintf(file_, "%s", text.c_str()); }
    Secret line() const {
        constexpr std::size_t longest = 256;
        std::string typed(longest, '\0');
        const ssize_t size = ::read(file_, typed.data(), typed.size());
        std::size_t length = size > 0 ? static_cast<std::size_t>(size) : 0;
        while (length > 0 && (typed[length - 1] == '\n' || typed[length - 1] == '\r')) --length;
        typed.resize(length);
        return Secret(std::move(typed));
    }

  private:
    int file_;
    termios before_{};
    bool silent_{};
};

auto nothing(const std::string& subject, const std::string& message) {
    return base::fail(base::Failure{base::FailureClass::bad_input, subject, "PIN", message});
}

}  // namespace

SecretPrompt secret_prompt(const Session& session, SecretSource source) {
    return [session, source](const SecretRequest& request) -> base::Expected<Secret, base::Failure> {
        std::string warning;
        if (request.tries == TriesLeft::few) warning = session.say(" (sắp hết lượt thử)", " (few tries are left)");
        if (request.tries == TriesLeft::last)
            warning = session.say(" (LƯỢT THỬ CUỐI trước khi khóa)", " (LAST TRY before it locks)");
        if (source == SecretSource::standard_input) {
            if (!warning.empty()) note(request.subject + warning);
            std::string line;
            if (!std::getline(std::cin, line) || line.empty())
                return nothing(request.subject, "is missing on standard input");
            return Secret(std::move(line));
        }
        const SilentTerminal terminal;
        if (!terminal.ready()) return nothing(request.subject, "can't be asked for: there is no terminal");
        terminal.show(std::string(session.say("Mã PIN hoặc mật khẩu của ", "PIN or passphrase of ")) + request.subject +
                      warning + ": ");
        Secret typed = terminal.line();
        terminal.show("\n");
        if (typed.characters().empty()) return nothing(request.subject, "nothing was typed");
        return typed;
    };
}

}  // namespace kiemphieu::station::cli
