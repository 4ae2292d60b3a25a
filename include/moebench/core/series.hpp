// What was measured: samples in time order, by run. Knows nothing of how they were timed or what they say.
// Made by scenarios and by importers; read by stats and io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench::core {

/// Which samples are better.
enum class Better : std::uint8_t { lower, higher };

/// How often something happened in one run: {"requests", {10000}}, {"expert_load", {1250, 1250, ...}}.
struct Count {
  std::string name;                   // what happened
  std::vector<std::uint64_t> values;  // one number, or one for each of several things

  friend bool operator==(const Count&, const Count&) = default;
};

/// The samples of one process. One sample is the mean over a timed batch of `batch` operations.
struct Run {
  std::uint64_t batch = 1;      // operations in a sample, at least 1
  std::vector<double> samples;  // in time order, in the series' unit
  std::vector<Count> counts;    // names are unique

  friend bool operator==(const Run&, const Run&) = default;
};

/// Samples of one kind.
struct Series {
  std::string metric = "time";    // what a sample is, in words
  std::string unit = "us";        // per operation. Times are microseconds everywhere
  Better better = Better::lower;  // which samples are better
  std::vector<Run> runs;          // one for each process

  /// In all runs.
  std::size_t sample_count() const;

  /// Operations timed: the sum over runs of batch times samples.
  std::uint64_t operation_count() const;

  /// Operations over the time that they all took, whatever the batches. Empty unless samples are microseconds that add
  /// up to more than 0, or where no double holds it.
  std::optional<double> operations_per_second() const;

  /// Every sample, run after run, in time order.
  std::vector<double> pooled() const;

  friend bool operator==(const Series&, const Series&) = default;
};

}  // namespace moebench::core
