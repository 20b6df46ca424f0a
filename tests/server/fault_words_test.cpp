// What is wrong with a case comes in Vietnamese, whatever was done to it.
#include "station/server/fault_words.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "station/server/vietnamese.hpp"
#include "tests/server/server_fixture.hpp"

namespace kiemphieu::station::server {
namespace {

using base::Failure;
using base::FailureClass;

TEST(FaultWords, NamesFilePlaceAndFault) {
    EXPECT_EQ(vietnamese_of_fault({FailureClass::broken_evidence, "record.sqlite", "event 17",
                                   "was altered: its hash does not match it"}),
              "record.sqlite: sự kiện 17: đã bị sửa: mã băm không khớp nội dung");
    EXPECT_EQ(
        vietnamese_of_fault({FailureClass::broken_evidence, "record.sqlite",
                             "bytes 0 to 4095, 8192 to 12287 and 3 more places",
                             "the file is not as the program left it"}),
        "record.sqlite: các byte 0 đến 4095, 8192 đến 12287 và 3 chỗ nữa: tệp không còn như khi chương trình ghi xong");
    EXPECT_EQ(vietnamese_of_fault(
                  {FailureClass::broken_evidence, "minutes/a.pdf", "", "no number ballots printed; expected 50"}),
              "minutes/a.pdf: ghi không có số phiếu đã in; đúng ra là 50");
    EXPECT_EQ(vietnamese_of_fault({FailureClass::broken_evidence, "", "",
                                   "candidate 3: 41 valid, 10 21,74 %, 5 10,87 %, 26 56,52 %; expected 42 valid, 11 "
                                   "23,91 %, 5 10,87 %, 26 56,52 %"}),
              "người số 3: hợp lệ 41, các mức 10 21,74 %, 5 10,87 %, 26 56,52 %; đúng ra hợp lệ 42, các mức 11 23,91 "
              "%, 5 10,87 %, 26 56,52 %");
    EXPECT_EQ(vietnamese_of_fault({FailureClass::world, "/case/record.sqlite", "", "open: No space left on device"}),
              "/case/record.sqlite: hết chỗ trên đĩa");
}

TEST(FaultWords, WhatIsNotKnownIsNeverToldInEnglish) {
    EXPECT_EQ(vietnamese_of_fault({FailureClass::broken_evidence, "x", "", "some new fault"}),
              "x: không còn nguyên vẹn");
    EXPECT_EQ(vietnamese_of_fault({FailureClass::world, "x", "", "some new fault"}), "x: máy không đọc được");
    EXPECT_EQ(translate("some new refusal").vietnamese.find("some"), std::string::npos);
}

class FaultWordsTest : public ServerTest {
  protected:
    /// Checks the case through the pages; each fault must have its own words in Vietnamese.
    Json checked() {
        Client observer = as(Role::observer);
        EXPECT_EQ(observer.post("/api/verification", Json::object()).status, 202);
        Json found;
        do {
            found = observer.get("/api/verification").json();
        } while (found.at("running"));
        return found;
    }
    void expect_words(const Json& found, const char* fault) {
        ASSERT_TRUE(found.contains("report")) << found;
        const Json& report = found.at("report");
        ASSERT_FALSE(report.at("holds"));
        ASSERT_EQ(report.at("faults").size(), report.at("faults_vi").size());
        std::string all;
        for (const auto& one : report.at("faults_vi")) all += one.get<std::string>() + "\n";
        EXPECT_NE(all.find(fault), std::string::npos) << all << report.at("faults");
        EXPECT_EQ(all.find("không còn nguyên vẹn"), std::string::npos) << all << report.at("faults");
    }
};

TEST_F(FaultWordsTest, OfAnImageThatWasAltered) {
    for (const auto& image : fs::directory_iterator(case_ / "images")) {
        fs::permissions(image.path(), fs::perms::owner_all);
        fs::resize_file(image.path(), fs::file_size(image.path()) - 1);
        break;
    }
    expect_words(checked(), "ảnh đã bị sửa");
}

TEST_F(FaultWordsTest, OfAFileOfTheDefinitionThatWasAltered) {
    std::ofstream(case_ / "conference.toml", std::ios::app) << "\n";
    expect_words(checked(), "đã bị sửa sau khi lập hồ sơ");
}

}  // namespace
}  // namespace kiemphieu::station::server
