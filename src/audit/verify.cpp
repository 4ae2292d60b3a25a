#include "moebench/audit/verify.hpp"

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "agreement.hpp"
#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"

namespace moebench::audit {
namespace {

using core::Agreement;

/// The result whose figure stands at `place` ("results[3].mean_us"), or null.
const core::BenchmarkResult* result_at(const core::ResultSet& set, std::string_view place) {
  constexpr std::string_view prefix = "results[";
  std::size_t index = 0;
  if (!place.starts_with(prefix) ||
      std::from_chars(place.data() + prefix.size(), place.data() + place.size(), index).ec != std::errc{}) {
    return nullptr;
  }
  return index < set.results.size() ? &set.results[index] : nullptr;
}

/// What stands behind "results[3].".
std::string_view figure_name(std::string_view place) {
  const std::size_t dot = place.find("].");
  return place.starts_with("results[") && dot != std::string_view::npos ? place.substr(dot + 2) : place;
}

/// Where the document made anew has the figure that older layouts call otherwise.
std::string modern_place(const std::string& place) {
  const std::string_view figure = figure_name(place);
  const std::string before = place.substr(0, place.size() - figure.size());
  return figure == "std_dev_us"                   ? before + "std_us"
         : figure == "throughput_samples_per_sec" ? before + "throughput_per_sec"
                                                  : place;
}

/// The definition, other than ours, by which `value` is right; empty when none is known.
std::string other_definition(const core::BenchmarkResult& result, std::string_view figure, double value) {
  const std::vector<double> ascending = stats::sorted(result.series.pooled());
  const core::Moments moments = stats::moments(ascending);
  const auto n = static_cast<double>(ascending.size());
  if ((figure == "ci_95_lower" || figure == "ci_95_upper") && moments.sd) {
    const double half = 1.96 * *moments.sd / std::sqrt(n);
    if (agrees(value, moments.mean + (figure == "ci_95_lower" ? -half : half))) {
      return "by the normal approximation, 1.96 standard errors";
    }
  }
  const double p = figure == "p50_us" ? 0.5 : figure == "p95_us" ? 0.95 : figure == "p99_us" ? 0.99 : 0;
  if (p > 0) {
    const auto below = static_cast<std::size_t>((n - 1) * p);
    for (std::size_t at = below; at <= below + 1 && at < ascending.size(); ++at) {
      if (agrees(value, ascending[at])) {
        return "as the sample beside the quantile, not interpolated";
      }
    }
  }
  const core::Scalar* batch = result.params.find("batch_size");
  const auto* size = batch == nullptr ? nullptr : std::get_if<std::int64_t>(batch);
  if (figure.starts_with("throughput") && size != nullptr && moments.mean > 0 &&
      agrees(value, static_cast<double>(*size) * 1e6 / moments.mean)) {
    return fmt::format("counting the {} inputs of each call", *size);
  }
  return "";
}

core::VerifiedFigure verified(const core::ResultSet& set, const core::StatedFigure& stated,
                              const std::map<std::string, std::optional<double>>& recomputed) {
  const core::BenchmarkResult* result = result_at(set, stated.place);
  core::VerifiedFigure figure{.result = result == nullptr ? "" : result->name,
                              .stated = stated,
                              .recomputed = {},
                              .agreement = Agreement::unproven,
                              .remark = ""};
  const bool no_samples = result != nullptr && !result->has_samples();
  if (no_samples) {
    figure.remark = "the file holds no samples of this result";
    return figure;
  }
  const auto found = recomputed.find(modern_place(stated.place));
  if (found == recomputed.end()) {
    figure.remark = "no rule for this figure";
    return figure;
  }
  figure.recomputed = found->second;
  if (!stated.value || !found->second) {
    figure.agreement = stated.value.has_value() == found->second.has_value() ? Agreement::agrees : Agreement::differs;
    return figure;
  }
  if (agrees(*stated.value, *found->second)) {
    figure.agreement = Agreement::agrees;
    return figure;
  }
  if (result != nullptr) {
    figure.remark = other_definition(*result, figure_name(stated.place), *stated.value);
  }
  figure.agreement = figure.remark.empty() ? Agreement::differs : Agreement::agrees;
  return figure;
}

}  // namespace

core::Verification verify(const core::ResultSet& set, const std::vector<core::StatedFigure>& stated,
                          const std::vector<core::StatedFigure>& recomputed) {
  std::map<std::string, std::optional<double>> by_place;
  for (const core::StatedFigure& figure : recomputed) {
    by_place.emplace(figure.place, figure.value);
  }
  core::Verification verification;
  for (const core::StatedFigure& figure : stated) {
    verification.figures.push_back(verified(set, figure, by_place));
  }
  return verification;
}

}  // namespace moebench::audit
