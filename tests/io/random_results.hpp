// Result sets for property tests, and the least summary that a result can have.
#pragma once

#include <bit>
#include <cmath>
#include <string>
#include <vector>

#include "moebench/core/analysis.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/core/rng.hpp"

namespace moebench::io::test {

inline core::ReportedSummary reported(std::uint64_t iterations, double mean) {
  core::ReportedSummary summary;
  summary.iterations = iterations;
  summary.mean = mean;
  return summary;
}

/// Any finite double: extremes, subnormals and both zeros included.
inline double random_double(core::Rng& rng) {
  for (;;) {
    const double value = rng.below(4) == 0 ? static_cast<double>(rng.below(100)) : std::bit_cast<double>(rng());
    if (std::isfinite(value)) {
      return value;
    }
  }
}

inline std::string random_text(core::Rng& rng) {
  static const std::vector<std::string> pieces{"a", "Z", "\"",   "\\", "\n", "\t", "/",
                                               ",", " ", "\x01", "é",  "漢", "😀",  "\x7f"};
  std::string text;
  for (std::uint64_t i = rng.below(8); i > 0; --i) {
    text += pieces[rng.below(pieces.size())];
  }
  return text;
}

inline core::Scalar random_scalar(core::Rng& rng) {
  switch (rng.below(4)) {
    case 0: return rng.below(2) == 0;
    case 1: return std::bit_cast<std::int64_t>(rng());
    case 2: return random_double(rng);
    default: return random_text(rng);
  }
}

inline core::Attributes random_attributes(core::Rng& rng) {
  core::Attributes attributes;
  for (std::uint64_t i = rng.below(5); i > 0; --i) {
    attributes.set(random_text(rng), random_scalar(rng));
  }
  return attributes;
}

inline core::WarningCode random_code(core::Rng& rng) {
  const auto last = static_cast<std::uint64_t>(core::WarningCode::sanitized_build);
  return static_cast<core::WarningCode>(rng.below(last + 1));
}

inline core::Series random_series(core::Rng& rng) {
  core::Series series;
  if (rng.below(2) == 0) {
    series = {.metric = random_text(rng), .unit = random_text(rng), .better = core::Better::higher, .runs = {}};
  }
  for (std::uint64_t i = 1 + rng.below(3); i > 0; --i) {
    core::Run& run = series.runs.emplace_back();
    run.batch = 1 + rng.below(1000);
    for (std::uint64_t j = 1 + rng.below(5); j > 0; --j) {
      run.samples.push_back(random_double(rng));
    }
    for (std::uint64_t j = rng.below(3); j > 0; --j) {
      run.counts.push_back({"count " + std::to_string(j), {rng.below(100), rng.below(std::uint64_t{1} << 53U)}});
    }
  }
  return series;
}

inline core::BenchmarkResult random_result(core::Rng& rng, std::uint64_t number) {
  core::BenchmarkResult result;
  result.name = random_text(rng) + std::to_string(number);
  result.framework = random_text(rng);
  result.scenario = random_text(rng);
  result.params = random_attributes(rng);
  for (std::uint64_t i = rng.below(3); i > 0; --i) {
    result.baselines.push_back(random_text(rng));
  }
  if (rng.below(4) == 0) {
    result.reported = reported(1 + rng.below(1000), random_double(rng));
    result.reported->p95 = random_double(rng);
    result.reported->max = random_double(rng);
    result.reported->throughput_per_sec = random_double(rng);
  } else {
    result.series = random_series(rng);
  }
  for (std::uint64_t i = rng.below(3); i > 0; --i) {
    result.checks.push_back({random_text(rng), random_text(rng), random_text(rng), rng.below(2) == 0});
    const std::string subject = rng.below(2) == 0 ? result.name : random_text(rng);
    result.warnings.push_back({random_code(rng), subject, random_text(rng)});
  }
  return result;
}

inline core::ResultSet random_result_set(core::Rng& rng) {
  core::ResultSet set;
  set.config = random_attributes(rng);
  set.environment.facts = random_attributes(rng);
  for (std::uint64_t i = rng.below(3); i > 0; --i) {
    set.environment.hazards.push_back({random_code(rng), random_text(rng), random_text(rng)});
  }
  for (std::uint64_t i = 1 + rng.below(4); i > 0; --i) {
    set.results.push_back(random_result(rng, i));
  }
  return set;
}

/// Count and mean only: of the first sample where there are samples, otherwise what was reported.
inline core::Summary least_summary(const core::BenchmarkResult& result) {
  core::Summary summary{};
  summary.level = 0.95;
  if (result.has_samples()) {
    summary.n = result.series.sample_count();
    summary.operations = result.series.operation_count();
    summary.mean = result.series.runs.front().samples.front();
  } else {
    summary.n = summary.operations = result.reported->iterations;
    summary.mean = result.reported->mean;
    summary.sd = result.reported->sd;
  }
  return summary;
}

/// The least summary of each result and nothing else.
inline core::Analysis least_analysis(const core::ResultSet& set) {
  core::Analysis analysis;
  for (const core::BenchmarkResult& result : set.results) {
    analysis.summaries.push_back(least_summary(result));
  }
  return analysis;
}

/// What differs between two results, for messages; "" when they are equal. `reported` counts only without samples:
/// beside them it is the summary that was written.
inline std::string difference(const core::BenchmarkResult& a, const core::BenchmarkResult& b) {
  if (a.name != b.name || a.framework != b.framework || a.scenario != b.scenario) {
    return "name, framework or scenario";
  }
  if (a.params != b.params || a.baselines != b.baselines) {
    return "params or baselines";
  }
  if (a.series != b.series) {
    return "series";
  }
  if (!a.has_samples() && a.reported != b.reported) {
    return "reported";
  }
  return a.checks != b.checks || a.warnings != b.warnings ? "checks or warnings" : "";
}

/// The same for whole sets, without `source`.
inline std::string difference(const core::ResultSet& a, const core::ResultSet& b) {
  if (a.config != b.config || a.environment != b.environment || a.results.size() != b.results.size()) {
    return "config, environment or the number of results";
  }
  for (std::size_t i = 0; i < a.results.size(); ++i) {
    if (std::string found = difference(a.results[i], b.results[i]); !found.empty()) {
      return found;
    }
  }
  return "";
}

}  // namespace moebench::io::test
