#include "moebench/stats/history_changes.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "moebench/stats/e_divisive.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/ratio.hpp"

namespace moebench::stats {
namespace {

using core::HistoryChangesOptions;
using core::HistorySeries;
using core::Measurement;

std::vector<const Measurement*> in_time_order(std::span<const Measurement> measurements) {
  std::vector<const Measurement*> ordered;
  ordered.reserve(measurements.size());
  for (const Measurement& measurement : measurements) {
    ordered.push_back(&measurement);
  }
  std::ranges::stable_sort(ordered, {}, [](const Measurement* one) { return std::pair{one->commit.time, one->id}; });
  return ordered;
}

/// A series and the measurements behind its points.
struct Traced {
  HistorySeries series;
  std::vector<const Measurement*> measured;
};

HistorySeries series_like(const Measurement& measurement, core::HistoryMetric metric) {
  HistorySeries series;
  const bool throughput = metric == core::HistoryMetric::throughput;
  series.name = measurement.name;
  series.metric = throughput ? "throughput" : measurement.metric;
  series.unit = throughput ? "1/s" : measurement.unit;
  series.better = throughput ? core::Better::higher : measurement.better;
  series.machine = measurement.machine;
  return series;
}

std::vector<Traced> series_of(std::span<const Measurement* const> ordered, core::HistoryMetric metric) {
  std::vector<Traced> all;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>, std::size_t> places;
  for (const Measurement* one : ordered) {
    const auto [place, is_new] = places.try_emplace({one->name, one->metric, one->unit, one->machine}, all.size());
    if (is_new) {
      all.push_back({.series = series_like(*one, metric), .measured = {}});
    }
    Traced& traced = all[place->second];
    if (const auto value = core::figure_of(*one, metric)) {
      traced.series.points.push_back({.measurement = one->id, .commit = one->commit, .value = *value});
      traced.measured.push_back(one);
    } else {
      ++traced.series.left_out;
    }
  }
  std::erase_if(all, [](const Traced& traced) { return traced.series.points.empty(); });
  std::ranges::stable_sort(all, {}, [](const Traced& traced) { return std::string_view{traced.series.name}; });
  return all;
}

std::vector<double> values_of(const HistorySeries& series) {
  std::vector<double> values;
  values.reserve(series.points.size());
  for (const core::HistoryPoint& point : series.points) {
    values.push_back(point.value);
  }
  return values;
}

std::vector<core::HistoryLevel> levels_between(std::span<const double> values, std::span<const Split> splits) {
  std::vector<core::HistoryLevel> levels;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= splits.size(); ++i) {
    const std::size_t to = i < splits.size() ? splits[i].at : values.size();
    levels.push_back({.from = from, .to = to, .moments = moments(values.subspan(from, to - from))});
    from = to;
  }
  return levels;
}

/// The change from one level to the next as a share of the first.
double share(const core::HistoryLevel& before, const core::HistoryLevel& after) {
  const double difference = std::abs(after.moments.mean - before.moments.mean);
  return before.moments.mean == 0 && difference > 0 ? std::numeric_limits<double>::infinity()
         : difference == 0                          ? 0
                                                    : difference / std::abs(before.moments.mean);
}

/// Drops the smallest change while it is smaller than what matters. Gives the levels between those that are left.
std::vector<core::HistoryLevel> drop_small(std::span<const double> values, std::vector<Split>& splits,
                                           double min_change) {
  for (;;) {
    std::vector<core::HistoryLevel> levels = levels_between(values, splits);
    std::size_t smallest = 0;
    for (std::size_t i = 1; i < splits.size(); ++i) {
      smallest = share(levels[i], levels[i + 1]) < share(levels[smallest], levels[smallest + 1]) ? i : smallest;
    }
    if (splits.empty() || share(levels[smallest], levels[smallest + 1]) >= min_change) {
      return levels;
    }
    splits.erase(splits.begin() + static_cast<std::ptrdiff_t>(smallest));
  }
}

std::map<std::string_view, std::string_view> keyed(std::string_view lines) {
  std::map<std::string_view, std::string_view> values;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    const std::size_t equals = std::min(line.find('='), line.size());
    values.emplace(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
  }
  return values;
}

/// "threads: 10 -> 20" for each key that is on both sides with another value; also for one that is missing on a side
/// where `missing_counts`.
std::vector<std::string> differing(std::string_view before, std::string_view at, bool missing_counts) {
  constexpr std::string_view none = "(none)";
  std::map<std::string_view, std::pair<std::string_view, std::string_view>> sides;
  for (const auto& [key, value] : keyed(before)) {
    sides[key] = {value, none};
  }
  for (const auto& [key, value] : keyed(at)) {
    sides.try_emplace(key, none, none).first->second.second = value;
  }
  std::vector<std::string> found;
  for (const auto& [key, values] : sides) {
    const auto& [old, now] = values;
    if (old != now && (missing_counts || (old != none && now != none))) {
      found.push_back(std::string{key} + ": " + std::string{old} + " -> " + std::string{now});
    }
  }
  return found;
}

core::ChangeEffect effect_of(const HistorySeries& series, std::size_t at, bool rises) {
  const core::Commit& before = series.points[at - 1].commit;
  const core::Commit& after = series.points[at].commit;
  if (before.id == after.id && !before.dirty && !after.dirty) {
    return core::ChangeEffect::not_code;
  }
  const bool better = rises == (series.better == core::Better::higher);
  return better ? core::ChangeEffect::improvement : core::ChangeEffect::regression;
}

core::HistoryChange change_at(const Traced& traced, std::size_t number, const Split& split,
                              const HistoryChangesOptions& options) {
  const core::HistoryLevel& before = traced.series.levels[number];
  const core::HistoryLevel& after = traced.series.levels[number + 1];
  const bool newest = number + 2 == traced.series.levels.size();
  const bool held = after.to - after.from >= options.persistence;
  return {
      .at = split.at,
      .p_value = split.p_value,
      .ratio = ratio_of_means(after.moments, before.moments, options.level),
      .status = held     ? core::ChangeStatus::confirmed
                : newest ? core::ChangeStatus::provisional
                         : core::ChangeStatus::transient,
      .effect = effect_of(traced.series, split.at, after.moments.mean > before.moments.mean),
      .parameters = differing(traced.measured[split.at - 1]->parameters, traced.measured[split.at]->parameters, false)};
}

void find_changes(Traced& traced, const core::HistoryChanges& all) {
  const HistoryChangesOptions& options = all.options;
  HistorySeries& series = traced.series;
  const std::vector<double> values = values_of(series);
  std::vector<Split> splits;
  if (series.tested) {
    splits = e_divisive(values, {.alpha = all.alpha_of_a_test,
                                 .permutations = all.permutations,
                                 .min_segment = options.min_segment,
                                 .exponent = options.exponent,
                                 .seed = options.seed,
                                 .threads = options.threads});
  }
  const std::size_t found = splits.size();
  series.levels = drop_small(values, splits, options.min_change);
  series.too_small = found - splits.size();
  for (std::size_t i = 0; i < splits.size(); ++i) {
    series.changes.push_back(change_at(traced, i, splits[i], options));
  }
}

std::vector<core::MachineChange> machine_changes(std::span<const Measurement* const> ordered) {
  struct Seen {
    const Measurement* last;
    std::set<std::string_view> machines;
  };
  std::vector<core::MachineChange> changes;
  std::map<std::string_view, Seen> by_name;
  for (const Measurement* one : ordered) {
    const auto [place, is_first] = by_name.try_emplace(one->name, Seen{.last = one, .machines = {}});
    Seen& seen = place->second;
    if (seen.machines.insert(one->machine).second && !is_first) {
      changes.push_back({.name = one->name,
                         .before = seen.last->commit,
                         .at = one->commit,
                         .machine_before = seen.last->machine,
                         .machine_at = one->machine,
                         .differences = differing(seen.last->machine, one->machine, true)});
    }
    seen.last = one;
  }
  std::ranges::stable_sort(changes, {}, &core::MachineChange::name);
  return changes;
}

// Enough permutations that the level of a test is five times the smallest p value: one chance tie in the tail then does
// not hide a change.
constexpr double k_smallest_p_in_level = 5;

/// The fewest measurements of which a permutation test at this level can find any change: of all that put n
/// measurements in an order, 2 (n/2)! (n/2)! keep two halves apart, so no p value is below 2 / C(n, n/2).
std::size_t least_measurements(double level, std::size_t min_segment) {
  std::size_t n = 2;
  double halves = 2;  // C(n, n / 2)
  while (n < 2 * min_segment || 2 / halves > level) {
    ++n;
    // C(n, n/2) from C(n - 1, (n - 1)/2): times n / (n/2) for even n, n / ((n + 1)/2) for odd n.
    halves *= static_cast<double>(n) / static_cast<double>((n + 1) / 2);
  }
  return n;
}

/// Tests the longest series alone, as many as are long enough for the level that their number leaves each. Which ones
/// is decided by their lengths, not by their values: all of one length, or none.
void choose_tested(std::vector<Traced>& traced, core::HistoryChanges& all) {
  std::vector<std::size_t> lengths;
  for (const Traced& one : traced) {
    lengths.push_back(one.series.points.size());
  }
  std::ranges::sort(lengths, std::greater{});
  const auto least_for = [&all](std::size_t tested) {
    return least_measurements(all.options.alpha / static_cast<double>(std::max<std::size_t>(tested, 1)),
                              all.options.min_segment);
  };
  std::size_t tested = lengths.size();
  const auto ends_within_a_length = [&] { return tested < lengths.size() && lengths[tested] == lengths[tested - 1]; };
  while (tested > 0 && (ends_within_a_length() || lengths[tested - 1] < least_for(tested))) {
    --tested;
  }
  all.tested_series = tested;
  all.least_measurements = least_for(lengths.size());
  for (Traced& one : traced) {
    one.series.tested = tested == lengths.size() || one.series.points.size() > lengths[tested];
  }
}

}  // namespace

core::HistoryChanges find_history_changes(std::span<const Measurement> measurements,
                                          const HistoryChangesOptions& options) {
  core::HistoryChanges all{.options = options, .series = {}, .machine_changes = {}};
  const std::vector<const Measurement*> ordered = in_time_order(measurements);
  std::vector<Traced> traced = series_of(ordered, options.metric);
  choose_tested(traced, all);
  all.alpha_of_a_test = options.alpha / static_cast<double>(std::max<std::size_t>(all.tested_series, 1));
  const double needed = std::ceil(k_smallest_p_in_level / all.alpha_of_a_test - 1e-9) - 1;
  all.permutations = std::max(options.permutations, static_cast<std::size_t>(needed));
  for (Traced& one : traced) {
    find_changes(one, all);
    all.series.push_back(std::move(one.series));
  }
  all.machine_changes = machine_changes(ordered);
  return all;
}

}  // namespace moebench::stats
