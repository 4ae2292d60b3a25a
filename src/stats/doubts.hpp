// What a reader of one summary must know before trusting its figures. Included by summarize.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::stats {

inline constexpr std::array<double, 3> k_standard_quantiles{0.5, 0.95, 0.99};

/// "samples depend on the one before in ..." where a run's samples are worth less than half their number and lag 1 is
/// beyond chance: r1 > 1/3 and r1 > 2 / sqrt(n). Otherwise empty.
std::optional<std::string> autocorrelated(const core::Series& series);

/// Why figures of this unit may all be the same and what to do, to follow a comma.
std::string_view why_no_variation(std::string_view unit);

/// The warnings of a summary made from `result`, each one sentence with the figures and the remedy: not_replicated,
/// n_too_small (one sample, or an interval of a time between runs that reaches below 0), zero_variance (of all samples,
/// or of a time between runs), no_raw_samples, quantile_not_estimable, autocorrelated.
std::vector<core::Warning> doubts_about(const core::BenchmarkResult& result, const core::Summary& summary);

}  // namespace moebench::stats
