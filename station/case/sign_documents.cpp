#include "station/case/sign_documents.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "station/minutes/wording.hpp"
#include "station/review/people.hpp"
#include "station/signing/identity.hpp"
#include "station/signing/sign_pdf.hpp"
#include "station/signing/verify_pdf.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;
using Octets = std::vector<std::uint8_t>;

auto refused(const std::string& subject, const std::string& place, const std::string& message) {
    return base::fail(Failure{FailureClass::bad_input, subject, place, message});
}

std::string places_in(std::span<const forms::NamedPlace> places) {
    std::string out;
    for (const forms::NamedPlace& place : places) out += (out.empty() ? "" : ", ") + place.name;
    return out;
}

/// One document on its way to being signed by all.
struct Paper {
    const MadeFile* made{};
    Octets bytes;
};

/// An open key at its place.
struct Signer {
    std::unique_ptr<Identity> identity;
    CertificateOwner owner;
    std::string place;
};

class DocumentSigner {
  public:
    DocumentSigner(CaseFolder& folder, const SigningRequest& request, const SecretPrompt& ask)
        : folder_(folder), request_(request), ask_(ask) {}

    base::Expected<std::vector<SignatureMade>, Failure> sign(std::span<const MadeFile> files) {
        if (folder_.count().finality != Finality::confirmed) {
            return refused(folder_.path().string(), "",
                           "is a draft; expected a count that head and secretary confirmed");
        }
        if (auto chosen = choose(files); !chosen) return base::fail(chosen.error());
        if (auto fitting = check_places_given(); !fitting) return base::fail(fitting.error());
        for (const SignerKey& key : request_.signers) {
            if (auto opened = open(key); !opened) return base::fail(opened.error());
        }
        for (const Signer& signer : signers_) {
            for (Paper& paper : papers_) {
                if (auto signed_it = sign_one(signer, paper); !signed_it) return base::fail(signed_it.error());
            }
        }
        if (auto kept = keep(); !kept) return base::fail(kept.error());
        return std::move(made_);
    }

  private:
    /// The documents that are to be signed, with what lies there now.
    base::Expected<void, Failure> choose(std::span<const MadeFile> files) {
        for (const std::string& name : request_.documents) {
            const auto there = std::ranges::any_of(files, [&](const MadeFile& file) {
                return file.path.filename() == name && file.kind != PaperKind::table;
            });
            if (!there) return refused(name, "", "is no document of this count that can be signed");
        }
        for (const MadeFile& file : files) {
            const bool named =
                std::ranges::find(request_.documents, file.path.filename().string()) != request_.documents.end();
            if (request_.documents.empty() ? file.kind != PaperKind::report : !named) continue;
            auto bytes = base::read_file(file.path);
            if (!bytes) return base::fail(bytes.error());
            papers_.push_back({&file, std::move(*bytes)});
        }
        return {};
    }

    const forms::NamedPlace* find_place(const Paper& paper, const std::string& name) const {
        const auto found = std::ranges::find(paper.made->places, name, &forms::NamedPlace::name);
        return found == paper.made->places.end() ? nullptr : &*found;
    }

    base::Expected<void, Failure> check_place(const std::string& subject, const std::string& name) const {
        for (const Paper& paper : papers_) {
            if (find_place(paper, name) != nullptr) continue;
            return refused(subject, "place",
                           "\"" + name + "\" is no place on " + paper.made->path.filename().string() +
                               "; expected one of: " + places_in(paper.made->places));
        }
        return {};
    }

    /// Before any PIN is asked for.
    base::Expected<void, Failure> check_places_given() const {
        for (const SignerKey& key : request_.signers) {
            if (key.place.empty()) continue;
            if (auto checked = check_place(key.key, key.place); !checked) return checked;
        }
        return {};
    }

    /// Opens one key and finds its place: the owner's, if the certificate names somebody of the committee.
    base::Expected<void, Failure> open(const SignerKey& key) {
        auto identity = request_.open(key.key, ask_);
        if (!identity) return base::fail(identity.error());
        (*identity)->add_issuers(request_.issuers);
        const CertificateChain& chain = (*identity)->certificates();
        const std::string subject = (*identity)->subject();
        if (auto allowed = check_certificate(chain, request_.now, request_.lists, subject); !allowed) return allowed;
        CertificateOwner owner = owner_of(chain.signer);
        const forms::Conference& conference = folder_.definition().conference;
        const forms::CommitteeMember* person = find_person(conference, owner.name);
        const auto own = person != nullptr ? signing_place(conference, *person) : std::nullopt;
        if (person != nullptr && !own) return refused(subject, "place", owner.name + " signs none of these documents");
        if (own && !key.place.empty() && key.place != *own) {
            return refused(subject, "place", owner.name + " signs at \"" + *own + "\", not at \"" + key.place + "\"");
        }
        if (!own && key.place.empty()) {
            return refused(subject, "place",
                           "\"" + owner.name + "\" is nobody of the committee; expected PLACE=KEY with one of: " +
                               places_in(papers_.empty() ? std::span<const forms::NamedPlace>{}
                                                         : std::span(papers_.front().made->places)));
        }
        const std::string place = own.value_or(key.place);
        if (auto there = check_place(subject, place); !there) return there;
        for (const Paper& paper : papers_) {
            if (auto fresh = check_not_signed(paper, chain.signer, place, subject); !fresh) return fresh;
        }
        signers_.push_back({std::move(*identity), std::move(owner), place});
        return {};
    }

    /// One hand signs a document once, and one place is signed once.
    base::Expected<void, Failure> check_not_signed(const Paper& paper, base::Bytes certificate,
                                                   const std::string& place, const std::string& subject) const {
        const std::string name = paper.made->path.filename().string();
        const base::Digest own = base::sha256(certificate);
        for (const Signer& other : signers_) {
            if (other.place == place) return refused(subject, "place", "two keys sign at \"" + place + "\"");
        }
        for (const PdfSignature& each : verify_pdf(paper.bytes, name, {}).signatures) {
            if (each.check.certificate == own) return refused(subject, name, "has signed this document already");
            const base::Digest after = base::sha256(base::Bytes(paper.bytes).first(each.end));
            for (const DocumentSigned& event : folder_.record().state().signings) {
                if (event.after != after || event.place != place) continue;
                return refused(subject, name, "the place \"" + place + "\" is signed already, by " + event.signer);
            }
        }
        return {};
    }

    base::Expected<void, Failure> sign_one(const Signer& signer, Paper& paper) {
        const forms::NamedPlace& place = *find_place(paper, signer.place);
        const SigningOrder order{paper.made->path.string(), SignatureBox{place.page, place.box}, request_.authority,
                                 request_.now};
        auto with_signature = sign_pdf(paper.bytes, *signer.identity, order);
        if (!with_signature) return base::fail(with_signature.error());
        events_.emplace_back(DocumentSigned{paper.made->path.filename().string(), base::sha256(paper.bytes),
                                            base::sha256(*with_signature), signer.place, signer.owner.subject,
                                            base::sha256(signer.identity->certificates().signer)});
        made_.push_back({paper.made->path, signer.place, signer.owner.name});
        paper.bytes = std::move(*with_signature);
        return {};
    }

    /// The files are on the disk before their events, and take their names after them: a crash leaves events without a
    /// file at worst, and the same command signs again.
    base::Expected<void, Failure> keep() {
        std::vector<std::pair<fs::path, fs::path>> moves;
        std::error_code error;
        fs::create_directories(kept_documents(folder_), error);
        for (const Paper& paper : papers_) {
            const fs::path kept = kept_documents(folder_) / paper.made->path.filename();
            std::vector<fs::path> targets{paper.made->path};
            if (!fs::equivalent(paper.made->path, kept, error)) targets.push_back(kept);
            for (const fs::path& target : targets) {
                fs::path waiting = target;
                waiting += ".signed";
                if (auto written = base::write_file_durably(waiting, paper.bytes); !written) return written;
                moves.emplace_back(waiting, target);
            }
        }
        const auto logged =
            folder_.record().append_all(events_, [](const CaseState&) -> base::Expected<void, Failure> { return {}; });
        if (!logged) return logged;
        for (const auto& [waiting, target] : moves) {
            fs::rename(waiting, target, error);
            if (error) return base::fail(Failure{FailureClass::world, target.string(), "rename", error.message()});
        }
        return {};
    }

    CaseFolder& folder_;
    const SigningRequest& request_;
    const SecretPrompt& ask_;
    std::vector<Paper> papers_;
    std::vector<Signer> signers_;
    std::vector<Event> events_;
    std::vector<SignatureMade> made_;
};

}  // namespace

SignerKey signer_key(const std::string& text) {
    const auto equals = text.find('=');
    // A key's own "=" comes after the colon of its kind.
    if (equals == std::string::npos || equals > text.find(':')) return {text, ""};
    return {text.substr(equals + 1), text.substr(0, equals)};
}

std::optional<std::string> signing_place(const forms::Conference& conference, const forms::CommitteeMember& person) {
    if (person.role == forms::CommitteeRole::head) return "head";
    if (person.role == forms::CommitteeRole::secretary) return "secretary";
    if (person.role != forms::CommitteeRole::member) return std::nullopt;
    const auto names = names_of(conference, forms::CommitteeRole::member);
    return "member-" + std::to_string(std::ranges::find(names, person.name) - names.begin() + 1);
}

base::Expected<std::vector<SignatureMade>, Failure> sign_documents(CaseFolder& folder, std::span<const MadeFile> files,
                                                                   const SigningRequest& request,
                                                                   const SecretPrompt& ask) {
    return DocumentSigner(folder, request, ask).sign(files);
}

}  // namespace kiemphieu::station
