#include "omr/reading_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace kiemphieu::omr {
namespace {

SheetReading full_reading() {
    SheetReading reading;
    reading.status = PageStatus::read;
    reading.code = forms::SheetCode{{1}, {"A"}, {2}, {0xFEDCBA9876543210}, 2, 3, forms::BallotKind::test};
    reading.authentic = true;
    reading.rotation_deg = 180;
    reading.registration_residual_px = 0.31;
    reading.flags = {Flag::write_in, Flag::streak};
    reading.streaks = {{34.1, 0.3}};
    reading.mark_darkness = 0.583;
    reading.profile = ScannerProfile{"0123456789abcdef", std::nullopt, 241, 0.25, 1.5, 0.5, 200.5, 0.21};
    reading.rows = {
        {1, Decision::high, {0.998, 0.001, 0.002}, NameCrossed::no, {}},
        {2, Decision::review, {0.5, 1.0 / 3.0, 0.0}, NameCrossed::review, {Reason::faint, Reason::corrected}},
        {3, Decision::double_mark, {1.0, 1.0, 0.0}, NameCrossed::yes, {}}};
    return reading;
}

TEST(ReadingJson, AReadingComesBack) {
    SheetReading unreadable;
    unreadable.reason = UnreadableReason::damaged_image;
    SheetReading blank;
    blank.status = PageStatus::blank;
    for (const SheetReading& reading : {full_reading(), unreadable, blank}) {
        const auto back = reading_from_json(to_json(reading));
        ASSERT_TRUE(back.has_value()) << base::to_string(back.error());
        EXPECT_EQ(*back, reading);
    }
}

TEST(ReadingJson, AProfileOfBeforeItsLimitWasFittedHasTheBound) {
    auto json = nlohmann::json::parse(to_json(full_reading()));
    json["profile"].erase("least_darkness");
    const auto back = reading_from_json(json.dump());
    ASSERT_TRUE(back.has_value()) << base::to_string(back.error());
    EXPECT_EQ(back->profile->least_darkness, ProfileBounds::show_through);
}

// Source: cli.md "read".
TEST(ReadingJson, HasTheContractsFields) {
    const auto json = nlohmann::json::parse(to_json(full_reading()));
    EXPECT_EQ(json["status"], "read");
    EXPECT_EQ(json["conference"], "0000000000000001");
    EXPECT_EQ(json["style"], "A");
    EXPECT_EQ(json["ballot"], "fedcba9876543210");
    EXPECT_EQ(json["sheet"], 2);
    EXPECT_EQ(json["page"], 3);
    EXPECT_EQ(json["authentic"], true);
    EXPECT_EQ(json["rotation_deg"], 180);
    EXPECT_EQ(json["flags"], nlohmann::json::parse(R"(["write_in","streak"])"));
    EXPECT_EQ(json["streaks"], nlohmann::json::parse(R"([{"at_mm":34.1,"width_mm":0.3}])"));
    EXPECT_EQ(json["rows"][0], nlohmann::json::parse(R"({"number":1,"decision":"high",
        "scores":{"high":0.998,"confidence":0.001,"low":0.002},"name_crossed":false,"reasons":[]})"));
    EXPECT_EQ(json["rows"][1]["name_crossed"], "review");
    EXPECT_EQ(json["rows"][2]["decision"], "double");
    EXPECT_EQ(json["rows"][2]["name_crossed"], true);
}

TEST(ReadingJson, RefusesAnythingMissingOrUnknownByName) {
    const auto whole = nlohmann::json::parse(to_json(full_reading()));
    for (const char* name : {"status", "conference", "style", "layout", "sheet", "page", "kind", "rotation_deg",
                             "registration_residual_px", "flags", "rows"}) {
        for (const bool remove : {true, false}) {
            auto json = whole;
            if (remove) {
                json.erase(name);
            } else {
                json[name] = nlohmann::json::object();
            }
            const auto reading = reading_from_json(json.dump());
            ASSERT_FALSE(reading.has_value()) << name;
            EXPECT_EQ(reading.error().place, name);
        }
    }
    EXPECT_FALSE(reading_from_json("").has_value());
    EXPECT_FALSE(reading_from_json("[]").has_value());
    auto unexplained = whole;
    unexplained["status"] = "unreadable";
    EXPECT_FALSE(reading_from_json(unexplained.dump()).has_value()) << "unreadable needs its reason";
}

}  // namespace
}  // namespace kiemphieu::omr
