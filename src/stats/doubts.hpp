// What a reader of one summary must know before trusting its figures. Included by summarize.
#pragma once

#include <array>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::stats {

inline constexpr std::array<double, 3> k_standard_quantiles{0.5, 0.95, 0.99};

/// The warnings of a summary made from `result`, each one sentence with the figures and the remedy: not_replicated,
/// n_too_small, zero_variance, no_raw_samples, quantile_not_estimable, autocorrelated (a run whose samples are worth
/// less than half their number, where lag 1 is beyond chance: r1 > 1/3 and r1 > 2 / sqrt(n)).
std::vector<core::Warning> doubts_about(const core::BenchmarkResult& result, const core::Summary& summary);

}  // namespace moebench::stats
