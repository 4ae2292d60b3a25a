#include "run_budget.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

#include "moebench/stats/distributions.hpp"

namespace moebench::stats {

std::optional<core::RunBudget> run_budget(const core::Hierarchical& found, double target_share) {
  constexpr std::size_t most = 1'000'000;
  if (!found.run_mean_sd || !(*found.run_mean_sd > 0) || found.mean == 0) {
    return std::nullopt;
  }
  const double wanted = target_share * (std::abs(found.mean) / *found.run_mean_sd);  // in standard deviations
  const auto reaches = [&](std::size_t runs) {
    const auto r = static_cast<double>(runs);
    return student_t_two_sided_quantile(found.level, r - 1) / std::sqrt(r) <= wanted;
  };
  const auto candidates = std::views::iota(std::size_t{2}, most + 1);
  const auto least = std::ranges::partition_point(candidates, [&](std::size_t runs) { return !reaches(runs); });
  if (least == candidates.end()) {
    return std::nullopt;
  }
  core::RunBudget budget{.target_share = target_share,
                         .runs_for_target = *least,
                         .samples_per_run = static_cast<double>(found.samples) / static_cast<double>(found.runs),
                         .best_samples_at_equal_cost = {}};
  if (found.within_variance && found.between_variance && *found.between_variance > 0) {
    budget.best_samples_at_equal_cost = std::sqrt(*found.within_variance / *found.between_variance);
  }
  return budget;
}

}  // namespace moebench::stats
