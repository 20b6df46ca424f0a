#pragma once
// The confirmed, signed and packed conference of tests/evidence as a unit of a board's register.

#include "station/rollup/examine.hpp"
#include "station/rollup/testing/store_place.hpp"
#include "tests/evidence/packed_case.hpp"

namespace kiemphieu::station::rollup {

class UnitTest : public EvidenceTest {
  protected:
    void SetUp() override {
        folder_.emplace(CaseFolder::open(root_ / "one" / "case", Access::look).value());
        const forms::Conference& conference = folder_->definition().conference;
        register_.levels = {{"tinh", "Ban Thường vụ Tỉnh ủy"}};
        register_.units = {{"mot",
                            conference.organisation,
                            "tinh",
                            conference.date,
                            {},
                            {name_of_first(conference, forms::CommitteeRole::head),
                             name_of_first(conference, forms::CommitteeRole::secretary)},
                            ""}};
        trust_ = {{authority().certificate()}, {}};
    }

    Examined examined(const fs::path& file) {
        const ExamineOptions options{register_, trust_, passphrases_, {2023, 12, 20}, 1};
        auto out = examine(file, options, {});
        EXPECT_TRUE(out.has_value()) << base::to_string(out.error());
        return out.value_or(Known{});
    }
    Submission submission_of(const fs::path& file) {
        const Examined out = examined(file);
        const auto* refusal = std::get_if<Refusal>(&out);
        EXPECT_EQ(refusal, nullptr) << refusal->place << ": " << refusal->message;
        const auto* submission = std::get_if<Submission>(&out);
        return submission != nullptr ? *submission : Submission{};
    }
    Refusal refusal_of(const fs::path& file) {
        const Examined out = examined(file);
        const auto* refusal = std::get_if<Refusal>(&out);
        EXPECT_NE(refusal, nullptr) << "it was taken";
        return refusal != nullptr ? *refusal : Refusal{};
    }
    /// The signed report of a style, as it lies in the case.
    static fs::path report(const std::string& style) {
        return root_ / "one" / "case" / "minutes" / ("bao-cao-" + style + ".pdf");
    }
    static fs::path written(const std::string& name, base::Bytes bytes) {
        EXPECT_TRUE(base::write_file_durably(root_ / name, bytes).has_value());
        return root_ / name;
    }

    std::optional<CaseFolder> folder_;
    Register register_;
    Trust trust_;
    std::vector<std::string> passphrases_;
};

}  // namespace kiemphieu::station::rollup
