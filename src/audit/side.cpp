#include "side.hpp"

#include <algorithm>
#include <utility>

#include "moebench/stats/quantile.hpp"
#include "moebench/stats/summarize.hpp"

namespace moebench::audit {

const core::Scalar* Side::find(std::string_view key) const {
  for (const core::Attributes* place : {&result->params, &set->config, &set->environment.facts}) {
    if (const core::Scalar* value = place->find(key)) {
      return value;
    }
  }
  return nullptr;
}

std::string Side::text(std::string_view key) const {
  const core::Scalar* value = find(key);
  return value == nullptr ? "" : core::to_text(*value);
}

std::string Side::own_text(std::string_view key) const {
  const core::Scalar* value = result->params.find(key);
  return value == nullptr ? "" : core::to_text(*value);
}

std::optional<double> Side::number(std::string_view key) const {
  const core::Scalar* value = find(key);
  return value == nullptr ? std::nullopt : core::number_of(*value);
}

std::optional<bool> Side::flag(std::string_view key) const {
  const core::Scalar* value = find(key);
  const auto* flag = value == nullptr ? nullptr : std::get_if<bool>(value);
  return flag == nullptr ? std::nullopt : std::optional{*flag};
}

std::optional<std::uint64_t> Side::counted(std::string_view name) const {
  std::uint64_t sum = 0;
  for (const core::Run& run : result->series.runs) {
    const auto count = std::ranges::find(run.counts, name, &core::Count::name);
    if (count == run.counts.end() || count->values.empty()) {
      return std::nullopt;
    }
    for (const std::uint64_t value : count->values) {
      sum += value;
    }
  }
  return runs() == 0 ? std::nullopt : std::optional{sum};
}

std::optional<double> Side::quantile(double p) const {
  if (has_samples()) {
    return stats::quantile(ascending, p);
  }
  const core::Quantile* reported = summary.quantile(p);
  return reported == nullptr ? std::nullopt : std::optional{reported->value};
}

std::optional<double> median_of(const core::BenchmarkResult& result) {
  if (result.has_samples()) {
    return stats::quantile(stats::sorted(result.series.pooled()), 0.5);
  }
  return result.reported ? result.reported->p50 : std::nullopt;
}

std::optional<double> Side::batched_p50() const {
  return batched == nullptr ? std::nullopt : median_of(*batched);
}

Side make_side(std::string role, const core::ResultSet& set, const core::BenchmarkResult& result) {
  return {.role = std::move(role),
          .set = &set,
          .result = &result,
          .batched = set.find(result.name + " (batched)"),
          .ascending = stats::sorted(result.series.pooled()),
          .summary = stats::summarize(result)};
}

}  // namespace moebench::audit
