// The checklist of 100 points, held against a candidate's and a baseline's result file. Pure: values in, findings out.
// Each category stands in a file of its own; how figures are recomputed one by one is verify.hpp's. Included by cli.
#pragma once

#include <string>
#include <vector>

#include "moebench/audit/evidence.hpp"
#include "moebench/core/audit.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/stats/match.hpp"

namespace moebench::audit {

/// The results that an audit judges: the pair that the first of `matches` names; otherwise the one with which a report
/// beside PyTorch begins, single shots of the vector kernel against the plain form; otherwise the first pair that
/// stats::match_results finds, single shots before batches. Points into the two sets.
/// Errors: those of match_results; input where no results of the two files belong together, and where the files are
/// given in the wrong order.
core::Result<stats::MatchedPair> judged_pair(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                             const std::vector<std::string>& matches = {});

/// Judges all 100 points of judged_pair(). A point passes only on evidence: what the files do not tell and `evidence`
/// does not show is skipped and earns nothing. Accepted are at least 95 points passed, none failed in categories 1 to
/// 3, and none failed in the last, bias detection. Errors: those of judged_pair.
core::Result<core::AuditReport> audit(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                      const Evidence& evidence, const std::vector<std::string>& matches = {});

/// What counts as accepted.
inline constexpr std::size_t k_points_to_accept = 95;

}  // namespace moebench::audit
