#include "moebench/io/result_json.hpp"

#include <cassert>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "figures.hpp"
#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {
namespace {

Json run_json(const core::Run& run) {
  Json counts = Json::object();
  for (const core::Count& count : run.counts) {
    counts[count.name] = count.values;
  }
  return {{"batch", run.batch}, {"samples_us", run.samples}, {"counts", std::move(counts)}};
}

Json check_json(const core::Check& check) {
  return {{"name", check.name}, {"expected", check.expected}, {"actual", check.actual}, {"ok", check.ok}};
}

/// Of a result the subject stands there only where it is not the result itself.
Json warning_json(const core::Warning& warning, std::optional<std::string_view> result) {
  Json object = Json::object();
  object["code"] = name(warning.code);
  if (warning.subject != result) {
    object["subject"] = warning.subject;
  }
  object["message"] = warning.message;
  return object;
}

/// Sets `key` to the figure, and `prefix`ci_lower and `prefix`ci_upper to its interval.
void set_estimate(Json& object, const std::string& key, const core::Estimate& estimate,
                  const std::string& prefix = "") {
  const auto& interval = estimate.interval;
  object[key] = estimate.value;
  object[prefix + "ci_lower"] = interval ? Json(interval->lower) : Json(nullptr);
  object[prefix + "ci_upper"] = interval ? Json(interval->upper) : Json(nullptr);
}

Json between_runs_json(const core::BetweenRuns& between, double level) {
  Json object = Json::object();
  object["runs"] = between.runs;
  object["level"] = level;
  object["df"] = between.df;
  set_estimate(object, "mean_us", between.mean);
  object["sd_of_means_us"] = between.sd_of_means;
  set_estimate(object, "p50_us", between.p50, "p50_");
  set_estimate(object, "p95_us", between.p95, "p95_");
  set_estimate(object, "p99_us", between.p99, "p99_");
  if (between.p999) {
    set_estimate(object, "p999_us", *between.p999, "p999_");
  }
  return object;
}

void set_mean_interval(Json& object, const core::Summary& summary) {
  if (std::abs(summary.level - 0.95) < 1e-9) {
    const auto& interval = summary.mean_interval;
    object["ci_95_lower"] = interval ? Json(interval->lower) : Json(nullptr);
    object["ci_95_upper"] = interval ? Json(interval->upper) : Json(nullptr);
  }
}

void set_summary(Json& object, const core::BenchmarkResult& result, const core::Summary& summary) {
  const Figures shown = figures(result, summary);
  object["iterations"] = summary.operations;
  object["mean_us"] = summary.mean;
  object["std_us"] = json_of(summary.sd);
  set_mean_interval(object, summary);
  object["p50_us"] = json_of(shown.p50);
  object["p95_us"] = json_of(shown.p95);
  object["p99_us"] = json_of(shown.p99);
  object["min_us"] = json_of(shown.min);
  object["max_us"] = json_of(shown.max);
  object["throughput_per_sec"] = json_of(shown.throughput_per_sec);
  if (summary.between_runs) {
    object["between_runs"] = between_runs_json(*summary.between_runs, summary.level);
  }
}

/// Appends `result` to the array `results` in place: the samples are not copied again.
void append(Json& results, const core::BenchmarkResult& result, const core::Summary& summary) {
  Json& object = results.emplace_back(Json::object());
  object.get_ref<Json::object_t&>().reserve(32);
  object["name"] = result.name;
  if (!result.framework.empty()) {
    object["framework"] = result.framework;
  }
  object["scenario"] = result.scenario;
  object["params"] = json_of(result.params);
  if (!result.baselines.empty()) {
    object["baselines"] = result.baselines;
  }
  object["metric"] = result.series.metric;
  object["unit"] = result.series.unit;
  object["better"] = result.series.better == core::Better::lower ? "lower" : "higher";
  set_summary(object, result, summary);
  if (!result.series.runs.empty()) {
    Json& runs = object["runs"] = Json::array();
    for (const core::Run& run : result.series.runs) {
      runs.push_back(run_json(run));
    }
  }
  Json& checks = object["checks"] = Json::array();
  for (const core::Check& check : result.checks) {
    checks.push_back(check_json(check));
  }
  Json& warnings = object["warnings"] = Json::array();
  for (const core::Warning& warning : result.warnings) {
    warnings.push_back(warning_json(warning, result.name));
  }
}

Json speedup_json(const core::Speedup& speedup) {
  Json object = {{"name", speedup.name}, {"baseline", speedup.baseline}};
  set_estimate(object, "speedup", speedup.speedup);
  object["level"] = speedup.level;
  object["pairs"] = speedup.pairs;
  object["between_runs"] = speedup.between_runs;
  return object;
}

Json scaling_point_json(const core::ScalingPoint& point) {
  Json object = {{"threads", point.threads}};
  set_estimate(object, "throughput_per_sec", point.throughput_per_sec);
  return object;
}

Json coefficient_json(const core::Estimate& coefficient) {
  Json object = Json::object();
  set_estimate(object, "value", coefficient);
  return object;
}

Json scaling_json(const core::Scaling& scaling) {
  Json points = Json::array();
  for (const core::ScalingPoint& point : scaling.points) {
    points.push_back(scaling_point_json(point));
  }
  return {{"name", scaling.name},
          {"level", scaling.level},
          {"runs", scaling.runs},
          {"points", std::move(points)},
          {"lambda_per_sec", coefficient_json(scaling.lambda_per_sec)},
          {"sigma", coefficient_json(scaling.sigma)},
          {"kappa", coefficient_json(scaling.kappa)},
          {"peak_threads", json_of(scaling.peak_threads)},
          {"max_relative_residual", scaling.max_relative_residual}};
}

/// Sets `key` to an array of `json(value)` of all values, if there are any.
template <class Value, class ToJson>
void set_unless_empty(Json& document, const char* key, const std::vector<Value>& values, ToJson json) {
  for (const Value& value : values) {
    document[key].push_back(json(value));
  }
}

}  // namespace

std::string to_json(const core::ResultSet& set, const core::Analysis& analysis) {
  assert(analysis.summaries.size() == set.results.size());
  Json document = Json::object();
  document.get_ref<Json::object_t&>().reserve(8);
  document["schema"] = "moebench/1";
  document["config"] = json_of(set.config);
  document["environment"] = json_of(set.environment);
  Json& results = document["results"] = Json::array();
  for (std::size_t i = 0; i < set.results.size(); ++i) {
    append(results, set.results[i], analysis.summaries[i]);
  }
  set_unless_empty(document, "speedups", analysis.speedups, speedup_json);
  set_unless_empty(document, "scaling", analysis.scaling, scaling_json);
  set_unless_empty(document, "warnings", analysis.warnings,
                   [](const core::Warning& warning) { return warning_json(warning, std::nullopt); });
  return to_text(document);
}

}  // namespace moebench::io
