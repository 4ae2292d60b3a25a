#include "single_shots.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace moebench::scenarios {

void doubt_single_shots(core::BenchmarkResult& result, const harness::ClockCost& cost, std::size_t inputs) {
  std::vector<double> samples = result.series.pooled();
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::ranges::nth_element(samples, middle);
  const double median_ns = *middle * 1000 * static_cast<double>(inputs);
  const double share = median_ns > 0 ? std::max(cost.overhead_ns, cost.resolution_ns) / median_ns : 1.0;
  if (share > 0.01) {
    result.warnings.push_back(
        {.code = core::WarningCode::near_clock_resolution,
         .subject = result.name,
         .message =
             fmt::format("single shots include the clock: one reading takes {:.0f} ns and it moves in steps of {:.0f} "
                         "ns, more than 1 % of such a sample; for the operation's own time use batched samples",
                         cost.overhead_ns, cost.resolution_ns)});
  }
}

}  // namespace moebench::scenarios
