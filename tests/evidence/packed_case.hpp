#pragma once
// A confirmed case with its package, and hands that take packages apart and put them together.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "base/file.hpp"
#include "station/case/sign_documents.hpp"
#include "station/evidence/contents.hpp"
#include "station/evidence/merkle.hpp"
#include "station/evidence/package.hpp"
#include "station/evidence/verify_package.hpp"
#include "station/evidence/zip_file.hpp"
#include "station/minutes/report.hpp"
#include "station/minutes/wording.hpp"
#include "station/signing/testing/test_keys.hpp"
#include "station/store/signing_key.hpp"

namespace kiemphieu::station {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Files = std::map<std::string, std::string>;

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

inline std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

/// One confirmed conference of eight ballots a style, made once, its reports signed by head and secretary, packed with
/// its documents.
class EvidenceTest : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        root_ = fs::temp_directory_path() / ("kiemphieu-evidence-" + std::to_string(::getpid()));
        fs::remove_all(root_);
        fs::create_directories(root_);
        make_case("one", 3);
        sign_reports("one");
        package_ = pack("one");
        files_ = unpack(package_);
        key_ = read_signing_key(root_ / "one" / "case").value();
    }
    static void TearDownTestSuite() { fs::remove_all(root_); }

    static void make_case(const std::string& name, int seed) {
        const std::string command = std::string(KIEMPHIEU_PROGRAM) + " demo " + (root_ / name).string() +
                                    " --voters 8 --seed " + std::to_string(seed) + " >/dev/null 2>&1";
        ASSERT_EQ(std::system(command.c_str()), 0) << command;
    }
    /// Head and secretary sign every report of a case.
    static void sign_reports(const std::string& name) {
        auto folder = CaseFolder::open(root_ / name / "case").value();
        const auto files = write_minutes(folder, root_ / name / "minutes").value();
        SigningRequest request;
        request.now = std::chrono::system_clock::now();
        request.issuers = {authority().certificate()};
        testing::Prompt prompt;
        for (const auto role : {forms::CommitteeRole::head, forms::CommitteeRole::secretary}) {
            const std::string person = name_of_first(folder.definition().conference, role);
            const fs::path file = root_ / (name + "-" + std::to_string(request.signers.size()) + ".p12");
            const auto key = authority().issue({.name = person});
            ASSERT_TRUE(base::write_file_durably(file, key.pkcs12("secret")));
            request.signers.push_back({"p12:" + file.string(), ""});
            prompt.secrets.emplace_back("secret");
        }
        const auto made = sign_documents(folder, files, request, prompt.ask());
        ASSERT_TRUE(made.has_value()) << base::to_string(made.error());
        ASSERT_EQ(made->size(), 2 * folder.definition().conference.styles.size());
    }
    static const testing::TestKey& authority() {
        static const testing::TestKey root = testing::TestKey::root(testing::authority_named("Nơi cấp"));
        return root;
    }
    static fs::path pack(const std::string& name) {
        auto folder = CaseFolder::open(root_ / name / "case").value();
        std::vector<fs::path> documents;
        for (const auto& entry : fs::directory_iterator(root_ / name / "minutes")) documents.push_back(entry.path());
        const fs::path file = root_ / (name + ".zip");
        const auto packed = export_package(folder, file, documents);
        EXPECT_TRUE(packed.has_value()) << base::to_string(packed.error());
        return file;
    }
    static Files unpack(const fs::path& file) {
        auto zip = ZipReader::open(file).value();
        Files files;
        for (const ZipEntry& entry : std::vector(zip.entries())) {
            const auto bytes = zip.read(entry.name).value();
            files[entry.name].assign(bytes.begin(), bytes.end());
        }
        return files;
    }
    static void zip_up(const Files& files, const fs::path& file) {
        auto zip = ZipWriter::create(file).value();
        for (const auto& [name, bytes] : files) ASSERT_TRUE(zip.add(name, base::as_bytes(bytes)).has_value());
        ASSERT_TRUE(zip.finish().has_value());
    }
    /// A manifest of these files, signed by a key.
    static void sign(Files& files, const base::SigningKey& key) {
        Json manifest = Json::parse(files.at("manifest.json"));
        files.erase("manifest.json");
        files.erase("manifest.sig");
        manifest["files"] = Json::object();
        std::vector<std::string> leaves;
        for (const auto& [name, bytes] : files) {
            const std::string digest = base::to_hex(base::sha256(base::as_bytes(bytes)));
            manifest["files"][name] = {{"sha256", digest}, {"size", bytes.size()}};
            leaves.push_back(name + "\n" + digest);
        }
        manifest["root"] = base::to_hex(merkle_root(leaves));
        manifest["public_key"] = base::to_hex(key.public_key());
        files["manifest.json"] = manifest.dump(1) + "\n";
        files["manifest.sig"] =
            base::to_hex(key.sign(base::as_bytes(manifest_signed_text(files["manifest.json"])))) + "\n";
    }
    /// The last event, an export, made anew by who holds the case's key: it vouches for the lists as they are now.
    static void vouch_anew(Files& files) {
        const Contents contents{lines_of(files.at("sheets.jsonl")), lines_of(files.at("decisions.jsonl")),
                                lines_of(files.at("printings.jsonl"))};
        auto chain = lines_of(files.at("chain.jsonl"));
        const Json last = Json::parse(chain.back());
        base::Digest previous{};
        ASSERT_TRUE(base::parse_hex(last.at("previous").get<std::string>(), previous));
        const StoredEvent row =
            make_row(last.at("number"), last.at("time"), to_text(Exported{contents.root()}), previous, *key_);
        chain.back() =
            Json{{"number", row.number}, {"time", row.time},           {"kind", row.kind}, {"previous", row.previous},
                 {"hash", row.hash},     {"signature", row.signature}, {"salt", row.salt}, {"body", row.body}}
                .dump();
        files["chain.jsonl"] = joined(chain);
    }
    /// Writes files as a package signed by the case's key, and gives the first link that breaks; "none" if none does.
    std::string first_broken(Files files) {
        sign(files, *key_);
        return first_broken_as_is(files);
    }
    std::string first_broken_as_is(const Files& files) {
        const fs::path file = root_ / "changed.zip";
        zip_up(files, file);
        return first_broken_of(file);
    }
    static std::string first_broken_of(const fs::path& file, const PackageOptions& options = {}) {
        const auto report = verify_package(file, options);
        EXPECT_TRUE(report.has_value()) << base::to_string(report.error());
        if (!report) return "failure";
        const PackageCheck* broken = report->first_broken();
        if (broken == nullptr) return "none";
        EXPECT_FALSE(broken->faults.empty());
        return std::string(name_of(broken->link));
    }
    static std::vector<std::string> names_in(const Files& files, const std::string& folder) {
        std::vector<std::string> names;
        for (const auto& [name, bytes] : files) {
            if (name.starts_with(folder)) names.push_back(name);
        }
        return names;
    }

    static inline fs::path root_;
    static inline fs::path package_;
    static inline Files files_;
    static inline std::optional<base::SigningKey> key_;
};

}  // namespace kiemphieu::station
