// One result file: what was run, where, and what came out. This is the value in which scenarios, files, statistics and
// reports meet. It holds no analysis: that is made from it (analysis.hpp, comparison.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/attributes.hpp"
#include "moebench/core/environment.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/series.hpp"
#include "moebench/core/warning.hpp"

namespace moebench::core {

/// A claim that a scenario held against what happened.
struct Check {
  std::string name;      // what is claimed about
  std::string expected;  // what the claim says
  std::string actual;    // what happened
  bool ok;               // whether they agree

  friend bool operator==(const Check&, const Check&) = default;
};

/// A file's own summary. The only source where there are no samples, otherwise held against them. Times in
/// microseconds.
struct ReportedSummary {
  std::uint64_t iterations = 0;              // at least 1
  double mean = 0;                           // of all samples
  std::optional<double> sd;                  // where the file tells, as all below
  std::optional<double> ci_lower;            // of the mean, at 0.95
  std::optional<double> ci_upper;            // of the mean, at 0.95
  std::optional<double> p50;                 // quantile
  std::optional<double> p95;                 // quantile
  std::optional<double> p99;                 // quantile
  std::optional<double> min;                 // smallest sample
  std::optional<double> max;                 // largest sample
  std::optional<double> throughput_per_sec;  // operations

  friend bool operator==(const ReportedSummary&, const ReportedSummary&) = default;
};

/// One thing that was measured, with everything that is known about it.
struct BenchmarkResult {
  std::string name;       // unique in its file: "router/steady-state"
  std::string framework;  // who ran it, where the file says so: "pytorch"
  std::string scenario;   // what it belongs to: "router"
  Attributes params;      // how it was measured
  /// Results of the same file that took turns with this one and that it is to be held against, by name.
  std::vector<std::string> baselines;
  Series series;                            // no runs when the file holds summaries only
  std::optional<ReportedSummary> reported;  // what its file says about it
  std::vector<Check> checks;                // claims held against what happened
  std::vector<Warning> warnings;            // doubts

  /// Whether any run holds one.
  bool has_samples() const { return series.sample_count() != 0; }

  /// How many inputs a call answers for, at least 1, by the parameter "batch_size" or "batch"; empty without either.
  std::optional<std::uint64_t> inputs_per_call() const;
};

/// What a file holds.
struct ResultSet {
  std::string source;                    // the file that it was read from; empty when it was measured here
  Attributes config;                     // of the command that measured
  Environment environment;               // the machine
  std::vector<BenchmarkResult> results;  // in the file's order

  /// The result of that name, or null.
  const BenchmarkResult* find(std::string_view name) const;
};

/// Adds the runs of `run`, the same command's results from another process, to those of `all`: series one behind the
/// other, a check with the worse of its two outcomes, new warnings. What is the same in every run, parameters and
/// baselines among it, stays that of `all`. Fails (input) when the results' names differ.
Result<void> append_run(ResultSet& all, ResultSet run);

}  // namespace moebench::core
