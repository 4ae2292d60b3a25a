// What a comparison comes to, before the statistics that it rests on. All numbers run one way: above 1 where the
// candidate is better.
#pragma once

#include <span>
#include <string>

#include "moebench/core/comparison.hpp"

namespace moebench::report {

/// All verdicts at a glance, a row each.
std::string verdict_overview(std::span<const core::Comparison> comparisons);

/// The verdict with the figure that it rests on and why, and in capitals what it does not rest on.
std::string verdict_line(const core::Comparison& comparison);

/// The reference document's table: a row for each side.
std::string headline_table(const core::Comparison& comparison);

}  // namespace moebench::report
