// Owns the JSON form of a comparison of two files: schema moebench.compare/1. Computes nothing but the inverse ratios
// under "speedup". Included by cli.
#pragma once

#include <string>

#include "moebench/core/comparison.hpp"

namespace moebench::io {

/// {"schema", "warnings", "unmatched": {"a", "b"}, "comparisons"}, a the candidate's file, b the baseline's. What is
/// undefined or not finite is null; statistics that this version does not compute have no key. "speedup" is above 1
/// where the candidate is faster: baseline / candidate for p50 and mean, candidate / baseline for throughput, null
/// where a side is missing or the divisor is 0. The top-level warnings are the set's own, then those of every
/// comparison in order.
std::string to_json(const core::ComparisonSet& set);

}  // namespace moebench::io
