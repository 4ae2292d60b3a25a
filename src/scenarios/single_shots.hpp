// A doubt about samples of single operations. Private to scenarios.
#pragma once

#include <cstddef>

#include "moebench/core/result_set.hpp"
#include "moebench/harness/clock.hpp"

namespace moebench::scenarios {

/// Warns when the clock is more than 1 % of the median of single shots, each of which answered for `inputs` inputs.
void doubt_single_shots(core::BenchmarkResult& result, const harness::ClockCost& cost, std::size_t inputs);

}  // namespace moebench::scenarios
