// train_scores: fits omr/score_model.txt to simulated sheets of all grades and voters. Seeded: the same sheets give the
// same weights.

#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <variant>
#include <vector>

#include <CLI/CLI.hpp>

#include "omr/code.hpp"
#include "omr/crosses.hpp"
#include "omr/registration.hpp"
#include "omr/score_model.hpp"
#include "omr/wedges.hpp"
#include "tests/bench/judging.hpp"
#include "tests/simulator/sample_ballot.hpp"

namespace {

using namespace kiemphieu;
using omr::score_features;
using omr::ScoreFeatures;

/// Keeps weights finite where a feature decides alone. Source: a normal prior of deviation 5 on each weight.
constexpr double ridge = 0.04;
constexpr int newton_steps = 30;

struct Example {
    ScoreFeatures features{};
    bool meant{};
};

struct Arguments {
    std::string out{"omr/score_model.txt"};
    int sheets{300};
    std::uint64_t seed{20231215};
    std::string strokes;
};

/// Reads one sheet as PageReader does, as far as the evidence of its rows.
void learn(simulator::SheetSource& source, int number, const forms::BallotLayout& layout, const omr::PageReader& reader,
           std::vector<Example>& out) {
    const bench::ReadSheet sheet = bench::whole(bench::read_sheet(source, number, reader));
    if (sheet.reading.status != omr::PageStatus::read) return;
    omr::DebugPictures off;
    const base::GrayView scan = sheet.scan.gray();
    const forms::LayoutPage& page = *layout.find_page(sheet.truth.code.page);
    const auto poses = omr::locate_page(scan, layout, off);
    const auto identified = omr::identify_page(scan, poses, {layout}, std::nullopt, off);
    const auto* identity = std::get_if<omr::IdentifiedPage>(&identified);
    if (identity == nullptr) return;
    const auto refined = omr::refine_pose(scan, identity->pose, page, off);
    const auto* registered = std::get_if<omr::RegisteredPage>(&refined);
    if (registered == nullptr) return;
    const omr::PageTransform& transform = registered->transform;
    const auto zone = bench::whole(omr::PrintZone::create(page));
    omr::AddedInk ink =
        omr::find_added_ink(scan, transform, zone, omr::measure_print_range(scan, transform, page.registration_marks));
    const omr::SkeletonGraph graph = omr::trace_skeleton(ink, zone);
    const std::vector<omr::Stroke> strokes = omr::join_strokes(graph, zone, ink);
    omr::CrossSearch search = omr::find_crosses(strokes);
    omr::look_between_arms(search, strokes, ink, transform);
    const auto evidence = omr::gather_marks(page, strokes, search, graph);
    for (std::size_t r = 0; r < evidence.size(); ++r) {
        for (std::size_t b = 0; b < 3; ++b) {
            out.push_back({omr::features_of(page.rows[r], evidence[r], b, ink.depth), sheet.truth.rows[r].meant[b]});
        }
    }
}

std::vector<Example> collect(const Arguments& arguments) {
    std::vector<Example> out;
    for (const simulator::Grade grade : {simulator::Grade::clean, simulator::Grade::office, simulator::Grade::hard}) {
        for (const char* habits : {"ordinary", "difficult"}) {
            const forms::Conference conference = simulator::sample_conference(30);
            const auto layout =
                bench::whole(forms::make_layout(conference, conference.styles.front(), base::ConferenceId{0x5a0d51}));
            simulator::SheetSource::Options options;
            options.seed = arguments.seed + static_cast<std::uint64_t>(grade);
            options.grade = grade;
            options.habits = bench::habits_of(habits, grade);
            options.key = base::sha256(base::as_bytes("simulated case"));
            if (!arguments.strokes.empty())
                options.book = bench::whole(simulator::StrokeBook::from_json(arguments.strokes));
            simulator::SheetSource source(layout, options);
            const auto reader = bench::whole(omr::PageReader::create({layout}, {options.key, {}}));
            for (int i = 0; i < arguments.sheets; ++i) learn(source, i, layout, reader, out);
            std::fprintf(stderr, "%s, %s voters: %zu boxes\n", std::string(name_of(grade)).c_str(), habits, out.size());
        }
    }
    return out;
}

using Matrix = std::vector<std::vector<double>>;

/// Solves a positive definite system. Source: Cholesky.
std::vector<double> solve(Matrix a, std::vector<double> b) {
    const std::size_t n = b.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = a[i][j];
            for (std::size_t k = 0; k < j; ++k) sum -= a[i][k] * a[j][k];
            a[i][j] = i == j ? std::sqrt(sum) : sum / a[j][j];
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k) b[i] -= a[i][k] * b[k];
        b[i] /= a[i][i];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[k][i] * b[k];
        b[i] /= a[i][i];
    }
    return b;
}

/// Newton's steps to the weights under which what was seen is likeliest.
std::vector<double> fit(const std::vector<Example>& examples) {
    const std::size_t n = score_features.size();
    std::vector<double> weights(n, 0.0);
    for (int step = 0; step < newton_steps; ++step) {
        Matrix curvature(n, std::vector<double>(n, 0.0));
        std::vector<double> slope(n, 0.0);
        for (const Example& e : examples) {
            double sum = 0;
            for (std::size_t i = 0; i < n; ++i) sum += weights[i] * e.features[i];
            const double p = 1 / (1 + std::exp(-sum));
            const double error = (e.meant ? 1.0 : 0.0) - p;
            for (std::size_t i = 0; i < n; ++i) {
                if (e.features[i] == 0) continue;
                slope[i] += error * e.features[i];
                for (std::size_t j = 0; j <= i; ++j) curvature[i][j] += p * (1 - p) * e.features[i] * e.features[j];
            }
        }
        for (std::size_t i = 0; i < n; ++i) {
            slope[i] -= ridge * weights[i];
            curvature[i][i] += ridge;
        }
        const std::vector<double> by = solve(std::move(curvature), std::move(slope));
        double most = 0;
        for (std::size_t i = 0; i < n; ++i) {
            weights[i] += by[i];
            most = std::max(most, std::abs(by[i]));
        }
        if (most < 1e-7) break;
    }
    return weights;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    CLI::App app{"Fits the weights of the boxes' scores to simulated sheets"};
    app.add_option("--out", arguments.out, "the model's file");
    app.add_option("--sheets", arguments.sheets, "of each of three grades and two halls of voters");
    app.add_option("--seed", arguments.seed);
    app.add_option("--strokes", arguments.strokes, "file of real people's strokes");
    CLI11_PARSE(app, argc, argv);
    const std::vector<Example> examples = collect(arguments);
    const std::vector<double> weights = fit(examples);
    std::ofstream file(arguments.out);
    file << "# Weights of the chance that a box carries a meant mark; see omr/score_model.hpp for what each measures.\n"
         << "# Written by: train_scores --sheets " << arguments.sheets << " --seed " << arguments.seed << ", "
         << examples.size() << " boxes.\n";
    for (std::size_t i = 0; i < weights.size(); ++i) {
        char line[64];
        std::snprintf(line, sizeof line, "%-20s %9.4f\n", std::string(score_features[i]).c_str(), weights[i]);
        file << line;
    }
    return file.flush() ? 0 : 3;
}
