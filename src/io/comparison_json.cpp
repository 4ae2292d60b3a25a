#include "moebench/io/comparison_json.hpp"

#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {
namespace {

Json estimate(const std::optional<core::Estimate>& estimate) {
  if (!estimate) {
    return nullptr;
  }
  const auto& interval = estimate->interval;
  return {{"estimate", estimate->value},
          {"ci_lower", interval ? Json(interval->lower) : Json(nullptr)},
          {"ci_upper", interval ? Json(interval->upper) : Json(nullptr)}};
}

Json difference(const core::Difference& difference) {
  return {{"estimate", difference.estimate}, {"ci", limits(difference.interval)}};
}

Json welch(const std::optional<core::Welch>& welch) {
  if (!welch) {
    return nullptr;
  }
  return {
      {"t", welch->t}, {"df", welch->df}, {"se", welch->se}, {"p_value", welch->p_value}, {"log10_p", welch->log10_p}};
}

Json effect_sizes(const core::EffectSizes& sizes, const std::optional<core::Dominance>& dominance) {
  return {{"cohens_d_pooled", estimate(sizes.cohens_d_pooled)},
          {"cohens_d_av", estimate(sizes.cohens_d_av)},
          {"hedges_g", estimate(sizes.hedges_g)},
          {"glass_delta", estimate(sizes.glass_delta)},
          {"magnitude", sizes.cohens_d_pooled ? Json(core::magnitude(sizes.cohens_d_pooled->value)) : Json(nullptr)},
          {"hedges_j", json_of(sizes.hedges_j)},
          {"cles", dominance ? Json(dominance->cles) : Json(nullptr)},
          {"cliffs_delta", dominance ? Json(dominance->cliffs_delta) : Json(nullptr)}};
}

Json fieller(const std::optional<core::Fieller>& fieller) {
  if (!fieller) {
    return nullptr;
  }
  return {{"lower", json_of(fieller->lower)},
          {"upper", json_of(fieller->upper)},
          {"df", fieller->df},
          {"bounded", fieller->bounded}};
}

Json log_t(const std::optional<core::LogT>& test) {
  if (!test) {
    return nullptr;
  }
  const auto& interval = test->interval;
  return {{"gmr", test->gmr},
          {"lower", interval ? Json(interval->lower) : Json(nullptr)},
          {"upper", interval ? Json(interval->upper) : Json(nullptr)},
          {"df", json_of(test->df)},
          {"p_value", json_of(test->p_value)}};
}

const char* name(core::NullDistribution method) {
  return method == core::NullDistribution::exact ? "exact" : "asymptotic";
}

Json mann_whitney(const std::optional<core::MannWhitney>& test) {
  if (!test) {
    return nullptr;
  }
  return {{"u", test->u},
          {"method", name(test->method)},
          {"z", json_of(test->z)},
          {"p_value", json_of(test->p_value)},
          {"log10_p", json_of(test->log10_p)},
          {"least_p", test->least_p}};
}

Json brunner_munzel(const std::optional<core::BrunnerMunzel>& test) {
  if (!test) {
    return nullptr;
  }
  return {{"statistic", test->statistic},
          {"df", test->df},
          {"p_value", test->p_value},
          {"log10_p", test->log10_p},
          {"p_hat", test->p_hat}};
}

Json kolmogorov_smirnov(const std::optional<core::KolmogorovSmirnov>& test) {
  if (!test) {
    return nullptr;
  }
  return {{"d", test->d}, {"p_value", test->p_value}, {"log10_p", test->log10_p}, {"method", name(test->method)}};
}

Json tost(const std::optional<core::Tost>& test) {
  if (!test) {
    return nullptr;
  }
  return {{"low", test->low},         {"high", test->high},           {"t_lower", test->t_lower},
          {"t_upper", test->t_upper}, {"p_lower", test->p_lower},     {"p_upper", test->p_upper},
          {"p_value", test->p_value}, {"ci", limits(test->interval)}, {"equivalent", test->equivalent}};
}

Json tost_ratio(const std::optional<core::TostRatio>& test) {
  if (!test) {
    return nullptr;
  }
  return {{"low", test->low},           {"high", test->high},
          {"t_lower", test->t_lower},   {"t_upper", test->t_upper},
          {"df_lower", test->df_lower}, {"df_upper", test->df_upper},
          {"p_lower", test->p_lower},   {"p_upper", test->p_upper},
          {"p_value", test->p_value},   {"equivalent", test->equivalent}};
}

Json quantile_contrast(const core::QuantileContrast& contrast) {
  return {{"candidate", contrast.candidate},
          {"baseline", contrast.baseline},
          {"difference", difference(contrast.difference)},
          {"ratio", estimate(contrast.ratio)}};
}

Json quantiles(const std::vector<core::ComparedQuantile>& compared) {
  if (compared.empty()) {
    return nullptr;
  }
  Json list = Json::array();
  for (const core::ComparedQuantile& quantile : compared) {
    list.push_back({{"p", quantile.p},
                    {"type", 7},
                    {"between_runs", quantile.of_runs ? quantile_contrast(*quantile.of_runs) : Json(nullptr)},
                    {"pooled", quantile_contrast(quantile.pooled)},
                    {"samples_needed", quantile.samples_needed ? Json(*quantile.samples_needed) : Json(nullptr)}});
  }
  return list;
}

Json ratio(const std::optional<core::Ratio>& ratio) {
  if (!ratio) {
    return nullptr;
  }
  return {{"estimate", ratio->estimate},
          {"fieller", fieller(ratio->fieller)},
          {"delta", limits(ratio->delta)},
          {"delta_log", limits(ratio->delta_log)}};
}

/// A ratio of all samples, with what only samples give.
Json ratio_of_samples(const core::Comparison& comparison) {
  Json object = ratio(comparison.ratio);
  if (object.is_object()) {
    object["log_t"] = log_t(comparison.log_t);
    object["bootstrap"] = limits(comparison.ratio_bootstrap);
  }
  return object;
}

Json between_runs(const std::optional<core::ComparedRuns>& between) {
  if (!between) {
    return nullptr;
  }
  return {{"runs_candidate", between->candidate.n},
          {"runs_baseline", between->baseline.n},
          {"difference", difference(between->difference)},
          {"welch", welch(between->welch)},
          {"ratio", ratio(between->ratio)},
          {"speedup", ratio(between->speedup)},
          {"tost", tost(between->tost)},
          {"tost_ratio", tost_ratio(between->tost_ratio)}};
}

Json dependence_corrected(const std::optional<core::DependenceCorrected>& corrected) {
  if (!corrected) {
    return nullptr;
  }
  return {{"worth_candidate", corrected->worth_candidate},
          {"worth_baseline", corrected->worth_baseline},
          {"difference", difference(corrected->difference)},
          {"welch", welch(corrected->welch)},
          {"ratio", ratio(corrected->ratio)},
          {"speedup", ratio(corrected->speedup)},
          {"tost_ratio", tost_ratio(corrected->tost_ratio)}};
}

Json verdict(const core::Comparison& comparison) {
  const core::Verdict& verdict = comparison.verdict;
  return {{"outcome", name(verdict.outcome)},
          {"replicated", verdict.replicated},
          {"basis", comparison.between_runs ? "runs" : "samples"},
          {"margin", {{"low", verdict.margin.low}, {"high", verdict.margin.high}}},
          {"reason", verdict.reason}};
}

Json side(const core::ComparedSide& side) {
  return {{"name", side.name},
          {"framework", side.framework},
          {"n", side.moments.n},
          {"iterations", side.iterations},
          {"warmup", side.warmup ? Json(*side.warmup) : Json(nullptr)},
          {"runs", side.runs},
          {"unit", side.unit},
          {"better", side.better == core::Better::lower ? "lower" : "higher"},
          {"mean_us", side.moments.mean},
          {"sd_us", json_of(side.moments.sd)},
          {"p50_us", json_of(side.p50)},
          {"throughput_per_sec", json_of(side.throughput_per_sec)}};
}

Json speedup(const core::Comparison& comparison) {
  const std::optional<core::Ratio>& of_means = comparison.main_speedup();
  return {{"p50", json_of(comparison.speedup_p50)},
          {"mean", of_means ? Json(of_means->estimate) : Json(nullptr)},
          {"fieller", of_means ? fieller(of_means->fieller) : Json(nullptr)},
          {"throughput", json_of(comparison.speedup_throughput)}};
}

void append(Json& list, const std::vector<core::Warning>& warnings) {
  for (const core::Warning& warning : warnings) {
    list.push_back({{"code", name(warning.code)}, {"name", warning.subject}, {"message", warning.message}});
  }
}

Json comparison_json(const core::Comparison& comparison) {
  Json own_warnings = Json::array();
  append(own_warnings, comparison.warnings);
  return {{"name", comparison.name},
          {"level", comparison.level},
          {"candidate", side(comparison.candidate)},
          {"baseline", side(comparison.baseline)},
          {"speedup", speedup(comparison)},
          {"difference", difference(comparison.difference)},
          {"welch", welch(comparison.welch)},
          {"adjusted", {{"holm", json_of(comparison.holm)}, {"bh", json_of(comparison.bh)}}},
          {"effect_size", effect_sizes(comparison.effect_sizes, comparison.dominance)},
          {"ratio", ratio_of_samples(comparison)},
          {"mann_whitney", mann_whitney(comparison.mann_whitney)},
          {"brunner_munzel", brunner_munzel(comparison.brunner_munzel)},
          {"ks", kolmogorov_smirnov(comparison.kolmogorov_smirnov)},
          {"tost", tost(comparison.tost)},
          {"tost_ratio", tost_ratio(comparison.tost_ratio)},
          {"quantiles", quantiles(comparison.quantiles)},
          {"between_runs", between_runs(comparison.between_runs)},
          {"dependence_corrected", dependence_corrected(comparison.dependence_corrected)},
          {"verdict", verdict(comparison)},
          {"warnings", std::move(own_warnings)}};
}

}  // namespace

std::string to_json(const core::ComparisonSet& set, const std::vector<std::string>& differences) {
  Json warnings = Json::array();
  append(warnings, set.warnings);
  Json comparisons = Json::array();
  for (const core::Comparison& comparison : set.comparisons) {
    append(warnings, comparison.warnings);
    comparisons.push_back(comparison_json(comparison));
  }
  return to_text({{"schema", "moebench.compare/1"},
                  {"warnings", std::move(warnings)},
                  {"differences", differences},
                  {"unmatched", {{"a", set.unmatched_candidate}, {"b", set.unmatched_baseline}}},
                  {"comparisons", std::move(comparisons)}});
}

}  // namespace moebench::io
