#include "station/cli/demo_hall.hpp"

#include <algorithm>
#include <cstdio>

#include "base/file.hpp"
#include "base/png.hpp"
#include "forms/code.hpp"
#include "tests/simulator/scan.hpp"
#include "tests/simulator/sheet.hpp"

namespace kiemphieu::station::cli {
namespace {

namespace fs = std::filesystem;
using simulator::Random;

constexpr base::Dpi scan_dpi{200};

/// One paper to be: who marks which page of what.
struct Paper {
    PaperKind kind{PaperKind::genuine};
    std::size_t voter{};
    base::Serial serial;
    int page{};
};

RowVerdict verdict_of(const simulator::RowTruth& row) {
    if (simulator::is_crossed(row.name)) return RowVerdict::crossed;
    if (const auto level = simulator::level_of(row)) return station::verdict_of(*level);
    return row.marks() == 0 ? RowVerdict::none : row.marks() == 2 ? RowVerdict::double_mark : RowVerdict::triple_mark;
}

/// What must happen at least once, whatever chance brings.
void ensure_oddities(simulator::PagePlan& plan, std::size_t voter, int page) {
    if (page != 1 || plan.rows.empty()) return;
    simulator::RowTruth& row = plan.rows.front();
    if (voter == 1) row = {row.number, simulator::RowKind::none, {}, simulator::NameMark::none};
    if (voter == 2) row = {row.number, simulator::RowKind::double_x, {true, false, true}, simulator::NameMark::none};
    if (voter == 3) row.name = simulator::NameMark::straight;
}

/// Which papers are in a style's box, ballots shuffled.
std::vector<std::vector<Paper>> fill_box(const BallotBox& box, std::size_t style_index, Random random) {
    std::vector<std::vector<Paper>> ballots;
    const auto add = [&](PaperKind kind, std::size_t voter, base::Serial serial) {
        std::vector<Paper> ballot;
        for (const forms::LayoutPage& page : box.layout->pages) ballot.push_back({kind, voter, serial, page.page});
        ballots.push_back(std::move(ballot));
    };
    const bool one_is_kept = style_index < 2 && box.serials.size() > 1;
    for (std::size_t voter = 0; voter + (one_is_kept ? 1 : 0) < box.serials.size(); ++voter) {
        add(PaperKind::genuine, voter, box.serials[voter]);
    }
    if (one_is_kept && style_index == 0) add(PaperKind::forged, box.serials.size() - 1, base::Serial{random.bits()});
    if (one_is_kept && style_index == 1) add(PaperKind::photocopy, 0, box.serials[0]);
    if (style_index == 0 && ballots.size() > 4) ballots[4].front().kind = PaperKind::torn;
    for (std::size_t left = ballots.size(); left > 1; --left) {
        std::swap(ballots[left - 1], ballots[static_cast<std::size_t>(random.integer(0, static_cast<int>(left) - 1))]);
    }
    return ballots;
}

/// Tears off the upper part of the page, code and marks with it, whichever way it lies in the image.
void tear(base::PageImage& image, int rotation_deg) {
    constexpr double torn_share = 0.14;
    const int depth_x = rotation_deg % 180 == 90 ? static_cast<int>(image.width * torn_share) : image.width;
    const int depth_y = rotation_deg % 180 == 0 ? static_cast<int>(image.height * torn_share) : image.height;
    const int from_x = rotation_deg == 90 ? image.width - depth_x : 0;
    const int from_y = rotation_deg == 180 ? image.height - depth_y : 0;
    for (int y = from_y; y < from_y + depth_y; ++y) {
        for (int x = from_x; x < from_x + depth_x; ++x) {
            image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                         static_cast<std::size_t>(x)] = 252;
        }
    }
}

class Scanning {
  public:
    Scanning(const BallotBox& box, std::size_t style_index, const base::SecretKey& key, std::uint64_t seed)
        : layout_(*box.layout),
          style_index_(style_index),
          key_(key),
          random_(Random(seed).fork("style", style_index)),
          printer_(layout_, simulator::paper_px_per_mm(scan_dpi)) {}

    base::Expected<simulator::SimulatedSheet, base::Failure> make(const Paper& paper, simulator::SheetOrder& order) {
        const forms::LayoutPage& page = *layout_.find_page(paper.page);
        // Voter and page decide what is marked; a photocopy shows the same marks scanned once more.
        const Random voter = random_.fork("voter", paper.voter);
        const Random side = voter.fork("page", static_cast<std::uint64_t>(paper.page));
        Random plan = side.fork("plan");
        Random hand = voter.fork("hand");
        Random conditions = side.fork(paper.kind == PaperKind::photocopy ? "copy" : "original");
        order.code = {layout_.conference,         layout_.style, layout_.id, paper.serial, page.sheet, page.page,
                      forms::BallotKind::official};
        base::SecretKey forger = key_;
        if (paper.kind == PaperKind::forged) forger[0] = static_cast<std::uint8_t>(forger[0] ^ 1U);
        order.tag = forms::make_tag(order.code, forger);
        order.plan = simulator::plan_page(page, simulator::ordinary(), plan);
        if (style_index_ == 0) ensure_oddities(order.plan, paper.voter, paper.page);
        if (style_index_ == 0 && paper.voter == 5 && page.write_in_area)
            order.plan.write_in = simulator::WriteIn::in_band;
        order.hand = simulator::choose_hand(hand);
        order.conditions = simulator::choose_conditions(simulator::Grade::office, scan_dpi, conditions);
        auto sheet = simulator::simulate(printer_, order, simulator::StrokeBook{}, side);
        if (sheet && paper.kind == PaperKind::torn) tear(sheet->image, order.conditions.scan.rotation_deg);
        return sheet;
    }

  private:
    const forms::BallotLayout& layout_;
    std::size_t style_index_;
    base::SecretKey key_;
    Random random_;
    simulator::Printer printer_;
};

base::Expected<void, base::Failure> write_scan(const fs::path& path, const simulator::SimulatedSheet& sheet,
                                               int jpeg_quality) {
    if (path.extension() == ".png") return base::write_png(path, sheet.image);
    const auto bytes = simulator::encode_jpeg(sheet.image, jpeg_quality);
    if (!bytes) return tl::unexpected(bytes.error());
    return base::write_file_durably(path, *bytes);
}

}  // namespace

std::size_t pages_to_scan(const std::vector<BallotBox>& boxes) {
    std::size_t pages = 0;
    for (const BallotBox& box : boxes) pages += box.serials.size() * box.layout->pages.size();
    return pages;
}

base::Expected<Hall, base::Failure> hold_vote(const std::vector<BallotBox>& boxes, const base::SecretKey& key,
                                              const fs::path& scans, std::uint64_t seed,
                                              const std::function<void(std::size_t)>& progress) {
    Hall hall;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        Scanning scanning(boxes[i], i, key, seed);
        for (const auto& ballot : fill_box(boxes[i], i, Random(seed).fork("box", i))) {
            for (const Paper& paper : ballot) {
                simulator::SheetOrder order;
                const auto sheet = scanning.make(paper, order);
                if (!sheet) return tl::unexpected(sheet.error());
                char name[32];
                std::snprintf(name, sizeof name, "scan%04zu.%s", hall.scans.size() + 1,
                              order.conditions.scan.bilevel_at ? "png" : "jpg");
                const fs::path path = scans / name;
                if (const auto done = write_scan(path, *sheet, order.conditions.scan.jpeg_quality); !done)
                    return tl::unexpected(done.error());
                const auto bytes = base::read_file(path);
                if (!bytes) return tl::unexpected(bytes.error());
                PaperTruth truth{base::sha256(*bytes),
                                 paper.kind,
                                 order.code.style,
                                 paper.serial,
                                 paper.page,
                                 {},
                                 order.plan.write_in != simulator::WriteIn::none};
                for (const simulator::RowTruth& row : order.plan.rows) truth.rows[row.number] = verdict_of(row);
                hall.scans.push_back(path);
                hall.papers.push_back(std::move(truth));
                progress(hall.scans.size());
            }
        }
    }
    return hall;
}

}  // namespace kiemphieu::station::cli
