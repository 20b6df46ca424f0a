#include "station/calibrate/calibrate.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "base/file.hpp"
#include "calibration/measure.hpp"
#include "calibration/report.hpp"
#include "scanner/document.hpp"
#include "station/case/case_folder.hpp"

namespace kiemphieu::station {

namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

constexpr std::size_t largest_file = 256U << 20U;

RefusedScan refused(const std::string& file, calibration::NoFinding why) {
    using enum calibration::NoFinding;
    switch (why) {
        case other_sheet:
            return {file, "tờ hiệu chuẩn của hồ sơ khác hoặc bản khác",
                    "a calibration sheet of another case or version"};
        case not_placed:
            return {file, "không tìm thấy các điểm mốc của tờ hiệu chuẩn", "the sheet's known points were not found"};
        case bilevel:
            return {file, "ảnh đen trắng; hãy quét xám", "black and white only; scan in gray"};
        case no_sheet:
            break;
    }
    return {file, "không có tờ hiệu chuẩn trong ảnh", "no calibration sheet in it"};
}

/// Every page of one file.
base::Expected<void, Failure> measure_file(const calibration::SheetMeasurer& measurer, const fs::path& path,
                                           std::vector<calibration::SheetFindings>& found,
                                           std::vector<RefusedScan>& out) {
    const auto bytes = base::read_file(path, largest_file);
    if (!bytes)
        return base::fail(
            Failure{FailureClass::bad_input, path.string(), "", "can't be read: " + bytes.error().message});
    const auto document = scanner::open_document(*bytes, path.string());
    if (!document) return base::fail(document.error());
    for (int page = 0; page < (*document)->page_count(); ++page) {
        const auto pixels = (*document)->page(page, scanner::WantedPixels::gray);
        if (!pixels) return base::fail(pixels.error());
        auto measured = measurer.measure(*pixels, path.filename().string());
        if (measured.findings)
            found.push_back(std::move(*measured.findings));
        else
            out.push_back(refused(path.string(), measured.why));
    }
    return {};
}

fs::path path_of(const fs::path& folder, const std::string& id) {
    return folder / "calibration" / (id + ".toml");
}

bool is_id(const std::string& id) {
    return id.size() == 16 &&
           std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

fs::path findings_file(const fs::path& folder, const std::string& profile) {
    return folder / "calibration" / (profile + ".json");
}

std::string profile_time() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

base::Expected<Calibration, Failure> learn_scanner(base::ConferenceId conference, const base::SecretKey& key,
                                                   const CalibrationOrder& order) {
    auto sheet = forms::make_calibration_sheet();
    if (!sheet) return base::fail(sheet.error());
    const calibration::SheetMeasurer measurer(std::move(*sheet), conference, key);
    Calibration out;
    std::vector<calibration::SheetFindings> found;
    std::size_t done = 0;
    for (const fs::path& file : order.files) {
        if (order.stop != nullptr && order.stop->load()) {
            return base::fail(Failure{FailureClass::bad_input, "", "", "the calibration was stopped"});
        }
        if (const auto measured = measure_file(measurer, file, found, out.refused); !measured) {
            return base::fail(measured.error());
        }
        if (order.progress) order.progress(++done);
    }
    if (found.empty()) {
        const RefusedScan none{"", "", "no scan was given"};
        const RefusedScan& first = out.refused.empty() ? none : out.refused.front();
        return base::fail(Failure{FailureClass::bad_input, first.file, "",
                                  first.english + "; expected gray scans of what `forms --kind calibration` printed"});
    }
    out.findings = calibration::combine(std::move(found));
    out.profile =
        calibration::make_profile(out.findings, order.scanner, profile_time(), software_version(), order.risk);
    out.toml = calibration::to_toml(out.profile);
    out.profile.reading.id = calibration::id_of(out.toml);
    return out;
}

base::Expected<fs::path, Failure> keep_calibration(Record& record, const fs::path& folder,
                                                   const Calibration& calibration) {
    const std::string& id = calibration.profile.reading.id;
    const fs::path path = path_of(folder, id);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) {
        return base::fail(
            Failure{FailureClass::world, path.parent_path().string(), "", "folder can't be made: " + error.message()});
    }
    if (const auto written = base::write_file_durably(path, base::as_bytes(calibration.toml)); !written) {
        return base::fail(written.error());
    }
    fs::path pdf = path;
    pdf.replace_extension(".pdf");
    if (const auto drawn = calibration::print_report(calibration.findings, calibration.profile, pdf); !drawn) {
        return base::fail(drawn.error());
    }
    const std::string found = calibration::to_json(calibration.findings, calibration.profile);
    if (const auto written = base::write_file_durably(findings_file(folder, id), base::as_bytes(found)); !written) {
        return base::fail(written.error());
    }
    const calibration::Profile& p = calibration.profile;
    const Calibrated event{id, p.scanner, p.made, std::string(calibration::name_of(p.fitness))};
    if (const auto logged = record.append(event); !logged) return base::fail(logged.error());
    return path;
}

base::Expected<std::optional<calibration::Profile>, Failure> profile_in_force(const fs::path& folder,
                                                                              const CaseState& state) {
    if (state.calibrations.empty()) return std::optional<calibration::Profile>{};
    const std::string& id = state.calibrations.back().profile;
    const fs::path path = path_of(folder, id);
    const auto broken = [&](const std::string& message) {
        return base::fail(Failure{FailureClass::broken_evidence, path.string(), "", message});
    };
    if (!is_id(id)) return broken("the record names no profile");
    const auto text = base::read_text_file(path);
    if (!text) return broken("the scanner's profile in force is missing");
    if (calibration::id_of(*text) != id) return broken("is another profile than the record says");
    auto profile = calibration::profile_from_toml(*text, path.string());
    if (!profile) return base::fail(profile.error());
    return std::optional(std::move(*profile));
}

calibration::SeenMarks first_marks(const CaseState& state, const std::string& profile) {
    std::vector<calibration::StackLook> stacks;
    for (const BatchLooked& look : state.looks) {
        if (look.profile == profile && !state.batches_aside.contains(look.batch)) stacks.push_back(look.look);
    }
    return calibration::first_marks(stacks);
}

std::vector<calibration::Advice> calibration_warnings(const calibration::Profile& profile, const CaseState& state,
                                                      const std::string& now) {
    std::string source;
    const calibration::SeenMarks first = first_marks(state, profile.reading.id);
    std::vector<calibration::Advice> out;
    for (auto look = state.looks.rbegin(); look != state.looks.rend(); ++look) {
        // What an earlier profile was held against says nothing of this one.
        if (look->profile != profile.reading.id || state.batches_aside.contains(look->batch)) continue;
        if (const auto batch = state.batches.find(look->batch); source.empty() && batch != state.batches.end()) {
            source = batch->second.source;
        }
        for (calibration::Advice& one : calibration::drift_of(profile, look->look, first)) {
            const bool known = std::ranges::any_of(out, [&](const auto& other) { return other.topic == one.topic; });
            if (!known) out.push_back(std::move(one));
        }
        break;
    }
    // Only a device's name tells the scanner; files come from anywhere.
    const bool device = source.starts_with("sane:") || source.starts_with("escl:");
    for (calibration::Advice& one :
         calibration::doubts_of(profile, now, device ? source.substr(0, source.find(" /")) : "", 0)) {
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace kiemphieu::station
