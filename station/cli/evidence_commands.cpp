// export, verify: the evidence package, and the check of a case or a package.

#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "station/case/recount.hpp"
#include "station/cli/on_case.hpp"
#include "station/cli/passphrase_file.hpp"
#include "station/cli/signing_options.hpp"
#include "station/evidence/check_report.hpp"
#include "station/evidence/package.hpp"
#include "station/evidence/sealed_file.hpp"
#include "station/evidence/verify_package.hpp"

namespace kiemphieu::station::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string subject;  ///< a case's folder, or a package
    std::string out;
    std::vector<std::string> documents;
    std::string fingerprint;
    std::string passphrase_file;
    std::string report;
    int jobs{};
    TrustOptions trust;
};

using Result = base::Expected<int, base::Failure>;

/// A folder of our own, gone with the scope.
class PrivateFolder {
  public:
    PrivateFolder() {
        std::string name = (fs::temp_directory_path() / "kiemphieu-open-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~PrivateFolder() {
        std::error_code error;
        if (!path_.empty()) fs::remove_all(path_, error);
    }
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// The package as it stands after -o, encrypted where a passphrase was given.
base::Expected<void, base::Failure> encrypt(const std::string& file, const std::string& passphrase_file) {
    const auto passphrase = read_passphrase(passphrase_file);
    if (!passphrase) return tl::unexpected(passphrase.error());
    const fs::path sealed = file + ".sealed";
    if (auto done_so = seal_file_with(*passphrase, file, sealed); !done_so) return done_so;
    std::error_code error;
    fs::rename(sealed, file, error);
    if (error) return base::fail(base::Failure{base::FailureClass::world, file, "rename", error.message()});
    return {};
}

Result export_case(const Called& called, CaseFolder& folder, const Options& o) {
    std::unique_ptr<ProgressBar> bar;
    const std::vector<fs::path> documents(o.documents.begin(), o.documents.end());
    const auto packed = export_package(folder, o.out, documents, [&](std::size_t done_images, std::size_t all) {
        if (!bar) bar = std::make_unique<ProgressBar>(called.session.say("đóng gói", "export"), all);
        bar->show(done_images);
    });
    bar.reset();
    if (!packed) return tl::unexpected(packed.error());
    if (!o.passphrase_file.empty()) {
        if (const auto encrypted = encrypt(o.out, o.passphrase_file); !encrypted) {
            std::error_code error;
            fs::remove(o.out, error);
            return tl::unexpected(encrypted.error());
        }
    }
    const bool confirmed = packed->finality == Finality::confirmed;
    if (called.session.json > 0) {
        print(fmt::format(R"({{"file":{},"files":{},"images":{},"bytes":{},"contents":"{}","confirmed":{}}})",
                          nlohmann::json(o.out).dump(), packed->files, packed->images, packed->bytes,
                          base::to_hex(packed->contents), confirmed));
    }
    note(fmt::format(fmt::runtime(called.session.say("gói bằng chứng {}: {} tệp, {} ảnh, {} byte{}",
                                                     "evidence package {}: {} files, {} images, {} bytes{}")),
                     o.out, packed->files, packed->images, packed->bytes,
                     confirmed ? ""
                               : called.session.say("; chưa xác nhận, khóa phiếu chưa được công bố",
                                                    "; not confirmed, the ballots' key is not disclosed")));
    return confirmed ? done : people_needed;
}

int verify_case(const Called& called, const Options& o) {
    std::unique_ptr<ProgressBar> bar;
    const auto trust = read_trust(o.trust);
    if (!trust) return tell(called.session, trust.error());
    const auto found = recount(o.subject, {o.jobs, *trust}, [&](std::size_t done_sides, std::size_t all) {
        if (!bar) bar = std::make_unique<ProgressBar>(called.session.say("kiểm tra", "verify"), all);
        bar->show(done_sides);
    });
    bar.reset();
    if (!found) return tell(called.session, found.error());
    for (const auto* faults : {&found->record.faults, &found->faults}) {
        for (const base::Failure& fault : *faults) tell(called.session, fault);
    }
    for (const std::string& sentence : found->record.notes) note(sentence);
    if (called.session.json > 0) {
        print(fmt::format(
            R"({{"holds":{},"events":{},"images":{},"sides_read_again":{},"documents":{},"signatures":{},"faults":{},"fingerprint":"{}"}})",
            found->holds(), found->record.events, found->record.images, found->sides_read, found->documents,
            found->signatures, found->record.faults.size() + found->faults.size(),
            base::to_hex(found->record.fingerprint)));
    }
    if (!found->holds()) return broken_evidence;
    note(fmt::format(fmt::runtime(called.session.say(
                         "hồ sơ nguyên vẹn: {} sự kiện, {} ảnh, đọc lại {} mặt đều như đã ghi; {} văn bản, {} chữ ký "
                         "số; dấu vân {}",
                         "the record holds: {} events, {} images, {} sides read again as recorded; {} documents, {} "
                         "signatures; fingerprint {}")),
                     found->record.events, found->record.images, found->sides_read, found->documents, found->signatures,
                     base::to_hex(found->record.fingerprint)));
    return done;
}

/// What holds when a link does; in the order of PackageLink.
constexpr std::array<std::string_view, 10> english_titles{
    "the file is whole",
    "the manifest is signed, every file as it says",
    "the events are chained and signed",
    "sheets and decisions are the record's",
    "definition and layouts are the case's",
    "every image is there, and no other",
    "every image reads as recorded",
    "every act was its person's to do",
    "the count made again is the same",
    "the documents say these figures, their signatures hold",
};

std::string_view title_of(const Session& session, PackageLink link) {
    return session.say(vietnamese_of(link), english_titles.at(static_cast<std::size_t>(link)));
}

std::string_view word_of(const Session& session, PackageCheck::Outcome outcome) {
    switch (outcome) {
        case PackageCheck::Outcome::holds:
            return session.say("ĐÚNG", "HOLDS");
        case PackageCheck::Outcome::broken:
            return session.say("HỎNG", "BROKEN");
        case PackageCheck::Outcome::not_done:
            break;
    }
    return session.say("chưa kiểm", "not checked");
}

void print_json(const PackageReport& report) {
    nlohmann::ordered_json json{{"holds", report.holds()},
                                {"conference", report.conference},
                                {"software", report.software},
                                {"fingerprint", report.fingerprint},
                                {"confirmed", report.finality == Finality::confirmed}};
    const PackageCheck* broken = report.first_broken();
    json["first_broken"] = broken ? nlohmann::ordered_json(name_of(broken->link)) : nlohmann::ordered_json();
    for (const PackageCheck& check : report.checks) {
        const bool checked = check.outcome != PackageCheck::Outcome::not_done;
        nlohmann::ordered_json line{{"link", name_of(check.link)},
                                    {"outcome", !checked                                         ? "not_done"
                                                : check.outcome == PackageCheck::Outcome::broken ? "broken"
                                                                                                 : "holds"},
                                    {"detail", check.detail}};
        line["faults"] = nlohmann::ordered_json::array();
        for (const base::Failure& fault : check.faults) line["faults"].push_back(base::to_string(fault));
        json["checks"].push_back(std::move(line));
    }
    json["signatures"] = nlohmann::ordered_json::array();
    for (const SignatureFound& each : report.signatures) {
        json["signatures"].push_back({{"file", each.file},
                                      {"signer", each.signer},
                                      {"time", each.time},
                                      {"timestamp", each.authority},
                                      {"issuer_trusted", each.issuer == IssuerCheck::trusted},
                                      {"in_record", each.in_record}});
    }
    print(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

std::string sentence_of(const Session& session, const SignatureFound& signature) {
    const auto issuer =
        signature.issuer == IssuerCheck::not_asked ? session.say("chưa kiểm nơi cấp", "issuer not checked")
        : signature.issuer == IssuerCheck::trusted ? session.say("nơi cấp tin cậy", "issuer trusted")
                                                   : session.say("nơi cấp KHÔNG tin cậy", "issuer NOT trusted");
    return fmt::format("{}: {}, {}{}; {}{}", signature.file, signature.signer, signature.time,
                       signature.authority.empty() ? "" : " (" + signature.authority + ")", issuer,
                       signature.in_record ? "" : session.say("; ký ngoài hồ sơ", "; signed outside the case"));
}

/// The package in the clear: itself, or opened into a folder of ours.
base::Expected<fs::path, base::Failure> in_the_clear(const Options& o, const PrivateFolder& folder) {
    if (!is_sealed(o.subject)) return fs::path(o.subject);
    if (o.passphrase_file.empty()) {
        return base::fail(base::Failure{base::FailureClass::bad_input, o.subject, "--passphrase-file",
                                        "is encrypted; expected the file that has the passphrase"});
    }
    const auto passphrase = read_passphrase(o.passphrase_file);
    if (!passphrase) return tl::unexpected(passphrase.error());
    fs::path clear = folder.path() / "package.zip";
    if (const auto opened = open_sealed_file(*passphrase, o.subject, clear); !opened) {
        return tl::unexpected(opened.error());
    }
    return clear;
}

int verify_one_package(const Called& called, const Options& o) {
    const PrivateFolder private_folder;
    const auto package = in_the_clear(o, private_folder);
    if (!package) return tell(called.session, package.error());
    const auto trust = read_trust(o.trust);
    if (!trust) return tell(called.session, trust.error());
    std::unique_ptr<ProgressBar> bar;
    const auto report =
        verify_package(*package, {o.jobs, o.fingerprint, *trust}, [&](std::size_t done_sides, std::size_t all) {
            if (!bar) bar = std::make_unique<ProgressBar>(called.session.say("đọc lại", "reading again"), all);
            bar->show(done_sides);
        });
    bar.reset();
    if (!report) return tell(called.session, report.error());
    if (called.session.json > 0) print_json(*report);
    for (const PackageCheck& check : report->checks) {
        note(fmt::format(
            "{:<12} {}{}", word_of(called.session, check.outcome), title_of(called.session, check.link),
            check.detail.empty() ? "" : " — " + std::string(called.session.say(check.detail_vi, check.detail))));
        for (const base::Failure& fault : check.faults) note("             " + base::to_string(fault));
    }
    for (const SignatureFound& each : report->signatures) note("             " + sentence_of(called.session, each));
    if (!o.report.empty()) {
        const auto printed = print_check_report(*report, fs::path(o.subject).filename().string(), o.report);
        if (!printed) return tell(called.session, printed.error());
    }
    if (const PackageCheck* broken = report->first_broken()) {
        note(fmt::format(fmt::runtime(called.session.say("gói không đứng vững: mắt xích hỏng đầu tiên là \"{}\"",
                                                         "the package does not hold: the first broken link is \"{}\"")),
                         name_of(broken->link)));
        return broken_evidence;
    }
    note(fmt::format(fmt::runtime(called.session.say("gói đứng vững; dấu vân của bản ghi {}",
                                                     "the package holds; the record's fingerprint is {}")),
                     report->fingerprint));
    return done;
}

}  // namespace

void add_evidence_commands(CLI::App& app, Called& called) {
    auto* packing = app.add_subcommand("export", "gói bằng chứng / the evidence package");
    const auto e = std::make_shared<Options>();
    packing->add_option("CASE", e->subject)->required();
    packing->add_option("-o", e->out, "file")->required();
    packing->add_option("--document", e->documents, "a signed document to add; CASE/minutes/ is added anyway");
    packing->add_option("--passphrase-file", e->passphrase_file,
                        "encrypts the package; the first line of this file, - for standard input");
    packing->callback([e, &called] {
        on_case(called, e->subject, [&](CaseFolder& folder) { return export_case(called, folder, *e); });
    });
    auto* check =
        app.add_subcommand("verify", "kiểm tra hồ sơ hoặc gói / check a case or a package, recount it from its images");
    const auto v = std::make_shared<Options>();
    check->add_option("CASE|PACKAGE", v->subject)->required();
    check->add_option("--fingerprint", v->fingerprint, "beginning of the hash that the signed minutes bear");
    check->add_option("--passphrase-file", v->passphrase_file, "of an encrypted package");
    check->add_option("-o,--report", v->report, "a report of the check of a package, PDF");
    add_trust_options(*check, v->trust);
    check->add_option("--jobs", v->jobs)->check(CLI::Range(1, 256));
    check->callback([v, &called] {
        called.exit = fs::is_directory(v->subject) ? verify_case(called, *v) : verify_one_package(called, *v);
    });
}

}  // namespace kiemphieu::station::cli
