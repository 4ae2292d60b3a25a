#include "moebench/io/description_json.hpp"

#include <cstddef>
#include <optional>

#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {
namespace {

using core::Description;

Json rank(const std::optional<std::size_t>& rank) {
  return rank ? Json(*rank) : Json(nullptr);
}

Json mean_interval(const std::optional<core::MeanInterval>& interval, double level) {
  Json object{{"method", "student_t"}, {"level", level}};
  object["df"] = interval ? Json(interval->df) : Json(nullptr);
  object["lower"] = interval ? Json(interval->lower) : Json(nullptr);
  object["upper"] = interval ? Json(interval->upper) : Json(nullptr);
  return object;
}

Json effective_interval(const std::optional<core::WidenedInterval>& interval) {
  if (!interval) {
    return nullptr;
  }
  return {{"method", "student_t_effective_n"},
          {"level", interval->level},
          {"effective_n", interval->effective_samples},
          {"df", interval->df},
          {"lower", interval->lower},
          {"upper", interval->upper}};
}

Json quantile(const core::Quantile& quantile, bool from_samples) {
  Json ci = nullptr;
  if (from_samples) {
    ci = {{"lower", json_of(quantile.lower)},
          {"upper", json_of(quantile.upper)},
          {"lower_rank", rank(quantile.lower_rank)},
          {"upper_rank", rank(quantile.upper_rank)},
          {"coverage", quantile.coverage},
          {"samples_needed", quantile.samples_needed ? Json(*quantile.samples_needed) : Json(nullptr)}};
  }
  // How the writer of a summary computed its quantiles is not known.
  return {{"p", quantile.p}, {"type", from_samples ? Json(7) : Json(nullptr)}, {"value", quantile.value}, {"ci", ci}};
}

Json quantiles(const Description& description) {
  Json list = Json::array();
  for (const core::Quantile& each : description.summary.quantiles) {
    list.push_back(quantile(each, description.from_samples));
  }
  return list;
}

void add_robust(Json& object, const std::optional<core::RobustFigures>& figures) {
  object["mad_raw"] = figures ? json_of(figures->mad_raw) : Json(nullptr);
  object["mad"] = figures ? json_of(figures->mad) : Json(nullptr);
  object["iqr"] = figures ? json_of(figures->iqr) : Json(nullptr);
  object["trimmed_mean_10"] = figures ? Json(figures->trimmed_mean_10) : Json(nullptr);
  object["geometric_mean"] = figures ? json_of(figures->geometric_mean) : Json(nullptr);
  object["harmonic_mean"] = figures ? json_of(figures->harmonic_mean) : Json(nullptr);
}

Json outliers(const std::optional<core::Outliers>& found) {
  if (!found) {
    return nullptr;
  }
  return {{"q1", found->q1},
          {"q3", found->q3},
          {"iqr", found->iqr},
          {"fence_low_severe", found->fence_low_severe},
          {"fence_low_mild", found->fence_low_mild},
          {"fence_high_mild", found->fence_high_mild},
          {"fence_high_severe", found->fence_high_severe},
          {"low_severe", found->low_severe},
          {"low_mild", found->low_mild},
          {"high_mild", found->high_mild},
          {"high_severe", found->high_severe}};
}

Json autocorrelation(const std::optional<core::Autocorrelation>& found) {
  if (!found) {
    return nullptr;
  }
  return {{"lag1", found->lag1}, {"ess_ar1", found->ess_ar1}, {"ess_ips", found->ess_ips}, {"tau_ips", found->tau_ips}};
}

Json ljung_box(const std::optional<core::LjungBox>& test) {
  return test ? Json{{"statistic", test->statistic}, {"df", test->df}, {"p_value", test->p_value}} : Json(nullptr);
}

Json test_result(const std::optional<core::TestResult>& test, const char* statistic) {
  return test ? Json{{statistic, test->statistic}, {"p_value", json_of(test->p_value)}} : Json(nullptr);
}

Json normality(const core::Normality& tests) {
  return {{"shapiro_wilk", test_result(tests.shapiro_wilk, "w")},
          {"anderson_darling", test_result(tests.anderson_darling, "a2")},
          {"jarque_bera", test_result(tests.jarque_bera, "statistic")}};
}

Json bootstrap(const std::optional<core::Bootstrap>& found) {
  if (!found) {
    return nullptr;
  }
  return {{"resamples", found->resamples},
          {"seed", found->seed},
          {"level", found->level},
          {"mean",
           {{"percentile", limits(found->mean.percentile)}, {"bca", limits(found->mean.bca)}, {"se", found->mean.se}}},
          {"median", {{"percentile", limits(found->median)}}}};
}

Json quantile_json(const std::optional<core::Estimate>& estimate) {
  return estimate ? Json{{"mean", estimate->value}, {"ci", limits(estimate->interval)}} : Json(nullptr);
}

Json runs(const Description& description) {
  const auto& found = description.hierarchical;
  if (!found) {
    return nullptr;
  }
  const auto& budget = description.budget;
  const auto& between = description.summary.between_runs;
  Json object{{"count", found->runs},
              {"mean", found->mean},
              {"mean_ci",
               {{"method", "student_t_over_runs"},
                {"level", found->level},
                {"df", found->df},
                {"lower", found->interval ? Json(found->interval->lower) : Json(nullptr)},
                {"upper", found->interval ? Json(found->interval->upper) : Json(nullptr)}}},
              {"run_mean_sd", json_of(found->run_mean_sd)},
              {"within_variance", json_of(found->within_variance)},
              {"between_variance_raw", json_of(found->between_variance_raw)},
              {"between_variance", json_of(found->between_variance)},
              {"icc", json_of(found->icc)},
              {"anova_f", json_of(found->anova_f)},
              {"anova_p", json_of(found->anova_p)}};
  object["p50"] = between ? quantile_json(between->p50) : Json(nullptr);
  object["p95"] = between ? quantile_json(between->p95) : Json(nullptr);
  object["p99"] = between ? quantile_json(between->p99) : Json(nullptr);
  object["budget"] = nullptr;
  if (budget) {
    object["budget"] = {{"target_share", budget->target_share},
                        {"runs_for_target", budget->runs_for_target},
                        {"samples_per_run", budget->samples_per_run},
                        {"best_samples_at_equal_cost", json_of(budget->best_samples_at_equal_cost)}};
  }
  return object;
}

Json histogram(const std::optional<core::Histogram>& bins) {
  if (!bins) {
    return nullptr;
  }
  return {{"from", bins->from},
          {"width", bins->width},
          {"counts", bins->counts},
          {"below", bins->below},
          {"above", bins->above}};
}

Json modes(const std::vector<core::RunModes>& found) {
  Json list = Json::array();
  for (const core::RunModes& of_run : found) {
    for (const core::Mode& mode : of_run.modes) {
      list.push_back({{"run", of_run.run}, {"location", mode.location}, {"share", mode.share}});
    }
  }
  return list;
}

Json changes(const std::vector<core::LevelChange>& found) {
  Json list = Json::array();
  for (const core::LevelChange& change : found) {
    list.push_back(
        {{"run", change.run}, {"sample", change.sample}, {"before", change.before}, {"after", change.after}});
  }
  return list;
}

Json trends(const std::vector<core::Trend>& found) {
  Json list = Json::array();
  for (const core::Trend& trend : found) {
    list.push_back({{"run", trend.run}, {"from", trend.from}, {"to", trend.to}, {"p_value", trend.p_value}});
  }
  return list;
}

Json result(const Description& description) {
  const core::Summary& summary = description.summary;
  Json object{{"name", description.name},
              {"n", summary.n},
              {"iterations", summary.operations},
              {"source", description.from_samples ? "samples" : "summary"},
              {"metric", description.metric},
              {"unit", description.unit},
              {"better", description.better == core::Better::lower ? "lower" : "higher"},
              {"mean", summary.mean},
              {"sd", json_of(summary.sd)},
              {"sem", json_of(description.sem)},
              {"min", json_of(summary.min)},
              {"max", json_of(summary.max)},
              {"median", json_of(description.median)},
              {"mean_ci", mean_interval(summary.mean_interval, summary.level)},
              {"mean_ci_effective", effective_interval(description.widened_mean)},
              {"quantiles", quantiles(description)}};
  add_robust(object, description.robust);
  object["skewness"] = json_of(description.skewness);
  object["outliers"] = outliers(description.outliers);
  object["autocorrelation"] = autocorrelation(description.autocorrelation);
  object["ljung_box"] = ljung_box(description.ljung_box);
  object["normality"] = normality(description.normality);
  object["bootstrap"] = bootstrap(description.bootstrap);
  object["runs"] = runs(description);
  object["histogram"] = histogram(description.histogram);
  object["modes"] = modes(description.modes);
  object["changes"] = changes(description.changes);
  object["trends"] = trends(description.trends);
  return object;
}

}  // namespace

std::string to_json(const core::DescriptionSet& set) {
  Json warnings = Json::array();
  Json results = Json::array();
  for (const Description& description : set.descriptions) {
    for (const core::Warning& warning : description.warnings) {
      warnings.push_back({{"code", name(warning.code)}, {"name", warning.subject}, {"message", warning.message}});
    }
    results.push_back(result(description));
  }
  return to_text({{"schema", "moebench.stats/1"}, {"warnings", std::move(warnings)}, {"results", std::move(results)}});
}

}  // namespace moebench::io
