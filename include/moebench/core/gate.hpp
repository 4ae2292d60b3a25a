// What a regression gate says: each result that was held against the baseline, by metric, with the verdict that its
// interval allows. Ratios are candidate / baseline. Made by gate; written by io, rendered by report; cli chooses the
// exit status from the verdicts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/series.hpp"
#include "moebench/core/summary.hpp"
#include "moebench/core/verdict.hpp"

namespace moebench::core {

/// The figure of a run that is compared.
enum class GateMetric : std::uint8_t { mean, p50, p95, p99, throughput };

inline constexpr std::array k_gate_metrics{GateMetric::mean, GateMetric::p50, GateMetric::p95, GateMetric::p99,
                                           GateMetric::throughput};

/// "mean", "p50", "p95", "p99", "throughput".
std::string_view name(GateMetric metric);

/// How p values are adjusted for the number of rows.
enum class Adjustment : std::uint8_t { holm, benjamini_hochberg };

/// "Holm", "Benjamini-Hochberg".
std::string_view name(Adjustment adjustment);

/// The runs' figures of one side.
struct GateSide {
  std::string name;
  std::size_t runs = 0;
  double figure = 0;  // geometric mean of the runs' figures, in the row's unit; above 0
};

/// p of the claim's opposite, one-sided, before and after the adjustment over all rows. In [0, 1].
struct GateEvidence {
  double p;
  double adjusted_p;
};

struct GateRow {
  GateMetric metric;
  std::string unit;  // of both figures
  Better better;
  GateSide candidate;
  GateSide baseline;
  std::optional<Estimate> ratio;               // empty where a figure is missing or not above 0
  std::optional<GateEvidence> slower, faster;  // that the ratio lies beyond the margin on the worse, the better side
  Verdict verdict;                             // its margin is what equivalence is held against
  Margin claims = {};                          // what a change is held against: the margin, or the noise floor above it
  std::optional<std::uint64_t> runs_needed;    // of each side, for a verdict in four tries of five, a million at most;
                                               // empty where settled or where it cannot be said
};

/// A child process that gave no result.
struct FailedRun {
  std::string side;   // "baseline", "candidate"
  std::size_t block;  // counted from 1; 0: the first try, which is not counted
  std::string reason;
};

/// Looks at the data that was to be had while measuring, and what each may claim.
struct GateSchedule {
  std::vector<std::size_t> looks;  // numbers of blocks, ascending; at least one
  std::size_t taken = 0;           // looks taken, 1 .. looks.size()
  std::string stopped;             // why no more was measured
  std::string shortage = {};       // what the time did not allow and what would, in words; empty where it sufficed
};

struct GateReport {
  std::string candidate;  // file or command
  std::string baseline;
  bool interleaved = false;  // measured in turns in random order; otherwise two files, or a file and runs of now
  double alpha = 0.05;       // chance of any false claim of a change, over all rows (Holm) and looks
  double level = 0.95;       // of the intervals: 1 - alpha / looks
  Adjustment adjustment = Adjustment::holm;
  std::optional<GateSchedule> schedule = {};  // empty where not interleaved
  std::size_t blocks = 0;                     // pairs of processes that count
  double seconds = 0;                         // that measuring took
  std::uint64_t seed = 0;
  std::vector<GateRow> rows = {};
  std::vector<FailedRun> failed_runs = {};
  std::vector<std::string> without_partner = {};  // names of either side
  std::vector<std::string> differences = {};      // between the sides' machines, builds or settings that were allowed
  bool confirmed = false;                         // what was flagged was measured again before it counted
  bool interrupted = false;                       // before the plan, a look or the time ended it: it cannot pass

  std::size_t count(Outcome outcome) const;
};

}  // namespace moebench::core
