#include <algorithm>

#include <fmt/format.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/figure_table.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"

namespace moebench::report {
namespace {

/// "of 1 call", "of 8 calls", or "of 7 to 8 calls" where the runs calibrated different batches.
std::string batch_text(const core::Series& series) {
  const auto [least, most] = std::ranges::minmax(series.runs, {}, &core::Run::batch);
  if (least.batch != most.batch) {
    return fmt::format("of {} to {} calls", with_thousands(least.batch), with_thousands(most.batch));
  }
  return fmt::format("of {} call{}", with_thousands(least.batch), least.batch == 1 ? "" : "s");
}

void add_latency(FigureTable& table, std::string_view group, const core::Series& series, const core::Summary& summary) {
  table.group(group);
  table.add_text("samples", with_thousands(summary.n), "", batch_text(series));
  table.add("p50", quantile_estimate(summary, 0.5), "us");
  table.add("p95", quantile_estimate(summary, 0.95), "us");
  table.add("p99", quantile_estimate(summary, 0.99), "us");
  table.add("mean", mean_estimate(summary), "us");
  const auto extreme = [&](std::string_view metric, const std::optional<double>& value) {
    table.add_text(metric, value ? significant(*value) : "n/a", "", "us");
  };
  extreme("sd of samples", summary.sd);
  extreme("min", summary.min);
  extreme("max", summary.max);
  table.add("Throughput (1 / mean)", inverted(mean_estimate(summary), 1e6), "inferences/s");
}

}  // namespace

std::string infer_section(const Measured& measured) {
  std::string out = "## Single-Sample Inference\n\n";
  measured.with("moebench LogisticRegression", [&](const core::BenchmarkResult& result, const core::Summary& summary) {
    const core::Attributes& p = result.params;
    out += fmt::format("**Task**: logistic regression ({} inputs), one sample at a time, model {}\n\n",
                       p.text("input_dim"), inline_text(measured.set.config.text("model", "not named")));
    out += fmt::format("First sample: logit {:.6f}, probability {:.6f}, class {}\n\n", std::stod(p.text("logit", "0")),
                       std::stod(p.text("probability", "0")), p.text("class"));
    out += fmt::format("{} warm-up calls in each run, not measured. Intervals: {}.\n\n",
                       measured.set.config.text("warmup_iterations"), interval_basis(summary));
    FigureTable table{"Timing", summary.level};
    add_latency(table, "single shot", result.series, summary);
    measured.with("moebench LogisticRegression (batched)",
                  [&](const core::BenchmarkResult& batched, const core::Summary& figures) {
                    add_latency(table, "batched", batched.series, figures);
                  });
    out += table.markdown() + "\n";
  });
  out +=
      "- single shot: every call between two clock readings, the clock included, as the reference and its PyTorch "
      "baseline\n"
      "  time. The reference document's 0.52 us (p50) and 1,898,614/s compare with these rows.\n"
      "- batched: calls back to back, divided by their number, the clock under 1 %. This is what a call costs.\n";
  if (const std::string list = doubts(measured, Shown::quantiles); !list.empty()) {
    out += "\n" + list;
  }
  return out;
}

}  // namespace moebench::report
