// Student's t interval of a mean. Included by summarize, counts and compare.
#pragma once

#include <optional>
#include <span>

#include "moebench/core/comparison.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::stats {

/// mean -+ t(df = n - 1) sd / sqrt(n). Empty when n = 1 or the sd is not known. level in (0, 1).
std::optional<core::MeanInterval> mean_interval(const core::Moments& moments, double level);

/// The mean with its interval, empty where mean_interval is.
core::Estimate estimate(const core::Moments& moments, double level);

/// The mean of the runs' figures with its t interval. At least one figure; with one, no interval; with equal ones an
/// interval of width zero, which is right for counts and shares; times need more doubt (summarize).
core::Estimate estimate_over_runs(std::span<const double> figures, double level);

}  // namespace moebench::stats
