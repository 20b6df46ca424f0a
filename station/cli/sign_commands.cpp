// sign, verify-signature: signatures on PDFs.

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "station/cli/commands.hpp"
#include "station/cli/signing_options.hpp"
#include "station/signing/sign_pdf.hpp"
#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station::cli {

namespace {

struct Options {
    std::string file;
    std::string out;
    std::vector<std::string> keys;
    std::vector<double> at;
    SigningOptions signing;
    TrustOptions trust;
};

using Result = base::Expected<int, base::Failure>;

/// All keys are opened and checked before the first signature; the file is written once, after the last.
Result sign(const Called& called, const Options& o) {
    auto pdf = base::read_file(o.file);
    if (!pdf) return tl::unexpected(pdf.error());
    const auto lists = read_lists(o.signing.lists);
    if (!lists) return tl::unexpected(lists.error());
    const auto more = read_all_certificates(o.signing.chain);
    if (!more) return tl::unexpected(more.error());
    const SecretPrompt ask = prompt_of(called.session, o.signing);
    SigningOrder order{o.file, {}, authority_of(o.signing), std::chrono::system_clock::now()};
    if (!o.at.empty()) order.box = {static_cast<int>(o.at[0]), {o.at[1], o.at[2], o.at[3], o.at[4]}};
    std::vector<std::unique_ptr<Identity>> identities;
    for (const std::string& key : o.keys) {
        auto identity = open_identity(key, ask);
        if (!identity) return tl::unexpected(identity.error());
        (*identity)->add_issuers(*more);
        const auto allowed = check_certificate((*identity)->certificates(), order.now, *lists, (*identity)->subject());
        if (!allowed) return tl::unexpected(allowed.error());
        identities.push_back(std::move(*identity));
    }
    for (const auto& identity : identities) {
        pdf = sign_pdf(*pdf, *identity, order);
        if (!pdf) return tl::unexpected(pdf.error());
    }
    const std::string out = o.out.empty() ? o.file : o.out;
    if (const auto written = base::write_file_durably(out, *pdf); !written) return tl::unexpected(written.error());
    for (const auto& identity : identities) {
        note(std::string(called.session.say("đã ký: ", "signed: ")) + owner_of(identity->certificates().signer).name);
    }
    return done;
}

Result verify_signature(const Called& called, const Options& o) {
    const auto pdf = base::read_file(o.file);
    if (!pdf) return tl::unexpected(pdf.error());
    const auto trust = read_trust(o.trust);
    if (!trust) return tl::unexpected(trust.error());
    const PdfSignatures found = verify_pdf(*pdf, o.file, *trust);
    nlohmann::ordered_json json{{"holds", found.holds()}, {"signatures", nlohmann::ordered_json::array()}};
    for (const PdfSignature& each : found.signatures) {
        const CmsCheck& check = each.check;
        json["signatures"].push_back({{"field", each.field},
                                      {"signer", check.signer.name},
                                      {"issuer", check.signer.issuer},
                                      {"issuer_trusted", check.issuer == IssuerCheck::trusted},
                                      {"time", each.claimed},
                                      {"timestamp", check.timestamp ? check.timestamp->authority : ""},
                                      {"holds", check.holds()}});
        const auto word = check.holds() ? called.session.say("ĐÚNG", "HOLDS") : called.session.say("HỎNG", "BROKEN");
        note(fmt::format("{:<6} {} — {} ({}){}{}", word, each.field, check.signer.name, each.claimed,
                         check.timestamp ? ", " + check.timestamp->authority : "",
                         check.issuer == IssuerCheck::not_asked
                             ? called.session.say("; chưa kiểm nơi cấp (--trust)", "; issuer not checked (--trust)")
                             : ""));
    }
    for (const base::Failure& fault : found.faults) {
        tell(called.session, fault);
        json["faults"].push_back(base::to_string(fault));
    }
    if (called.session.json > 0) print(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return found.holds() ? done : broken_evidence;
}

void run(Called& called, const Result& exit) {
    called.exit = exit ? *exit : tell(called.session, exit.error());
}

}  // namespace

void add_sign_commands(CLI::App& app, Called& called) {
    auto* signing = app.add_subcommand("sign", "ký số một tệp PDF / sign a PDF");
    const auto s = std::make_shared<Options>();
    signing->add_option("FILE", s->file)->required();
    signing->add_option("--with", s->keys, "p12:FILE or pkcs11:…?module-path=…; each signs in turn")->required();
    signing->add_option("-o", s->out, "the signed file; FILE itself when not given");
    signing->add_option("--at", s->at, "page, x, y, width, height in mm; the foot of the last page when not given")
        ->expected(5)
        ->delimiter(',');
    add_signing_options(*signing, s->signing);
    signing->callback([s, &called] { run(called, sign(called, *s)); });
    auto* check = app.add_subcommand("verify-signature", "kiểm tra chữ ký số / check a PDF's signatures");
    const auto v = std::make_shared<Options>();
    check->add_option("FILE", v->file)->required();
    add_trust_options(*check, v->trust);
    check->callback([v, &called] { run(called, verify_signature(called, *v)); });
}

}  // namespace kiemphieu::station::cli
