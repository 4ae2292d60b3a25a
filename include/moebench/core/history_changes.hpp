// Where the level of what a history holds changed. Made by stats::find_history_changes; written by io, rendered by
// report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/comparison.hpp"
#include "moebench/core/history.hpp"

namespace moebench::core {

struct HistoryPoint {
  std::int64_t measurement;  // its id
  Commit commit;
  double value;
};

enum class ChangeStatus : std::uint8_t {
  confirmed,    // the new level held for as many measurements as the rule of persistence asks for
  provisional,  // the newest level, which may still become confirmed
  transient,    // another change came before the level had held for so long
};

enum class ChangeEffect : std::uint8_t {
  regression,
  improvement,
  not_code,  // between two measurements of one commit: the machine, not the code
};

/// A level that held: points from .. to - 1.
struct HistoryLevel {
  std::size_t from;
  std::size_t to;
  Moments moments;
};

struct HistoryChange {
  std::size_t at;              // the first point of the new level; at least 1
  double p_value;              // of the permutation test that found it
  std::optional<Ratio> ratio;  // new level / old level, with intervals where both vary; empty where the old one is 0
  ChangeStatus status;
  ChangeEffect effect;
  std::vector<std::string> parameters;  // that differ on its two sides: "threads: 10 -> 20"
};

/// The measurements of one result on one kind of machine.
struct HistorySeries {
  std::string name;
  std::string metric;  // what a figure is, in the file's words
  std::string unit;
  Better better = Better::lower;
  std::string machine;  // as Measurement's
  std::vector<HistoryPoint> points =
      {};                    // by the commit's time, then in the order in which they were added; at least one
  std::size_t left_out = 0;  // measurements without the figure that is watched
  bool tested = false;       // enough points for a change to be found
  std::vector<HistoryLevel> levels = {};  // one more than changes
  std::vector<HistoryChange> changes = {};
  std::size_t too_small = 0;  // changes that the test found and that are smaller than what matters
};

/// The first measurement of a result on another kind of machine. Levels before and after are not held against each
/// other.
struct MachineChange {
  std::string name;
  Commit before, at;
  std::string machine_before, machine_at;
  std::vector<std::string> differences;  // "compiler: GCC 12 -> GCC 13", "(none)" where one of them has no such fact
};

struct HistoryChangesOptions {
  HistoryMetric metric = HistoryMetric::mean;
  double alpha = 0.05;             // the chance of any false change in all series together, in (0, 1)
  double exponent = 1;             // of the distances, in (0, 2]
  std::size_t permutations = 999;  // at least; see HistoryChanges::permutations
  std::size_t min_segment = 2;     // at least 2
  double min_change = 0.01;        // the smallest change of a level that matters, as a share of it
  std::size_t persistence = 3;     // at least 1
  double level = 0.95;             // of the intervals
  std::uint64_t seed = 42;
  std::size_t threads = 0;  // 0: all cores; changes no digit
};

struct HistoryChanges {
  HistoryChangesOptions options;
  std::size_t tested_series = 0;
  std::size_t least_measurements = 0;  // with so many each series could be tested; with fewer some could not
  double alpha_of_a_test = 0;          // options.alpha over the number of tested series
  std::size_t permutations = 0;  // of each test: more than asked for where alpha_of_a_test could not be reached else
  std::vector<HistorySeries> series;
  std::vector<MachineChange> machine_changes;

  /// Whether the newest level of a series began with a confirmed regression.
  bool newest_regressed() const;
};

std::string_view name(ChangeStatus status);
std::string_view name(ChangeEffect effect);

}  // namespace moebench::core
