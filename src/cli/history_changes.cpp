#include "moebench/stats/history_changes.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "history_commands.hpp"
#include "moebench/io/history_csv.hpp"
#include "moebench/io/history_json.hpp"
#include "moebench/report/history_report.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct ChangesOptions {
  OutputOptions output;
  std::string db;
  std::string name;
  std::string min_change = "1%";
  core::HistoryChangesOptions test;
  bool fail_on_regression = false;
  // Of plot alone.
  std::size_t last = 40;
  bool ascii = false;
};

/// "1%" and "0.01" as 0.01.
std::optional<double> share_of(std::string_view text) {
  double share = 0;
  const bool percent = text.ends_with('%');
  text.remove_suffix(percent ? 1 : 0);
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), share);
  const bool whole = fault == std::errc{} && end == text.data() + text.size();
  return whole && std::isfinite(share) && share >= 0 ? std::optional{percent ? share / 100 : share} : std::nullopt;
}

core::Result<core::HistoryChanges> changes(const ChangesOptions& options) {
  const auto measurements = measurements_named(options.db, options.name);
  if (!measurements) {
    return std::unexpected(measurements.error());
  }
  core::HistoryChangesOptions test = options.test;
  test.min_change = *share_of(options.min_change);
  return stats::find_history_changes(*measurements, test);
}

Outcome run_changes(const Session& session, const ChangesOptions& options) {
  const auto found = changes(options);
  if (!found) {
    return std::unexpected(found.error());
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(*found)
                           : format == Format::csv ? io::history_changes_csv(*found)
                                                   : report::history_changes_report(*found, options.db);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return options.fail_on_regression && found->newest_regressed() ? k_failed_check : k_done;
}

Outcome run_plot(const Session& session, const ChangesOptions& options) {
  const auto found = changes(options);
  if (!found) {
    return std::unexpected(found.error());
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(*found)
                           : format == Format::csv ? io::history_points_csv(*found)
                                                   : report::history_plot_report(*found, options.last, options.ascii);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

void add_test_options(CLI::App& command, ChangesOptions& options) {
  constexpr std::uint64_t most_permutations = 1'000'000;
  core::HistoryChangesOptions& test = options.test;
  add_choice(command, "--metric", test.metric,
             {{"mean", core::HistoryMetric::mean},
              {"p50", core::HistoryMetric::p50},
              {"p95", core::HistoryMetric::p95},
              {"p99", core::HistoryMetric::p99},
              {"throughput", core::HistoryMetric::throughput}},
             "The figure that is watched");
  command.add_option("--alpha", test.alpha, "Chance of any false change in all series together, above 0 and below 1")
      ->check(CLI::Range(1e-4, 1 - 1e-4).description("(0,1)"))
      ->take_last()
      ->capture_default_str();
  command.add_option("--permutations", test.permutations, "Of each test, at least; more where alpha needs them")
      ->check(whole_numbers(1, most_permutations))
      ->take_last()
      ->capture_default_str();
  command.add_option("--min-change", options.min_change, "The smallest change of a level that matters: 1% or 0.01")
      ->check([](const std::string& text) {
        return share_of(text) ? std::string{} : fmt::format("'{}' is no share of 0 or more, such as 1% or 0.01", text);
      })
      ->take_last()
      ->type_name("SHARE")
      ->capture_default_str();
  command.add_option("--persistence", test.persistence, "Measurements of the new level that confirm a change")
      ->check(whole_numbers(1, k_most_samples))
      ->take_last()
      ->capture_default_str();
  command.add_option("--min-segment", test.min_segment, "Measurements that a level has at least")
      ->check(whole_numbers(2, k_most_samples))
      ->take_last()
      ->capture_default_str();
  command.add_option("--exponent", test.exponent, "Of the distances: above 0; at 2, the most, only means matter")
      ->check(CLI::Range(1e-3, 2.0).description("(0,2]"))
      ->take_last()
      ->capture_default_str();
  command.add_option("--seed", test.seed, "What the permutations are drawn from")
      ->check(whole_numbers(0, std::numeric_limits<std::int64_t>::max()))
      ->take_last()
      ->capture_default_str();
  command.add_option("--threads", test.threads, "Threads to compute with, all cores by default; they change no digit")
      ->check(whole_numbers(1, k_most_threads))
      ->take_last()
      ->type_name("T");
}

}  // namespace

void add_history_changes(CLI::App& history, Session& session) {
  auto options = std::make_shared<ChangesOptions>();
  CLI::App* command =
      history.add_subcommand("changes", "Where the level of a result changed from one commit to the next, tested");
  add_db_option(*command, options->db);
  add_name_option(*command, options->name);
  add_test_options(*command, *options);
  command->add_flag("--fail-on-regression", options->fail_on_regression,
                    "Exit with 1 where the newest level of a series began with a confirmed regression");
  add_output_options(*command, options->output, session);
  command->footer("Example: moebench history changes --metric p99 --min-change 5%");
  command->callback(
      [&session, options] { session.chosen = [&session, options] { return run_changes(session, *options); }; });
}

void add_history_plot(CLI::App& history, Session& session) {
  constexpr std::uint64_t most_lines = 100'000;
  auto options = std::make_shared<ChangesOptions>();
  CLI::App* command =
      history.add_subcommand("plot", "A chart of a result by commit, with its levels and their changes");
  add_db_option(*command, options->db);
  add_name_option(*command, options->name);
  command->get_option("--name")->required();
  command->add_option("--last", options->last, "How many measurements are drawn, the newest")
      ->check(whole_numbers(1, most_lines))
      ->take_last()
      ->capture_default_str();
  command->add_flag("--ascii", options->ascii, "Draw in plain ASCII");
  add_test_options(*command, *options);
  add_output_options(*command, options->output, session);
  command->footer("Example: moebench history plot --name 'router/steady-state'");
  command->callback(
      [&session, options] { session.chosen = [&session, options] { return run_plot(session, *options); }; });
}

}  // namespace moebench::cli
