#include "steady_round.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace moebench::scenarios {
namespace {

constexpr double k_probe_us = 25'000;

// What seems to take no time is not repeated more often.
constexpr std::uint64_t k_most_operations = std::uint64_t{1} << 40U;

double fastest_of_three(harness::ThreadTeam& team, const harness::ThreadBody& body) {
  return std::min({team.run(body).makespan_us, team.run(body).makespan_us, team.run(body).makespan_us});
}

}  // namespace

std::uint64_t steady_operations(harness::ThreadTeam& team, const SizedBody& body, std::uint64_t least,
                                double round_us) {
  const double empty_us = fastest_of_three(team, [](std::size_t) {});
  const double wanted_us = std::max(1.5 * round_us, 20 * empty_us);
  const double probe_us = std::min(wanted_us, std::max(k_probe_us, 20 * empty_us));
  std::uint64_t operations = least;
  const auto grown = [&operations](double factor) {
    return static_cast<std::uint64_t>(std::ceil(static_cast<double>(operations) * factor));
  };
  for (;;) {
    const double seen_us = fastest_of_three(team, [&](std::size_t thread) { body(thread, operations); });
    if (operations >= k_most_operations) {
      return operations;
    }
    if (seen_us >= probe_us) {
      return std::max(operations, grown(wanted_us / seen_us));
    }
    // At most tenfold, because a short round is mostly waking up.
    operations = grown(std::clamp(1.1 * probe_us / std::max(seen_us, 1.0), 1.2, 10.0));
  }
}

void doubt_short_rounds(core::BenchmarkResult& result, double round_us) {
  const core::Run& run = result.series.runs.front();
  const double shortest_us = std::ranges::min(run.samples) * static_cast<double>(run.batch);
  if (shortest_us < round_us) {
    result.warnings.push_back(
        {.code = core::WarningCode::short_rounds,
         .subject = result.name,
         .message =
             fmt::format("the shortest steady-state round took {:.3f} ms, less than {:g} ms, because the machine was "
                         "slower while the round was sized: stop other work and measure again",
                         shortest_us / 1000, round_us / 1000)});
  }
}

}  // namespace moebench::scenarios
