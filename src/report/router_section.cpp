#include <algorithm>
#include <initializer_list>
#include <numeric>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/figure_table.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"
#include "sweep_parts.hpp"

namespace moebench::report {
namespace {

using core::BenchmarkResult;
using core::Summary;

constexpr std::size_t k_experts_shown = 16;

/// A round's requests, duration, throughput and success rate.
void add_round_figures(FigureTable& table, std::string_view group, const BenchmarkResult& result,
                       const Summary& summary) {
  const auto [least, most] = std::ranges::minmax(result.series.runs, {}, &core::Run::batch);
  table.group(group);
  if (least.batch == most.batch) {
    const auto operations = static_cast<double>(least.batch);
    table.add_text("Requests in a round", with_thousands(least.batch), "exact", "routes");
    table.add("Duration of a round", scaled(mean_estimate(summary), operations / 1000), "ms");
  } else {
    // Rounds of different sizes have no common duration; their throughput compares.
    table.add_text("Requests in a round",
                   fmt::format("{} to {}", with_thousands(least.batch), with_thousands(most.batch)), "range of runs",
                   "routes");
  }
  table.add("Throughput", inverted(mean_estimate(summary), 1e6), "routes/s");
  table.add("Time per request", scaled(mean_estimate(summary), 1000), "ns");
  if (summary.counts) {
    const core::Estimate& rate = summary.counts->success_rate;
    const std::string interval =
        rate.interval ? fmt::format("[{}, {}]", percent(rate.interval->lower), percent(rate.interval->upper)) : "n/a";
    table.add_text("Success rate", percent(rate.value), interval, "of requests");
  }
}

void add_time_figures(FigureTable& table, std::string_view group, const Summary& summary) {
  table.group(group);
  table.add("Time per request", scaled(mean_estimate(summary), 1000), "ns");
}

/// Every expert's load, or the busiest ones where there are many, and the imbalance.
std::string load_table(const core::CountSummary& counts, double level) {
  std::vector<std::size_t> order(counts.expert_share.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (order.size() > k_experts_shown) {
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      return counts.expert_share[a].value > counts.expert_share[b].value;
    });
    order.resize(k_experts_shown);
  }
  Table table{{{"Expert"},
               {"Share of the load (%)", Align::right},
               {fmt::format("{:g} % interval", level * 100), Align::right}}};
  for (const std::size_t expert : order) {
    const FigureText share = figure(scaled(counts.expert_share[expert], 100));
    table.add({fmt::format("{}", expert), share.value, share.interval});
  }
  if (order.size() < counts.expert_share.size()) {
    table.add({fmt::format("{} others, less loaded", counts.expert_share.size() - order.size())});
  }
  if (counts.imbalance) {
    const FigureText imbalance = figure(*counts.imbalance);
    table.add({"imbalance (busiest / mean, 1 is even)", imbalance.value, imbalance.interval});
  }
  return table.markdown();
}

std::string what_was_run(const BenchmarkResult& result, bool lifecycle, const std::vector<Parameter>& swept) {
  const core::Attributes& p = result.params;
  const auto fixed = [&](std::string_view key, const std::string& text) {
    return std::ranges::find(swept, key, &Parameter::key) == swept.end() ? text : "";
  };
  std::string text = fixed("threads", p.text("threads") + " threads, ") + p.text("requests_per_thread") +
                     " requests each, " + fixed("experts", p.text("experts") + " experts, ") +
                     fixed("capacity", fmt::format("capacity {}, ", p.text("capacity"))) +
                     fmt::format("policy {}, scores {}", p.text("policy"), p.text("scores"));
  if (lifecycle) {
    text += fmt::format(
        "; each request is admitted (routed and given a place in one atomic step) and released later, a "
        "thread holding up to {} places",
        p.text("hold"));
  }
  return text;
}

std::string what_rows_mean(bool lifecycle) {
  return fmt::format(
      "- thread creation included: the clock runs while the threads are created, work and are joined, as in the "
      "reference\n"
      "  document. {}\n"
      "- makespan: the threads wait before the clock starts and are released together; until the last has finished.\n"
      "- steady state: the same, with so many requests that waking threads hardly counts (--round-ms). This is the\n"
      "  router's own throughput.\n"
      "- in a thread: a thread's own time for a request in those rounds, from the thread's first instruction to its "
      "last:\n"
      "  wall includes losing the core in between, not waiting for the first one; processor includes neither.\n"
      "- success rate: over the runs, or where all runs agree, Clopper and Pearson's interval over all requests.\n\n",
      lifecycle ? "It routes only and never admits: no figure of its compares with these."
                : "Its 5.86 ms and 1,707,894 routes/s compare with these rows alone.");
}

/// Every way of counting of the one combination that was measured, and where its requests went.
std::string one_combination(const Measured& measured, const std::string& prefix, bool lifecycle) {
  std::string out;
  measured.with(prefix + "threads-created", [&](const BenchmarkResult& result, const Summary& summary) {
    out +=
        fmt::format("**Test**: {}. Intervals: {}.\n\n", what_was_run(result, lifecycle, {}), interval_basis(summary));
    FigureTable table{"Counted", summary.level};
    add_round_figures(table, "thread creation included", result, summary);
    measured.with(prefix + "makespan", [&](const BenchmarkResult& row, const Summary& figures) {
      add_round_figures(table, "makespan", row, figures);
    });
    measured.with(prefix + "steady-state", [&](const BenchmarkResult& row, const Summary& figures) {
      add_round_figures(table, "steady state", row, figures);
    });
    measured.with(prefix + "in-thread", [&](const BenchmarkResult&, const Summary& figures) {
      add_time_figures(table, "in a thread, wall", figures);
    });
    measured.with(prefix + "in-thread-cpu", [&](const BenchmarkResult&, const Summary& figures) {
      add_time_figures(table, "in a thread, processor", figures);
    });
    out += table.markdown() + "\n";
  });
  measured.with(prefix + "makespan", [&](const BenchmarkResult&, const Summary& summary) {
    if (summary.counts && !summary.counts->expert_share.empty()) {
      out += "Where the requests of the makespan rounds went:\n\n" + load_table(*summary.counts, summary.level) + "\n";
    }
  });
  return out;
}

/// Adds the row of one combination, whose results' names end in `combination`; `row` begins with what was swept.
void add_combination(Table& table, const Measured& measured, const std::string& prefix, const std::string& combination,
                     std::vector<std::string> row) {
  const auto add = [&row](std::initializer_list<std::string> cells) { row.insert(row.end(), cells); };
  measured.with(prefix + "steady-state" + combination, [&](const BenchmarkResult&, const Summary& summary) {
    const FigureText rate = figure(inverted(mean_estimate(summary), 1e6));
    const FigureText time = figure(scaled(mean_estimate(summary), 1000));
    add({rate.value, rate.interval, time.value, time.interval});
  });
  measured.with(prefix + "in-thread-cpu" + combination, [&](const BenchmarkResult&, const Summary& summary) {
    add({figure(scaled(mean_estimate(summary), 1000)).value});
  });
  measured.with(prefix + "threads-created" + combination, [&](const BenchmarkResult&, const Summary& summary) {
    add({figure(inverted(mean_estimate(summary), 1e6)).value});
  });
  measured.with(prefix + "makespan" + combination, [&](const BenchmarkResult&, const Summary& summary) {
    const bool counted = summary.counts.has_value();
    add({counted ? percent(summary.counts->success_rate.value) : "n/a",
         counted && summary.counts->imbalance ? figure(*summary.counts->imbalance).value : "n/a"});
  });
  table.add(std::move(row));
}

std::string combinations(const Measured& measured, const std::string& prefix, bool lifecycle,
                         const std::vector<Parameter>& parameters) {
  const Summary& any = measured.analysis.summaries.front();
  const std::string interval = fmt::format("{:g} % interval", any.level * 100);
  std::vector<Table::Column> columns = columns_of(parameters);
  const auto add_columns = [&](std::initializer_list<std::string> titles) {
    for (const std::string& title : titles) {
      columns.push_back({title, Align::right});
    }
  };
  add_columns({"Steady state (routes/s)", interval, "Time per request (ns)", interval, "On a core (ns)",
               "Threads created (routes/s)", "Success rate", "Imbalance"});
  Table table{std::move(columns)};
  const std::string steady = prefix + "steady-state";
  for (const BenchmarkResult& result : measured.set.results) {
    if (result.name.starts_with(steady)) {
      add_combination(table, measured, prefix, result.name.substr(steady.size()), values_of(result, parameters));
    }
  }
  std::string out =
      fmt::format("**Test**: {}; the combinations take turns in random order. Intervals: {}.\n\n",
                  what_was_run(measured.set.results.front(), lifecycle, parameters), interval_basis(any)) +
      table.markdown() + "\n";
  if (const std::string scaling = scaling_table(measured, "Router", "routes"); !scaling.empty()) {
    out += scaling + ".\n\n";
  }
  return out;
}

std::string what_sweep_rows_mean() {
  return "- steady state: threads that wait are released together and route so much that waking them hardly counts. "
         "Time "
         "per\n"
         "  request: a round's time over all threads' requests. on a core: a thread's own processor time for a request "
         "in\n"
         "  those rounds. threads created: the clock also runs while the threads are created and joined. Success rate "
         "and\n"
         "  imbalance (busiest expert / mean, 1 is even) are those of the makespan rounds.\n\n";
}

}  // namespace

std::string router_section(const Measured& measured) {
  const bool lifecycle = !measured.set.results.empty() && measured.set.results.front().name.starts_with("lifecycle/");
  const std::string prefix = lifecycle ? "lifecycle/" : "router/";
  const std::vector<Parameter> parameters =
      swept_of(measured.set, {{"threads", "Threads"}, {"experts", "Experts"}, {"capacity", "Capacity"}});
  const std::string by = parameters.empty() ? "" : " by " + titles_of(parameters);
  std::string out = lifecycle ? fmt::format("## Router lifecycle: admit and release{}\n\n", by)
                              : fmt::format("## 1. Capacity Factor Router Throughput{}\n\n", by);
  out += parameters.empty() ? one_combination(measured, prefix, lifecycle)
                            : combinations(measured, prefix, lifecycle, parameters);
  if (const std::string checks = checks_table(measured.set); !checks.empty()) {
    out += checks + "\n";
  }
  out += parameters.empty() ? what_rows_mean(lifecycle) : what_sweep_rows_mean();
  if (const std::string list = doubts(measured, Shown::means); !list.empty()) {
    out += list + "\n";
  }
  out += "**Citation**: capacity factor per Fedus et al. (2022) [^fedus-2022]\n";
  return out;
}

}  // namespace moebench::report
