#include "station/rehearsal/deck_files.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/file.hpp"
#include "forms/print/print_run.hpp"

namespace kiemphieu::station {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& pdf, const std::string& ending) {
    return pdf.parent_path() / (pdf.stem().string() + ending);
}

}  // namespace

base::Expected<forms::TestDeck, base::Failure> print_test_deck(CaseFolder& folder, const forms::BallotLayout& layout,
                                                               const fs::path& pdf) {
    // What is printed bears on what scans are taken for, so that nothing more is printed of a confirmed count.
    if (folder.record().state().frozen()) {
        return base::fail(base::Failure{base::FailureClass::bad_input, folder.path().string(), "",
                                        "a rehearsal comes before the count, and this count is confirmed; the next "
                                        "session's is held in its own case"});
    }
    base::Digest seed{};
    base::random_bytes(seed);
    const forms::PrintRun run = make_print_run(layout, forms::BallotKind::test, deck_size(layout), seed, folder.key());
    const forms::TestDeck deck = plan_deck(layout, run.serials);
    Printed event{layout.style, layout.id, forms::BallotKind::test, run.serials};
    std::ranges::sort(event.serials);
    if (const auto logged = folder.record().append(event); !logged) return tl::unexpected(logged.error());

    const fs::path kept = folder.path() / "rehearsal";
    std::error_code error;
    fs::create_directories(kept, error);
    if (error) return base::fail(base::Failure{base::FailureClass::world, kept.string(), "", error.message()});
    const std::string json = to_json(deck);
    const std::size_t number = folder.record().state().printings.size();
    for (const fs::path& file :
         {kept / fmt::format("{:03}-{}.json", number, layout.style.value), beside(pdf, ".json")}) {
        if (const auto written = base::write_file_durably(file, base::as_bytes(json)); !written)
            return tl::unexpected(written.error());
    }
    if (const auto printed = print_deck(layout, deck, folder.key(), pdf); !printed)
        return tl::unexpected(printed.error());
    const forms::Conference& conference = folder.definition().conference;
    const auto results = make_deck_results(conference, deck);
    if (!results) return tl::unexpected(results.error());
    const auto printed = forms::print_pages(
        *results, {"Kết quả phải ra của bộ phiếu diễn tập", conference.organisation}, beside(pdf, "-ket-qua.pdf"));
    if (!printed) return tl::unexpected(printed.error());
    return deck;
}

base::Expected<std::vector<forms::TestDeck>, base::Failure> read_test_decks(const CaseFolder& folder) {
    std::vector<fs::path> files;
    std::error_code none;  // a case without any deck has no such folder
    for (const auto& entry : fs::directory_iterator(folder.path() / "rehearsal", none)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<forms::TestDeck> decks;
    for (const fs::path& file : files) {
        const auto text = base::read_text_file(file);
        if (!text) return tl::unexpected(text.error());
        auto deck = forms::deck_from_json(*text, file.string());
        if (!deck) return tl::unexpected(deck.error());
        decks.push_back(std::move(*deck));
    }
    return decks;
}

}  // namespace kiemphieu::station
