// read: stateless reading of image files, one JSON line a sheet side.

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "calibration/advice.hpp"
#include "calibration/profile.hpp"
#include "omr/reading_json.hpp"
#include "station/calibrate/calibrate.hpp"
#include "station/case/case_folder.hpp"
#include "station/cli/commands.hpp"
#include "station/cli/interrupt.hpp"
#include "station/pipeline/read_files.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string seal{"ignore"};
    std::vector<std::string> layouts;
    std::string key;
    std::string calibration;
    std::string debug;
    int jobs{0};
    std::vector<std::string> images;
};

/// The contract's line: the file and its page, the reading, the times.
std::string line_of(const ReadSide& side) {
    const std::string reading = omr::to_json(side.reading);
    return "{\"file\":" + nlohmann::json(side.file).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
           fmt::format(",\"page_in_file\":{},", side.page_in_file) + reading.substr(1, reading.size() - 2) +
           fmt::format(",\"ms\":{{\"decode\":{:.1f},\"read\":{:.1f}}}}}", side.decode_ms, side.read_ms);
}

bool needs_people(const omr::SheetReading& reading) {
    if (reading.status == omr::PageStatus::blank) return false;
    if (reading.status == omr::PageStatus::unreadable || reading.authentic == false) return true;
    if (std::ranges::any_of(reading.flags, [](omr::Flag flag) {
            return flag == omr::Flag::double_feed || flag == omr::Flag::seal_missing;
        })) {
        return true;
    }
    for (const omr::RowReading& row : reading.rows) {
        if (!omr::level_of(row.decision) || row.name_crossed != omr::NameCrossed::no) return true;
    }
    return false;
}

base::Expected<omr::PageReader, base::Failure> make_reader(const Session& session, const Options& o) {
    std::vector<forms::BallotLayout> layouts;
    for (const std::string& file : o.layouts) {
        const auto text = base::read_text_file(file);
        if (!text) return tl::unexpected(text.error());
        auto layout = forms::layout_from_json(*text, file);
        if (!layout) return tl::unexpected(layout.error());
        layouts.push_back(std::move(*layout));
    }
    omr::PageReader::Options options;
    options.seal = o.seal == "require" ? forms::SealRule::require : forms::SealRule::ignore;
    if (!o.key.empty()) {
        const auto key = read_key_file(o.key);
        if (!key) return tl::unexpected(key.error());
        options.key = *key;
    }
    if (!o.calibration.empty()) {
        const auto text = base::read_text_file(o.calibration);
        if (!text) return tl::unexpected(text.error());
        const auto profile = calibration::profile_from_toml(*text, o.calibration);
        if (!profile) return tl::unexpected(profile.error());
        for (const calibration::Advice& doubt : calibration::doubts_of(*profile, profile_time(), "", 0)) {
            note(std::string(session.say(doubt.vietnamese, doubt.english)));
        }
        options.profile = profile->reading;
    }
    return omr::PageReader::create(std::move(layouts), options);
}

base::Expected<int, base::Failure> read(const Session& session, const Options& o) {
    const auto reader = make_reader(session, o);
    if (!reader) return tl::unexpected(reader.error());
    bool people = false;
    const Interrupt interrupt;
    const ReadOptions options{o.jobs, o.debug, interrupt.flag()};
    const std::vector<std::filesystem::path> files(o.images.begin(), o.images.end());
    ProgressBar bar("read", files.size());
    std::size_t sides = 0;
    const auto done_reading =
        read_files(*reader, files, options, [&](ReadSide&& side) -> base::Expected<void, base::Failure> {
            people = people || needs_people(side.reading);
            if (!side.fault.empty()) note(side.fault);
            print(line_of(side));
            bar.show(++sides);
            return {};
        });
    if (!done_reading) return tl::unexpected(done_reading.error());
    return people ? people_needed : done;
}

}  // namespace

void add_read_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("read", "đọc ảnh, không lưu / read images, keep nothing");
    auto o = std::make_shared<Options>();
    command->add_option("--layout", o->layouts, "layout.json; several styles: several times")->required()->take_all();
    command->add_option("--key", o->key, "the case's key: codes are proven");
    command->add_option("--calibration", o->calibration, "the scanner's profile, as `calibrate` wrote it");
    command->add_option("--seal", o->seal, "require: a missing seal is flagged")
        ->check(CLI::IsMember({"ignore", "require"}));
    command->add_option("--jobs", o->jobs, "threads; one a core when left out")->check(CLI::Range(1, 256));
    command->add_option("--debug", o->debug, "folder for numbered pictures of every step");
    command->add_option("IMAGE", o->images, "JPEG, PNG, TIFF, PDF")->required();
    command->callback([o, &called] {
        const auto exit = read(called.session, *o);
        called.exit = exit ? *exit : tell(called.session, exit.error());
    });
}

}  // namespace kiemphieu::station::cli
