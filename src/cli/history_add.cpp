#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "history_commands.hpp"
#include "measured_commit.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/history/digest.hpp"
#include "moebench/history/history_file.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/history_csv.hpp"
#include "moebench/io/history_json.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/report/history_report.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/summarize.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct AddOptions {
  OutputOptions output;
  std::string db;
  CommitOptions commit;
  std::vector<std::string> files;
  std::string unit;  // of files that tell none
  bool dry_run = false;
};

std::string one_line(std::string text) {
  for (char& character : text) {
    character = character == '\n' || character == '\r' ? ' ' : character;
  }
  return text;
}

std::string lines_of(const core::Attributes& attributes) {
  std::string lines;
  for (const auto& [key, value] : attributes.entries()) {
    lines += fmt::format("{}={}\n", one_line(key), one_line(core::to_text(value)));
  }
  return lines;
}

/// What decides how fast the same code runs, and stays the same from one boot to the next: figures of two machines that
/// differ in one of these say nothing about the code. Kernel and memory are left out: they change with every update.
std::string machine_of(const core::ResultSet& set) {
  constexpr std::string_view keys[] = {
      "cpu_model",    "cpu_physical_cores", "cpu_logical_cores", "cpu_available", "cpu_quota",
      "architecture", "virtualisation",     "governor",          "turbo",         "smt",
      "compiler",     "compiler_flags",     "build_type",        "sanitizers"};
  core::Attributes machine;
  for (const std::string_view key : keys) {
    if (const core::Scalar* fact = set.environment.facts.find(key)) {
      machine.set(key, *fact);
    }
  }
  if (machine.find("cpu_model") == nullptr) {
    if (const core::Scalar* cpu = set.config.find("cpu")) {
      machine.set("cpu_model", *cpu);
    }
  }
  return lines_of(machine);
}

std::optional<double> finite(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? value : std::nullopt;
}

/// The mean over runs where there are two or more, otherwise of all samples or as the file tells it.
std::optional<double> quantile_of(const core::BenchmarkResult& result, const core::Summary& summary, double p,
                                  core::Estimate core::BetweenRuns::*over_runs,
                                  std::optional<double> core::ReportedSummary::*reported) {
  if (summary.between_runs) {
    return finite((*summary.between_runs.*over_runs).value);
  }
  if (const core::Quantile* found = summary.quantile(p)) {
    return finite(found->value);
  }
  return result.reported ? finite(*result.reported.*reported) : std::nullopt;
}

core::Measurement measurement_of(const core::BenchmarkResult& result) {
  const core::Summary summary = stats::summarize(result);
  core::Measurement found;
  found.name = result.name;
  found.scenario = result.scenario;
  found.framework = result.framework;
  found.metric = result.series.metric;
  found.unit = result.series.unit;
  found.better = result.series.better;
  found.samples = summary.n;
  for (const core::Moments& run : stats::moments_of_runs(result.series)) {
    found.run_means.push_back(run.mean);
  }
  const auto& between = summary.between_runs;
  found.mean = between ? between->mean.value : summary.mean;
  found.sd_between_runs = between ? finite(between->sd_of_means) : std::nullopt;
  found.p50 = quantile_of(result, summary, 0.5, &core::BetweenRuns::p50, &core::ReportedSummary::p50);
  found.p95 = quantile_of(result, summary, 0.95, &core::BetweenRuns::p95, &core::ReportedSummary::p95);
  found.p99 = quantile_of(result, summary, 0.99, &core::BetweenRuns::p99, &core::ReportedSummary::p99);
  found.throughput_per_sec = finite(result.has_samples() ? result.series.operations_per_second()
                                    : result.reported    ? result.reported->throughput_per_sec
                                                         : std::nullopt);
  found.parameters = lines_of(result.params);
  return found;
}

struct FilesRead {
  std::vector<core::Measurement> measurements;
  std::vector<RecordedCommit> commits;  // one for each file
};

core::Result<std::vector<core::ResultSet>> sets_of(const Session& session, const AddOptions& options) {
  std::vector<core::ResultSet> sets;
  for (const std::string& file : options.files) {
    auto set = io::read_result_file(file);
    if (!set) {
      return std::unexpected(set.error());
    }
    sets.push_back(*std::move(set));
  }
  std::vector<core::ResultSet*> pointers;
  std::ranges::transform(sets, std::back_inserter(pointers), [](core::ResultSet& set) { return &set; });
  if (const auto taken = take_unit(session, pointers, options.unit); !taken) {
    return std::unexpected(taken.error());
  }
  return sets;
}

core::Result<FilesRead> read_files(const Session& session, const AddOptions& options) {
  const auto sets = sets_of(session, options);
  if (!sets) {
    return std::unexpected(sets.error());
  }
  const std::string now = harness::utc_timestamp();
  FilesRead read;
  for (std::size_t i = 0; i < sets->size(); ++i) {
    const core::ResultSet* const set = &(*sets)[i];
    const std::string& file = options.files[i];
    const std::string measured_at = set->config.text("timestamp");
    const std::string commit = set->config.text("moebench_commit");
    read.commits.push_back({.file = file, .id = commit == "unknown" ? "" : commit, .measured_at = measured_at});
    for (const core::BenchmarkResult& result : set->results) {
      core::Measurement one = measurement_of(result);
      if (!std::isfinite(one.mean)) {
        return core::input_error(fmt::format("{}: result '{}'", file, result.name),
                                 "its mean is beyond what a double holds; nothing was added");
      }
      one.machine = machine_of(*set);
      one.config = lines_of(set->config);
      one.source = file;
      one.measured_at = measured_at;
      one.added_at = now;
      one.digest = history::digest(result, measured_at);
      read.measurements.push_back(std::move(one));
    }
  }
  return read;
}

std::string text_of(const core::HistoryAddition& addition, Format format) {
  return format == Format::json  ? io::to_json(addition)
         : format == Format::csv ? io::history_addition_csv(addition)
                                 : report::history_addition_report(addition);
}

/// What add would answer, by reading alone.
core::Result<history::Added> would_be_added(const std::string& file,
                                            const std::vector<core::Measurement>& measurements) {
  using Key = std::tuple<std::string, std::string, std::string>;
  const auto key = [](const core::Measurement& one) { return Key{one.commit.id, one.name, one.digest}; };
  std::set<Key> there;
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored)) {
    const auto old = history::read(file);
    if (!old) {
      return std::unexpected(old.error());
    }
    std::ranges::transform(*old, std::inserter(there, there.end()), key);
  } else if (const auto writable = io::look_writable(file); !writable) {
    return std::unexpected(writable.error());
  }
  history::Added result;
  for (const core::Measurement& one : measurements) {
    ++(there.insert(key(one)).second ? result.added : result.already_there);
  }
  return result;
}

Outcome run(const Session& session, const AddOptions& options) {
  if (const auto writable = check_targets(options.output, "", options.dry_run); !writable) {
    return std::unexpected(writable.error());
  }
  auto read = read_files(session, options);
  if (!read) {
    return std::unexpected(read.error());
  }
  const auto commit = measured_commit(session, options.commit, read->commits);
  if (!commit) {
    return std::unexpected(commit.error());
  }
  std::vector<core::Measurement>& measurements = read->measurements;
  for (core::Measurement& one : measurements) {
    one.commit = *commit;
  }
  const auto added =
      options.dry_run ? would_be_added(options.db, measurements) : history::add(options.db, measurements);
  if (!added) {
    return std::unexpected(added.error());
  }
  if (options.dry_run) {
    session.note("dry run: nothing was added");
  }
  const core::HistoryAddition addition{
      .file = options.db, .commit = *commit, .added = added->added, .already_there = added->already_there};
  const OutputOptions output =
      options.dry_run ? OutputOptions{.format = options.output.format, .output = {}} : options.output;
  if (const auto delivered = deliver(session, output, text_of(addition, options.output.format)); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_history_add(CLI::App& history, Session& session) {
  auto options = std::make_shared<AddOptions>();
  CLI::App* command =
      history.add_subcommand("add", "Keep the figures of result files under the commit that was measured");
  command->add_option("RESULT", options->files, "Result files of any known format")->required()->type_name("FILE");
  add_db_option(*command, options->db);
  command
      ->add_option("--commit", options->commit.id,
                   "What was measured; by default what the files record, or else HEAD of the current folder")
      ->take_last()
      ->type_name("SHA");
  command
      ->add_option("--time", options->commit.time,
                   "When that commit was made, its place in the order; by default git's, or that of the result")
      ->take_last()
      ->type_name("ISO8601");
  command->add_option("--branch", options->commit.branch, "The branch; the one that is checked out by default")
      ->take_last()
      ->type_name("NAME");
  add_output_options(*command, options->output, session);
  add_dry_run_flag(*command, options->dry_run);
  add_unit_option(*command, options->unit);
  command->footer(
      "The same result is not added twice to a commit; another measurement of it is.\n"
      "Example: moebench history add results/router.json --commit v1.2 --time 2026-01-31T12:00:00Z");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
