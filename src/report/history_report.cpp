#include "moebench/report/history_report.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "history_text.hpp"
#include "moebench/report/history_chart.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

std::string figure_or_none(const std::optional<double>& value) {
  return value ? significant(*value) : "n/a";
}

std::string change_p_text(double p) {
  return p_value_text(p, std::log10(p));
}

struct RatioText {
  std::string value = "n/a";
  std::string interval = "n/a";
};

RatioText ratio_text(const std::optional<core::Ratio>& ratio) {
  if (!ratio) {
    return {};
  }
  const bool bounded = ratio->fieller && ratio->fieller->lower && ratio->fieller->upper;
  const FigureText text =
      figure({.value = ratio->estimate,
              .interval = bounded ? std::optional{core::Interval{*ratio->fieller->lower, *ratio->fieller->upper}}
                                  : std::nullopt});
  return {text.value, text.interval};
}

bool has_several_machines(const core::HistoryChanges& found) {
  const auto differs = [&](const core::HistorySeries& series) { return series.machine != found.series[0].machine; };
  return std::ranges::any_of(found.series, differs);
}

std::string how_tested(const core::HistoryChanges& found) {
  const core::HistoryChangesOptions& options = found.options;
  std::size_t points = 0;
  for (const core::HistorySeries& series : found.series) {
    points += series.points.size();
  }
  std::string out =
      fmt::format("{} in {}, of which {} tested.", counted(points, "measurement", "measurements"),
                  counted(found.series.size(), "series", "series"), counted(found.tested_series, "was", "were"));
  if (found.tested_series > 0) {
    const std::string shared =
        found.tested_series == 1 ? "" : fmt::format(", so each test is at {:.3g} (Bonferroni)", found.alpha_of_a_test);
    out += fmt::format(
        " E-divisive with means: the chance of any false change in all series together is at most {:.6g}{}; {} "
        "permutations, seed {}.",
        options.alpha, shared, with_thousands(found.permutations), options.seed);
  }
  return out + fmt::format(" Changes below {:.6g} % are dropped; a change is confirmed once {} {} the new level.\n\n",
                           100 * options.min_change, counted(options.persistence, "measurement", "measurements"),
                           options.persistence == 1 ? "has" : "have");
}

std::string change_table(const core::HistoryChanges& found) {
  const bool machines = has_several_machines(found);
  std::vector<Table::Column> columns{{"Result"},
                                     {"Change"},
                                     {"Last before"},
                                     {"First at"},
                                     {"Level before", Align::right},
                                     {"Level at", Align::right},
                                     {"Unit"},
                                     {"Ratio", Align::right},
                                     {fmt::format("{:.6g} % interval", 100 * found.options.level), Align::right},
                                     {"Test"}};
  if (machines) {
    columns.push_back({"Machine"});
  }
  Table table{columns};
  for (const core::HistorySeries& series : found.series) {
    for (std::size_t i = 0; i < series.changes.size(); ++i) {
      const core::HistoryChange& change = series.changes[i];
      const RatioText ratio = ratio_text(change.ratio);
      std::vector<std::string> cells{series.name,
                                     change_text(change),
                                     commit_text(series.points[change.at - 1].commit),
                                     commit_text(series.points[change.at].commit),
                                     significant(series.levels[i].moments.mean),
                                     significant(series.levels[i + 1].moments.mean),
                                     series.unit,
                                     ratio.value,
                                     ratio.interval,
                                     change_p_text(change.p_value)};
      if (machines) {
        cells.push_back(machine_text(series.machine));
      }
      table.add(std::move(cells));
    }
  }
  return table.empty() ? "No level changed.\n" : table.markdown();
}

/// Results whose machine changed in the same way, in one row.
std::string machine_table(const core::HistoryChanges& found) {
  std::map<std::tuple<std::int64_t, std::string, std::string, std::string>, std::vector<const core::MachineChange*>>
      groups;
  for (const core::MachineChange& change : found.machine_changes) {
    groups[{change.at.time, change.at.id, change.machine_before, change.machine_at}].push_back(&change);
  }
  if (groups.empty()) {
    return "";
  }
  Table table{{{"Results"}, {"Last before"}, {"First on the other machine"}, {"What differs"}}};
  for (const auto& [key, changes] : groups) {
    const core::MachineChange& first = *changes.front();
    table.add({changes.size() == 1 ? first.name : fmt::format("{} and {} more", first.name, changes.size() - 1),
               commit_text(first.before), commit_text(first.at),
               fmt::format("{}", fmt::join(first.differences, "; "))});
  }
  return "\nThe machine changed; levels on its two sides are not held against each other:\n\n" + table.markdown();
}

std::string notes(const core::HistoryChanges& found) {
  std::string out;
  const std::size_t untested = found.series.size() - found.tested_series;
  if (untested > 0) {
    out += fmt::format(
        "- {} fewer than {} measurements, of which no change can be found at this level, and {} not tested.\n",
        counted(untested, "series has", "series have"), found.least_measurements, untested == 1 ? "was" : "were");
  }
  for (const core::HistorySeries& series : found.series) {
    const std::string name = inline_text(series.name);
    if (series.too_small > 0) {
      out += fmt::format("- {}: {} found and dropped as too small.\n", name,
                         counted(series.too_small, "change was", "changes were"));
    }
    if (series.left_out > 0) {
      out += fmt::format("- {}: {} without this figure left out.\n", name,
                         counted(series.left_out, "measurement", "measurements"));
    }
    for (const core::HistoryChange& change : series.changes) {
      if (!change.parameters.empty()) {
        out += fmt::format("- {}: with the change at {} its parameters changed, too: {}.\n", name,
                           commit_text(series.points[change.at].commit),
                           inline_text(fmt::format("{}", fmt::join(change.parameters, "; "))));
      }
    }
  }
  return out.empty() ? "" : "\n" + out;
}

}  // namespace

std::string history_addition_report(const core::HistoryAddition& addition) {
  const std::string branch =
      addition.commit.branch.empty() ? "" : fmt::format(" on {}", inline_text(addition.commit.branch));
  const std::string there = addition.already_there == 0 ? ""
                                                        : fmt::format("; {} already there and not added again",
                                                                      counted(addition.already_there, "was", "were"));
  return fmt::format("Added {} of commit {}{} ({}) to {}{}.\n", counted(addition.added, "measurement", "measurements"),
                     commit_text(addition.commit), branch, time_text(addition.commit), inline_text(addition.file),
                     there);
}

std::string history_list_report(std::span<const core::Measurement> measurements, std::string_view file) {
  Table table{{{"Commit"},
               {"Time (UTC)"},
               {"Result"},
               {"Runs", Align::right},
               {"Mean", Align::right},
               {"sd between runs", Align::right},
               {"p50", Align::right},
               {"p95", Align::right},
               {"p99", Align::right},
               {"Unit"},
               {"Machine"}}};
  std::set<std::string_view> names;
  std::set<std::string_view> commits;
  for (const core::Measurement& one : measurements) {
    names.insert(one.name);
    commits.insert(one.commit.id);
    table.add({commit_text(one.commit), time_text(one.commit), one.name,
               one.run_means.empty() ? "n/a" : with_thousands(one.run_means.size()), significant(one.mean),
               figure_or_none(one.sd_between_runs), figure_or_none(one.p50), figure_or_none(one.p95),
               figure_or_none(one.p99), one.unit, machine_text(one.machine)});
  }
  return fmt::format("# History {}\n\n{} of {} at {}.\n\n", inline_text(file),
                     counted(measurements.size(), "measurement", "measurements"),
                     counted(names.size(), "result", "results"), counted(commits.size(), "commit", "commits")) +
         table.markdown();
}

std::string history_changes_report(const core::HistoryChanges& found, std::string_view file) {
  return fmt::format("# Changes of the {} in {}\n\n", name(found.options.metric), inline_text(file)) +
         how_tested(found) + change_table(found) + machine_table(found) + notes(found);
}

std::string history_plot_report(const core::HistoryChanges& found, std::size_t most_points, bool ascii) {
  std::string out;
  for (const core::HistorySeries& series : found.series) {
    const std::size_t shown = std::min(most_points, series.points.size());
    const std::string which = shown == series.points.size() ? counted(shown, "measurement", "measurements")
                                                            : fmt::format("the newest {} of {} measurements", shown,
                                                                          with_thousands(series.points.size()));
    const std::string figure = found.options.metric == core::HistoryMetric::throughput
                                   ? "throughput"
                                   : fmt::format("{}, {}", inline_text(series.metric), name(found.options.metric));
    out += fmt::format("{}## {}\n\n{} in {}, {} is better; {}; {}.\n\n```text\n{}```\n", out.empty() ? "" : "\n",
                       inline_text(series.name), figure, inline_text(series.unit),
                       series.better == core::Better::lower ? "lower" : "higher", machine_text(series.machine), which,
                       history_chart(series, most_points, ascii));
  }
  return out;
}

}  // namespace moebench::report
