#include "moebench/stats/analyse.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "moebench/stats/paired_speedup.hpp"
#include "moebench/stats/usl.hpp"

namespace moebench::stats {
namespace {

std::vector<core::Speedup> speedups_of(const core::ResultSet& set, double level) {
  std::vector<core::Speedup> speedups;
  for (const core::BenchmarkResult& result : set.results) {
    for (const std::string& name : result.baselines) {
      const core::BenchmarkResult* baseline = set.find(name);
      auto speedup = baseline == nullptr ? std::nullopt : paired_speedup(result, *baseline, level);
      if (speedup) {
        speedups.push_back(std::move(*speedup));
      }
    }
  }
  return speedups;
}

constexpr std::size_t k_coefficients_of_law = 3;

struct Curve {
  std::string name;
  std::vector<ResultAtThreads> points;  // point into the set
};

std::size_t numbers_of_threads(const Curve& curve) {
  std::set<std::size_t> threads;
  for (const ResultAtThreads& at : curve.points) {
    threads.insert(at.threads);
  }
  return threads.size();
}

/// In order of first appearance.
std::vector<Curve> curves_of(const core::ResultSet& set) {
  std::vector<Curve> curves;
  for (const core::BenchmarkResult& result : set.results) {
    const std::string name = result.params.text("curve");
    const auto threads = result.params.count("curve_threads");
    if (name.empty() || !threads || *threads < 1) {
      continue;
    }
    auto curve = std::ranges::find(curves, name, &Curve::name);
    if (curve == curves.end()) {
      curve = curves.insert(curves.end(), {.name = name, .points = {}});
    }
    curve->points.push_back({.threads = static_cast<std::size_t>(*threads), .result = &result});
  }
  return curves;
}

void add_scaling(core::Analysis& analysis, const Curve& curve, double level) {
  auto scaling = scaling_over_runs(curve.name, curve.points, level);
  if (scaling) {
    constexpr double rounding = 1e-9;
    if (numbers_of_threads(curve) == k_coefficients_of_law && scaling->max_relative_residual < rounding) {
      analysis.warnings.push_back(
          {.code = core::WarningCode::scaling_untested,
           .subject = curve.name,
           .message = "the scalability law has three coefficients and goes through three numbers of threads, so no "
                      "point could contradict it: measure four or more"});
    }
    analysis.scaling.push_back(std::move(*scaling));
  } else {
    analysis.warnings.push_back({.code = core::WarningCode::scaling_not_fitted,
                                 .subject = curve.name,
                                 .message = std::move(scaling.error().message)});
  }
}

}  // namespace

core::Analysis analyse(const core::ResultSet& set, const SummaryOptions& options) {
  core::Analysis analysis;
  for (const core::BenchmarkResult& result : set.results) {
    analysis.summaries.push_back(summarize(result, options));
  }
  analysis.speedups = speedups_of(set, options.level);
  for (const Curve& curve : curves_of(set)) {
    if (numbers_of_threads(curve) >= k_coefficients_of_law) {
      add_scaling(analysis, curve, options.level);
    }
  }
  return analysis;
}

}  // namespace moebench::stats
