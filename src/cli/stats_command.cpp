#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "commands.hpp"
#include "moebench/io/description_json.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/report/description_report.hpp"
#include "moebench/stats/describe.hpp"
#include "options.hpp"
#include "watched_computation.hpp"

namespace moebench::cli {
namespace {

struct StatsOptions {
  OutputOptions output;
  Export exported;
  std::string file;
  std::string unit;  // of a file that tells none
  double confidence = 0.95;
  std::vector<double> quantiles = {0.5, 0.95, 0.99};
  std::uint64_t resamples = 0;  // 0: no bootstrap
  std::uint64_t seed = 42;
  std::size_t threads = 0;
  std::size_t ljung_box_lags = 0;  // 0: as many as the default rule gives
  bool summary = false;
  bool ascii = false;
};

stats::DescribeOptions describe_options(const StatsOptions& options) {
  stats::DescribeOptions wanted;
  wanted.summary = {.level = options.confidence, .quantiles = options.quantiles};
  if (options.ljung_box_lags > 0) {
    wanted.ljung_box_lags = options.ljung_box_lags;
  }
  if (options.resamples > 0) {
    wanted.bootstrap = stats::BootstrapOptions{
        .resamples = options.resamples, .seed = options.seed, .level = options.confidence, .threads = options.threads};
  }
  return wanted;
}

/// Resamples to draw of this file.
std::uint64_t resamples_of(const StatsOptions& options, const core::ResultSet& file) {
  return options.resamples *
         static_cast<std::uint64_t>(std::ranges::count_if(
             file.results, [](const core::BenchmarkResult& result) { return result.has_samples(); }));
}

std::string described(const Session& session, const StatsOptions& options, const core::ResultSet& file) {
  core::DescriptionSet set;
  watch(session, {.label = "bootstrap", .steps = resamples_of(options, file), .compute = [&](auto& drawn) {
                    stats::DescribeOptions wanted = describe_options(options);
                    if (wanted.bootstrap) {
                      wanted.bootstrap->drawn = &drawn;
                    }
                    set = stats::describe_set(file, wanted);
                  }});
  switch (options.output.format) {
    case Format::json: return io::to_json(set);
    case Format::csv: return io::descriptions_csv(set);
    case Format::markdown: break;
  }
  return report::description_report(set, {.summary = options.summary, .ascii = options.ascii, .samples = &file});
}

Outcome run(const Session& session, const StatsOptions& options) {
  if (const auto compatible = check_export(options.exported, options.output); !compatible) {
    return std::unexpected(compatible.error());
  }
  auto file = io::read_result_file(options.file);
  if (!file) {
    return std::unexpected(file.error());
  }
  if (const auto taken = take_unit(session, {&*file}, options.unit); !taken) {
    return std::unexpected(taken.error());
  }
  const auto delivered = options.exported ? deliver_export(session, options.output, *options.exported, *file)
                                          : deliver(session, options.output, described(session, options, *file));
  if (!delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

CLI::Validator open_unit_interval() {
  return CLI::Range(1e-9, 1 - 1e-9).description("(0,1)");
}

}  // namespace

void add_stats_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<StatsOptions>();
  CLI::App* command =
      app.add_subcommand("stats", "What the samples of a file look like, and how far their figures can be trusted");
  command
      ->add_option("FILE", options->file,
                   "A result file of any known format, Criterion.rs's folder, or a text with a sample on each line")
      ->type_name("FILE")
      ->required();
  add_output_options(*command, options->output, session);
  add_export_option(*command, options->exported);
  command->add_option("--confidence", options->confidence, "Level of the intervals, above 0 and below 1")
      ->take_last()
      ->check(open_unit_interval())
      ->capture_default_str();
  command->add_option("--quantiles", options->quantiles, "Quantiles beside 0.5, 0.95 and 0.99, separated by commas")
      ->delimiter(',')
      ->check(open_unit_interval())
      ->capture_default_str();
  command->add_option("--bootstrap", options->resamples, "Resamples for bootstrap intervals; 0: none")
      ->take_last()
      ->check(whole_numbers(0, k_most_samples))
      ->type_name("B")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Seed of the resamples")
      ->take_last()
      ->check(whole_numbers(0, std::numeric_limits<std::int64_t>::max()))
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Threads of the bootstrap, all cores by default; changes no digit")
      ->take_last()
      ->check(whole_numbers(1, k_most_computing_threads))
      ->type_name("T");
  command
      ->add_option("--ljung-box-lags", options->ljung_box_lags,
                   "Lags of the Ljung-Box test, a fifth of the samples but at most 10 by default")
      ->take_last()
      ->check(whole_numbers(1, k_most_samples))
      ->type_name("h");
  command->add_flag("--summary", options->summary,
                    "Print a row for each result and the codes of its doubts alone; JSON and CSV hold everything");
  command->add_flag("--ascii", options->ascii, "Draw the histogram and the samples over time in plain ASCII");
  add_unit_option(*command, options->unit);
  command->footer("Example: moebench stats results/infer.json --quantiles 0.5,0.9,0.99,0.999");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
