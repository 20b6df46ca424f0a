#include "scanner/escl/messages.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <pugixml.hpp>

namespace kiemphieu::scanner::escl {

namespace {

/// The name without its prefix: devices choose prefixes as they like.
std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
    for (const pugi::xml_node node : parent.children()) {
        if (local_name(node) == name) return node;
    }
    return {};
}

template <class Visit>
void visit_all(const pugi::xml_node& parent, std::string_view name, const Visit& visit) {
    for (const pugi::xml_node node : parent.children()) {
        if (local_name(node) == name) visit(node);
        visit_all(node, name, visit);
    }
}

std::string text_of(const pugi::xml_node& parent, std::string_view name) {
    return child(parent, name).text().as_string();
}

base::Expected<pugi::xml_document, base::Failure> parse(const std::string& xml, const std::string& url,
                                                        std::string_view root) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(xml.data(), xml.size());
    if (!parsed || local_name(document.document_element()) != root) {
        return base::fail(base::Failure{base::FailureClass::bad_input, url, std::to_string(parsed.offset),
                                        fmt::format("the answer is no eSCL {} document ({})", root,
                                                    parsed ? "another root" : parsed.description())});
    }
    return document;
}

FeederSide feeder_side(const pugi::xml_node& caps) {
    FeederSide side;
    side.max_width = child(caps, "MaxWidth").text().as_int();
    side.max_height = child(caps, "MaxHeight").text().as_int();
    visit_all(caps, "DiscreteResolution", [&](const pugi::xml_node& node) {
        const int x = child(node, "XResolution").text().as_int();
        if (x > 0 && x == child(node, "YResolution").text().as_int()) side.resolutions_dpi.push_back(x);
    });
    std::sort(side.resolutions_dpi.begin(), side.resolutions_dpi.end());
    side.resolutions_dpi.erase(std::unique(side.resolutions_dpi.begin(), side.resolutions_dpi.end()),
                               side.resolutions_dpi.end());
    visit_all(caps, "ColorMode", [&](const pugi::xml_node& node) {
        const std::string_view mode = node.text().as_string();
        side.gray |= mode == "Grayscale8";
        side.colour |= mode == "RGB24";
    });
    for (const char* name : {"DocumentFormat", "DocumentFormatExt"}) {
        visit_all(caps, name, [&](const pugi::xml_node& node) {
            side.jpeg |= std::strcmp(node.text().as_string(), "image/jpeg") == 0;
        });
    }
    return side;
}

DeviceState device_state(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, DeviceState>, 5> states{{{"Idle", DeviceState::idle},
                                                                              {"Processing", DeviceState::processing},
                                                                              {"Testing", DeviceState::testing},
                                                                              {"Stopped", DeviceState::stopped},
                                                                              {"Down", DeviceState::down}}};
    for (const auto& [name, state] : states) {
        if (text == name) return state;
    }
    return DeviceState::unknown;
}

FeederState feeder_state(std::string_view text) {
    if (text.empty()) return FeederState::none;
    constexpr std::array<std::pair<std::string_view, FeederState>, 11> states{
        {{"ScannerAdfLoaded", FeederState::loaded},
         {"ScannerAdfEmpty", FeederState::empty},
         {"ScannerAdfProcessing", FeederState::processing},
         {"ScannerAdfJam", FeederState::jam},
         {"ScannerAdfDoorOpen", FeederState::cover_open},
         {"ScannerAdfHatchOpen", FeederState::cover_open},
         {"ScannerAdfInputTrayOverloaded", FeederState::other},
         {"ScannerAdfMultipickDetected", FeederState::multipick},
         {"ScannerAdfDuplexPageTooShort", FeederState::other},
         {"ScannerAdfDuplexPageTooLong", FeederState::other},
         {"ScannerAdfMispick", FeederState::mispick}}};
    for (const auto& [name, state] : states) {
        if (text == name) return state;
    }
    return FeederState::other;
}

}  // namespace

base::Expected<Capabilities, base::Failure> parse_capabilities(const std::string& xml, const std::string& url) {
    const auto document = parse(xml, url, "ScannerCapabilities");
    if (!document) return tl::unexpected(document.error());
    const pugi::xml_node root = document->document_element();
    Capabilities out;
    out.version = text_of(root, "Version");
    out.model = text_of(root, "MakeAndModel");
    out.serial_number = text_of(root, "SerialNumber");
    const pugi::xml_node adf = child(root, "Adf");
    if (const pugi::xml_node simplex = child(adf, "AdfSimplexInputCaps")) {
        out.has_feeder = true;
        out.simplex = feeder_side(simplex);
    }
    if (const pugi::xml_node duplex = child(adf, "AdfDuplexInputCaps")) {
        out.has_feeder = out.has_duplex = true;
        out.duplex = feeder_side(duplex);
    }
    return out;
}

base::Expected<Status, base::Failure> parse_status(const std::string& xml, const std::string& url) {
    const auto document = parse(xml, url, "ScannerStatus");
    if (!document) return tl::unexpected(document.error());
    const pugi::xml_node root = document->document_element();
    Status out;
    out.device = device_state(text_of(root, "State"));
    out.feeder_text = text_of(root, "AdfState");
    out.feeder = feeder_state(out.feeder_text);
    const pugi::xml_node reasons = child(child(child(root, "Jobs"), "JobInfo"), "JobStateReasons");
    visit_all(reasons, "JobStateReason", [&](const pugi::xml_node& node) {
        out.newest_job_reasons += (out.newest_job_reasons.empty() ? "" : ", ") + std::string(node.text().as_string());
    });
    return out;
}

base::Expected<Plan, base::Failure> plan_scan(const Capabilities& capabilities, const ScanSettings& wanted,
                                              const std::string& url) {
    const auto refuse = [&](std::string place, std::string message) {
        return base::fail(base::Failure{base::FailureClass::bad_input, url, std::move(place), std::move(message)});
    };
    if (!capabilities.has_feeder) return refuse("Adf", "the device has no document feeder; expected one");
    const bool duplex = wanted.sides == Sides::duplex;
    if (duplex && !capabilities.has_duplex) return refuse("AdfDuplexInputCaps", "the feeder scans one side only");
    const FeederSide& side = duplex ? capabilities.duplex : capabilities.simplex;
    if (!side.jpeg) return refuse("DocumentFormat", "the feeder gives no image/jpeg");
    const auto dpi = std::lower_bound(side.resolutions_dpi.begin(), side.resolutions_dpi.end(), wanted.dpi);
    if (dpi == side.resolutions_dpi.end()) {
        return refuse("DiscreteResolution", fmt::format("the feeder has no {} dpi or more", wanted.dpi));
    }
    Plan plan{wanted, {}};
    plan.settings.dpi = *dpi;
    if (*dpi != wanted.dpi)
        plan.remarks.push_back({fmt::format("{} dpi thay cho {}", *dpi, wanted.dpi),
                                fmt::format("{} dpi instead of {}", *dpi, wanted.dpi)});
    if (wanted.colour == ColourMode::gray && !side.gray && side.colour) {
        plan.settings.colour = ColourMode::colour;
        plan.remarks.push_back({"ảnh màu thay cho thang xám", "colour instead of gray"});
    } else if (wanted.colour == ColourMode::colour ? !side.colour : !side.gray) {
        return refuse("ColorMode", "the feeder gives neither Grayscale8 nor RGB24 as asked");
    }
    plan.remarks.push_back({"eSCL không có tùy chọn phát hiện kéo hai tờ: bật trên máy quét",
                            "eSCL has no setting for double-feed detection: switch it on at the device"});
    return plan;
}

std::string job_request(const Capabilities& capabilities, const ScanSettings& settings) {
    const bool duplex = settings.sides == Sides::duplex;
    const FeederSide& side = duplex ? capabilities.duplex : capabilities.simplex;
    // A4 in 1/300 inch; a feeder a little narrower gets its own width.
    const int width = side.max_width > 0 ? std::min(2480, side.max_width) : 2480;
    const int height = side.max_height > 0 ? std::min(3508, side.max_height) : 3508;
    return fmt::format(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
  <pwg:Version>{}</pwg:Version>
  <scan:Intent>Document</scan:Intent>
  <pwg:ScanRegions pwg:MustHonor="true">
    <pwg:ScanRegion>
      <pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
      <pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>
      <pwg:Width>{}</pwg:Width><pwg:Height>{}</pwg:Height>
    </pwg:ScanRegion>
  </pwg:ScanRegions>
  <pwg:InputSource>Feeder</pwg:InputSource>
  <scan:Duplex>{}</scan:Duplex>
  <scan:ColorMode>{}</scan:ColorMode>
  <scan:XResolution>{}</scan:XResolution><scan:YResolution>{}</scan:YResolution>
  <pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
  <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>
</scan:ScanSettings>
)",
        capabilities.version.empty() ? "2.0" : capabilities.version, width, height, duplex,
        settings.colour == ColourMode::gray ? "Grayscale8" : "RGB24", settings.dpi, settings.dpi);
}

}  // namespace kiemphieu::scanner::escl
