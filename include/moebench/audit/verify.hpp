// Holds every number that a file states against the same number recomputed from the file's samples. Does not judge
// methods (audit.hpp). Included by cli.
#pragma once

#include <vector>

#include "moebench/core/audit.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::audit {

/// Every figure of `stated` with the one of `recomputed` at the same place, in order. `recomputed` are the figures of a
/// document made anew from the samples of `set`, which was read from the file that states `stated`.
///
/// Figures agree when they differ by less than 1e-9 of themselves, or when the recomputed one, rounded to as many
/// digits as the stated one shows (two or more), is that. The 95 % limits also agree by the normal approximation
/// (1.96), and percentiles by any definition that gives one of the two samples around them; a remark says so. A figure
/// of a result without samples is unproven; so is one that the document made anew does not have.
///
/// Behind these stands what was set and counted where it contradicts the samples: "config.runs" and
/// "config.benchmark_iterations" against the runs and the single shots in them, and in "runs[0].counts" the requests,
/// those that succeeded, and the experts' load against each other and the operations that were timed.
core::Verification verify(const core::ResultSet& set, const std::vector<core::StatedFigure>& stated,
                          const std::vector<core::StatedFigure>& recomputed);

}  // namespace moebench::audit
