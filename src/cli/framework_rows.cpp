#include "framework_rows.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "moebench/core/inference_row.hpp"
#include "moebench/stats/compare.hpp"
#include "moebench/stats/quantile.hpp"

namespace moebench::cli {
namespace {

using core::BenchmarkResult;
using report::FrameworkRow;

std::size_t batch_of(const BenchmarkResult& result) {
  return result.inputs_per_call().value_or(1);
}

/// PyTorch's script times whole calls; ours are times per input already.
BenchmarkResult per_input(BenchmarkResult result) {
  const auto batch = static_cast<double>(batch_of(result));
  for (core::Run& run : result.series.runs) {
    for (double& sample : run.samples) {
      sample /= batch;
    }
    run.batch *= batch_of(result);
  }
  result.reported.reset();
  return result;
}

/// Least and greatest of the runs' medians.
std::optional<core::Interval> run_p50s(const BenchmarkResult& result) {
  std::vector<double> medians;
  for (const core::Run& run : result.series.runs) {
    if (!run.samples.empty()) {
      medians.push_back(stats::quantile(stats::sorted(run.samples), 0.5));
    }
  }
  if (medians.size() < 2) {
    return std::nullopt;
  }
  const auto [least, most] = std::ranges::minmax(medians);
  return core::Interval{least, most};
}

bool is_plain(const std::string& form) {
  return form == "plain";
}

/// The MLP is another model.
bool is_other(const std::string& form) {
  return !form.empty() && form != "plain" && form != "mlp";
}

void add_rows(std::vector<FrameworkRow>& rows, const core::ResultSet& ours, const core::ResultSet& pytorch,
              const std::string& kernel, bool (*wanted)(const std::string& form)) {
  for (const BenchmarkResult& theirs : pytorch.results) {
    const std::string form = theirs.params.text("form");
    if (!theirs.has_samples() || !wanted(form)) {
      continue;
    }
    for (const BenchmarkResult& mine : ours.results) {
      if (mine.params.text("kernel") != kernel || batch_of(mine) != batch_of(theirs) ||
          core::is_single_shot(mine) != core::is_single_shot(theirs)) {
        continue;
      }
      const BenchmarkResult each = per_input(theirs);
      FrameworkRow row{.kernel = core::kernel_text(mine),
                       .form = form,
                       .batch = batch_of(mine),
                       .is_single_shot = core::is_single_shot(mine),
                       .comparison = stats::compare(mine, each),
                       .our_run_p50s = run_p50s(mine),
                       .their_run_p50s = run_p50s(each)};
      row.comparison.candidate.warmup = ours.config.count("warmup_iterations");
      row.comparison.baseline.warmup = pytorch.config.count("warmup_iterations");
      rows.push_back(std::move(row));
    }
  }
}

}  // namespace

report::FrameworkComparison compare_frameworks(const core::ResultSet& ours, const core::ResultSet& our_batches,
                                               const core::ResultSet& pytorch) {
  report::FrameworkComparison all{.version = pytorch.config.text("pytorch_version", "of an unknown version"),
                                  .python = pytorch.config.text("python_version", "of an unknown version"),
                                  .blas = pytorch.config.text("blas"),
                                  .capability = pytorch.config.text("cpu_capability")};
  add_rows(all.rows, ours, pytorch, "vector", is_plain);
  add_rows(all.rows, ours, pytorch, "scalar", is_plain);
  add_rows(all.rows, ours, pytorch, "vector", is_other);
  add_rows(all.rows, our_batches, pytorch, "vector", is_plain);
  add_rows(all.rows, our_batches, pytorch, "vector", is_other);

  all.inputs = ours.config.count("input_dim").value_or(0);
  all.our_logit = ours.results.empty() ? 0 : ours.results.front().params.number("logit").value_or(0);
  for (const BenchmarkResult& result : pytorch.results) {
    all.their_logit = result.params.number("logit").value_or(all.their_logit);
  }
  all.clock_step_us = ours.environment.facts.number("clock_resolution_ns").value_or(0) / 1000;
  const auto bytes = static_cast<double>(all.inputs * sizeof(float));
  if (const auto rate = ours.config.number("l1_read_bytes_per_sec")) {
    all.reading_us = 2 * bytes / *rate * 1e6;
  }
  if (const auto rate = our_batches.config.number("batch_read_bytes_per_sec")) {
    all.batch_reading_us = bytes / *rate * 1e6;
  }
  return all;
}

}  // namespace moebench::cli
