#include "framework_rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "moebench/stats/compare.hpp"

namespace moebench::cli {
namespace {

using core::BenchmarkResult;
using report::FrameworkRow;

std::optional<double> number(const core::Attributes& attributes, std::string_view key) {
  const core::Scalar* value = attributes.find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (const auto* whole = std::get_if<std::int64_t>(value)) {
    return static_cast<double>(*whole);
  }
  const auto* real = std::get_if<double>(value);
  return real == nullptr ? std::nullopt : std::optional{*real};
}

std::size_t batch_of(const BenchmarkResult& result) {
  for (const char* key : {"batch_size", "batch"}) {
    if (const auto batch = number(result.params, key); batch && *batch >= 1) {
      return static_cast<std::size_t>(*batch);
    }
  }
  return 1;
}

bool is_single_shot(const BenchmarkResult& result) {
  return !result.name.ends_with("(batched)");
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

std::optional<std::uint64_t> warmup(const core::ResultSet& set) {
  const auto count = number(set.config, "warmup_iterations");
  return count ? std::optional{static_cast<std::uint64_t>(*count)} : std::nullopt;
}

std::string kernel_text(const BenchmarkResult& result) {
  const std::string target = result.params.text("vector_target");
  return result.params.text("kernel", "scalar") + (target.empty() ? "" : fmt::format(" ({})", target));
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
          is_single_shot(mine) != is_single_shot(theirs)) {
        continue;
      }
      FrameworkRow row{.kernel = kernel_text(mine),
                       .form = form,
                       .batch = batch_of(mine),
                       .is_single_shot = is_single_shot(mine),
                       .comparison = stats::compare(mine, per_input(theirs))};
      row.comparison.candidate.warmup = warmup(ours);
      row.comparison.baseline.warmup = warmup(pytorch);
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

  const auto inputs = number(ours.config, "input_dim");
  all.inputs = inputs ? static_cast<std::size_t>(*inputs) : 0;
  all.our_logit = ours.results.empty() ? 0 : number(ours.results.front().params, "logit").value_or(0);
  for (const BenchmarkResult& result : pytorch.results) {
    all.their_logit = number(result.params, "logit").value_or(all.their_logit);
  }
  const auto bytes = static_cast<double>(all.inputs * sizeof(float));
  if (const auto rate = number(ours.config, "l1_read_bytes_per_sec")) {
    all.reading_us = 2 * bytes / *rate * 1e6;
  }
  if (const auto rate = number(our_batches.config, "batch_read_bytes_per_sec")) {
    all.batch_reading_us = bytes / *rate * 1e6;
  }
  return all;
}

}  // namespace moebench::cli
