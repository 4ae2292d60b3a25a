#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/figure_table.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"
#include "sweep_parts.hpp"

namespace moebench::report {
namespace {

using core::BenchmarkResult;
using core::Summary;

/// The sum over runs of a count with one value, or for `largest` the largest of them.
std::uint64_t count_of(const BenchmarkResult& result, std::string_view name, bool largest = false) {
  std::uint64_t total = 0;
  for (const core::Run& run : result.series.runs) {
    for (const core::Count& count : run.counts) {
      if (count.name == name && !count.values.empty()) {
        total = largest ? std::max(total, count.values.front()) : total + count.values.front();
      }
    }
  }
  return total;
}

std::string hit_rate(const Summary& summary) {
  return summary.counts ? percent(summary.counts->success_rate.value) : "n/a";
}

std::string seen_of_check(const BenchmarkResult& result, std::string_view check_name) {
  for (const core::Check& check : result.checks) {
    if (check.name.starts_with(check_name)) {
      return check.ok ? check.actual : "**" + check.actual + "**";
    }
  }
  return "n/a";
}

const std::vector<Parameter> k_thread_parameters{{"readers", "Readers"}, {"writers", "Writers"}};

/// A backend with one combination of a sweep over threads.
struct MixedGroup {
  std::string label;   // "rcu, 4 readers"
  std::string prefix;  // "mixed/rcu/": what its results' names begin with
  std::string suffix;  // "/4-readers": what they end in
};

std::vector<MixedGroup> groups_of(const Measured& measured, const std::vector<Parameter>& swept) {
  std::vector<MixedGroup> groups;
  for (const BenchmarkResult& result : measured.set.results) {
    const std::string backend = result.params.text("backend");
    const std::string prefix = fmt::format("mixed/{}/", backend);
    if (const std::string exact = prefix + "exact"; result.name.starts_with(exact)) {
      MixedGroup group{.label = backend, .prefix = prefix, .suffix = result.name.substr(exact.size())};
      for (const Parameter& parameter : swept) {
        group.label += fmt::format(", {} {}", result.params.text(parameter.key), parameter.key);
      }
      groups.push_back(std::move(group));
    }
  }
  return groups;
}

void add_group(FigureTable& table, const Measured& measured, const MixedGroup& group) {
  table.group(group.label);
  measured.with(group.prefix + "exact" + group.suffix, [&](const BenchmarkResult& result, const Summary& summary) {
    const auto operations = static_cast<double>(result.series.runs.front().batch);
    table.add_text("Final model count", seen_of_check(result, "final number"), "every round", "models");
    table.add_text("Deadlocks", seen_of_check(result, "deadlocks"), "every round", "");
    table.add_text("Torn reads", seen_of_check(result, "torn"), "every read", "");
    table.add_text("Stale reads", seen_of_check(result, "stale"), "every read", "");
    table.add("Duration of a round", scaled(mean_estimate(summary), operations / 1000), "ms");
    table.add_text("Reads, in all rounds", with_thousands(count_of(result, "requests")), "", "reads");
    table.add_text("Hit rate", hit_rate(summary), "", "of reads");
  });
  measured.with(group.prefix + "insert" + group.suffix, [&](const BenchmarkResult&, const Summary& summary) {
    table.add("Writers, while readers read", inverted(mean_estimate(summary), 1e6), "insertions/s");
  });
}

std::string waits_table(const Measured& measured, const std::vector<MixedGroup>& groups) {
  Table table{{{"Backend"},
               {"Beside the readers"},
               {"Reads", Align::right},
               {"p50 (us)", Align::right},
               {"p95", Align::right},
               {"p99", Align::right},
               {"p99.9", Align::right},
               {"Longest", Align::right},
               {"Blocked", Align::right},
               {"Preempted", Align::right}}};
  const auto add = [&](const MixedGroup& group, std::string_view kind, std::string_view company) {
    measured.with(fmt::format("{}{}{}", group.prefix, kind, group.suffix),
                  [&](const BenchmarkResult& result, const Summary& summary) {
                    const auto quantile = [&](double p) { return significant(quantile_estimate(summary, p).value, 3); };
                    table.add({group.label, std::string{company}, with_thousands(count_of(result, "requests")),
                               quantile(0.5), quantile(0.95), quantile(0.99), quantile(0.999),
                               significant(static_cast<double>(count_of(result, "longest_read_ns", true)) / 1000, 3),
                               with_thousands(count_of(result, "times_blocked")),
                               with_thousands(count_of(result, "times_preempted"))});
                  });
  };
  for (const MixedGroup& group : groups) {
    add(group, "read-while-writing", "writers");
    add(group, "read-beside-busy-threads", "busy threads");
    add(group, "read-alone", "nobody");
  }
  return table.markdown();
}

std::string what_figures_mean() {
  return "- In a round everybody does as many operations as asked, on a registry that is empty at first; a watchdog\n"
         "  follows each thread, and one that stands still ends the run with an error. The reference document's 2,000\n"
         "  models and 0 deadlocks compare with the first two rows.\n"
         "- torn: a model that is not the one inserted under its id (checksum and stamp). stale: an id not found "
         "though "
         "its\n"
         "  insertion had ended. Hit rate: an id may be asked for before it is inserted. Nothing is taken out, as in "
         "the\n"
         "  reference, so that rcu reclaims tables alone.\n"
         "- In the rows on waiting, readers read for as long as the writers write; then for as long with threads in "
         "the\n"
         "  writers' place that only keep a core busy, and with nobody there. A wait is the time until a read that "
         "hits\n"
         "  has its model, one clock reading included. Longest is over all reads; blocked counts how often a reader "
         "gave\n"
         "  up its core by itself, which waiting for a lock does, preempted how often the scheduler took it. A "
         "longest\n"
         "  wait that is as long beside busy threads is the scheduler's doing.\n";
}

/// What an insertion cost its writer, in microseconds of processor time.
std::string cpu_per_insertion(const BenchmarkResult& result) {
  const auto inserted = static_cast<double>(count_of(result, "inserted"));
  return inserted == 0 ? "n/a"
                       : significant(static_cast<double>(count_of(result, "writers_cpu_ns")) / inserted / 1e3, 3);
}

std::string sweep_table(const Measured& measured, const std::vector<Parameter>& swept) {
  const Summary& any = measured.analysis.summaries.front();
  std::vector<Table::Column> columns = columns_of(swept);
  columns.insert(columns.begin(), Table::Column{"Backend"});
  for (const std::string& title :
       {std::string{"Insertions"}, std::string{"Time for all (ms)"}, fmt::format("{:g} % interval", any.level * 100),
        std::string{"Per insertion (us)"}, fmt::format("{:g} % interval", any.level * 100),
        std::string{"On a core (us)"}, std::string{"Reads meanwhile"}}) {
    columns.push_back({title, Align::right});
  }
  Table table{std::move(columns)};
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    const BenchmarkResult& result = measured.set.results[i];
    const core::Estimate each_us = mean_estimate(measured.analysis.summaries[i]);
    const std::uint64_t insertions = result.series.runs.front().batch;
    const FigureText each = figure(each_us);
    const std::string asked = result.params.text("insertions");
    const bool all_inserted = std::to_string(insertions) == asked;
    const FigureText all = all_inserted ? figure(scaled(each_us, static_cast<double>(insertions) / 1000))
                                        : FigureText{.value = "stopped", .interval = "n/a"};
    std::vector<std::string> row = values_of(result, swept);
    row.insert(row.begin(), result.params.text("backend"));
    row.insert(row.end(),
               {all_inserted ? with_thousands(insertions) : fmt::format("{} of {}", with_thousands(insertions), asked),
                all.value, all.interval, each.value, each.interval, cpu_per_insertion(result),
                with_thousands(count_of(result, "requests"))});
    table.add(std::move(row));
  }
  return table.markdown();
}

}  // namespace

std::string mixed_section(const Measured& measured) {
  if (measured.set.results.empty()) {
    return "";
  }
  const BenchmarkResult& first = measured.set.results.front();
  const core::Attributes& p = first.params;
  const bool sweep = p.find("insertions") != nullptr;
  const std::vector<Parameter> swept = swept_of(measured.set, k_thread_parameters);
  const auto number = [&](std::string_view key) {
    return std::ranges::find(swept, key, &Parameter::key) == swept.end() ? p.text(key) : std::string{"several"};
  };
  const std::string by = swept.empty() ? "" : (sweep ? ", " : " by ") + titles_of(swept);
  std::string out = sweep ? fmt::format(
                                "## Insertions by Size of the Registry{}\n\n**Test**: {} writers insert, {} "
                                "readers read until they have ended, ",
                                by, number("writers"), number("readers"))
                          : fmt::format(
                                "## 4. Mixed Read/Write Workload{}\n\n**Test**: {} readers and {} writers, {} "
                                "operations each, ",
                                by, number("readers"), number("writers"), p.text("operations"));
  const Summary& any = measured.analysis.summaries.front();
  out += fmt::format("models are copies of one ({}). Intervals: {}.\n\n",
                     inline_text(measured.set.config.text("model", "not named")), interval_basis(any));
  if (sweep) {
    out +=
        sweep_table(measured, swept) +
        "\n- Models are made before the clock runs. On a core: the writers' processor time per insertion, without the "
        "time\n  in which other threads had their cores or they waited for a lock. A row \"n of m\" was stopped: its "
        "doubt says why.\n";
  } else {
    FigureTable table{"Backend", any.level};
    const std::vector<MixedGroup> groups = groups_of(measured, swept);
    for (const MixedGroup& group : groups) {
      add_group(table, measured, group);
    }
    out += table.markdown() + "\nHow long reads wait:\n\n" + waits_table(measured, groups) + "\n" + what_figures_mean();
  }
  if (const std::string list = doubts(measured, Shown::means); !list.empty()) {
    out += "\n" + list;
  }
  return out;
}

}  // namespace moebench::report
