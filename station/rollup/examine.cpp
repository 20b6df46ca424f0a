#include "station/rollup/examine.hpp"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <new>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "station/evidence/sealed_file.hpp"
#include "station/evidence/verify_package.hpp"
#include "station/rollup/read_report.hpp"

namespace kiemphieu::station::rollup {
namespace {

namespace fs = std::filesystem;
using base::Failure;
using base::FailureClass;

/// A folder of our own, gone with the scope.
class PrivateFolder {
  public:
    PrivateFolder() {
        std::string name = (fs::temp_directory_path() / "kiemphieu-rollup-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~PrivateFolder() {
        std::error_code error;
        if (!path_.empty()) fs::remove_all(path_, error);
    }
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

base::Expected<base::Digest, Failure> digest_of(const fs::path& file) {
    base::Sha256 sum;
    const auto read = base::read_blocks(file, 1U << 20U, [&](base::Bytes block) { sum.add(block); });
    if (!read) return base::fail(read.error());
    return sum.finish();
}

/// Any bytes as text that can be kept and printed.
std::string printable(std::string text) {
    const bool text_at_all = !base::find_invalid_utf8(text);
    for (char& c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) c = ' ';
        if (byte >= 0x80 && !text_at_all) c = '?';
    }
    return base::to_nfc(text);
}

class Examiner {
  public:
    Examiner(const fs::path& file, const ExamineOptions& options, const IsKnown& is_known)
        : file_(file), options_(options), is_known_(is_known), name_(printable(file.filename().string())) {}

    base::Expected<Examined, Failure> run() {
        auto digest = digest_of(file_);
        if (!digest) return base::fail(digest.error());
        digest_ = *digest;
        came_ = *digest;
        fs::path clear = file_;
        if (is_sealed(file_)) {
            clear = folder_.path() / "clear";
            if (auto opened = open_sealed(clear); !opened) return base::fail(opened.error());
            if (refusal_) return *refusal_;
            digest = digest_of(clear);
            if (!digest) return base::fail(digest.error());
            digest_ = *digest;
        }
        if (is_known_ && is_known_(digest_)) return Known{digest_};
        try {
            return by_kind(clear);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception& error) {
            // What stands in a file may be anything; a library that throws over it is the file's fault.
            return refuse(RefusalReason::not_understood, "", std::string("can't be understood: ") + error.what());
        }
    }

  private:
    base::Expected<Examined, Failure> by_kind(const fs::path& clear) {
        std::string head;
        const auto read = base::read_blocks(clear, 8, [&](base::Bytes block) {
            if (head.empty()) head.assign(block.begin(), block.end());
        });
        if (!read) return base::fail(read.error());
        if (head.starts_with("PK")) return package(clear);
        if (head.starts_with("%PDF-")) return report(clear);
        return refuse(RefusalReason::not_understood, "", "is neither an evidence package nor a PDF of a signed report");
    }

    Refusal refuse(RefusalReason reason, std::string place, std::string message) const {
        return {digest_, name_, options_.day, reason, printable(std::move(place)), printable(std::move(message))};
    }
    Refusal refuse(RefusalReason reason, const Failure& failure) const {
        const std::string between = failure.file.empty() || failure.place.empty() ? "" : ": ";
        return refuse(reason, failure.file + between + failure.place, failure.message);
    }

    base::Expected<void, Failure> open_sealed(const fs::path& clear) {
        // A key takes 256 MiB to make; one at a time keeps memory flat.
        static std::mutex one;
        const std::lock_guard lock(one);
        for (const std::string& passphrase : options_.passphrases) {
            const auto opened = open_sealed_file(passphrase, file_, clear);
            if (opened) return {};
            if (opened.error().failure_class == FailureClass::world) return opened;
            if (opened.error().failure_class == FailureClass::broken_evidence) {
                refusal_ = refuse(RefusalReason::broken, "", opened.error().message);
                return {};
            }
        }
        refusal_ = refuse(RefusalReason::passphrase, "--passphrase-file",
                          options_.passphrases.empty() ? "is encrypted; expected the file that has the passphrase"
                                                       : "is encrypted, and no passphrase given opens it");
        return {};
    }

    base::Expected<Examined, Failure> package(const fs::path& clear) {
        const auto checked = verify_package(clear, {options_.jobs, "", options_.trust});
        if (!checked) {
            if (checked.error().failure_class == FailureClass::world) return base::fail(checked.error());
            return refuse(RefusalReason::not_understood, "", checked.error().message);
        }
        if (const PackageCheck* broken = checked->first_broken()) {
            Refusal refusal = refuse(RefusalReason::broken, broken->faults.front());
            refusal.place = std::string(name_of(broken->link)) + (refusal.place.empty() ? "" : ": ") + refusal.place;
            return refusal;
        }
        if (checked->finality != Finality::confirmed || !checked->tally || !checked->definition) {
            return refuse(RefusalReason::not_confirmed, "chain",
                          "head and secretary have not confirmed; expected the package of a confirmed count");
        }
        return submission_of(*checked);
    }

    Examined submission_of(const PackageReport& checked) {
        const forms::Conference& conference = *checked.definition;
        Submission out;
        out.digest = digest_;
        out.came = came_;
        out.kind = SubmissionKind::package;
        out.file = name_;
        out.received = options_.day;
        out.session = conference.session;
        out.vote_day = conference.date;
        out.conference = checked.conference;
        out.fingerprint = checked.confirmation;
        out.signers = signers_of(checked);
        for (const StyleTally& style : checked.tally->styles) {
            VoteFigures vote{style.style, {}, style.collected, {}};
            if (style.declared) vote.issued = style.declared->issued;
            for (const CandidateTally& each : style.candidates)
                vote.people.push_back({each.number, each.name, each.position, each.valid, each.invalid, each.levels});
            out.votes.push_back(std::move(vote));
        }
        std::ranges::sort(out.votes, {}, &VoteFigures::style);
        return placed(std::move(out), conference.organisation, "definition/conference.toml: organisation");
    }

    /// Who signed the reports of all styles, by trusted issuers.
    static std::vector<std::string> signers_of(const PackageReport& checked) {
        std::optional<std::set<std::string>> all;
        for (const StyleTally& style : checked.tally->styles) {
            std::set<std::string> here;
            for (const SignatureFound& each : checked.signatures) {
                const bool of_style = each.file == "documents/bao-cao-" + style.style.value + ".pdf";
                if (of_style && each.issuer == IssuerCheck::trusted && (!all || all->contains(each.signer)))
                    here.insert(each.signer);
            }
            all = std::move(here);
        }
        return all ? std::vector<std::string>(all->begin(), all->end()) : std::vector<std::string>{};
    }

    base::Expected<Examined, Failure> report(const fs::path& clear) {
        if (options_.trust.anchors.empty()) {
            return refuse(RefusalReason::not_proven, "--trust",
                          "is a report, which stands by its signatures alone; expected the authorities to trust");
        }
        // Text is written beside what it is read from, so it is read in a folder of ours.
        const fs::path copy = folder_.path() / "report.pdf";
        std::error_code error;
        fs::copy_file(clear, copy, error);
        if (error) return base::fail(Failure{FailureClass::world, copy.string(), "", error.message()});
        auto read = read_report(copy, options_.trust);
        if (!read) {
            if (read.error().failure_class == FailureClass::world) return base::fail(read.error());
            const bool broken = read.error().failure_class == FailureClass::broken_evidence;
            return refuse(broken ? RefusalReason::broken : RefusalReason::not_understood, read.error());
        }
        if (read->draft) return refuse(RefusalReason::not_confirmed, "", "is a draft; expected the confirmed report");
        Submission out;
        out.digest = digest_;
        out.came = came_;
        out.kind = SubmissionKind::report;
        out.file = name_;
        out.received = options_.day;
        out.vote_day = read->vote_day;
        out.fingerprint = read->fingerprint;
        out.signers = read->signers;
        out.votes = {read->figures};
        return placed(std::move(out), read->organisation, "organisation");
    }

    /// The submission at its unit, if it is one's and nothing speaks against it.
    Examined placed(Submission out, const std::string& organisation, const std::string& place) const {
        for (const VoteFigures& vote : out.votes) {
            if (const auto fault = fault_of(vote))
                return refuse(RefusalReason::broken, "style " + vote.style.value, *fault);
        }
        const auto unit = unit_named(options_.units, organisation, out.vote_day);
        if (!unit) return refuse(RefusalReason::unknown_unit, place, unit.error());
        out.unit = (*unit)->id;
        const std::string& mark = (*unit)->fingerprint;
        const std::size_t common = std::min(mark.size(), out.fingerprint.size());
        if (!mark.empty() && out.fingerprint.compare(0, common, mark, 0, common) != 0) {
            return refuse(RefusalReason::contradicted, "dau_vet",
                          fmt::format("its confirmation is {}; the register expects {} of {}",
                                      out.fingerprint.substr(0, 16), mark.substr(0, 16), (*unit)->id));
        }
        if (out.kind == SubmissionKind::package) return out;
        if ((*unit)->signers.empty()) {
            return refuse(RefusalReason::not_proven, "nguoi_ky",
                          "is a report, and the register names nobody who signs for " + (*unit)->id);
        }
        for (const std::string& signer : (*unit)->signers) {
            if (std::ranges::count(out.signers, signer) == 0)
                return refuse(
                    RefusalReason::not_proven, "nguoi_ky",
                    "is not signed by " + signer + "; expected the signatures of all whom the register names");
        }
        return out;
    }

    const fs::path& file_;
    const ExamineOptions& options_;
    const IsKnown& is_known_;
    std::string name_;
    const PrivateFolder folder_;
    base::Digest digest_{};
    base::Digest came_{};
    std::optional<Refusal> refusal_;
};

}  // namespace

base::Expected<const Unit*, std::string> unit_named(const Register& units, const std::string& organisation,
                                                    const forms::Date& vote_day) {
    std::vector<const Unit*> found;
    const std::string wanted = base::to_upper(organisation);
    for (const Unit& unit : units.units) {
        if (base::to_upper(unit.name) == wanted) found.push_back(&unit);
    }
    if (found.size() > 1) std::erase_if(found, [&](const Unit* unit) { return unit->vote_day != vote_day; });
    if (found.size() == 1) return found.front();
    if (found.empty())
        return base::fail(fmt::format("\"{}\", {}, is no unit of the register", organisation, iso_day(vote_day)));
    return base::fail(fmt::format("\"{}\", {}, is several units of the register; expected one of a name and day",
                                  organisation, iso_day(vote_day)));
}

base::Expected<Examined, Failure> examine(const fs::path& file, const ExamineOptions& options,
                                          const IsKnown& is_known) {
    return Examiner(file, options, is_known).run();
}

}  // namespace kiemphieu::station::rollup
