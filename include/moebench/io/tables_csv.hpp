// Owns the comma-separated tables that commands write: results, a comparison, the machine, a model file. Quoted as RFC
// 4180 asks, lines ended by line feeds; what is undefined or not finite is an empty cell. Reads nothing. Included by
// cli.
#pragma once

#include <span>
#include <string>

#include "moebench/core/comparison.hpp"
#include "moebench/core/description.hpp"
#include "moebench/core/environment.hpp"
#include "moebench/core/model_description.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::io {

/// A header line and one line for each result: name, scenario, n (samples), iterations (operations timed), mean, sd,
/// the confidence level and limits of the mean over samples, quantiles, extremes, throughput, runs (processes), and the
/// mean over runs with its interval, which is the one to read where there are several.
/// `summaries` holds one for each result, in order.
std::string results_csv(const core::ResultSet& set, std::span<const core::Summary> summaries);

/// A header line and one line for each comparison: the names, the unit of the times (of the candidate), what the test
/// rests on ("runs" where runs are compared, otherwise "samples") and how many of them, both means and medians, the
/// speedup with Fieller's limits, the ratio candidate / baseline with his, Welch's test and the adjusted p values, all
/// of these over runs or samples as said; Cohen's d with its limits is over samples.
std::string comparison_csv(const core::ComparisonSet& set);

/// A header line and one line for each result: name, unit, where the figures are from ("samples" or "summary"), n, mean
/// with the limits over all samples, runs, the mean over runs with its limits, which are the ones to read where there
/// are several, sd, extremes, median, MAD, IQR, p95 and p99 with their limits, severe outliers, lag-1 autocorrelation,
/// effective sample size (the smaller one), and the codes of the doubts, separated by blanks.
std::string descriptions_csv(const core::DescriptionSet& set);

/// A header line and one line for each fact, then one for each hazard with the key "hazard:<code>".
std::string environment_csv(const core::Environment& environment);

/// A model file: section,key,value, one line for each fact. Values of arrays are separated by blanks.
std::string model_csv(const core::ModelDescription& description);

}  // namespace moebench::io
