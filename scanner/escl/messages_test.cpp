#include "scanner/escl/messages.hpp"

#include <gtest/gtest.h>

#include "scanner/escl/escl_source.hpp"
#include "scanner/escl/mdns.hpp"

namespace kiemphieu::scanner::escl {
namespace {

TEST(EsclMessages, PrefixesAndOrderDoNotMatter) {
    const auto caps = parse_capabilities(
        "<a:ScannerCapabilities xmlns:a='x' "
        "xmlns:b='y'><b:MakeAndModel>M</b:MakeAndModel><a:Adf><a:AdfSimplexInputCaps>"
        "<a:SettingProfiles><a:SettingProfile><b:DocumentFormats><a:DocumentFormatExt>image/jpeg</a:DocumentFormatExt>"
        "</b:DocumentFormats><a:SupportedResolutions><a:DiscreteResolutions><a:DiscreteResolution>"
        "<a:YResolution>300</a:YResolution><a:XResolution>300</a:XResolution></a:DiscreteResolution></"
        "a:DiscreteResolutions>"
        "</a:SupportedResolutions><a:ColorModes><a:ColorMode>RGB24</a:ColorMode></a:ColorModes></a:SettingProfile>"
        "</a:SettingProfiles></a:AdfSimplexInputCaps></a:Adf></a:ScannerCapabilities>",
        "u");
    ASSERT_TRUE(caps.has_value());
    EXPECT_TRUE(caps->has_feeder);
    EXPECT_FALSE(caps->has_duplex);
    EXPECT_EQ(caps->simplex.resolutions_dpi, std::vector<int>{300});
    // 200 dpi gray was wanted: 300 in colour is what it can do.
    const auto plan = plan_scan(*caps, {}, "u");
    ASSERT_TRUE(plan.has_value());
    EXPECT_EQ(plan->settings.dpi, 300);
    EXPECT_EQ(plan->settings.colour, ColourMode::colour);
    EXPECT_EQ(plan->remarks.size(), 3U);
}

TEST(EsclMessages, WhatIsNoDocumentIsRefused) {
    for (const char* xml : {"", "<", "<html/>", "<ScannerStatus/>", "\0\0"}) {
        const auto caps = parse_capabilities(xml, "http://u/eSCL");
        ASSERT_FALSE(caps.has_value()) << xml;
        EXPECT_EQ(caps.error().file, "http://u/eSCL");
    }
    EXPECT_FALSE(parse_status("<ScannerCapabilities/>", "u").has_value());
    // A device without a feeder is one we can't use, not a broken answer.
    const auto flatbed = parse_capabilities("<ScannerCapabilities/>", "u");
    ASSERT_TRUE(flatbed.has_value());
    EXPECT_FALSE(plan_scan(*flatbed, {}, "u").has_value());
}

TEST(EsclMessages, StatesOfTheFeeder) {
    const auto state = [](const std::string& adf) {
        return parse_status("<ScannerStatus><State>Idle</State><AdfState>" + adf + "</AdfState></ScannerStatus>", "u")
            ->feeder;
    };
    EXPECT_EQ(state("ScannerAdfJam"), FeederState::jam);
    EXPECT_EQ(state("ScannerAdfHatchOpen"), FeederState::cover_open);
    EXPECT_EQ(state("ScannerAdfMultipickDetected"), FeederState::multipick);
    EXPECT_EQ(state("ScannerAdfSomethingNew"), FeederState::other);
    EXPECT_EQ(parse_status("<ScannerStatus/>", "u")->feeder, FeederState::none);
}

TEST(EsclMessages, Addresses) {
    EXPECT_EQ(*escl_url("10.0.0.5"), "http://10.0.0.5/eSCL");
    EXPECT_EQ(*escl_url("10.0.0.5:8080/"), "http://10.0.0.5:8080/eSCL");
    EXPECT_EQ(*escl_url("https://x/other"), "https://x/other");
    EXPECT_FALSE(escl_url("").has_value());
    EXPECT_FALSE(escl_url("file:///etc/passwd").has_value());
    const auto found = addresses_in_browse_output(
        "+;eth0;IPv4;Name;_uscan._tcp;local\n"
        "=;eth0;IPv4;Name;_uscan._tcp;local;h.local;192.168.1.9;80;\"ty=X\" \"rs=/eSCL\"\n"
        "=;eth0;IPv6;Name;_uscan._tcp;local;h.local;fe80::1;80;\"rs=eSCL\"\n=;cut\n");
    EXPECT_EQ(found, std::vector<std::string>{"192.168.1.9:80/eSCL"});
}

}  // namespace
}  // namespace kiemphieu::scanner::escl
