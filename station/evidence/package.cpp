#include "station/evidence/package.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "base/file.hpp"
#include "station/evidence/clean_image.hpp"
#include "station/evidence/contents.hpp"
#include "station/evidence/merkle.hpp"
#include "station/evidence/zip_file.hpp"
#include "station/store/signing_key.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;
using Json = nlohmann::json;
using FileBytes = std::vector<std::uint8_t>;

FileBytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

std::string chain_lines(const std::vector<StoredEvent>& events) {
    std::string text;
    for (const StoredEvent& event : events) text += chain_line(event, body_digest(event)) + "\n";
    return text;
}

constexpr const char* read_me =
    "Gói bằng chứng kiểm phiếu / evidence package of a count.\n"
    "Kiểm tra lại trên máy khác / check it on another machine:  kiemphieu verify PACKAGE\n"
    "Định dạng / format: docs/formats/evidence.md của phần mềm / of the program.\n";

/// Packs one case.
class Packer {
  public:
    Packer(CaseFolder& folder, const base::SigningKey& key, const ExportProgress& progress)
        : folder_(folder), key_(key), progress_(progress) {}

    base::Expected<ExportSummary, Failure> pack(const fs::path& file, std::span<const fs::path> documents) {
        if (auto cleaned = name_images(); !cleaned) return base::fail(cleaned.error());
        if (auto logged = log_export(); !logged) return base::fail(logged.error());
        if (auto gathered = gather(documents); !gathered) return base::fail(gathered.error());
        fs::path partial = file;
        partial += ".part" + std::to_string(::getpid());
        auto written = write(partial);
        std::error_code error;
        if (written) fs::rename(partial, file, error);
        if (!written || error) fs::remove(partial);
        if (!written) return base::fail(written.error());
        if (error) return base::fail(Failure{FailureClass::world, file.string(), "rename", error.message()});
        summary_.bytes = fs::file_size(file);
        return summary_;
    }

  private:
    const CaseState& state() const { return folder_.record().state(); }

    base::Expected<CleanImage, Failure> cleaned(const SheetKey& key) const {
        const auto path = folder_.record().image_path(key.image);
        if (!path) return base::fail(path.error());
        const auto bytes = base::read_file(*path);
        if (!bytes) return base::fail(bytes.error());
        if (base::sha256(*bytes) != key.image) {
            return base::fail(Failure{FailureClass::broken_evidence, path->string(), "",
                                      "the image was altered: its bytes do not have the digest it is named by"});
        }
        // Colours tell only where a seal is looked for; gray pages are a third of the size.
        const bool seal = folder_.definition().conference.policy.seal == forms::SealRule::require;
        return clean_image(*bytes, key.page_in_file,
                           seal ? scanner::WantedPixels::as_scanned : scanner::WantedPixels::gray);
    }

    /// What each scan's image is called in the package.
    base::Expected<void, Failure> name_images() {
        std::set<SheetKey> keys;
        for (const auto* sheets : {&state().sheets, &state().aside}) {
            for (const AcceptedSheet& sheet : *sheets) keys.insert(sheet.key);
        }
        for (const SheetKey& key : keys) {
            const auto image = cleaned(key);
            if (!image) return base::fail(image.error());
            const base::Digest digest = base::sha256(image->bytes);
            images_[key] = digest;
            sources_.insert_or_assign("images/" + base::to_hex(digest) + "." + image->extension, key);
            if (progress_) progress_(images_.size(), keys.size() * 2);
        }
        return {};
    }

    /// An export of what was exported last is the same package again.
    base::Expected<void, Failure> log_export() {
        const auto before = folder_.record().stored_events();
        if (!before) return base::fail(before.error());
        base::Digest first{};
        static_cast<void>(base::parse_hex(before->front().hash, first));
        contents_ = make_contents(folder_.definition(), state(), images_, serial_salt(first));
        if (auto same = check_contents(); !same) return same;
        summary_.contents = contents_.root();
        const Exported exported{summary_.contents};
        if (before->back().kind != to_text(exported).kind || state().exports.back() != exported) {
            if (auto logged = folder_.record().append(exported); !logged) return logged;
        }
        auto events = folder_.record().stored_events();
        if (!events) return base::fail(events.error());
        add("chain.jsonl", bytes_of(chain_lines(*events)));
        return {};
    }

    /// What is packed must count to the same figures; a package that does not would accuse an honest count.
    base::Expected<void, Failure> check_contents() const {
        auto opened = open_contents(contents_);
        if (!opened) return base::fail(opened.error());
        CaseState packed = state();
        packed.sheets = std::move(opened->sheets);
        packed.rulings = std::move(opened->rulings);
        packed.answers = std::move(opened->answers);
        packed.withdrawals = std::move(opened->withdrawals);
        packed.printings = std::move(opened->printings);
        const Count again = station::count(folder_.definition(), packed);
        if (again.figures_digest() == folder_.count().figures_digest()) return {};
        throw std::logic_error("a package would count to other figures than its case");
    }

    base::Expected<void, Failure> gather(std::span<const fs::path> documents) {
        const Count count = folder_.count();
        summary_.finality = count.finality;
        add("README.txt", bytes_of(read_me));
        add("sheets.jsonl", bytes_of(joined(contents_.sheets)));
        add("decisions.jsonl", bytes_of(joined(contents_.decisions)));
        add("printings.jsonl", bytes_of(joined(contents_.printings)));
        add("tally.json", bytes_of(to_json(count.tally, count.finality)));
        for (const auto& [path, digest] : state().made.files) {
            const bool secret = path.starts_with("keys/");
            if (secret && count.finality == Finality::provisional) continue;
            const auto bytes = base::read_file(folder_.path() / path);
            if (!bytes) return base::fail(bytes.error());
            add((secret ? "" : "definition/") + path, *bytes);
        }
        std::vector<fs::path> papers;
        std::error_code error;
        for (const auto& entry : fs::recursive_directory_iterator(folder_.path() / "minutes", error)) {
            if (entry.is_regular_file()) papers.push_back(entry.path());
        }
        std::ranges::sort(papers);
        papers.insert(papers.end(), documents.begin(), documents.end());
        for (const fs::path& paper : papers) {
            const auto bytes = base::read_file(paper);
            if (!bytes) return base::fail(bytes.error());
            add_document("documents/" + paper.filename().string(), *bytes);
        }
        return {};
    }

    /// Of one document signed and unsigned the signed one is packed.
    void add_document(const std::string& name, const FileBytes& bytes) {
        const auto there = files_.find(name);
        const bool signed_already = there != files_.end() && there->second.size() > bytes.size() &&
                                    std::equal(bytes.begin(), bytes.end(), there->second.begin());
        if (!signed_already) add(name, bytes);
    }

    void add(const std::string& name, FileBytes bytes) { files_.insert_or_assign(name, std::move(bytes)); }

    base::Expected<void, Failure> write(const fs::path& file) {
        auto zip = ZipWriter::create(file);
        if (!zip) return base::fail(zip.error());
        Json listed = Json::object();
        const auto put = [&](const std::string& name, base::Bytes bytes) {
            listed[name] = {{"sha256", base::to_hex(base::sha256(bytes))}, {"size", bytes.size()}};
            return zip->add(name, bytes);
        };
        for (const auto& [name, bytes] : files_) {
            if (auto added = put(name, bytes); !added) return added;
        }
        for (const auto& [name, key] : sources_) {
            const auto image = cleaned(key);
            if (!image) return base::fail(image.error());
            if (auto added = put(name, image->bytes); !added) return added;
            ++summary_.images;
            if (progress_) progress_(images_.size() + summary_.images, images_.size() + sources_.size());
        }
        const std::string manifest = manifest_text(listed);
        if (auto added = zip->add("manifest.json", base::as_bytes(manifest)); !added) return added;
        const std::string signature = base::to_hex(key_.sign(base::as_bytes(manifest_signed_text(manifest)))) + "\n";
        if (auto added = zip->add("manifest.sig", base::as_bytes(signature)); !added) return added;
        summary_.files = listed.size() + 2;
        return zip->finish();
    }

    std::string manifest_text(const Json& listed) const {
        std::vector<std::string> leaves;
        for (const auto& entry : listed.items()) {
            leaves.push_back(entry.key() + "\n" + entry.value().at("sha256").get<std::string>());
        }
        const Json manifest{{"format", package_format},
                            {"conference", base::to_string(state().made.conference)},
                            {"public_key", base::to_hex(key_.public_key())},
                            {"software", software_version()},
                            {"files", listed},
                            {"root", base::to_hex(merkle_root(leaves))}};
        return manifest.dump(1) + "\n";
    }

    CaseFolder& folder_;
    const base::SigningKey& key_;
    const ExportProgress& progress_;
    ImageNames images_;
    std::map<std::string, SheetKey> sources_;  ///< of which scan an image in the package is made
    Contents contents_;
    std::map<std::string, FileBytes> files_;
    ExportSummary summary_;
};

}  // namespace

std::string manifest_signed_text(const std::string& manifest) {
    return std::string(package_format) + "-manifest\n" + manifest;
}

std::string chain_line(const StoredEvent& event, const base::Digest& body) {
    Json json{{"number", event.number},     {"time", event.time}, {"kind", event.kind},
              {"previous", event.previous}, {"hash", event.hash}, {"signature", event.signature}};
    if (is_withheld(event.kind)) {
        json["body_digest"] = base::to_hex(body);
    } else {
        json["salt"] = event.salt;
        json["body"] = event.body;
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_withheld(const std::string& kind) {
    constexpr std::array<std::string_view, 7> kinds{"printed", "sheet_accepted",  "ruling",    "hand_entry",
                                                    "second",  "batch_set_aside", "taken_back"};
    return std::ranges::find(kinds, kind) != kinds.end();
}

base::Expected<ExportSummary, Failure> export_package(CaseFolder& folder, const fs::path& file,
                                                      std::span<const fs::path> documents,
                                                      const ExportProgress& progress) {
    const auto key = read_signing_key(folder.path());
    if (!key) return base::fail(key.error());
    if (!*key) {
        return base::fail(Failure{FailureClass::bad_input, folder.path().string(), "keys/record.key",
                                  "is missing; a package is signed with it"});
    }
    return Packer(folder, **key, progress).pack(file, documents);
}

}  // namespace kiemphieu::station
