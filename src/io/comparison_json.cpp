#include "moebench/io/comparison_json.hpp"

#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {
namespace {

Json limits(const std::optional<core::Interval>& interval) {
  if (!interval) {
    return nullptr;
  }
  return {{"lower", interval->lower}, {"upper", interval->upper}};
}

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

Json effect_sizes(const core::EffectSizes& sizes) {
  return {{"cohens_d_pooled", estimate(sizes.cohens_d_pooled)},
          {"cohens_d_av", estimate(sizes.cohens_d_av)},
          {"hedges_g", estimate(sizes.hedges_g)},
          {"glass_delta", estimate(sizes.glass_delta)},
          {"hedges_j", json_of(sizes.hedges_j)}};
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

Json ratio(const std::optional<core::Ratio>& ratio) {
  if (!ratio) {
    return nullptr;
  }
  return {{"estimate", ratio->estimate},
          {"fieller", fieller(ratio->fieller)},
          {"delta", limits(ratio->delta)},
          {"delta_log", limits(ratio->delta_log)}};
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
          {"speedup", ratio(between->speedup)}};
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
          {"effect_size", effect_sizes(comparison.effect_sizes)},
          {"ratio", ratio(comparison.ratio)},
          {"between_runs", between_runs(comparison.between_runs)},
          {"warnings", std::move(own_warnings)}};
}

}  // namespace

std::string to_json(const core::ComparisonSet& set) {
  Json warnings = Json::array();
  append(warnings, set.warnings);
  Json comparisons = Json::array();
  for (const core::Comparison& comparison : set.comparisons) {
    append(warnings, comparison.warnings);
    comparisons.push_back(comparison_json(comparison));
  }
  return to_text({{"schema", "moebench.compare/1"},
                  {"warnings", std::move(warnings)},
                  {"unmatched", {{"a", set.unmatched_candidate}, {"b", set.unmatched_baseline}}},
                  {"comparisons", std::move(comparisons)}});
}

}  // namespace moebench::io
