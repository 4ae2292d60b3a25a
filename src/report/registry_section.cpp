#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"
#include "sweep_parts.hpp"

namespace moebench::report {
namespace {

using core::BenchmarkResult;
using core::Summary;

std::string interval_title(const Summary& summary) {
  return fmt::format("{:g} % interval", summary.level * 100);
}

/// Calls `use(result, summary)` for each result whose name ends in `way`.
template <class Use>
void for_each_arm(const Measured& measured, std::string_view way, Use use) {
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    const BenchmarkResult& result = measured.set.results[i];
    if (result.name.ends_with(way) && result.params.find("backend") != nullptr) {
      use(result, measured.analysis.summaries[i]);
    }
  }
}

/// "rcu", and for what is no backend but a limit, that.
std::string backend_of(const BenchmarkResult& result) {
  return result.params.text("backend");
}

std::string success(const Summary& summary) {
  return summary.counts ? percent(summary.counts->success_rate.value) : "n/a";
}

/// Reads, duration, throughput and success of the reference's rounds.
std::string created_table(const Measured& measured, const Summary& any) {
  Table table{{{"Backend"},
               {"Read"},
               {"Total reads", Align::right},
               {"Duration (ms)", Align::right},
               {interval_title(any), Align::right},
               {"Throughput (reads/s)", Align::right},
               {interval_title(any), Align::right},
               {"Success rate", Align::right}}};
  for_each_arm(measured, "/threads-created", [&](const BenchmarkResult& result, const Summary& summary) {
    const std::uint64_t reads = result.series.runs.front().batch;
    const FigureText duration = figure(scaled(mean_estimate(summary), static_cast<double>(reads) / 1000));
    const FigureText rate = figure(inverted(mean_estimate(summary), 1e6));
    table.add({backend_of(result), result.params.text("access"), with_thousands(reads), duration.value,
               duration.interval, rate.value, rate.interval, success(summary)});
  });
  return table.markdown();
}

/// Throughput and time per read of the results whose names end in `way`.
void add_steady_rows(Table& table, const Measured& measured, std::string_view way) {
  for_each_arm(measured, way, [&](const BenchmarkResult& result, const Summary& summary) {
    const FigureText rate = figure(inverted(mean_estimate(summary), 1e6));
    const FigureText time = figure(scaled(mean_estimate(summary), 1000));
    table.add({backend_of(result), result.params.text("access"), result.params.text("readers"), rate.value,
               rate.interval, time.value, time.interval, success(summary)});
  });
}

Table steady_table(const Summary& any) {
  return Table{{{"Backend"},
                {"Read"},
                {"Threads", Align::right},
                {"Throughput (reads/s)", Align::right},
                {interval_title(any), Align::right},
                {"Time per read (ns)", Align::right},
                {interval_title(any), Align::right},
                {"Success rate", Align::right}}};
}

FigureText speedup_over(const Measured& measured, const std::string& name, const std::string& baseline) {
  for (const core::Speedup& speedup : measured.analysis.speedups) {
    if (speedup.name == name && speedup.baseline == baseline) {
      FigureText text = figure(speedup.speedup);
      text.value += "x";
      return text;
    }
  }
  return {};
}

/// The part of a name behind its last '/'.
std::string way_of(const BenchmarkResult& result) {
  return result.name.substr(result.name.rfind('/') + 1);
}

std::string counted(const std::string& way) {
  return way == "threads-created" ? "thread creation included" : way == "steady-state" ? "steady state" : way;
}

std::string baseline_table(const Measured& measured) {
  const std::string interval =
      measured.analysis.summaries.empty() ? "interval" : interval_title(measured.analysis.summaries.front());
  Table table{{{"Backend"},
               {"Read"},
               {"Counted"},
               {"Over rwlock, owned", Align::right},
               {interval, Align::right},
               {"Over rwlock, same read", Align::right},
               {interval, Align::right},
               {"Of the limit", Align::right},
               {interval, Align::right}}};
  for (const BenchmarkResult& result : measured.set.results) {
    if (result.baselines.empty()) {
      continue;
    }
    const std::string way = way_of(result);
    const std::string access = result.params.text("access");
    const FigureText owned = speedup_over(measured, result.name, "registry/rwlock/owned/" + way);
    const FigureText same = speedup_over(measured, result.name, fmt::format("registry/rwlock/{}/{}", access, way));
    const FigureText limit = speedup_over(measured, result.name, "registry/unsynchronised/borrowed/" + way);
    table.add({backend_of(result), access, counted(way), owned.value, owned.interval, same.value, same.interval,
               limit.value, limit.interval});
  }
  return table.empty() ? "" : table.markdown();
}

/// How much of the reference's duration is the creation of threads.
std::string creation_sentence(const Measured& measured) {
  std::string out;
  measured.with("registry/threads-only", [&](const BenchmarkResult& result, const Summary& creation) {
    const std::string readers = result.params.text("readers");
    const core::Estimate threads_us = scaled(mean_estimate(creation), result.params.number("readers").value_or(1));
    const FigureText text = figure(scaled(threads_us, 1e-3));
    out += fmt::format("Creating and joining {} threads that do nothing takes {} ms {}", readers, text.value,
                       text.interval);
    measured.with("registry/rcu/borrowed/threads-created", [&](const BenchmarkResult& row, const Summary& summary) {
      const double duration_us = mean_estimate(summary).value * static_cast<double>(row.series.runs.front().batch);
      out += fmt::format(", which is {} of rcu's borrowed rounds", percent(threads_us.value / duration_us));
    });
    out += ".\n\n";
  });
  return out;
}

std::string what_rows_mean() {
  return "- borrowed: the model is used inside a read-side section; no count is touched. owned: a handle that keeps "
         "the\n"
         "  model, taken and let go of, as the reference's reads do.\n"
         "- rcu: read-copy-update (liburcu): a read takes no lock and writes no memory that another core reads.\n"
         "- snapshot: the reference implementation's design, a copy-on-write map behind "
         "`std::atomic<std::shared_ptr>`,\n"
         "  which libstdc++ makes with a lock bit: not lock-free.\n"
         "- rwlock: `std::shared_mutex`, the baseline. mutex: `std::mutex`.\n"
         "- unsynchronised: rcu's own lookup without its section, right only while nobody writes: the limit.\n"
         "- thread creation included: the clock runs while the threads are created, read and are joined. The "
         "reference\n"
         "  document's 26.42 ms and 18,924,307 reads/s, of 50 threads with 10,000 reads each, compare with the owned "
         "rows of\n"
         "  this table alone.\n"
         "- steady state: the threads wait before the clock starts and are released together; so many reads that a "
         "round\n"
         "  lasts (`--round-ms`). Time per read is the round's divided by all threads' reads.\n";
}

std::string registry_scaling(const Measured& measured) {
  const std::string table = scaling_table(measured, "Backend and read", "reads");
  return table.empty() ? ""
                       : table +
                             ": the sigma\n"
                             "of the unsynchronised row is what the machine alone accounts for, and what a backend "
                             "adds to it is its own.\n";
}

bool is_sweep(const Measured& measured) {
  return !measured.set.results.empty() && measured.set.results.front().params.find("curve") != nullptr;
}

std::string what_was_run(const Measured& measured, const BenchmarkResult& result, const Summary& summary) {
  const core::Attributes& p = result.params;
  return fmt::format("{} models, copies of one model ({}); the backends take turns in random order. Intervals: {}.\n\n",
                     p.text("models"), inline_text(measured.set.config.text("model", "not named")),
                     interval_basis(summary));
}

}  // namespace

std::string registry_section(const Measured& measured) {
  if (measured.set.results.empty()) {
    return "";
  }
  const BenchmarkResult& first = measured.set.results.front();
  const Summary& any = measured.analysis.summaries.front();
  std::string out;
  if (is_sweep(measured)) {
    out = "## Registry Reads by Number of Threads\n\n**Test**: " + what_was_run(measured, first, any);
    Table table = steady_table(any);
    add_steady_rows(table, measured, "-readers");
    out += table.markdown() + "\n" + registry_scaling(measured);
  } else {
    out = fmt::format("## 2. Registry Lock-Free Reads\n\n**Test**: {} threads, {} reads each, ",
                      first.params.text("readers"), first.params.text("reads_per_thread")) +
          what_was_run(measured, first, any);
    out += "Thread creation included:\n\n" + created_table(measured, any) + "\n" + creation_sentence(measured);
    Table table = steady_table(any);
    add_steady_rows(table, measured, "/steady-state");
    out += "Steady state:\n\n" + table.markdown() + "\n" + what_rows_mean();
  }
  if (const std::string list = doubts(measured, Shown::means); !list.empty()) {
    out += "\n" + list;
  }
  return out + "\n**Citation**: lock-free reads via RCU per McKenney (2011) [^mckenney-2011]\n";
}

std::string baseline_section(const Measured& measured) {
  const std::string table = baseline_table(measured);
  if (table.empty()) {
    return "";
  }
  return "## Comparison with Baselines\n\n" + table +
         "\n- A speedup is the geometric mean of the runs' ratios of time per read, with a paired t interval on their\n"
         "  logarithms: in each run the backends took turns in one process.\n"
         "- The reference document's 9.5x (ArcSwap over RwLock) compares with \"over rwlock, owned\".\n"
         "- of the limit: 1x is as fast as the unsynchronised lookup.\n";
}

}  // namespace moebench::report
