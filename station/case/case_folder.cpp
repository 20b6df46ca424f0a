#include "station/case/case_folder.hpp"

#include <algorithm>
#include <map>

#include "base/file.hpp"
#include "forms/conference_file.hpp"
#include "forms/layout.hpp"
#include "forms/print/print_run.hpp"
#include "station/calibrate/calibrate.hpp"
#include "station/store/log_place.hpp"
#include "station/store/migrate.hpp"

namespace kiemphieu::station {

namespace {

namespace fs = std::filesystem;

/// The definition as it was read, rosters filled in: the case needs no file outside itself.
constexpr const char* definition_name = "conference.toml";

base::Failure world(const fs::path& path, const std::string& message) {
    return {base::FailureClass::world, path.string(), "", message};
}
base::Failure bad(const fs::path& path, const std::string& message) {
    return {base::FailureClass::bad_input, path.string(), "", message};
}

base::Expected<void, base::Failure> make_folders(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && (!fs::is_directory(folder, error) || !fs::is_empty(folder, error))) {
        return base::fail(bad(folder, "exists already; expected a new or empty folder"));
    }
    for (const char* name : {"", "keys", "layouts", "images", "ballots", "minutes"}) {
        fs::create_directories(folder / name, error);
        if (error) return base::fail(world(folder / name, "folder can't be made: " + error.message()));
    }
    // Key, images and votes are nobody's business but the committee's.
    fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return base::fail(world(folder, "permissions can't be set: " + error.message()));
    return {};
}

using Digests = std::map<std::string, base::Digest>;

base::Expected<void, base::Failure> keep(const fs::path& folder, const std::string& name, base::Bytes bytes,
                                         Digests& digests) {
    std::error_code error;
    fs::create_directories((folder / name).parent_path(), error);
    if (const auto written = base::write_file_durably(folder / name, bytes); !written) return written;
    digests[name] = base::sha256(bytes);
    return {};
}

base::Expected<base::SecretKey, base::Failure> make_key(const fs::path& path) {
    base::SecretKey key{};
    base::random_bytes(key);
    if (const auto written = base::write_file_durably(path, base::as_bytes(base::to_hex(key) + "\n")); !written) {
        return tl::unexpected(written.error());
    }
    std::error_code error;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return base::fail(world(path, "permissions can't be set: " + error.message()));
    return key;
}

std::string layout_file(const base::StyleId& style) {
    return "layouts/" + style.value + ".json";
}

}  // namespace

std::string software_version() {
    return std::string("kiemphieu ") + KIEMPHIEU_VERSION;
}

base::Expected<base::SecretKey, base::Failure> read_key_file(const fs::path& path) {
    auto text = base::read_text_file(path);
    if (!text) return tl::unexpected(text.error());
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r' || text->back() == ' ')) text->pop_back();
    base::SecretKey key{};
    if (!base::parse_hex(*text, key)) return base::fail(bad(path, "no key; expected 64 hex digits"));
    return key;
}

base::Expected<CaseFolder, base::Failure> CaseFolder::create(const fs::path& folder, const fs::path& conference_toml,
                                                             const std::optional<fs::path>& roster,
                                                             const std::optional<std::string>& store) {
    auto conference = forms::read_conference(conference_toml, roster);
    if (!conference) return tl::unexpected(conference.error());
    std::array<std::uint8_t, 8> id_bytes{};
    base::random_bytes(id_bytes);
    base::ConferenceId id;
    for (const std::uint8_t b : id_bytes) id.value = id.value << 8U | b;

    CaseDefinition definition{*conference, {}};
    for (const forms::BallotStyle& style : conference->styles) {
        auto layout = forms::make_layout(*conference, style, id);
        if (!layout) return tl::unexpected(layout.error());
        definition.layouts.push_back(std::move(*layout));
    }
    const PostgresPlace place{store.value_or(""), postgres_log_name(id, 1)};
    // A server that can't be reached shows before a folder is made.
    if (store) {
        if (const auto reached = PostgresLog::create(place); !reached) return tl::unexpected(reached.error());
    }
    if (const auto made = make_folders(folder); !made) return tl::unexpected(made.error());
    if (store) {
        if (const auto written = write_log_place(folder, place); !written) return tl::unexpected(written.error());
    }
    CaseMade made{id, software_version(), {}};
    const auto kept_definition = keep(folder, definition_name, base::as_bytes(forms::to_toml(*conference)), made.files);
    if (!kept_definition) return tl::unexpected(kept_definition.error());
    for (const forms::BallotLayout& layout : definition.layouts) {
        const auto kept = keep(folder, layout_file(layout.style), base::as_bytes(forms::to_json(layout)), made.files);
        if (!kept) return tl::unexpected(kept.error());
    }
    const auto key = make_key(folder / "keys" / "ballot.key");
    if (!key) return tl::unexpected(key.error());
    // A digest of 32 random bytes tells nothing of them; it binds the case to this key, which is disclosed in the end.
    made.files["keys/ballot.key"] = base::sha256(base::as_bytes(base::to_hex(*key) + "\n"));
    auto record = Record::create(folder, made);
    if (!record) return tl::unexpected(record.error());
    return CaseFolder(folder, std::move(definition), *key, std::move(*record));
}

base::Expected<CaseFolder, base::Failure> CaseFolder::open(const fs::path& folder, Access access) {
    if (!fs::exists(folder / definition_name)) {
        return base::fail(bad(folder, "no case; expected a folder made by `kiemphieu new`"));
    }
    auto conference = forms::read_conference(folder / definition_name);
    if (!conference) return tl::unexpected(conference.error());
    CaseDefinition definition{std::move(*conference), {}};
    for (const forms::BallotStyle& style : definition.conference.styles) {
        const fs::path file = folder / layout_file(style.id);
        const auto text = base::read_text_file(file);
        if (!text) return tl::unexpected(text.error());
        auto layout = forms::layout_from_json(*text, file.string());
        if (!layout) return tl::unexpected(layout.error());
        definition.layouts.push_back(std::move(*layout));
    }
    const auto key = read_key_file(folder / "keys" / "ballot.key");
    if (!key) return tl::unexpected(key.error());
    auto record = Record::open(folder, {}, access);
    if (!record) return tl::unexpected(record.error());
    return CaseFolder(folder, std::move(definition), *key, std::move(*record));
}

base::Expected<const forms::BallotLayout*, base::Failure> CaseFolder::layout(
    const std::optional<std::string>& style) const {
    std::string known;
    for (const forms::BallotLayout& layout : definition_.layouts) {
        if (style && layout.style.value == *style) return &layout;
        known += (known.empty() ? "" : ", ") + layout.style.value;
    }
    if (!style && definition_.layouts.size() == 1) return &definition_.layouts.front();
    return base::fail(base::Failure{
        base::FailureClass::bad_input, folder_.string(), "--style",
        (style ? "no style \"" + *style + "\"" : std::string("no style given")) + "; expected one of " + known});
}

base::Expected<std::vector<base::Serial>, base::Failure> CaseFolder::print(const PrintOrder& order,
                                                                           const fs::path& pdf) {
    const auto layout_found = layout(order.style.value);
    if (!layout_found) return tl::unexpected(layout_found.error());
    const forms::BallotLayout& ballot = **layout_found;
    forms::PrintRun run = forms::make_print_run(ballot, order.kind, order.count, order.seed, key_);
    Printed event{ballot.style, ballot.id, order.kind, run.serials};
    std::sort(event.serials.begin(), event.serials.end());
    if (const auto logged = record_.append(event); !logged) return tl::unexpected(logged.error());
    if (const auto printed = forms::print_ballots(ballot, run, key_, pdf); !printed)
        return tl::unexpected(printed.error());
    return run.serials;
}

base::Expected<omr::PageReader, base::Failure> CaseFolder::reader() const {
    const auto profile = profile_in_force(folder_, record_.state());
    if (!profile) return tl::unexpected(profile.error());
    omr::PageReader::Options options;
    options.key = key_;
    options.seal = definition_.conference.policy.seal;
    if (*profile) options.profile = (*profile)->reading;
    return omr::PageReader::create(definition_.layouts, options);
}

}  // namespace kiemphieu::station
