// The rows of a gate: two result sets in, a verdict for each pair of results and metric out. Pure. Included by cli and
// by calibration.
#pragma once

#include <string>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/gate.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/gate/margins.hpp"

namespace moebench::gate {

struct RowOptions {
  std::vector<core::GateMetric> metrics{core::GateMetric::p50};
  Margins margins = {};
  std::vector<std::string> matches = {};  // as stats::match_results takes them
  std::vector<std::string> only = {};     // patterns for candidates' names (core::fits_pattern); empty: every pair
  double alpha = 0.05;                    // of two-sided claims, over all rows, in (0, 0.5)
  core::Adjustment adjustment = core::Adjustment::holm;
};

/// How the runs of the two sides belong together.
enum class Design : std::uint8_t {
  pairs,        // run i of one side took turns with run i of the other, in an order drawn at random
  independent,  // they did not
};

struct Rows {
  std::vector<core::GateRow> rows;
  std::vector<std::string> without_partner;
};

/// A row for each pair that stats::match_results finds and each metric, in the candidate's order. With
/// l = log(candidate / baseline), its interval at 1 - alpha, and the margin as logarithms:
///   regressed     the interval lies beyond the margin on the worse side, and the adjusted one-sided p is at most
///                 alpha / 2
///   improved      the same on the better side
///   equivalent    the interval lies inside the margin
///   inconclusive  otherwise: one run on a side, too few for the level, a figure that is not above 0, times that are
///                 all the same, or an interval across a limit
/// A change is claimed beyond the noise floor where the calibration has one above the margin; equivalence is held
/// against the margin itself. Quantiles of times by a clock whose step is more than the margin have intervals wider by
/// that step on both sides.
/// Adjusted over the rows: the p of "slower" as one family, the p of "faster" as another.
/// Fails as match_results does; input where no pair is left.
core::Result<Rows> judge(const core::ResultSet& candidate, const core::ResultSet& baseline, Design design,
                         const RowOptions& options);

}  // namespace moebench::gate
