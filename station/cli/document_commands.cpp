// forms, minutes: the papers around a count.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "station/case/documents.hpp"
#include "station/case/printing.hpp"
#include "station/case/sign_documents.hpp"
#include "station/cli/on_case.hpp"
#include "station/cli/signing_options.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string folder;
    std::string out;
    std::string kind;
    std::optional<std::string> style;
    std::vector<std::string> keys;
    std::vector<std::string> documents;
    SigningOptions signing;
};

using Result = base::Expected<int, base::Failure>;

Result print_one(const Called& called, CaseFolder& folder, const Options& o) {
    const auto printed = print_form(folder, {o.kind, o.style}, o.out);
    if (!printed) return tl::unexpected(printed.error());
    if (printed->ballots > 0) {
        note(fmt::format(fmt::runtime(called.session.say("bộ phiếu diễn tập: {} phiếu, một phiếu in hai bản",
                                                         "test deck: {} ballots, one of them printed twice")),
                         printed->ballots));
    }
    return done;
}

Result sign_made(const Called& called, CaseFolder& folder, const std::vector<MadeFile>& files, const Options& o) {
    SigningRequest request;
    for (const std::string& key : o.keys) request.signers.push_back(signer_key(key));
    request.documents = o.documents;
    request.authority = authority_of(o.signing);
    request.now = std::chrono::system_clock::now();
    auto lists = read_lists(o.signing.lists);
    if (!lists) return tl::unexpected(lists.error());
    request.lists = std::move(*lists);
    auto issuers = read_all_certificates(o.signing.chain);
    if (!issuers) return tl::unexpected(issuers.error());
    request.issuers = std::move(*issuers);
    const auto made = sign_documents(folder, files, request, prompt_of(called.session, o.signing));
    if (!made) return tl::unexpected(made.error());
    for (const SignatureMade& each : *made) {
        note(fmt::format(fmt::runtime(called.session.say("đã ký {}: {} ({})", "signed {}: {} ({})")),
                         each.file.filename().string(), each.signer, each.place));
    }
    return done;
}

Result make_minutes(const Called& called, CaseFolder& folder, const Options& o) {
    const auto files = write_minutes(folder, o.out);
    if (!files) return tl::unexpected(files.error());
    if (!o.keys.empty()) {
        if (const auto made = sign_made(called, folder, *files, o); !made) return made;
    }
    for (const MadeFile& file : *files) print(file.path.string());
    const Count count = folder.count();
    if (count.finality == Finality::confirmed) return done;
    note(
        std::string(called.session.say("bản nháp: kết quả chưa được xác nhận", "a draft: the count is not confirmed")));
    return people_needed;
}

}  // namespace

void add_forms_command(CLI::App& app, Called& called) {
    auto* command = app.add_subcommand("forms", "biểu mẫu / blank forms filled with the known names");
    const auto o = std::make_shared<Options>();
    command->add_option("CASE", o->folder)->required();
    command->add_option("--kind", o->kind)
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>(form_kinds.begin(), form_kinds.end())));
    command->add_option("--style", o->style, "of the test deck; needed when the case has several");
    command->add_option("-o", o->out, "PDF file")->required();
    command->callback([o, &called] {
        on_case(called, o->folder, [&](CaseFolder& folder) { return print_one(called, folder, *o); });
    });
}

void add_document_commands(CLI::App& app, Called& called) {
    auto* minutes = app.add_subcommand("minutes", "báo cáo Phụ lục 5, bảng kết quả / report and tables");
    const auto m = std::make_shared<Options>();
    minutes->add_option("CASE", m->folder)->required();
    minutes->add_option("-o", m->out, "folder")->required();
    minutes->add_option("--sign", m->keys,
                        "p12:FILE or pkcs11:…?module-path=…, for who is named in it; or head=KEY, secretary=KEY, …");
    minutes->add_option("--sign-document", m->documents,
                        "a document to sign, as bien-ban-A-1.pdf; every report when not given");
    add_signing_options(*minutes, m->signing);
    minutes->callback([m, &called] {
        on_case(called, m->folder, [&](CaseFolder& folder) { return make_minutes(called, folder, *m); });
    });
}

}  // namespace kiemphieu::station::cli
