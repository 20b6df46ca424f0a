#include "forms/layout.hpp"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "forms/testing/sample_conference.hpp"
#include "forms/typeface.hpp"

namespace kiemphieu::forms {
namespace {

using testing::conference_of;
using testing::layout_of;

class LayoutOfSoMany : public ::testing::TestWithParam<int> {};

TEST_P(LayoutOfSoMany, EveryCandidateHasOneRowInOrderAndWhole) {
    const BallotLayout layout = layout_of(conference_of(GetParam()));
    int number = 0;
    for (const LayoutPage& page : layout.pages) {
        for (const Row& row : page.rows) {
            EXPECT_EQ(row.number, ++number);
            EXPECT_LE(row.row_box.bottom(), 272.001);
            for (const Cell& cell : row.cells) {
                // Source: the ô must take an X of a usual hand; 18 × 10 mm is the least.
                EXPECT_GE(cell.box.w, 18);
                EXPECT_GE(cell.box.h, 10);
            }
            EXPECT_GE(row.name_box.x, row.row_box.x);
            EXPECT_LE(row.name_box.right(), row.position_box.x);
            EXPECT_LE(row.position_box.right(), row.cells[0].area.x);
            EXPECT_GE(row.name_box.y, row.row_box.y);
            EXPECT_LE(row.position_box.bottom(), row.row_box.bottom());
        }
    }
    EXPECT_EQ(number, GetParam());
}

TEST_P(LayoutOfSoMany, TheSealsPlaceHoldsNothingTheMachineNeeds) {
    for (const LayoutPage& page : layout_of(conference_of(GetParam())).pages) {
        EXPECT_FALSE(page.stamp_area.intersects(page.qr_box));
        EXPECT_FALSE(page.stamp_area.intersects(page.readable_box));
        for (const Row& row : page.rows) EXPECT_FALSE(page.stamp_area.intersects(row.row_box));
        for (const base::PageRect& mark : page.registration_marks) EXPECT_FALSE(page.stamp_area.intersects(mark));
    }
}

TEST_P(LayoutOfSoMany, TextsKeepClearOfTheMachinesPlaces) {
    for (const LayoutPage& page : layout_of(conference_of(GetParam())).pages) {
        const base::PageRect quiet = page.qr_box.grown(4 * 0.508);
        for (const TextRun& run : page.texts) {
            const auto ink = ink_box(run);
            ASSERT_TRUE(ink);
            EXPECT_FALSE(ink->intersects(quiet)) << run.text;
            EXPECT_FALSE(ink->intersects(page.readable_box)) << run.text;
            EXPECT_GE(ink->x, 8);
            EXPECT_LE(ink->right(), 202);
        }
    }
}

TEST_P(LayoutOfSoMany, ComesBackFromItsJson) {
    const BallotLayout layout = layout_of(conference_of(GetParam()));
    const auto back = layout_from_json(to_json(layout), "layout.json");
    ASSERT_TRUE(back) << to_string(back.error());
    EXPECT_EQ(*back, layout);
}

INSTANTIATE_TEST_SUITE_P(Candidates, LayoutOfSoMany, ::testing::Values(1, 5, 7, 8, 13, 27, 60));

TEST(Layout, AllPagesShareTheMachinesPlaces) {
    const BallotLayout one = layout_of(conference_of(1));
    for (const LayoutPage& page : layout_of(conference_of(60)).pages) {
        EXPECT_EQ(page.qr_box, one.pages[0].qr_box);
        EXPECT_EQ(page.readable_box, one.pages[0].readable_box);
        EXPECT_EQ(page.registration_marks, one.pages[0].registration_marks);
    }
}

TEST_P(LayoutOfSoMany, OnlyTheLastSheetHasTheClosingPartsAndNoneStandsForThemAlone) {
    const BallotLayout layout = layout_of(conference_of(GetParam()));
    for (const LayoutPage& page : layout.pages) {
        const bool last = page.page == layout.sheets;
        EXPECT_EQ(page.signature_area.has_value(), last);
        EXPECT_EQ(page.write_in_area.has_value(), last);
        EXPECT_GE(page.rows.size(), last && GetParam() > 4 ? 2U : 1U);
        if (!last) continue;
        EXPECT_GE(page.write_in_area->h, 12);  // room for a line of handwriting
        EXPECT_GE(page.write_in_area->y, page.rows.back().row_box.bottom());
        for (const TextRun& run : page.texts) EXPECT_FALSE(ink_box(run)->intersects(*page.write_in_area)) << run.text;
        EXPECT_LE(page.signature_area->bottom(), 272.001);
    }
}

TEST(Layout, TheFormsFiveRowsFitOnOneSheet) {
    EXPECT_EQ(layout_of(conference_of(5)).sheets, 1);
}

TEST(Layout, LongNamesOfOrganisationAndPlaceDoNotMeet) {
    Conference conference = conference_of(3);
    conference.organisation =
        "Ban Cán sự đảng Ủy ban nhân dân tỉnh và Ban Lãnh đạo Sở Nông nghiệp và Phát triển nông thôn";
    conference.place = "Thành phố Sông Vân, tỉnh Sông Vân";
    const LayoutPage page = layout_of(conference).pages[0];
    for (std::size_t i = 0; i < page.texts.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            EXPECT_FALSE(ink_box(page.texts[i])->intersects(*ink_box(page.texts[k])))
                << page.texts[i].text << " over " << page.texts[k].text;
        }
    }
}

TEST(Layout, LinesOfAPositionBreakAfterACommaRatherThanInATitle) {
    Conference conference = conference_of(1);
    conference.styles[0].candidates[0].position = "Ủy viên Ban Thường vụ, Giám đốc Công an tỉnh";
    const BallotLayout layout = layout_of(conference);
    std::vector<std::string> lines;
    for (const TextRun& run : layout.pages[0].texts) lines.push_back(run.text);
    EXPECT_THAT(lines, ::testing::IsSupersetOf({"Ủy viên Ban Thường vụ,", "Giám đốc Công an tỉnh"}));
}

TEST(Layout, AWordTooLongForItsColumnIsBrokenAndStaysInIt) {
    Conference conference = conference_of(2);
    conference.styles[0].candidates[1].name = "Ngu" + std::string(60, 'y') + "ễn An";
    const Row row = layout_of(conference).pages[0].rows[1];
    EXPECT_LE(row.name_box.right(), row.position_box.x);
}

TEST(Layout, RefusesNobodyAndTooMany) {
    for (const int candidates : {0, 61}) {
        const Conference conference = conference_of(candidates);
        EXPECT_FALSE(make_layout(conference, conference.styles.front(), {1}));
    }
}

TEST(Layout, RefusesALetterTheFontCannotPrint) {
    Conference conference = conference_of(2);
    conference.styles[0].candidates[1].name = "Nguyễn 漢 An";
    const auto layout = make_layout(conference, conference.styles.front(), {1});
    ASSERT_FALSE(layout);
    EXPECT_EQ(layout.error().failure_class, base::FailureClass::bad_input);
}

TEST(Layout, AnAlteredFileIsRefused) {
    std::string json = to_json(layout_of(conference_of(3)));
    const std::size_t at = json.find("Phượng 2");
    ASSERT_NE(at, std::string::npos);
    json[json.find('2', at)] = '3';
    const auto back = layout_from_json(json, "layout.json");
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().place, "layout_id");
    EXPECT_EQ(back.error().file, "layout.json");
}

TEST(Layout, AFileCutShortIsRefusedAtEveryLength) {
    const std::string json = to_json(layout_of(conference_of(1)));
    for (std::size_t length = 0; length + 2 < json.size(); length += 97) {
        EXPECT_FALSE(layout_from_json(json.substr(0, length), "layout.json"));
    }
}

TEST(Layout, EveryFieldIsCheckedAndNamed) {
    struct Change {
        const char* place;
        std::function<void(nlohmann::json&)> make;
    };
    const Change changes[] = {
        {"version", [](auto& j) { j["version"] = 2; }},
        {"conference", [](auto& j) { j["conference"] = "xyz"; }},
        {"style", [](auto& j) { j["style"] = "a/b"; }},
        {"page_size_mm",
         [](auto& j) {
             j["page_size_mm"] = {210, 297, 1};
         }},
        {"sheets", [](auto& j) { j["sheets"] = 2.5; }},
        {"pages", [](auto& j) { j["pages"] = nlohmann::json::array(); }},
        {"pages[0].page", [](auto& j) { j["pages"][0]["page"] = 2; }},
        {"pages[0].side", [](auto& j) { j["pages"][0]["side"] = "left"; }},
        {"pages[0].qr_box_mm",
         [](auto& j) {
             j["pages"][0]["qr_box_mm"] = {1, 1, 0, 0};
         }},
        {"pages[0].qr_box_mm[2]",
         [](auto& j) {
             j["pages"][0]["qr_box_mm"] = {1, 1, "a", 0};
         }},
        {"pages[0].stamp_area_mm", [](auto& j) { j["pages"][0].erase("stamp_area_mm"); }},
        {"pages[0].registration_marks_mm", [](auto& j) { j["pages"][0]["registration_marks_mm"].clear(); }},
        {"pages[0].rows[1].number", [](auto& j) { j["pages"][0]["rows"][1]["number"] = 1; }},
        {"pages[0].rows[0].name_box_mm",
         [](auto& j) {
             j["pages"][0]["rows"][0]["name_box_mm"] = {0, 0, 5, 5};
         }},
        {"pages[0].rows[0].row_box_mm",
         [](auto& j) {
             j["pages"][0]["rows"][0]["row_box_mm"] = {35, 290, 160, 16};
         }},
        {"pages[0].rows[0].cells[2].level", [](auto& j) { j["pages"][0]["rows"][0]["cells"][2]["level"] = "high"; }},
        {"pages[0].rows[0].cells[0].box_mm",
         [](auto& j) {
             j["pages"][0]["rows"][0]["cells"][0]["box_mm"] = j["pages"][0]["rows"][1]["cells"][0]["box_mm"];
         }},
        {"pages[0].texts[0].face", [](auto& j) { j["pages"][0]["texts"][0]["face"] = "sans"; }},
        {"pages[0].texts[0].size_pt", [](auto& j) { j["pages"][0]["texts"][0]["size_pt"] = 1000; }},
        {"pages[0].texts[0].baseline_mm",
         [](auto& j) {
             j["pages"][0]["texts"][0]["baseline_mm"] = {-1, 5};
         }},
        {"pages[0].rules_mm[0][3]", [](auto& j) { j["pages"][0]["rules_mm"][0][3] = 1e300; }},
        {"layout_id", [](auto& j) { j["pages"][0]["rules_mm"].erase(0); }},
    };
    const auto good = nlohmann::json::parse(to_json(layout_of(conference_of(2))));
    for (const Change& change : changes) {
        nlohmann::json changed = good;
        change.make(changed);
        const auto back = layout_from_json(changed.dump(), "layout.json");
        ASSERT_FALSE(back) << change.place;
        EXPECT_EQ(back.error().place, change.place);
    }
}

TEST(Layout, ASquareStandsInTheMiddleOfItsCell) {
    Conference conference = conference_of(4);
    conference.policy.mark_box = MarkBox::square;
    const BallotLayout layout = layout_of(conference);
    for (const Row& row : layout.pages[0].rows) {
        for (const Cell& cell : row.cells) {
            EXPECT_NEAR(cell.box.w, 8, 0.001);
            EXPECT_NEAR(cell.box.center().x, cell.area.center().x, 0.002);
            EXPECT_NEAR(cell.box.center().y, cell.area.center().y, 0.002);
        }
    }
}

}  // namespace
}  // namespace kiemphieu::forms
