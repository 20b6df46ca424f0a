#pragma once
// What every command shares: language, output, exit codes.

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/expected.hpp"

namespace kiemphieu::station::cli {

/// Exit codes of the contract (docs/command-line.md).
enum Exit : int { done = 0, people_needed = 1, wrong_input = 2, world_failed = 3, broken_evidence = 4 };

enum class Language { vietnamese, english };

/// Options that stand before or after any command.
struct Session {
    Language language{Language::vietnamese};
    int json{0};  ///< counts --json

    /// One of two texts, by language.
    std::string_view say(std::string_view vietnamese, std::string_view english) const {
        return language == Language::vietnamese ? vietnamese : english;
    }
};

/// The language of the environment: English when LC_ALL, LC_MESSAGES or LANG begins with "en", else Vietnamese.
Language language_of_environment();

/// One line on stderr; returns the exit code of the failure's class.
int tell(const Session& session, const base::Failure& failure);
/// A line for people on stderr.
void note(const std::string& line);
/// A line on stdout. Throws when stdout is closed, so that a broken pipe ends a command.
void print(const std::string& line);

/// A bar on stderr when that is a terminal, nothing otherwise.
class ProgressBar {
  public:
    explicit ProgressBar(std::string_view title, std::size_t total);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    void show(std::size_t done);

  private:
    std::string title_;
    std::size_t total_;
    bool terminal_;
    double begin_s_;
    double last_s_{};
};

}  // namespace kiemphieu::station::cli
