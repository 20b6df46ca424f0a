#include "station/evidence/check_report.hpp"

#include <fmt/format.h>

#include "forms/print/letterhead.hpp"
#include "forms/print/page_flow.hpp"
#include "station/case/case_folder.hpp"
#include "station/minutes/wording.hpp"

namespace kiemphieu::station {
namespace {

using forms::Align;
using forms::Face;
using forms::ParagraphStyle;

constexpr ParagraphStyle body{12.0, Align::left, 0.0, 1.3};
constexpr ParagraphStyle title{14.0, Align::center, 0.0, 1.3};
/// A package in which everything is wrong needs no more lines than these to be refused.
constexpr std::size_t faults_printed = 200;

const char* word_of(PackageCheck::Outcome outcome) {
    switch (outcome) {
        case PackageCheck::Outcome::holds:
            return "Đúng";
        case PackageCheck::Outcome::broken:
            return "HỎNG";
        case PackageCheck::Outcome::not_done:
            break;
    }
    return "Chưa kiểm";
}

forms::Table links_table(const PackageReport& report) {
    forms::Table table;
    table.columns = {{12.0, Align::center}, {78.0, Align::left}, {25.0, Align::center}, {50.0, Align::left}};
    table.head = {{"STT", 0, 0}, {"Điều được kiểm tra", 1, 0}, {"Kết quả", 2, 0}, {"Đã xem", 3, 0}};
    for (const PackageCheck& check : report.checks) {
        table.rows.push_back({std::to_string(table.rows.size() + 1), std::string(vietnamese_of(check.link)),
                              word_of(check.outcome), check.detail_vi});
    }
    return table;
}

void write_faults(forms::PageFlow& flow, const PackageReport& report) {
    std::size_t printed = 0;
    for (const PackageCheck& check : report.checks) {
        for (const base::Failure& fault : check.faults) {
            if (++printed > faults_printed) return;
            flow.paragraph(forms::plain(fmt::format("– {}: {}", name_of(check.link), base::to_string(fault)),
                                        Face::serif, body, 1.0));
        }
    }
}

void write_signatures(forms::PageFlow& flow, const PackageReport& report) {
    if (report.signatures.empty()) return;
    flow.ensure(20.0);
    flow.paragraph(forms::plain("Chữ ký số trên văn bản", Face::serif_bold, body, 1.0));
    for (const SignatureFound& each : report.signatures) {
        const char* issuer = each.issuer == IssuerCheck::not_asked ? "chưa kiểm nơi cấp"
                             : each.issuer == IssuerCheck::trusted ? "nơi cấp tin cậy"
                                                                   : "nơi cấp KHÔNG tin cậy";
        const std::string authority = each.authority.empty() ? "" : ", dấu thời gian của " + each.authority;
        flow.paragraph(
            forms::plain(fmt::format("– {}: {}, lúc {}{}; {}.", each.file, each.signer, each.time, authority, issuer),
                         Face::serif, body, 1.0));
    }
    flow.space(3.0);
}

}  // namespace

std::string_view vietnamese_of(PackageLink link) {
    switch (link) {
        case PackageLink::file:
            return "Tệp gói nguyên vẹn";
        case PackageLink::manifest:
            return "Bản kê được ký, mọi tệp đúng như kê";
        case PackageLink::chain:
            return "Chuỗi sự kiện liền và được ký";
        case PackageLink::contents:
            return "Phiếu và quyết định đúng như bản ghi bảo chứng";
        case PackageLink::definition:
            return "Định nghĩa và mẫu phiếu đúng như lúc lập hồ sơ";
        case PackageLink::images:
            return "Đủ ảnh, không thừa ảnh";
        case PackageLink::readings:
            return "Đọc lại mọi ảnh như đã ghi";
        case PackageLink::acts:
            return "Mọi quyết định đúng thẩm quyền";
        case PackageLink::tally:
            return "Kiểm lại ra cùng kết quả";
        case PackageLink::documents:
            return "Văn bản ghi đúng kết quả, chữ ký số đúng";
    }
    return "";
}

base::Expected<void, base::Failure> print_check_report(const PackageReport& report, const std::string& package_name,
                                                       const std::filesystem::path& pdf) {
    forms::PageFlow flow;
    const auto line = [&](const std::string& text) { flow.paragraph(forms::plain(text, Face::serif, body, 1.0)); };
    flow.paragraph(forms::plain("KẾT QUẢ KIỂM TRA GÓI BẰNG CHỨNG", Face::serif_bold, title, 6.0));
    line("Gói: " + package_name);
    if (!report.organisation.empty()) line("Tổ chức: " + report.organisation);
    line("Mã hội nghị: " + report.conference + "; lập bằng " + report.software + ", kiểm bằng " + software_version());
    line("Dấu vân của bản ghi: " + report.fingerprint);
    line(report.finality == Finality::confirmed ? "Kết quả đã được trưởng ban và thư ký xác nhận."
                                                : "Kết quả chưa được xác nhận.");
    flow.space(2.0);
    flow.table(links_table(report));
    flow.space(4.0);
    const PackageCheck* broken = report.first_broken();
    flow.paragraph(forms::plain(
        broken ? "Gói KHÔNG đứng vững. Mắt xích hỏng đầu tiên: " + std::string(vietnamese_of(broken->link)) + "."
               : std::string("Gói đứng vững: mọi điều được kiểm tra đều đúng."),
        Face::serif_bold, body, 3.0));
    write_faults(flow, report);
    write_signatures(flow, report);
    if (report.tally && !broken) {
        for (const StyleTally& style : report.tally->styles) {
            flow.ensure(40.0);
            flow.paragraph(
                forms::plain(fmt::format("Kiểm lại, loại phiếu {}: thu về {}", style.style.value, style.collected),
                             Face::serif_bold, body, 2.0));
            flow.table(results_table(style));
            flow.space(4.0);
        }
    }
    return forms::print_flow(flow, {"Kết quả kiểm tra gói bằng chứng", report.organisation}, pdf);
}

}  // namespace kiemphieu::station
