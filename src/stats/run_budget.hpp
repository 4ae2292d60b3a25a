// How many runs of how many samples a wanted precision takes. Private to stats, for describe.
#pragma once

#include <optional>

#include "moebench/core/description.hpp"

namespace moebench::stats {

/// The least number of runs R with t(R - 1) sd / sqrt(R) <= target_share |mean|, sd that of the runs' means: what a
/// pilot like this promises, and not more certain than its sd (Kalibera and Jones, ISMM 2013). The best samples per run
/// are theirs too. Empty where the means do not differ, or the mean is 0, or a million runs are not enough.
std::optional<core::RunBudget> run_budget(const core::Hierarchical& found, double target_share);

}  // namespace moebench::stats
