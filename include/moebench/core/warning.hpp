// Everything that this program may doubt about a result, as one list. A warning never changes a figure; it stands
// beside it. Made by stats, harness, scenarios and io; shown by report and cli.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moebench::core {

/// What is doubted, as files spell it (name).
enum class WarningCode : std::uint8_t {
  // about the numbers
  n_too_small,
  zero_variance,
  ratio_undefined,
  ratio_unbounded,
  not_replicated,
  no_raw_samples,
  quantile_not_estimable,
  autocorrelated,
  skewed,
  all_tied,
  complete_separation,
  exact_not_available,
  nonpositive_samples,
  drift,
  change_point,
  multimodal,
  outliers,
  iqr_zero,
  not_computed,
  near_clock_resolution,
  short_rounds,
  stopped_early,
  interrupted,
  scaling_not_fitted,
  scaling_untested,
  // about a file that contradicts itself
  inconsistent_percentiles,
  inconsistent_range,
  inconsistent_ci,
  inconsistent_throughput,
  summary_disagrees_with_samples,
  iterations_disagree_with_samples,
  // about the two sides of a comparison
  different_machines,
  different_methods,
  // about a model file
  not_served,
  quality_failing,
  quality_out_of_range,
  reserved_bits_set,
  metadata_missing,
  signature_not_verified,
  parameters_not_finite,
  // about the machine that measured
  virtualised,
  unknown_governor,
  governor_not_performance,
  turbo_enabled,
  machine_busy,
  cpu_quota,
  cpu_steal,
  few_cores,
  swapping,
  debug_build,
  sanitized_build,
};

/// A doubt.
struct Warning {
  WarningCode code;     // which doubt
  std::string subject;  // the result, or the environment's fact, that is doubted
  std::string message;  // what was seen and what to do about it

  friend bool operator==(const Warning&, const Warning&) = default;
};

/// The code as files and reports spell it, for example "not_replicated".
std::string_view name(WarningCode code);

}  // namespace moebench::core
