#pragma once
// The documents of a count against its record, its tally and their signatures.

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "station/signing/cms_check.hpp"
#include "station/store/event.hpp"

namespace kiemphieu::station {

/// What documents are held against.
struct DocumentGround {
    std::span<const MinutesMade> minutes;
    std::span<const DocumentSigned> signings;
    std::span<const std::string> hashes;  ///< of the record's events, as hex
    const forms::Conference& conference;
    const Tally& tally;
    Finality finality{Finality::provisional};
    const Trust& trust;
};

/// A signature on a document.
struct SignatureFound {
    std::string file;
    std::string signer;
    std::string time;       ///< "2023-12-15 09:30:00 UTC"; of the authority of time where there is one
    std::string authority;  ///< of time; empty when the signer's word is all there is
    IssuerCheck issuer{IssuerCheck::not_asked};
    bool in_record{};  ///< an event tells of it
};

struct DocumentsFound {
    std::vector<base::Failure> faults;
    std::vector<SignatureFound> signatures;
    std::string detail;
    std::string detail_vi;
    std::size_t looked_at{};  ///< documents
};

/// Looks at documents one by one. A confirmed count's document must be one the record knows, with nothing but
/// signatures added that hold; a report or counting minutes must bear the hash of one of its events and say the tally's
/// figures; a document that the record knows as signed must be signed.
class DocumentCheck {
  public:
    explicit DocumentCheck(const DocumentGround& ground);
    ~DocumentCheck();
    DocumentCheck(const DocumentCheck&) = delete;
    DocumentCheck& operator=(const DocumentCheck&) = delete;

    /// Errors: world when text can't be read out of PDFs here, or nothing can be written to the temporary folder.
    [[nodiscard]] base::Expected<void, base::Failure> look_at(const std::string& name, base::Bytes bytes);
    DocumentsFound finish() &&;

  private:
    void fault(const std::string& name, std::string message);
    std::size_t known_bytes(base::Bytes bytes) const;
    void check_known(const std::string& name, std::size_t known);
    void check_states(const std::string& name, const std::set<base::Digest>& states);
    void check_signatures(const std::string& name, base::Bytes bytes, std::size_t known);
    [[nodiscard]] base::Expected<void, base::Failure> check_figures(const std::string& name, base::Bytes bytes);

    const DocumentGround ground_;
    std::string folder_;  ///< temporary
    std::set<base::Digest> known_;
    std::set<std::string> names_;  ///< of documents that the record knows
    DocumentsFound found_;
    std::size_t known_count_{};
    std::size_t reports_{};
    std::size_t minutes_{};
};

}  // namespace kiemphieu::station
