#include "moebench/audit/verify.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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
  const std::optional<std::uint64_t> size = result.params.count("batch_size");
  if (figure.starts_with("throughput") && size && moments.mean > 0 &&
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

/// What was counted or set, against what the samples show of it; only what differs says anything new.
void add_counted(core::Verification& verification, const core::BenchmarkResult& result, std::string place,
                 std::uint64_t stated, std::uint64_t found, std::string remark) {
  if (stated != found) {
    verification.figures.push_back({.result = result.name,
                                    .stated = {std::move(place), static_cast<double>(stated)},
                                    .recomputed = static_cast<double>(found),
                                    .agreement = Agreement::differs,
                                    .remark = std::move(remark)});
  }
}

/// The sum of what a run counted under that name.
std::optional<std::uint64_t> counted(const core::Run& run, std::string_view name) {
  const auto count = std::ranges::find(run.counts, name, &core::Count::name);
  return count == run.counts.end()
             ? std::nullopt
             : std::optional{std::accumulate(count->values.begin(), count->values.end(), std::uint64_t{0})};
}

/// The runs and single shots that the configuration sets are those in the file.
void check_configuration(core::Verification& verification, const core::Attributes& config,
                         const core::BenchmarkResult& result) {
  if (const auto runs = config.count("runs")) {
    add_counted(verification, result, "config.runs", *runs, result.series.runs.size(), "the runs in the file");
  }
  const auto iterations = config.count("benchmark_iterations");
  const bool each_is_a_sample =
      result.params.text("timing") == "single-shot" && result.inputs_per_call() == std::uint64_t{1};
  if (!iterations || !each_is_a_sample) {
    return;
  }
  for (const core::Run& run : result.series.runs) {
    add_counted(verification, result, "config.benchmark_iterations", *iterations, run.samples.size(),
                "the single shots of a run");
  }
}

/// Requests of which every one is timed are as many as the operations of the samples, and each that succeeded went to
/// one expert.
void check_counts(core::Verification& verification, const core::BenchmarkResult& result, std::size_t index) {
  constexpr std::array every_request_is_timed{"router", "lifecycle", "overflow", "registry"};
  const std::string_view family = std::string_view{result.name}.substr(0, result.name.find('/'));
  for (std::size_t i = 0; i < result.series.runs.size(); ++i) {
    const core::Run& run = result.series.runs[i];
    const auto place = [&](std::string_view name) {
      return fmt::format("results[{}].runs[{}].counts.{}", index, i, name);
    };
    const auto requests = counted(run, "requests");
    const auto succeeded = counted(run, "succeeded");
    if (requests && std::ranges::find(every_request_is_timed, family) != every_request_is_timed.end()) {
      add_counted(verification, result, place("requests"), *requests, run.batch * run.samples.size(),
                  "the operations of the run's samples");
    }
    if (requests && succeeded && *succeeded > *requests) {
      add_counted(verification, result, place("succeeded"), *succeeded, *requests, "at most the requests");
    }
    if (const auto load = counted(run, "expert_load"); load && succeeded) {
      add_counted(verification, result, place("expert_load"), *load, *succeeded, "the requests that succeeded");
    }
  }
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
  for (std::size_t i = 0; i < set.results.size(); ++i) {
    if (set.results[i].has_samples()) {
      check_configuration(verification, set.config, set.results[i]);
      check_counts(verification, set.results[i], i);
    }
  }
  return verification;
}

}  // namespace moebench::audit
