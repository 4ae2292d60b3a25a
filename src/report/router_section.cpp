#include <algorithm>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/figure_table.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"

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

std::string what_was_run(const BenchmarkResult& result, bool lifecycle) {
  const core::Attributes& p = result.params;
  std::string text = fmt::format("{} threads, {} requests each, {} experts, capacity {}, policy {}, scores {}",
                                 p.text("threads"), p.text("requests_per_thread"), p.text("experts"),
                                 p.text("capacity"), p.text("policy"), p.text("scores"));
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

}  // namespace

std::string router_section(const Measured& measured) {
  const bool lifecycle = measured.set.find("router/makespan") == nullptr;
  const std::string prefix = lifecycle ? "lifecycle/" : "router/";
  std::string out =
      lifecycle ? "## Router lifecycle: admit and release\n\n" : "## 1. Capacity Factor Router Throughput\n\n";
  measured.with(prefix + "threads-created", [&](const BenchmarkResult& result, const Summary& summary) {
    out += fmt::format("**Test**: {}. Intervals: {}.\n\n", what_was_run(result, lifecycle), interval_basis(summary));
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
  if (const std::string checks = checks_table(measured.set); !checks.empty()) {
    out += checks + "\n";
  }
  out += what_rows_mean(lifecycle);
  if (const std::string list = doubts(measured, Shown::means); !list.empty()) {
    out += list + "\n";
  }
  out += "**Citation**: capacity factor per Fedus et al. (2022) [^1]\n";
  return out;
}

}  // namespace moebench::report
