#include "station/store/log_place.hpp"

#include <sstream>

#include "base/file.hpp"
#include "station/store/log_head.hpp"
#include "station/store/sqlite_log.hpp"

namespace kiemphieu::station {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

namespace {

std::string to_text(const PostgresPlace& place) {
    return "kiemphieu-store-1\nurl " + place.url + "\nlog " + place.log + "\n";
}

}  // namespace

fs::path place_file(const fs::path& case_folder) {
    return case_folder / "record.store";
}

base::Expected<std::optional<PostgresPlace>, Failure> read_log_place(const fs::path& case_folder) {
    const fs::path file = place_file(case_folder);
    std::error_code error;
    if (!fs::exists(file, error)) return std::optional<PostgresPlace>{};
    const auto text = base::read_text_file(file);
    if (!text) return base::fail(text.error());
    std::istringstream in(*text);
    std::string version;
    std::string url_word;
    std::string log_word;
    PostgresPlace place;
    if (!(in >> version >> url_word >> place.url >> log_word >> place.log) || *text != to_text(place)) {
        return base::fail(Failure{FailureClass::bad_input, file.string(), "",
                                  "expected three lines: kiemphieu-store-1, url ADDRESS, log NAME"});
    }
    return place;
}

base::Expected<void, Failure> write_log_place(const fs::path& case_folder, const PostgresPlace& place) {
    return base::write_file_durably(place_file(case_folder), base::as_bytes(to_text(place)));
}

base::Expected<std::unique_ptr<LogDatabase>, Failure> create_log(const fs::path& case_folder) {
    const auto place = read_log_place(case_folder);
    if (!place) return base::fail(place.error());
    if (*place) return PostgresLog::create(**place);
    return SqliteLog::create(database_file(case_folder));
}

base::Expected<std::unique_ptr<LogDatabase>, Failure> open_log(const fs::path& case_folder) {
    const auto place = read_log_place(case_folder);
    if (!place) return base::fail(place.error());
    if (*place) return PostgresLog::open(**place);
    return SqliteLog::open(database_file(case_folder));
}

}  // namespace kiemphieu::station
