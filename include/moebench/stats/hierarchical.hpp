// Runs of samples at two levels (Kalibera and Jones, ISMM 2013): what replication says about the mean, and whether runs
// differ by more than their samples do. Included by summarize, compare and cli.
#pragma once

#include <span>
#include <vector>

#include "moebench/core/hierarchical.hpp"
#include "moebench/core/series.hpp"

namespace moebench::stats {

/// The t interval over the runs' means with runs - 1 degrees of freedom, and the one-way analysis of variance with
/// random effects: between = (MSB - MSW) / n0, n0 = (N - sum n_i^2 / N) / (runs - 1), which is the runs' size where
/// they have one (Searle, Casella and McCulloch, Variance Components, 1992, chapter 3). Runs may have different sizes,
/// one sample too. At least one run, none empty; finite samples. level in (0, 1).
core::Hierarchical hierarchical(std::span<const std::vector<double>> runs, double level);

/// The same of the runs that have samples. At least one.
core::Hierarchical hierarchical(const core::Series& series, double level);

}  // namespace moebench::stats
