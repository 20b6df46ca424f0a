#pragma once
// A record in a folder of its own, for the tests of store/.

#include <filesystem>

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "station/store/record.hpp"
#include "station/test_support.hpp"

namespace kiemphieu::station {

using namespace testing;
namespace fs = std::filesystem;

/// Lets a test program put every record on a server; otherwise records are files.
inline void (*place_record)(const fs::path& case_folder) = nullptr;

/// A fresh folder for one test.
class RecordTest : public ::testing::Test {
  protected:
    void SetUp() override {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        folder_ =
            fs::temp_directory_path() / (std::string("kiemphieu-record-") + test->name() + std::to_string(::getpid()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        if (place_record != nullptr) place_record(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    Record make() {
        const base::Bytes toml = base::as_bytes("organisation");
        EXPECT_TRUE(base::write_file_durably(folder_ / "conference.toml", toml).has_value());
        auto record =
            Record::create(folder_, {the_conference, "kiemphieu test", {{"conference.toml", base::sha256(toml)}}});
        EXPECT_TRUE(record.has_value()) << base::to_string(record.error());
        return std::move(*record);
    }
    Record open() {
        auto record = Record::open(folder_);
        EXPECT_TRUE(record.has_value()) << base::to_string(record.error());
        return std::move(*record);
    }
    VerifyReport verify() {
        auto report = verify_record(folder_);
        EXPECT_TRUE(report.has_value()) << base::to_string(report.error());
        return std::move(*report);
    }
    fs::path folder_;
};

inline NewSheet new_sheet(std::string_view image, std::uint64_t serial) {
    const auto accepted = sheet(image, serial, {row(1, omr::Decision::high), row(2, omr::Decision::low)});
    return {accepted.key, accepted.file, base::as_bytes(image), accepted.reading};
}

inline std::vector<Acceptance> accept(Record& record, Batch& batch, const std::vector<NewSheet>& sheets) {
    auto accepted = record.accept(batch, sheets);
    EXPECT_TRUE(accepted.has_value()) << base::to_string(accepted.error());
    return accepted.value_or(std::vector<Acceptance>{});
}

/// Three sheets in one batch.
inline void fill(Record& record) {
    Batch batch{"files", {}};
    accept(record, batch, {new_sheet("one", 1), new_sheet("two", 2), new_sheet("three", 3)});
}

}  // namespace kiemphieu::station
