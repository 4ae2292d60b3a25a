// What a reader of one comparison must know before trusting it. Included by compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/comparison.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::stats {

/// Whether both sides have one unit and one direction, without which there is no speedup.
bool same_scale(const core::Comparison& sides);

/// The warnings of a comparison made from these two results, each one sentence that names the side it speaks of:
/// not_replicated, n_too_small (also for a rank test to reach alpha), not_computed (without an sd), zero_variance (of
/// samples, and of the runs' means), ratio_undefined (also of a test whose t is beyond a double), ratio_unbounded,
/// different_methods, no_raw_samples, autocorrelated (where runs are not compared), skewed, all_tied,
/// complete_separation, exact_not_available, nonpositive_samples, quantile_not_estimable, and check_reported's for both
/// sides.
std::vector<core::Warning> doubts_about(const core::BenchmarkResult& candidate, const core::BenchmarkResult& baseline,
                                        const core::Comparison& comparison);

core::Warning different_machines(std::string_view name, std::string_view candidate_cpu, std::string_view baseline_cpu);

}  // namespace moebench::stats
