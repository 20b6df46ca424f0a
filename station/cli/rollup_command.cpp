// rollup: the board takes in what units sent, and sees all of it together.

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/cli/commands.hpp"
#include "station/cli/office_days.hpp"
#include "station/cli/passphrase_file.hpp"
#include "station/cli/signing_options.hpp"
#include "station/rollup/outputs.hpp"
#include "station/rollup/take.hpp"
#include "station/rollup/words.hpp"

namespace kiemphieu::station::cli {

namespace {

namespace fs = std::filesystem;
using namespace rollup;
using Result = base::Expected<int, base::Failure>;
using base::Failure;
using base::FailureClass;

struct Options {
    std::string store;
    std::string units;
    std::vector<std::string> files;
    std::vector<std::string> passphrase_files;
    TrustOptions trust;
    std::string day;  ///< of receipt, or of the report
    int jobs{};
    int again{};
    std::string out;
    OfficeDayOptions office;
    std::string unit;
    std::string style;
    std::string digest;
    std::string who;
    std::string why;
};

/// The day by this machine's clock, or as told.
base::Expected<forms::Date, Failure> day_of_work(const std::string& told, const std::string& option) {
    if (!told.empty()) return read_day(told, option);
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    localtime_r(&now, &parts);
    return forms::Date{parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
}

/// Files as named, and those that lie in a named folder.
base::Expected<std::vector<fs::path>, Failure> files_of(const std::vector<std::string>& names) {
    std::vector<fs::path> files;
    for (const std::string& name : names) {
        std::error_code error;
        if (fs::is_regular_file(name, error)) {
            files.emplace_back(name);
            continue;
        }
        if (!fs::is_directory(name, error))
            return base::fail(Failure{FailureClass::bad_input, name, "", "no such file or folder"});
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(name)) {
            if (entry.is_regular_file() && !entry.path().filename().string().starts_with("."))
                found.push_back(entry.path());
        }
        std::ranges::sort(found);
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

std::string place_of(const Session& session, const Attention& each) {
    std::string out;
    if (!each.unit.empty()) out += each.unit;
    if (!each.style.empty())
        out += fmt::format("{}{}{}", out.empty() ? "" : ", ", session.say("loại ", "style "), each.style);
    return out.empty() ? out : out + ": ";
}

void tell_attention(const Session& session, const Attention& each) {
    const Words words = words_of(each.kind);
    note(fmt::format("{}: {}{}", session.say(words.vi, words.en), place_of(session, each), each.detail));
}

void tell_taken(const Called& called, const Taken& taken) {
    const Session& session = called.session;
    const auto* refusal = std::get_if<Refusal>(&taken.outcome);
    const auto* outcome = std::get_if<TakeOutcome>(&taken.outcome);
    const char* word = refusal                          ? "refused"
                       : *outcome == TakeOutcome::added ? "added"
                       : *outcome == TakeOutcome::known ? "known"
                                                        : "differing";
    if (session.json > 0) {
        nlohmann::ordered_json line{{"file", taken.file.string()}, {"outcome", word}};
        if (taken.submission) {
            line["unit"] = taken.submission->unit;
            line["sha256"] = base::to_hex(taken.submission->digest);
        }
        if (refusal) {
            line["reason"] = name_of(refusal->reason);
            line["place"] = refusal->place;
            line["message"] = refusal->message;
        }
        print(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    }
    if (refusal) {
        const Words words = words_of(refusal->reason);
        note(fmt::format("{} {}: {}{}{} ({})", session.say("từ chối", "refused"), taken.file.string(), refusal->place,
                         refusal->place.empty() ? "" : ": ", refusal->message, session.say(words.vi, words.en)));
    } else if (*outcome == TakeOutcome::differing) {
        note(fmt::format("{}: {}", taken.file.string(),
                         session.say("kho ghi khác với tệp: kho đã bị sửa",
                                     "the store says something else than the "
                                     "file: it was altered")));
    }
}

base::Expected<std::vector<std::string>, Failure> read_passphrases(const std::vector<std::string>& files) {
    std::vector<std::string> out;
    for (const std::string& file : files) {
        auto one = read_passphrase(file);
        if (!one) return tl::unexpected(one.error());
        out.push_back(std::move(*one));
    }
    return out;
}

/// 1 when different results of one vote are there now, telling which.
Result conflicts_left(const Called& called, RollupStore& store, const Register& units, const forms::Date& day) {
    const auto contents = store.contents();
    if (!contents) return tl::unexpected(contents.error());
    int exit = done;
    for (const Attention& each : roll_up(*contents, units, day, WorkingDays{}).attention) {
        if (each.kind != AttentionKind::conflict && each.kind != AttentionKind::shared_conference) continue;
        tell_attention(called.session, each);
        exit = people_needed;
    }
    return exit;
}

Result take(const Called& called, const Options& o) {
    const auto units = read_register(o.units);
    if (!units) return tl::unexpected(units.error());
    const auto day = day_of_work(o.day, "--received");
    if (!day) return tl::unexpected(day.error());
    auto trust = read_trust(o.trust);
    if (!trust) return tl::unexpected(trust.error());
    auto passphrases = read_passphrases(o.passphrase_files);
    if (!passphrases) return tl::unexpected(passphrases.error());
    const auto files = files_of(o.files);
    if (!files) return tl::unexpected(files.error());
    auto store = open_rollup_store(o.store);
    if (!store) return tl::unexpected(store.error());
    const TakeOptions options{{*units, std::move(*trust), std::move(*passphrases), *day, 1},
                              o.again > 0 ? Repeat::examine_again : Repeat::skip_known,
                              o.jobs};
    ProgressBar bar(called.session.say("kiểm tra tệp", "checking"), files->size());
    const auto summary = take_files(**store, *files, options, [&](const Taken& taken, std::size_t done_files) {
        tell_taken(called, taken);
        bar.show(done_files);
    });
    if (!summary) return tl::unexpected(summary.error());
    note(fmt::format(fmt::runtime(called.session.say("nhận {} tệp mới, {} tệp đã có, từ chối {} tệp",
                                                     "{} files taken, {} known already, {} refused")),
                     summary->added, summary->known, summary->refused));
    const Result conflicts = conflicts_left(called, **store, *units, *day);
    if (!conflicts) return conflicts;
    if (summary->broken + summary->differing > 0) return broken_evidence;
    return summary->refused > 0 ? int{wrong_input} : *conflicts;
}

base::Expected<void, Failure> write_all(const RollUp& result, const Register& units, const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return base::fail(Failure{FailureClass::world, folder.string(), "-o", error.message()});
    if (auto done_so = print_rollup(result, units, folder / "tong-hop.pdf"); !done_so) return done_so;
    if (auto done_so = write_rollup_xlsx(result, units, folder / "tong-hop.xlsx"); !done_so) return done_so;
    for (const auto& [name, text] :
         {std::pair("tong-hop.html", to_html(result, units)), std::pair("tong-hop.json", to_json(result) + "\n")}) {
        if (auto done_so = base::write_file_durably(folder / name, base::as_bytes(text)); !done_so) return done_so;
    }
    return {};
}

Result report(const Called& called, const Options& o) {
    const auto units = read_register(o.units);
    if (!units) return tl::unexpected(units.error());
    const auto day = day_of_work(o.day, "--date");
    if (!day) return tl::unexpected(day.error());
    const auto working = read_office_days(o.office);
    if (!working) return tl::unexpected(working.error());
    auto store = open_rollup_store(o.store);
    if (!store) return tl::unexpected(store.error());
    const auto contents = (*store)->contents();
    if (!contents) return tl::unexpected(contents.error());
    const RollUp result = roll_up(*contents, *units, *day, *working);
    if (!o.out.empty()) {
        if (auto written = write_all(result, *units, o.out); !written) return tl::unexpected(written.error());
    }
    if (called.session.json > 0) print(to_json(result));
    for (const Attention& each : result.attention) tell_attention(called.session, each);
    const int in = result.count(UnitState::in_time) + result.count(UnitState::late);
    note(fmt::format(
        fmt::runtime(called.session.say(
            "{}: {}/{} đơn vị đã có đủ kết quả ({} chậm), {} quá hạn; {} lượt người, {} trên 50% nhưng dưới 2/3, {} từ "
            "2/3 trở lên; {} việc cần người xem",
            "{}: {}/{} units are in ({} late), {} overdue; {} people at places, {} over half and under two thirds low, "
            "{} two thirds or more; {} things for people")),
        iso_day(*day), in, result.units.size(), result.count(UnitState::late), result.count(UnitState::missing),
        result.places.size(), result.count(LowConsequence::over_half), result.count(LowConsequence::two_thirds),
        result.attention.size()));
    return result.attention.empty() ? done : people_needed;
}

Result settle(const Options& o) {
    const auto fail = [](const char* place, std::string message) {
        return base::fail(Failure{FailureClass::bad_input, "", place, std::move(message)});
    };
    const auto day = day_of_work(o.day, "--date");
    if (!day) return tl::unexpected(day.error());
    if (o.digest.size() < 8) return fail("FILE", "expected at least 8 digits of the file's SHA-256");
    auto store = open_rollup_store(o.store);
    if (!store) return tl::unexpected(store.error());
    const auto contents = (*store)->contents();
    if (!contents) return tl::unexpected(contents.error());
    Settlement word{o.unit, base::StyleId{o.style}, {}, {}, o.who, o.why, *day};
    std::size_t chosen = 0;
    for (const Submission& each : contents->submissions) {
        const bool of_vote = std::ranges::count(each.votes, word.style, &VoteFigures::style) > 0;
        if (each.unit != o.unit || !of_vote) continue;
        if (base::to_hex(each.digest).starts_with(o.digest)) {
            word.digest = each.digest;
            ++chosen;
        } else {
            word.against.push_back(each.digest);
        }
    }
    if (chosen != 1)
        return fail("FILE",
                    fmt::format("{} is {} files of {}, style {}; expected one", o.digest, chosen, o.unit, o.style));
    if (word.against.empty()) return fail("FILE", "is the only file of this vote; there is nothing to settle");
    if (auto kept = (*store)->settle(word); !kept) return tl::unexpected(kept.error());
    return done;
}

/// Runs a subcommand's work and keeps the exit code.
template <class Work>
void finish(Called& called, Work work) {
    const Result exit = work();
    called.exit = exit ? *exit : tell(called.session, exit.error());
}

}  // namespace

void add_rollup_command(CLI::App& app, Called& called) {
    auto* command =
        app.add_subcommand("rollup", "tổng hợp kết quả của nhiều đơn vị / the results of many units together");
    command->require_subcommand(1);
    const auto o = std::make_shared<Options>();
    const auto begin = [&](const char* name, const char* what) {
        auto* sub = command->add_subcommand(name, what);
        sub->add_option("--store", o->store, "FOLDER, or postgresql://…")->required();
        return sub;
    };
    auto* taking = begin("take", "nhận gói bằng chứng, báo cáo ký số / takes packages and signed reports in");
    taking->add_option("--register", o->units, "register.toml")->required();
    taking->add_option("FILE", o->files, "files, or folders of them")->required();
    taking->add_option("--passphrase-file", o->passphrase_files, "of encrypted packages; tried in turn");
    add_trust_options(*taking, o->trust);
    taking->add_option("--received", o->day, "when they came, as 2023-12-20; today when not given");
    taking->add_flag("--again", o->again, "checks files again that were taken before, and the store against them");
    taking->add_option("--jobs", o->jobs)->check(CLI::Range(1, 256));
    taking->callback([o, &called] { finish(called, [&] { return take(called, *o); }); });

    auto* reporting = begin("report", "bảng tổng hợp / what came in, rolled up");
    reporting->add_option("--register", o->units, "register.toml")->required();
    reporting->add_option("-o", o->out, "folder for tong-hop.pdf, .xlsx, .html, .json");
    reporting->add_option("--date", o->day, "as of this day; today when not given");
    add_office_day_options(*reporting, o->office);
    reporting->callback([o, &called] { finish(called, [&] { return report(called, *o); }); });

    auto* settling = begin("settle", "chọn kết quả được tính khi có kết quả trái nhau / says which result counts");
    settling->add_option("UNIT", o->unit)->required();
    settling->add_option("STYLE", o->style)->required();
    settling->add_option("FILE", o->digest, "beginning of the SHA-256 of the file that counts")->required();
    settling->add_option("--as", o->who, "who decides")->required();
    settling->add_option("--why", o->why)->required();
    settling->add_option("--date", o->day, "today when not given");
    settling->callback([o, &called] { finish(called, [&] { return settle(*o); }); });
}

}  // namespace kiemphieu::station::cli
