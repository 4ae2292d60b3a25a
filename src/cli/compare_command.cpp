#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "commands.hpp"
#include "moebench/gate/differences.hpp"
#include "moebench/io/comparison_json.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/report/comparison_report.hpp"
#include "moebench/stats/compare.hpp"
#include "moebench/stats/match.hpp"
#include "options.hpp"
#include "watched_computation.hpp"

namespace moebench::cli {
namespace {

struct CompareOptions {
  OutputOptions output;
  std::string candidate;
  std::string baseline;
  std::string unit;  // of files that tell none
  double confidence = 0.95;
  std::vector<std::string> matches;  // "A name=B name"
  double alpha = 0.05;
  stats::RankTestMethod mann_whitney = stats::RankTestMethod::automatic;
  std::string tost_absolute;  // "LO,HI"; empty: no such test
  std::string tost_ratio = "0.95,1.05";
  std::uint64_t resamples = 0;
  std::uint64_t seed = 42;
  unsigned threads = 2;
  bool summary = false;
};

/// "LO,HI" as two finite numbers with LO < HI.
std::optional<stats::Bounds> bounds_of(std::string_view text) {
  stats::Bounds bounds{};
  const char* const end = text.data() + text.size();
  const auto low = std::from_chars(text.data(), end, bounds.low);
  if (low.ec != std::errc{} || low.ptr == end || *low.ptr != ',') {
    return std::nullopt;
  }
  const auto high = std::from_chars(low.ptr + 1, end, bounds.high);
  const bool whole = high.ec == std::errc{} && high.ptr == end;
  const bool ordered = std::isfinite(bounds.low) && std::isfinite(bounds.high) && bounds.low < bounds.high;
  return whole && ordered ? std::optional{bounds} : std::nullopt;
}

/// CLI11's form of a check: empty text where the bounds can be used.
std::string check_bounds(const std::string& text) {
  return bounds_of(text) ? ""
                         : fmt::format("'{}' is not LO,HI, two finite numbers of which the first is smaller", text);
}

std::string check_ratio_bounds(const std::string& text) {
  const auto bounds = bounds_of(text);
  return bounds && bounds->low > 0 ? "" : fmt::format("'{}' is not LO,HI, two ratios with 0 < LO < HI", text);
}

/// CLI11's form of a check: empty text where `match` can name a pair. Which names they are, the files decide.
std::string check_match(const std::string& match) {
  const std::size_t equals = match.find('=', 1);
  return equals == std::string::npos || equals + 1 == match.size()
             ? fmt::format("'{}' is not of the form 'candidate name=baseline name'", match)
             : "";
}

std::string compared(const CompareOptions& options, core::ComparisonSet set, std::vector<std::string> differences) {
  switch (options.output.format) {
    case Format::json: return io::to_json(set, differences);
    case Format::csv: return io::comparison_csv(set);
    case Format::markdown: break;
  }
  return report::comparison_report(
      {.candidate = options.candidate,
       .baseline = options.baseline,
       .set = std::move(set),
       .differences = std::move(differences)},
      options.summary ? report::ComparisonDetail::summary : report::ComparisonDetail::everything);
}

/// Resamples to draw of both sides; 0 where the pairs cannot be made, which comparing them tells.
std::uint64_t resamples_of(const CompareOptions& options, const core::ResultSet& candidate,
                           const core::ResultSet& baseline) {
  const auto matching = stats::match_results(candidate, baseline, options.matches);
  if (!matching) {
    return 0;
  }
  return 2 * options.resamples *
         static_cast<std::uint64_t>(std::ranges::count_if(matching->pairs, [](const stats::MatchedPair& pair) {
           return pair.candidate->has_samples() && pair.baseline->has_samples();
         }));
}

Outcome run(const Session& session, const CompareOptions& options) {
  auto candidate = io::read_result_file(options.candidate);
  if (!candidate) {
    return std::unexpected(candidate.error());
  }
  auto baseline = io::read_result_file(options.baseline);
  if (!baseline) {
    return std::unexpected(baseline.error());
  }
  if (const auto taken = take_unit(session, {&*candidate, &*baseline}, options.unit); !taken) {
    return std::unexpected(taken.error());
  }
  const stats::Bounds margin = *bounds_of(options.tost_ratio);
  stats::CompareOptions wanted{.level = options.confidence,
                               .matches = options.matches,
                               .alpha = options.alpha,
                               .mann_whitney = options.mann_whitney,
                               .tost = bounds_of(options.tost_absolute),
                               .margin = {.low = margin.low, .high = margin.high},
                               .resamples = options.resamples,
                               .seed = options.seed,
                               .threads = options.threads};
  core::Result<core::ComparisonSet> set;
  watch(session,
        {.label = "bootstrap", .steps = resamples_of(options, *candidate, *baseline), .compute = [&](auto& drawn) {
           wanted.drawn = &drawn;
           set = stats::compare_sets(*candidate, *baseline, wanted);
         }});
  if (!set) {
    return std::unexpected(set.error());
  }
  auto differences = gate::what_differs(*candidate, *baseline, *set);
  const bool none = set->comparisons.empty();
  if (const auto delivered =
          deliver(session, options.output, compared(options, *std::move(set), std::move(differences)));
      !delivered) {
    return std::unexpected(delivered.error());
  }
  if (none) {
    session.note("nothing was compared: no result of the candidate has a partner in the baseline; use --match");
  }
  return k_done;
}

}  // namespace

void add_compare_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command =
      app.add_subcommand("compare", "Two result files of any known format: which is faster, and how sure is it");
  command->add_option("CANDIDATE", options->candidate, "The result file in question (A)")
      ->required()
      ->type_name("FILE");
  command->add_option("BASELINE", options->baseline, "The result file that it is held against (B)")
      ->required()
      ->type_name("FILE");
  add_output_options(*command, options->output, session);
  command->add_option("--confidence", options->confidence, "Level of the intervals, above 0 and below 1")
      ->check(CLI::Range(1e-9, 1 - 1e-9).description("(0,1)"))
      ->capture_default_str();
  command->add_option("--match", options->matches, "Pair results of different names: 'candidate name=baseline name'")
      ->check(check_match)
      ->type_name("A=B");
  command->add_option("--alpha", options->alpha, "Level of the tests for equivalence, above 0 and below 0.5")
      ->check(CLI::Range(1e-9, 0.5 - 1e-9).description("(0,0.5)"))
      ->take_last()
      ->capture_default_str();
  add_choice(*command, "--mw-method", options->mann_whitney,
             {{"auto", stats::RankTestMethod::automatic},
              {"exact", stats::RankTestMethod::exact},
              {"asymptotic", stats::RankTestMethod::asymptotic}},
             "Mann-Whitney test: auto is exact without ties below 50 samples a side");
  command
      ->add_option("--tost-abs", options->tost_absolute,
                   "Test whether A - B lies between these (--tost-abs=-3,3), in the samples' unit")
      ->check(check_bounds)
      ->take_last()
      ->type_name("LO,HI");
  command
      ->add_option("--tost-ratio", options->tost_ratio,
                   "The ratios A / B that make no difference that matters: what the verdict is held against")
      ->check(check_ratio_bounds)
      ->take_last()
      ->type_name("LO,HI")
      ->capture_default_str();
  command->add_option("--bootstrap", options->resamples, "Resamples for the bootstrap interval of the ratio; 0: none")
      ->check(whole_numbers(0, k_most_samples))
      ->take_last()
      ->capture_default_str();
  command->add_option("--seed", options->seed, "What the bootstrap draws from")
      ->check(whole_numbers(0, std::numeric_limits<std::int64_t>::max()))
      ->take_last()
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads to compute with; they change no digit of the result")
      ->check(whole_numbers(1, k_most_computing_threads))
      ->take_last()
      ->capture_default_str();
  command->add_flag(
      "--summary", options->summary,
      "Print verdicts, what else differs between the sides, and doubts alone; JSON and CSV hold everything");
  add_unit_option(*command, options->unit);
  command->footer("Example: moebench compare results/infer.json pytorch.json --tost-ratio=0.98,1.02");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
