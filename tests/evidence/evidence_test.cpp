// An evidence package that was tampered with is not accepted, by whom and wherever it was done.
// Two hands are tried: one without any key, and one that holds the case's key and signs what it changed.
#include <algorithm>
#include <fstream>
#include <random>

#include "tests/evidence/packed_case.hpp"

namespace kiemphieu::station {
namespace {

TEST_F(EvidenceTest, AnHonestPackageHoldsAndIsTheSameEveryTime) {
    EXPECT_EQ(first_broken_of(package_), "none");
    EXPECT_EQ(first_broken(files_), "none") << "taking it apart and putting it together changes nothing";
    const std::string bytes = base::read_text_file(package_, 1U << 30U).value();
    EXPECT_EQ(base::read_text_file(pack("one"), 1U << 30U).value(), bytes);
    const auto report = verify_package(package_).value();
    EXPECT_EQ(report.finality, Finality::confirmed);
    for (const PackageCheck& check : report.checks) {
        EXPECT_EQ(check.outcome, PackageCheck::Outcome::holds) << name_of(check.link);
    }
}

TEST_F(EvidenceTest, ASwappedImageIsFound) {
    const auto images = names_in(files_, "images/");
    Files swapped = files_;
    std::swap(swapped[images[0]], swapped[images[1]]);
    EXPECT_EQ(first_broken_as_is(swapped), "manifest");
    EXPECT_EQ(first_broken(swapped), "images");
    // Readings that change places with each other's images, vouched for anew by who holds the key.
    auto sheets = lines_of(files_.at("sheets.jsonl"));
    Json first = Json::parse(sheets[0]);
    Json second = Json::parse(sheets[1]);
    std::swap(first["image"], second["image"]);
    sheets[0] = first.dump();
    sheets[1] = second.dump();
    Files files = files_;
    files["sheets.jsonl"] = joined(sheets);
    EXPECT_EQ(first_broken(files), "contents");
    vouch_anew(files);
    EXPECT_EQ(first_broken(files), "readings");
}

TEST_F(EvidenceTest, AMissingOrAddedImageIsFound) {
    Files files = files_;
    files.erase(names_in(files_, "images/").front());
    EXPECT_EQ(first_broken(files), "images");
    files = files_;
    files["images/" + base::to_hex(base::sha256(base::as_bytes("x"))) + ".jpg"] = "x";
    EXPECT_EQ(first_broken(files), "images");
}

TEST_F(EvidenceTest, AnEditedReadingIsFound) {
    Files files = files_;
    std::string& sheets = files["sheets.jsonl"];
    const std::string high = R"("decision":"high")";
    ASSERT_NE(sheets.find(high), std::string::npos);
    sheets.replace(sheets.find(high), high.size(), R"("decision":"low")");
    EXPECT_EQ(first_broken_as_is(files), "manifest");
    EXPECT_EQ(first_broken(files), "contents");
    vouch_anew(files);
    EXPECT_EQ(first_broken(files), "readings");
}

TEST_F(EvidenceTest, ARemovedRulingIsFound) {
    Files files = files_;
    auto decisions = lines_of(files_.at("decisions.jsonl"));
    ASSERT_FALSE(decisions.empty());
    decisions.erase(decisions.begin());
    files["decisions.jsonl"] = joined(decisions);
    EXPECT_EQ(first_broken(files), "contents");
    vouch_anew(files);
    EXPECT_EQ(first_broken(files), "contents") << "the chain has one ruling more";
}

TEST_F(EvidenceTest, AChangedRulingIsFound) {
    Files files = files_;
    auto decisions = lines_of(files_.at("decisions.jsonl"));
    const auto row =
        std::ranges::find_if(decisions, [](const auto& line) { return line.find(R"("item":"row:)") != line.npos; });
    ASSERT_NE(row, decisions.end());
    Json ruling = Json::parse(*row);
    ruling["ruling"]["ruling"] = ruling["ruling"]["ruling"] == "low" ? "high" : "low";
    *row = ruling.dump();
    files["decisions.jsonl"] = joined(decisions);
    vouch_anew(files);
    EXPECT_EQ(first_broken(files), "acts") << "head and secretary confirmed other figures";
}

TEST_F(EvidenceTest, ARulingAddedByAnotherKeyIsFound) {
    base::SecretKey seed{};
    base::random_bytes(seed);
    const base::SigningKey stranger(seed);
    Files files = files_;
    auto chain = lines_of(files_.at("chain.jsonl"));
    const Json last = Json::parse(chain.back());
    base::Digest previous{};
    ASSERT_TRUE(base::parse_hex(last.at("hash").get<std::string>(), previous));
    const StoredEvent row = make_row(chain.size() + 1, last.at("time"), {"ruling", "{}"}, previous, stranger);
    chain.push_back(Json{{"number", row.number},
                         {"time", row.time},
                         {"kind", row.kind},
                         {"previous", row.previous},
                         {"hash", row.hash},
                         {"signature", row.signature},
                         {"body_digest", base::to_hex(body_digest(row))}}
                        .dump());
    files["chain.jsonl"] = joined(chain);
    EXPECT_EQ(first_broken(files), "chain");
    sign(files, stranger);
    EXPECT_EQ(first_broken_as_is(files), "chain") << "and the whole package signed by the stranger";
}

TEST_F(EvidenceTest, SwappedRemovedAndRewrittenEventsAreFound) {
    const auto chain = lines_of(files_.at("chain.jsonl"));
    Files files = files_;
    auto changed = chain;
    std::swap(changed[8], changed[9]);
    files["chain.jsonl"] = joined(changed);
    EXPECT_EQ(first_broken(files), "chain");
    changed = chain;
    changed.erase(changed.begin() + 5);
    files["chain.jsonl"] = joined(changed);
    EXPECT_EQ(first_broken(files), "chain");
    changed = chain;
    changed.pop_back();
    files["chain.jsonl"] = joined(changed);
    EXPECT_EQ(first_broken(files), "chain");
    changed = chain;
    const auto declared =
        std::ranges::find_if(changed, [](const auto& line) { return line.find("collected") != line.npos; });
    ASSERT_NE(declared, changed.end());
    declared->replace(declared->find("collected"), 9, "collectee");
    files["chain.jsonl"] = joined(changed);
    EXPECT_EQ(first_broken(files), "chain");
}

TEST_F(EvidenceTest, ASerialThatWasNeverPrintedIsFound) {
    Files files = files_;
    auto printings = lines_of(files_.at("printings.jsonl"));
    Json printing = Json::parse(printings[0]);
    // The serials of this printing become others: its ballots were then never printed.
    for (Json& hash : printing["serials"]) hash = base::to_hex(base::sha256(base::as_bytes(hash.get<std::string>())));
    printings[0] = printing.dump();
    files["printings.jsonl"] = joined(printings);
    EXPECT_EQ(first_broken(files), "contents");
    vouch_anew(files);
    EXPECT_EQ(first_broken(files), "acts") << "ballots of serials never printed are no part of what was confirmed";
}

TEST_F(EvidenceTest, AFigureChangedInTheReportIsFound) {
    const auto folder = CaseFolder::open(root_ / "one" / "case", Access::look).value();
    StyleTally figures = folder.count().tally.styles[0];
    std::swap(figures.candidates[0].levels[0], figures.candidates[0].levels[2]);
    figures.candidates[0].levels[1] += 1;
    ReportContext context;
    context.finality = Finality::confirmed;
    context.record_fingerprint = verify_package(package_).value().fingerprint;
    const fs::path pdf = root_ / "forged.pdf";
    ASSERT_TRUE(print_report(folder.definition().conference, figures, context, pdf).has_value());
    Files files = files_;
    const std::string name = "documents/bao-cao-" + figures.style.value + ".pdf";
    ASSERT_TRUE(files.contains(name));
    files[name] = base::read_text_file(pdf).value();
    EXPECT_EQ(first_broken(files), "documents");
    const auto report = verify_package(root_ / "changed.zip").value();
    EXPECT_TRUE(std::ranges::any_of(report.first_broken()->faults, [](const base::Failure& fault) {
        return fault.message.starts_with("candidate 1:");
    })) << "the figures themselves were read out of the PDF";
}

TEST_F(EvidenceTest, ATruncatedPackageIsFound) {
    const std::string whole = base::read_text_file(package_, 1U << 30U).value();
    for (const std::size_t size : {std::size_t{0}, std::size_t{21}, whole.size() / 2, whole.size() - 1}) {
        std::ofstream(root_ / "short.zip", std::ios::binary) << whole.substr(0, size);
        EXPECT_EQ(first_broken_of(root_ / "short.zip"), "file") << size;
    }
    std::ofstream(root_ / "short.zip", std::ios::binary) << whole + "x";
    EXPECT_EQ(first_broken_of(root_ / "short.zip"), "file");
}

TEST_F(EvidenceTest, APackageOfAnotherCaseIsFound) {
    make_case("two", 4);
    const fs::path other = pack("two");
    EXPECT_EQ(first_broken_of(other), "none");
    const std::string mine = verify_package(package_).value().fingerprint.substr(0, 16);
    EXPECT_EQ(first_broken_of(package_, {0, mine}), "none");
    EXPECT_EQ(first_broken_of(other, {0, mine}), "chain") << "asked for by the hash on the minutes";
    const Files others = unpack(other);
    Files mixed = files_;
    for (const char* name : {"documents/bao-cao-A.pdf", "documents/bao-cao-B.pdf"}) mixed[name] = others.at(name);
    EXPECT_EQ(first_broken(mixed), "documents");
    mixed = files_;
    for (const char* name : {"sheets.jsonl", "decisions.jsonl", "printings.jsonl", "tally.json"})
        mixed[name] = others.at(name);
    EXPECT_EQ(first_broken(mixed), "contents");
    mixed = files_;
    mixed["chain.jsonl"] = others.at("chain.jsonl");
    EXPECT_EQ(first_broken(mixed), "chain");
    mixed = files_;
    mixed["keys/ballot.key"] = others.at("keys/ballot.key");
    EXPECT_EQ(first_broken(mixed), "definition");
}

// None of 500 random changes is accepted, and none crashes the program.
TEST_F(EvidenceTest, FiveHundredRandomMutationsAreNotAccepted) {
    const std::string whole = base::read_text_file(package_, 1U << 30U).value();
    std::mt19937_64 random(20231215);
    const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    const fs::path file = root_ / "mutated.zip";
    int accepted = 0;
    for (int round = 0; round < 500; ++round) {
        std::string changed = whole;
        // Half of the places fall behind the images, where everything that is no picture lies.
        const std::size_t from = round % 2 == 0 ? 0 : whole.size() - whole.size() / 50;
        const std::size_t place = from + below(whole.size() - from);
        switch (round % 5) {
            case 0:
            case 1:
                changed[place] = static_cast<char>(changed[place] ^ static_cast<char>(1 + below(255)));
                break;
            case 2:
                changed.erase(place, 1 + below(64));
                break;
            case 3:
                changed.insert(place, std::string(1 + below(64), static_cast<char>(below(256))));
                break;
            default: {
                const std::size_t size = std::min<std::size_t>(64, whole.size() - place);
                const std::size_t source = below(whole.size() - size);
                changed.replace(place, size, whole.substr(source, size));
            }
        }
        if (changed == whole) continue;
        std::ofstream(file, std::ios::binary) << changed;
        accepted += first_broken_of(file) == "none" ? 1 : 0;
    }
    EXPECT_EQ(accepted, 0);
}

// The same where the mutant is signed with the case's key: whatever changed, some link breaks.
TEST_F(EvidenceTest, MutationsSignedWithTheCasesKeyAreNotAccepted) {
    std::mt19937_64 random(20231216);
    const std::vector<std::string> names{"chain.jsonl",     "sheets.jsonl", "decisions.jsonl",
                                         "printings.jsonl", "tally.json",   "definition/conference.toml",
                                         "keys/ballot.key"};
    for (int round = 0; round < 49; ++round) {
        Files files = files_;
        std::string& bytes = files[names[static_cast<std::size_t>(round) % names.size()]];
        const std::size_t place = random() % bytes.size();
        // A line end at the very end is the one byte that says nothing.
        if (place + 1 == bytes.size()) continue;
        bytes[place] = static_cast<char>(bytes[place] ^ static_cast<char>(1U << random() % 7U));
        EXPECT_NE(first_broken(files), "none")
            << names[static_cast<std::size_t>(round) % names.size()] << " byte " << place;
    }
}

// Source: rules.md "A ballot must never be traceable to a voter".
TEST_F(EvidenceTest, NothingTellsTheOrderOfScanning) {
    const auto folder = CaseFolder::open(root_ / "one" / "case", Access::look).value();
    const auto sheets = lines_of(files_.at("sheets.jsonl"));
    std::vector<std::string> images;
    for (const std::string& line : sheets) images.push_back(Json::parse(line).at("image"));
    EXPECT_TRUE(std::ranges::is_sorted(images)) << "by what is in them";
    std::vector<std::string> scanned;
    for (const AcceptedSheet& sheet : folder.record().state().sheets) scanned.push_back(base::to_hex(sheet.key.image));
    EXPECT_NE(images, scanned);
    for (const auto& [name, bytes] : files_) {
        if (name.starts_with("images/") || name.starts_with("documents/")) continue;
        for (const AcceptedSheet& sheet : folder.record().state().sheets) {
            EXPECT_EQ(bytes.find(sheet.file), std::string::npos) << name << " has a scan's file name";
        }
    }
    // What the chain hides can't be guessed from its digest: the salts of hidden events are nowhere.
    const auto events = folder.record().stored_events().value();
    for (const StoredEvent& event : events) {
        if (!is_withheld(event.kind)) continue;
        for (const auto& [name, bytes] : files_) EXPECT_EQ(bytes.find(event.salt), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace kiemphieu::station
