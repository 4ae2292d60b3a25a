// Owns the JSON form of a comparison of two files: schema moebench.compare/1. Computes nothing. Included
// by cli.
#pragma once

#include <string>
#include <vector>

#include "moebench/core/comparison.hpp"

namespace moebench::io {

/// {"schema", "warnings", "differences", "unmatched": {"a", "b"}, "comparisons"}, a the candidate's file, b the
/// baseline's. What is undefined or not finite is null; statistics that this version does not compute have no key. Of a
/// side, "n" counts samples and "iterations" the operations timed in them; "mean_us" and the like are in "unit".
/// "difference", "welch", "effect_size" and "ratio" (a / b) are of all samples pooled. Where "between_runs" is not null
/// it is the comparison to read, and "adjusted" and "speedup" rest on it. "speedup" is above 1 where the candidate is
/// better, "fieller" the interval of its "mean". The top-level warnings are the set's own, then those of every
/// comparison in order. "differences" says what of machine, build and configuration is not the same on both sides, a
/// sentence each.
std::string to_json(const core::ComparisonSet& set, const std::vector<std::string>& differences = {});

}  // namespace moebench::io
