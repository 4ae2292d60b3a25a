#include "moebench/stats/quantile.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <ranges>

#include "moebench/stats/distributions.hpp"

namespace moebench::stats {
namespace {

/// Between which order statistics a quantile lies, and how far from the lower one, 0 .. 1.
struct Place {
  double below;
  double above;
  double share;
};

Place place_of(std::span<const double> ascending, double p) {
  assert(!ascending.empty());
  const double place = static_cast<double>(ascending.size() - 1) * p;
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return {.below = ascending[below], .above = ascending[above], .share = place - std::floor(place)};
}

/// The first rank in 1 .. n + 1 for which `holds`, which once true stays true.
template <class Predicate>
std::int64_t first_rank(std::int64_t n, Predicate holds) {
  const auto ranks = std::views::iota(std::int64_t{1}, n + 1);
  return *std::ranges::partition_point(ranks, [&](std::int64_t rank) { return !holds(rank); });
}

/// Half of what the level leaves. 1 - 0.9 is just below 0.1, and a rank whose tail is exactly 0.05 qualifies.
double most_in_a_tail(double level) {
  constexpr double rounding = 1e-12;
  return (1 - level) / 2 * (1 + rounding);
}

/// The least n >= 1 with factor^n <= bound.
std::uint64_t samples_until_below(double factor, double bound) {
  double n = std::max(1.0, std::ceil(std::log(bound) / std::log(factor)));
  if (n > 1 && std::pow(factor, n - 1) <= bound) {  // the quotient was rounded up past a whole number
    n -= 1;
  }
  return static_cast<std::uint64_t>(n);
}

}  // namespace

double quantile(std::span<const double> ascending, double p) {
  const Place at = place_of(ascending, p);
  return std::lerp(at.below, at.above, at.share);
}

double quantile_difference(std::span<const double> ascending, double low, double high) {
  const Place from = place_of(ascending, low);
  const Place to = place_of(ascending, high);
  return (to.below - from.below) + (to.share * (to.above - to.below) - from.share * (from.above - from.below));
}

core::Quantile quantile_with_interval(std::span<const double> ascending, double p, double level) {
  const std::size_t count = ascending.size();
  const auto n = static_cast<std::int64_t>(count);
  const double tail = most_in_a_tail(level);
  // Both return n + 1 where no rank qualifies; for the lower rank 0 is then the predecessor of rank 1.
  const std::int64_t lower = first_rank(n, [&](std::int64_t l) { return binomial_below(l - 1, count, p) > tail; }) - 1;
  const std::int64_t upper = first_rank(n, [&](std::int64_t u) { return binomial_above(u - 1, count, p) <= tail; });

  core::Quantile result{.p = p,
                        .value = quantile(ascending, p),
                        .lower = {},
                        .upper = {},
                        .lower_rank = {},
                        .upper_rank = {},
                        .coverage = 1 - binomial_below(lower - 1, count, p) - binomial_above(upper - 1, count, p)};
  if (lower >= 1) {
    result.lower_rank = static_cast<std::size_t>(lower);
    result.lower = ascending[*result.lower_rank - 1];
  }
  if (upper <= n) {
    result.upper_rank = static_cast<std::size_t>(upper);
    result.upper = ascending[*result.upper_rank - 1];
  }
  if (!result.lower || !result.upper) {
    result.samples_needed = std::max(samples_for_lower_limit(p, level), samples_for_upper_limit(p, level));
  }
  return result;
}

std::uint64_t samples_for_lower_limit(double p, double level) {
  return samples_until_below(1 - p, most_in_a_tail(level));
}

std::uint64_t samples_for_upper_limit(double p, double level) {
  return samples_until_below(p, most_in_a_tail(level));
}

}  // namespace moebench::stats
