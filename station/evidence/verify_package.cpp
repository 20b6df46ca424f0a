#include "station/evidence/verify_package.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "forms/conference_file.hpp"
#include "station/evidence/contents.hpp"
#include "station/evidence/merkle.hpp"
#include "station/evidence/package.hpp"
#include "station/evidence/package_files.hpp"
#include "station/evidence/package_readings.hpp"
#include "station/evidence/zip_file.hpp"
#include "station/review/audit.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;
using Json = nlohmann::json;

constexpr std::array<std::string_view, 10> link_names{"file",   "manifest", "chain", "contents", "definition",
                                                      "images", "readings", "acts",  "tally",    "documents"};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

class PackageVerifier {
  public:
    PackageVerifier(ZipReader zip, const fs::path& file, const PackageOptions& options, const VerifyProgress& progress)
        : zip_(std::move(zip)), file_(file), options_(options), progress_(progress) {}

    base::Expected<PackageReport, Failure> run(PackageReport report) {
        report_ = std::move(report);
        using Step = void (PackageVerifier::*)();
        // A link that does not hold carries none of those after it.
        constexpr std::array<Step, 5> first{&PackageVerifier::check_manifest, &PackageVerifier::check_chain,
                                            &PackageVerifier::check_contents, &PackageVerifier::check_definition,
                                            &PackageVerifier::check_images};
        for (std::size_t i = 0; i < first.size(); ++i) {
            begin(static_cast<PackageLink>(i + 1));
            guarded(first[i]);
            if (check().outcome == PackageCheck::Outcome::broken) return std::move(report_);
        }
        begin(PackageLink::readings);
        if (auto read = check_readings(); !read) return base::fail(read.error());
        begin(PackageLink::acts);
        guarded(&PackageVerifier::check_acts);
        begin(PackageLink::tally);
        guarded(&PackageVerifier::check_tally);
        begin(PackageLink::documents);
        if (auto read = check_documents(); !read) return base::fail(read.error());
        return std::move(report_);
    }

  private:
    PackageCheck& check() { return *current_; }

    void begin(PackageLink link) {
        current_ = &report_.checks.at(static_cast<std::size_t>(link));
        current_->outcome = PackageCheck::Outcome::holds;
    }

    void told(std::string detail, std::string detail_vi) {
        current_->detail = std::move(detail);
        current_->detail_vi = std::move(detail_vi);
    }

    void fault(const std::string& file, const std::string& place, std::string message) {
        fault({FailureClass::broken_evidence, file, place, std::move(message)});
    }
    void fault(Failure failure) {
        failure.failure_class = FailureClass::broken_evidence;
        current_->faults.push_back(std::move(failure));
        current_->outcome = PackageCheck::Outcome::broken;
    }

    /// What is written in a package may be anything; an exception of a library over it is a fault of the package.
    void guarded(void (PackageVerifier::*step)()) {
        try {
            (this->*step)();
        } catch (const std::exception& error) {
            fault(file_.filename().string(), "", std::string("can't be understood: ") + error.what());
        }
    }

    std::string text(const std::string& name) {
        auto bytes = zip_.read(name);
        if (!bytes) throw std::runtime_error(base::to_string(bytes.error()));
        return {bytes->begin(), bytes->end()};
    }

    void check_manifest() {
        const std::string manifest = text("manifest.json");
        manifest_ = Json::parse(manifest);
        base::Signature signature{};
        const std::string signed_text = text("manifest.sig");
        if (manifest_.at("format") != package_format)
            return fault("manifest.json", "format", "is none that this program knows");
        if (!base::parse_hex(manifest_.at("public_key").get<std::string>(), public_key_) ||
            !base::parse_hex(signed_text.substr(0, signed_text.find('\n')), signature) ||
            signed_text != base::to_hex(signature) + "\n" ||
            !base::verify_signature(public_key_, base::as_bytes(manifest_signed_text(manifest)), signature)) {
            return fault("manifest.sig", "", "is no signature of the manifest by the key it names");
        }
        report_.conference = manifest_.at("conference").get<std::string>();
        report_.software = manifest_.at("software").get<std::string>();
        check_files(manifest_.at("files"));
    }

    void check_files(const Json& files) {
        std::vector<std::string> leaves;
        std::vector<ListedFile> listed;
        for (const auto& entry : files.items()) {
            listed.push_back({entry.key(), entry.value().at("sha256").get<std::string>(),
                              entry.value().at("size").get<std::uint64_t>()});
            leaves.push_back(entry.key() + "\n" + listed.back().sha256);
        }
        for (Failure& failure : check_listed_files(file_, listed, options_.jobs)) fault(std::move(failure));
        if (base::to_hex(merkle_root(leaves)) != manifest_.at("root").get<std::string>()) {
            fault("manifest.json", "root", "is not the root of its files");
        }
        told(fmt::format("{} files", files.size()), fmt::format("{} tệp", files.size()));
    }

    void check_chain() {
        std::uint64_t number = 0;
        base::Digest previous{};
        bool fingerprint_met = options_.fingerprint.empty();
        for (const std::string& line : lines_of(text("chain.jsonl"))) {
            const std::string place = "event " + std::to_string(++number);
            const Json json = Json::parse(line);
            StoredEvent row{json.at("number").get<std::uint64_t>(),
                            json.at("time").get<std::string>(),
                            json.at("kind").get<std::string>(),
                            json.value("body", ""),
                            json.value("salt", ""),
                            json.at("previous").get<std::string>(),
                            json.at("hash").get<std::string>(),
                            json.at("signature").get<std::string>()};
            const bool withheld = is_withheld(row.kind);
            if (withheld == json.contains("body"))
                return fault("chain.jsonl", place, "shows what it must not, or hides what it must show");
            base::Digest body = body_digest(row);
            if (withheld && !base::parse_hex(json.at("body_digest").get<std::string>(), body)) {
                return fault("chain.jsonl", place, "has no digest of its body");
            }
            // One event has one text, so that nothing can hide in another way to write the same.
            if (chain_line(row, body) != line)
                return fault("chain.jsonl", place, "is not written as the program writes it");
            const base::Digest hash = chain_hash(row, body);
            if (row.number != number || row.previous != base::to_hex(previous)) {
                return fault("chain.jsonl", place, "does not follow the event before it");
            }
            if (row.hash != base::to_hex(hash))
                return fault("chain.jsonl", place, "was altered: its hash does not match it");
            if (!signed_by(public_key_, hash, row.signature)) {
                return fault("chain.jsonl", place, "is not signed by the key of this case");
            }
            if (!follow(row, hash, place)) return;
            previous = hash;
            if (row.hash.starts_with(options_.fingerprint)) fingerprint_met = true;
        }
        if (state_.made.public_key != public_key_)
            return fault("chain.jsonl", "event 1", "names another key than the manifest");
        if (base::to_string(state_.made.conference) != report_.conference) {
            return fault("manifest.json", "conference", "is not the conference of the record");
        }
        if (!fingerprint_met) {
            return fault("chain.jsonl", "",
                         "no event has the hash " + options_.fingerprint +
                             ": the package of another case, or of another state of it");
        }
        if (kinds_["exported"] == 0 || last_kind_ != "exported")
            fault("chain.jsonl", "end", "the last event is no export");
        report_.finality = state_.frozen() ? Finality::confirmed : Finality::provisional;
        told(fmt::format("{} events", number), fmt::format("{} sự kiện", number));
    }

    /// Folds what the chain shows; what it withholds bears on figures, so it takes confirmations back.
    bool follow(const StoredEvent& row, const base::Digest& hash, const std::string& place) {
        ++kinds_[row.kind];
        last_kind_ = row.kind;
        hashes_.push_back(row.hash);
        if (is_withheld(row.kind)) {
            if (state_.frozen()) {
                fault("chain.jsonl", place, "changes a confirmed count that was not reopened");
                return false;
            }
            state_.confirmations.clear();
            state_.last_number = row.number;
            return true;
        }
        auto event = event_from_text({row.kind, row.body});
        if (!event) {
            fault("chain.jsonl", place, base::to_string(event.error()));
            return false;
        }
        if (auto allowed = state_.allows(*event); !allowed) {
            fault("chain.jsonl", place, allowed.error().message);
            return false;
        }
        if (row.kind != "exported") report_.fingerprint = row.hash;
        if (std::holds_alternative<Confirmed>(*event)) report_.confirmation = row.hash;
        state_.apply({row.number, row.time, std::move(*event), hash});
        return true;
    }

    void check_contents() {
        const Contents contents{lines_of(text("sheets.jsonl")), lines_of(text("decisions.jsonl")),
                                lines_of(text("printings.jsonl"))};
        if (contents.root() != state_.exports.back().contents)
            return fault("sheets.jsonl, decisions.jsonl, printings.jsonl", "",
                         "are not what the record's last event vouches for");
        auto opened = open_contents(contents);
        if (!opened) return fault(opened.error());
        const auto expect = [&](const char* what, std::size_t found, std::size_t wanted) {
            if (found != wanted)
                fault("chain.jsonl", what, fmt::format("{} in the record and {} in the package", wanted, found));
        };
        expect("sheets", opened->sheets.size() + opened->aside.size(), kinds_["sheet_accepted"]);
        expect("rulings and entries", opened->rulings.size(), kinds_["ruling"] + kinds_["hand_entry"]);
        expect("answers and withdrawals", opened->answers.size() + opened->withdrawals.size(),
               kinds_["second"] + kinds_["taken_back"]);
        expect("printings", opened->printings.size(), kinds_["printed"]);
        state_.sheets = std::move(opened->sheets);
        state_.aside = std::move(opened->aside);
        state_.rulings = std::move(opened->rulings);
        state_.answers = std::move(opened->answers);
        state_.withdrawals = std::move(opened->withdrawals);
        state_.printings = std::move(opened->printings);
        told(fmt::format("{} sheets, {} decisions", state_.sheets.size(), contents.decisions.size()),
             fmt::format("{} mặt phiếu, {} quyết định", state_.sheets.size(), contents.decisions.size()));
    }

    void check_definition() {
        for (const auto& [path, digest] : state_.made.files) {
            const bool secret = path.starts_with("keys/");
            const bool disclosed = zip_.find(path) != nullptr;
            if (secret && disclosed != (report_.finality == Finality::confirmed))
                fault(path, "", disclosed ? "is disclosed before the count is confirmed" : "is not disclosed");
            if (secret && !disclosed) continue;
            const auto bytes = zip_.read((secret ? "" : "definition/") + path);
            if (!bytes) {
                fault(bytes.error());
            } else if (base::sha256(*bytes) != digest) {
                fault(path, "", "is not what the case was made from");
            }
        }
        if (check().outcome == PackageCheck::Outcome::broken) return;
        auto conference = forms::parse_conference(text("definition/conference.toml"), "conference.toml", {});
        if (!conference) return fault(conference.error());
        definition_.conference = std::move(*conference);
        report_.organisation = definition_.conference.organisation;
        for (const forms::BallotStyle& style : definition_.conference.styles) {
            const std::string name = "layouts/" + style.id.value + ".json";
            auto layout = forms::layout_from_json(text("definition/" + name), name);
            if (!layout) return fault(layout.error());
            definition_.layouts.push_back(std::move(*layout));
        }
        told(fmt::format("{} styles", definition_.layouts.size()),
             fmt::format("{} loại phiếu", definition_.layouts.size()));
        report_.definition = definition_.conference;
        if (zip_.find("keys/ballot.key") == nullptr) return;
        std::string digits = text("keys/ballot.key");
        digits.resize(std::min(digits.size(), digits.find('\n')));
        if (!base::parse_hex(digits, ballot_key_.emplace())) fault("keys/ballot.key", "", "is no key");
        check().detail += "; the ballots' key is disclosed";
        check().detail_vi += "; khóa phiếu đã công bố";
    }

    void check_images() {
        std::set<std::string> wanted;
        for (const auto* sheets : {&state_.sheets, &state_.aside}) {
            for (const AcceptedSheet& sheet : *sheets) wanted.insert(base::to_hex(sheet.key.image));
        }
        for (const auto& entry : manifest_.at("files").items()) {
            const std::string prefix = "images/";
            if (!entry.key().starts_with(prefix)) continue;
            const std::string digits = entry.key().substr(prefix.size(), 64);
            const std::string digest = entry.value().at("sha256").get<std::string>();
            if (digits != digest) fault(entry.key(), "", "is not the image it is named by");
            base::Digest key{};
            if (wanted.erase(digits) == 0) {
                fault(entry.key(), "", "belongs to no sheet");
            } else if (base::parse_hex(digits, key)) {
                images_[key] = entry.key();
            }
        }
        for (const std::string& digits : wanted) fault("images/" + digits, "", "the image of a sheet is missing");
        told(fmt::format("{} images", images_.size()), fmt::format("{} ảnh", images_.size()));
    }

    base::Expected<void, Failure> check_readings() {
        const PackedImages images{file_, definition_.layouts, ballot_key_, images_, definition_.conference.policy.seal};
        auto again = read_images_again(images, state_.sheets, options_.jobs, progress_);
        if (!again) return base::fail(again.error());
        for (Failure& failure : again->differing) fault(std::move(failure));
        auto [english, vietnamese] = again->told(state_.sheets.size());
        told(std::move(english), std::move(vietnamese));
        return {};
    }

    void check_acts() {
        for (Failure& failure : audit(definition_, state_)) fault(std::move(failure));
        const std::size_t n = state_.rulings.size() + state_.answers.size() + state_.withdrawals.size();
        told(fmt::format("{} decisions, {} confirmations", n, state_.confirmations.size()),
             fmt::format("{} quyết định, {} xác nhận", n, state_.confirmations.size()));
    }

    void check_tally() {
        const Count count = station::count(definition_, state_);
        report_.tally = count.tally;
        if (to_json(count.tally, count.finality) != text("tally.json"))
            fault("tally.json", "", "is not what the record counts to");
        const bool confirmed = count.finality == Finality::confirmed;
        if (confirmed && !count.tally.complete()) fault("tally.json", "", "is confirmed while something is open");
        told(confirmed ? "confirmed" : "not confirmed", confirmed ? "đã xác nhận" : "chưa xác nhận");
    }

    base::Expected<void, Failure> check_documents() {
        if (!report_.tally) return {};
        DocumentCheck documents({state_.minutes, state_.signings, hashes_, definition_.conference, *report_.tally,
                                 report_.finality, options_.trust});
        for (const ZipEntry& entry : std::vector(zip_.entries())) {
            if (!entry.name.starts_with("documents/")) continue;
            const auto bytes = zip_.read(entry.name);
            if (!bytes) return base::fail(bytes.error());
            if (auto looked = documents.look_at(entry.name, *bytes); !looked) return looked;
        }
        DocumentsFound found = std::move(documents).finish();
        for (Failure& failure : found.faults) fault(std::move(failure));
        told(std::move(found.detail), std::move(found.detail_vi));
        report_.signatures = std::move(found.signatures);
        if (found.looked_at == 0) check().outcome = PackageCheck::Outcome::not_done;
        return {};
    }

    ZipReader zip_;
    fs::path file_;
    const PackageOptions& options_;
    const VerifyProgress& progress_;
    PackageReport report_;
    PackageCheck* current_{};
    Json manifest_;
    base::PublicKey public_key_{};
    CaseState state_;
    CaseDefinition definition_;
    std::optional<base::SecretKey> ballot_key_;
    std::map<base::Digest, std::string> images_;
    std::map<std::string, std::size_t> kinds_;
    std::string last_kind_;
    std::vector<std::string> hashes_;
};

}  // namespace

bool PackageReport::holds() const {
    return first_broken() == nullptr;
}

const PackageCheck* PackageReport::first_broken() const {
    const auto found = std::ranges::find(checks, PackageCheck::Outcome::broken, &PackageCheck::outcome);
    return found == checks.end() ? nullptr : &*found;
}

std::string_view name_of(PackageLink link) {
    return link_names.at(static_cast<std::size_t>(link));
}

base::Expected<PackageReport, Failure> verify_package(const fs::path& file, const PackageOptions& options,
                                                      const VerifyProgress& progress) {
    PackageReport report;
    for (std::size_t i = 0; i < link_names.size(); ++i)
        report.checks.push_back({static_cast<PackageLink>(i), {}, {}, {}, {}});
    auto zip = ZipReader::open(file);
    if (!zip && zip.error().failure_class != FailureClass::broken_evidence) return base::fail(zip.error());
    report.checks[0].outcome = zip ? PackageCheck::Outcome::holds : PackageCheck::Outcome::broken;
    if (!zip) {
        report.checks[0].faults.push_back(zip.error());
        return report;
    }
    report.checks[0].detail = report.checks[0].detail_vi = fmt::format("{} byte", fs::file_size(file));
    return PackageVerifier(std::move(*zip), file, options, progress).run(std::move(report));
}

}  // namespace kiemphieu::station
