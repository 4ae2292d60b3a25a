#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/core/inference_row.hpp"
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
using core::is_single_shot;
using core::kernel_of;
using core::Summary;

/// Samples in a call. Files of before there were batches do not say.
std::uint64_t batch_of(const BenchmarkResult& result) {
  return result.inputs_per_call().value_or(1);
}

std::string timing_of(const BenchmarkResult& result) {
  return is_single_shot(result) ? "single shot" : "batched";
}

std::string shown_kernel(const BenchmarkResult& result) {
  return inline_text(core::kernel_text(result));
}

/// "of 1 call", "of 8 calls", or "of 7 to 8 calls" where the runs calibrated different batches.
std::string batch_text(const BenchmarkResult& result) {
  const auto [least, most] = std::ranges::minmax(result.series.runs, {}, &core::Run::batch);
  const std::uint64_t fewest = least.batch / batch_of(result);
  const std::uint64_t most_calls = most.batch / batch_of(result);
  if (fewest != most_calls) {
    return fmt::format("of {} to {} calls", with_thousands(fewest), with_thousands(most_calls));
  }
  return fmt::format("of {} call{}", with_thousands(fewest), fewest == 1 ? "" : "s");
}

/// The figures of calls, each of `scale` inferences.
void add_latency(FigureTable& table, const BenchmarkResult& result, const Summary& summary, double scale,
                 std::string_view unit) {
  table.add_text("samples", with_thousands(summary.n), "", batch_text(result));
  const auto add = [&](std::string_view metric, const core::Estimate& estimate) {
    table.add(metric, scale == 1 ? estimate : scaled(estimate, scale), unit);
  };
  add("p50", quantile_estimate(summary, 0.5));
  add("p95", quantile_estimate(summary, 0.95));
  add("p99", quantile_estimate(summary, 0.99));
  add("mean", mean_estimate(summary));
  const auto extreme = [&](std::string_view metric, const std::optional<double>& value) {
    table.add_text(metric, value ? significant(*value * scale) : "n/a", "", unit);
  };
  extreme("sd of samples", summary.sd);
  extreme("min", summary.min);
  extreme("max", summary.max);
}

void add_arm(FigureTable& table, const std::string& group, const BenchmarkResult& result, const Summary& summary) {
  const std::uint64_t batch = batch_of(result);
  table.group(batch == 1 ? group : fmt::format("{}, per batch of {}", group, with_thousands(batch)));
  add_latency(table, result, summary, static_cast<double>(batch), batch == 1 ? "us" : "us/batch");
  if (batch != 1) {
    table.group(group + ", per sample");
    table.add("p50", quantile_estimate(summary, 0.5), "us/sample");
    table.add("mean", mean_estimate(summary), "us/sample");
  }
  table.add("Throughput (1 / mean)", inverted(mean_estimate(summary), 1e6), "inferences/s");
}

std::string arms_table(const Measured& measured, bool several, double level) {
  FigureTable table{several ? "Kernel, timing" : "Timing", level};
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    const BenchmarkResult& result = measured.set.results[i];
    add_arm(table, several ? fmt::format("{}, {}", shown_kernel(result), timing_of(result)) : timing_of(result), result,
            measured.analysis.summaries[i]);
  }
  return table.markdown();
}

/// Each kernel that took turns with the scalar one, held against it; empty text where none did.
std::string speedup_table(const Measured& measured, const std::vector<Parameter>& swept) {
  std::vector<Table::Column> columns = columns_of(swept);
  columns.insert(columns.end(), {{"Kernel"}, {"Timing"}, {"Over scalar", Align::right}, {"Interval", Align::right}});
  Table table{std::move(columns)};
  for (const core::Speedup& speedup : measured.analysis.speedups) {
    measured.with(speedup.name, [&](const BenchmarkResult& result, const Summary&) {
      const FigureText text = figure(speedup.speedup);
      std::vector<std::string> row = values_of(result, swept);
      row.insert(row.end(), {shown_kernel(result), timing_of(result), text.value + "x", text.interval});
      table.add(std::move(row));
    });
  }
  return table.empty() ? "" : table.markdown() + "\n";
}

/// A row for each batch, kernel and timing of a sweep over batches, per sample.
std::string batches_table(const Measured& measured, const std::vector<Parameter>& swept, double level) {
  const std::string interval = fmt::format("{:g} % interval", level * 100);
  std::vector<Table::Column> columns = columns_of(swept);
  columns.insert(columns.end(), {{"Kernel"}, {"Timing"}});
  for (const std::string& title : {std::string{"p50 (us/sample)"}, interval, std::string{"p99 (us/sample)"},
                                   std::string{"Inferences/s"}, interval}) {
    columns.push_back({title, Align::right});
  }
  Table table{std::move(columns)};
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    const BenchmarkResult& result = measured.set.results[i];
    const Summary& summary = measured.analysis.summaries[i];
    const FigureText p50 = figure(quantile_estimate(summary, 0.5));
    const FigureText rate = figure(inverted(mean_estimate(summary), 1e6));
    std::vector<std::string> row = values_of(result, swept);
    row.insert(row.end(), {shown_kernel(result), timing_of(result), p50.value, p50.interval,
                           figure(quantile_estimate(summary, 0.99)).value, rate.value, rate.interval});
    table.add(std::move(row));
  }
  return table.markdown();
}

/// Of the first batch: the answers do not depend on it.
std::string answers(const Measured& measured, bool several) {
  std::string out;
  const std::uint64_t batch = batch_of(measured.set.results.front());
  for (const BenchmarkResult& result : measured.set.results) {
    if (is_single_shot(result) && batch_of(result) == batch) {
      const core::Attributes& p = result.params;
      out += fmt::format("First sample{}: logit {:.6f}, probability {:.6f}, class {}\n\n",
                         several ? ", " + shown_kernel(result) : "", p.number("logit").value_or(0),
                         p.number("probability").value_or(0), p.text("class"));
    }
  }
  return out;
}

std::string what_rows_mean(const BenchmarkResult& first, bool several, bool sweep) {
  std::string out;
  if (batch_of(first) == 1 && !sweep) {
    out =
        "- single shot: every call between two clock readings, the clock included, as the reference and its PyTorch "
        "baseline\n"
        "  time. The reference document's 0.52 us (p50) and 1,898,614/s compare with these rows.\n";
  } else {
    out =
        "- single shot: every call, which takes a whole batch, between two clock readings, the clock included. per "
        "sample:\n"
        "  the time of a batch divided by its samples. The reference document's figures are of single samples, not "
        "these.\n";
  }
  out += "- batched: calls back to back, divided by their number, the clock under 1 %. This is what a call costs.\n";
  if (several) {
    out +=
        "- The kernels take turns in one process, in random order. over scalar: the geometric mean of the runs' ratios "
        "of\n"
        "  time per sample, with a paired t interval on their logarithms.\n";
  }
  return out;
}

}  // namespace

std::string infer_section(const Measured& measured) {
  if (measured.set.results.empty()) {
    return "## Single-Sample Inference\n\n";
  }
  const BenchmarkResult& first = measured.set.results.front();
  const Summary& any = measured.analysis.summaries.front();
  const std::vector<Parameter> swept = swept_of(measured.set, {{"batch", "Batch"}});
  const bool single = batch_of(first) == 1 && swept.empty();
  const bool several = std::ranges::any_of(
      measured.set.results, [&](const BenchmarkResult& result) { return kernel_of(result) != kernel_of(first); });
  const bool plain = !several && kernel_of(first) == "scalar";

  std::string out = single          ? "## Single-Sample Inference\n\n"
                    : swept.empty() ? "## Batch Inference\n\n"
                                    : "## Inference by Batch\n\n";
  out += fmt::format("**Task**: logistic regression ({} inputs), {}, model {}{}\n\n", first.params.text("input_dim"),
                     single           ? "one sample at a time"
                     : !swept.empty() ? "batches of several sizes in turns"
                                      : fmt::format("{} samples in a call", batch_of(first)),
                     inline_text(measured.set.config.text("model", "not named")),
                     several || plain ? "" : fmt::format(", kernel {}", shown_kernel(first)));
  out += answers(measured, several);
  out += fmt::format("{} warm-up calls in each run, not measured. Intervals: {}.\n\n",
                     measured.set.config.text("warmup_iterations"), interval_basis(any));
  out += (swept.empty() ? arms_table(measured, several, any.level) : batches_table(measured, swept, any.level)) + "\n" +
         speedup_table(measured, swept) + what_rows_mean(first, several, !swept.empty());
  if (const std::string list = doubts(measured, Shown::quantiles); !list.empty()) {
    out += "\n" + list;
  }
  return out;
}

}  // namespace moebench::report
