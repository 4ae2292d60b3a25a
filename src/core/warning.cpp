#include "moebench/core/warning.hpp"

namespace moebench::core {

std::string_view name(WarningCode code) {
  switch (code) {
    using enum WarningCode;
    case n_too_small: return "n_too_small";
    case zero_variance: return "zero_variance";
    case ratio_undefined: return "ratio_undefined";
    case ratio_unbounded: return "ratio_unbounded";
    case not_replicated: return "not_replicated";
    case no_raw_samples: return "no_raw_samples";
    case quantile_not_estimable: return "quantile_not_estimable";
    case autocorrelated: return "autocorrelated";
    case skewed: return "skewed";
    case all_tied: return "all_tied";
    case complete_separation: return "complete_separation";
    case exact_not_available: return "exact_not_available";
    case nonpositive_samples: return "nonpositive_samples";
    case drift: return "drift";
    case change_point: return "change_point";
    case multimodal: return "multimodal";
    case outliers: return "outliers";
    case iqr_zero: return "iqr_zero";
    case not_computed: return "not_computed";
    case near_clock_resolution: return "near_clock_resolution";
    case short_rounds: return "short_rounds";
    case stopped_early: return "stopped_early";
    case interrupted: return "interrupted";
    case scaling_not_fitted: return "scaling_not_fitted";
    case scaling_untested: return "scaling_untested";
    case inconsistent_percentiles: return "inconsistent_percentiles";
    case inconsistent_range: return "inconsistent_range";
    case inconsistent_ci: return "inconsistent_ci";
    case inconsistent_throughput: return "inconsistent_throughput";
    case summary_disagrees_with_samples: return "summary_disagrees_with_samples";
    case iterations_disagree_with_samples: return "iterations_disagree_with_samples";
    case different_machines: return "different_machines";
    case different_methods: return "different_methods";
    case not_served: return "not_served";
    case quality_failing: return "quality_failing";
    case quality_out_of_range: return "quality_out_of_range";
    case reserved_bits_set: return "reserved_bits_set";
    case metadata_missing: return "metadata_missing";
    case signature_not_verified: return "signature_not_verified";
    case parameters_not_finite: return "parameters_not_finite";
    case virtualised: return "virtualised";
    case unknown_governor: return "unknown_governor";
    case governor_not_performance: return "governor_not_performance";
    case turbo_enabled: return "turbo_enabled";
    case machine_busy: return "machine_busy";
    case cpu_quota: return "cpu_quota";
    case cpu_steal: return "cpu_steal";
    case few_cores: return "few_cores";
    case swapping: return "swapping";
    case debug_build: return "debug_build";
    case sanitized_build: return "sanitized_build";
  }
  return "unknown";
}

}  // namespace moebench::core
