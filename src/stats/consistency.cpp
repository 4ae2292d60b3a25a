#include "moebench/stats/consistency.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "rounding.hpp"

namespace moebench::stats {
namespace {

using core::ReportedSummary;
using core::WarningCode;
using Fault = std::optional<std::string>;

constexpr const char* k_remedy = "measure again, or correct the tool that wrote the file";

struct Figure {
  const char* name;
  std::optional<double> value;
};

/// The figure with what its rounding allows, and the samples or operations behind it.
struct Told {
  const ReportedSummary& figures;
  std::uint64_t n;
  Rounding rounding;
};

std::vector<Figure> order_figures(const ReportedSummary& figures) {
  std::vector<Figure> order{
      {"min", figures.min}, {"p50", figures.p50}, {"p95", figures.p95}, {"p99", figures.p99}, {"max", figures.max}};
  std::erase_if(order, [](const Figure& figure) { return !figure.value; });
  return order;
}

Fault percentile_fault(const Told& told) {
  const std::vector<Figure> order = order_figures(told.figures);
  const auto falls = [&told](const Figure& left, const Figure& right) {
    return *left.value > *right.value + told.rounding.slack(*left.value) + told.rounding.slack(*right.value);
  };
  const auto at = std::ranges::adjacent_find(order, falls);
  if (at == order.end()) {
    return std::nullopt;
  }
  const Figure& next = *std::ranges::next(at);
  return fmt::format("{} {} is above {} {}, which no samples can give: {}", at->name, *at->value, next.name,
                     *next.value, k_remedy);
}

Fault range_fault(const Told& told) {
  const auto& [figures, n, rounding] = told;
  if (!figures.min || !figures.max) {
    return std::nullopt;
  }
  for (const Figure& figure : {Figure{"mean", figures.mean}, Figure{"p50", figures.p50}, Figure{"p95", figures.p95},
                               Figure{"p99", figures.p99}}) {
    const double slack = figure.value ? rounding.slack(*figure.value) : 0;
    if (figure.value && (*figure.value < *figures.min - slack - rounding.slack(*figures.min) ||
                         *figure.value > *figures.max + slack + rounding.slack(*figures.max))) {
      return fmt::format("{} {} lies outside min {} to max {}: {}", figure.name, *figure.value, *figures.min,
                         *figures.max, k_remedy);
    }
  }
  if (figures.sd && n > 1) {
    const auto count = static_cast<double>(n);
    const double most = (*figures.max - *figures.min + 2 * rounding.common) * std::sqrt(count / (4 * (count - 1)));
    if (*figures.sd > most + rounding.slack(*figures.sd)) {
      return fmt::format("sd {} is above {:.6g}, the most that {} samples from min {} to max {} can have: {}",
                         *figures.sd, most, n, *figures.min, *figures.max, k_remedy);
    }
  }
  return std::nullopt;
}

Fault interval_fault(const Told& told) {
  const auto& [figures, n, rounding] = told;
  if (!figures.ci_lower || !figures.ci_upper || !figures.sd || n < 2) {
    return std::nullopt;
  }
  const double multiplier =
      student_t_two_sided_quantile(0.95, static_cast<double>(n - 1)) / std::sqrt(static_cast<double>(n));
  const double half_width = multiplier * *figures.sd;
  const double slack = 0.02 * half_width + rounding.common * (2 + multiplier) + k_float_noise * std::abs(figures.mean);
  const double lower = figures.mean - half_width;
  const double upper = figures.mean + half_width;
  if (std::abs(*figures.ci_lower - lower) <= slack && std::abs(*figures.ci_upper - upper) <= slack) {
    return std::nullopt;
  }
  return fmt::format(
      "the 95 % interval {} to {} is not the {:.6g} to {:.6g} that Student's t gives for its mean, sd and "
      "n {}: use the latter",
      *figures.ci_lower, *figures.ci_upper, lower, upper, n);
}

/// `of_samples`: what the file's own samples give, which with unequal batches is not the inverse of their mean.
Fault throughput_fault(const Told& told, double batch_size, std::optional<double> of_samples) {
  const auto& [figures, n, rounding] = told;
  if (!figures.throughput_per_sec || !(figures.mean > 0)) {
    return std::nullopt;
  }
  const double throughput = *figures.throughput_per_sec;
  const double slack = rounding.slack(figures.mean);
  const auto agrees = [&](double per_operation) {
    const double least = 0.99 * per_operation / (figures.mean + slack);
    const double most = figures.mean > slack ? 1.01 * per_operation / (figures.mean - slack) : throughput;
    return throughput + half_unit(throughput) >= least && throughput - half_unit(throughput) <= most;
  };
  const bool is_of_samples = of_samples && std::abs(throughput - *of_samples) <= 0.01 * *of_samples;
  if (is_of_samples || agrees(1e6) || agrees(1e6 * batch_size)) {
    return std::nullopt;
  }
  return fmt::format("throughput {} per second is not the {:.6g} that mean {} us gives: {}", throughput,
                     1e6 / figures.mean, figures.mean, "compare means, and say what the throughput counts");
}

/// Whether a usual definition of the p quantile (the nine of Hyndman and Fan, and truncated indices) can give `value`.
bool may_be_quantile(double value, double p, std::span<const double> ascending, double slack) {
  const std::size_t last = ascending.size() - 1;
  const auto rank = static_cast<std::size_t>(static_cast<double>(ascending.size()) * p + k_float_noise);
  const double least = ascending[std::min(rank == 0 ? 0 : rank - 1, last)];
  const double most = ascending[std::min(rank + 1, last)];
  return least - slack <= value && value <= most + slack;
}

Fault samples_fault(const Told& told, std::span<const double> ascending) {
  const auto& [figures, n, rounding] = told;
  const auto differs = [&rounding](std::optional<double> value, double found) {
    return value && std::abs(*value - found) > rounding.slack(*value);
  };
  const auto sentence = [](const char* name, double value, double found) {
    return fmt::format("{} {} is not the {:.6g} of the file's own samples: only the samples are used", name, value,
                       found);
  };
  const core::Moments found = moments(ascending);
  if (differs(figures.mean, found.mean)) {
    return sentence("mean", figures.mean, found.mean);
  }
  if (found.sd && differs(figures.sd, *found.sd)) {
    const auto count = static_cast<double>(found.n);
    if (differs(figures.sd, *found.sd * std::sqrt((count - 1) / count))) {
      return sentence("sd", *figures.sd, *found.sd);
    }
  }
  if (differs(figures.min, ascending.front())) {
    return sentence("min", *figures.min, ascending.front());
  }
  if (differs(figures.max, ascending.back())) {
    return sentence("max", *figures.max, ascending.back());
  }
  struct {
    const char* name;
    double p;
    std::optional<double> value;
  } const quantiles[] = {{"p50", 0.5, figures.p50}, {"p95", 0.95, figures.p95}, {"p99", 0.99, figures.p99}};
  for (const auto& [name, p, value] : quantiles) {
    if (value && !may_be_quantile(*value, p, ascending, rounding.slack(*value))) {
      return sentence(name, *value, quantile(ascending, p));
    }
  }
  return std::nullopt;
}

Fault iterations_fault(const ReportedSummary& reported, const core::Series& series) {
  const std::uint64_t operations = series.operation_count();
  if (reported.iterations == 0 || reported.iterations == operations) {
    return std::nullopt;
  }
  return fmt::format("iterations {} are not the {} operations of the file's {} samples: n is the number of samples",
                     reported.iterations, operations, series.sample_count());
}

}  // namespace

std::vector<core::Warning> check_reported(const core::BenchmarkResult& result) {
  return check_reported(result, result.reported ? sorted(result.series.pooled()) : std::vector<double>{});
}

std::vector<core::Warning> check_reported(const core::BenchmarkResult& result, std::span<const double> ascending) {
  std::vector<core::Warning> warnings;
  if (!result.reported) {
    return warnings;
  }
  const auto add = [&](WarningCode code, Fault fault) {
    if (fault) {
      warnings.push_back({code, result.name, std::move(*fault)});
    }
  };
  const ReportedSummary& reported = *result.reported;
  const Told told{.figures = reported,
                  .n = result.has_samples() ? ascending.size() : reported.iterations,
                  .rounding = rounding_of(reported)};
  add(WarningCode::inconsistent_percentiles, percentile_fault(told));
  add(WarningCode::inconsistent_range, range_fault(told));
  add(WarningCode::inconsistent_ci, interval_fault(told));
  if (result.series.unit == "us") {
    add(WarningCode::inconsistent_throughput,
        throughput_fault(told, result.params.number("batch_size").value_or(1), result.series.operations_per_second()));
  }
  if (result.has_samples()) {
    add(WarningCode::summary_disagrees_with_samples, samples_fault(told, ascending));
    add(WarningCode::iterations_disagree_with_samples, iterations_fault(reported, result.series));
  }
  return warnings;
}

}  // namespace moebench::stats
