// Describes the samples of a result in full: what summarize gives, and shape, dependence, outliers, normality, the
// variance between and within runs, and every doubt that the samples themselves raise. Included by cli.
#pragma once

#include <cstddef>
#include <optional>

#include "moebench/core/description.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/stats/bootstrap.hpp"
#include "moebench/stats/summarize.hpp"

namespace moebench::stats {

struct DescribeOptions {
  SummaryOptions summary;
  std::optional<std::size_t> ljung_box_lags;  // at least 1; otherwise default_ljung_box_lags of the samples
  std::optional<BootstrapOptions> bootstrap;  // its level is the summary's
  double target_share = 0.01;                 // half-width that the run budget is made for, as a share of the mean
};

/// Of the samples where there are any, pooled over runs; otherwise of `reported`, and then what needs samples is empty.
/// Dependence, modes, changes and trends are looked for within each run. What a double cannot hold is empty, and
/// not_computed says so. A result with neither samples nor `reported` is a bug of the caller. The warnings are
/// summarize's, check_reported's, the result's own, and those that the header of description_doubts.hpp lists.
/// O(n log n), and the bootstrap's resamples times n.
core::Description describe(const core::BenchmarkResult& result, const DescribeOptions& options = {});

/// describe of every result.
core::DescriptionSet describe_set(const core::ResultSet& set, const DescribeOptions& options = {});

}  // namespace moebench::stats
