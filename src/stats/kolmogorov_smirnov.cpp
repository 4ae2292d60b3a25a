#include "moebench/stats/kolmogorov_smirnov.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "moebench/stats/distributions.hpp"
#include "tie_groups.hpp"

namespace moebench::stats {
namespace {

constexpr std::uint64_t k_exact_below_pairs = 10'000;

/// |i / m - j / n| times m n, exact.
std::uint64_t distance_at(std::uint64_t i, std::uint64_t j, std::uint64_t m, std::uint64_t n) {
  return std::max(i * n, j * m) - std::min(i * n, j * m);
}

/// The probability that a random order of m and n samples comes to `distance` somewhere. At (i, j) samples taken, the
/// next one is of the first kind with probability (m - i) / (m - i + n - j).
double exact_tail(std::size_t m, std::size_t n, std::uint64_t distance) {
  std::vector<double> from(n + 1);  // from[j]: from (i, j) on, i falling
  for (std::size_t i = m + 1; i-- > 0;) {
    for (std::size_t j = n + 1; j-- > 0;) {
      const auto left_a = static_cast<double>(m - i);
      const auto left_b = static_cast<double>(n - j);
      if (distance_at(i, j, m, n) >= distance) {
        from[j] = 1;
      } else if (left_a + left_b == 0) {
        from[j] = 0;
      } else {
        from[j] = ((left_a > 0 ? left_a * from[j] : 0) + (left_b > 0 ? left_b * from[j + 1] : 0)) / (left_a + left_b);
      }
    }
  }
  return from[0];
}

/// P(K > x) for Kolmogorov's limit: 2 sum (-1)^(k-1) exp(-2 k^2 x^2), or for small x one less Jacobi's other series,
/// which is then far from 1.
TailProbability limit_tail(double x) {
  constexpr double where_both_are_fast = 1;
  if (x < where_both_are_fast) {
    if (!(x > 0)) {
      return {.p = 1, .log10_p = 0};
    }
    const double step = std::numbers::pi * std::numbers::pi / (8 * x * x);
    double below = 0;
    for (const double odd : {1.0, 3.0, 5.0, 7.0}) {
      below += std::exp(-odd * odd * step);
    }
    const double p = std::clamp(1 - std::sqrt(2 * std::numbers::pi) / x * below, 0.0, 1.0);
    return {.p = p, .log10_p = std::log10(p)};
  }
  double rest = 1;  // of the series, relative to its first term
  double sign = -1;
  for (const double k : {2.0, 3.0, 4.0, 5.0}) {
    rest += sign * std::exp(-2 * (k * k - 1) * x * x);
    sign = -sign;
  }
  return {.p = 2 * rest * std::exp(-2 * x * x), .log10_p = (std::log(2 * rest) - 2 * x * x) / std::numbers::ln10};
}

}  // namespace

core::KolmogorovSmirnov kolmogorov_smirnov(std::span<const double> a, std::span<const double> b) {
  assert(!a.empty() && !b.empty());
  const std::uint64_t m = a.size();
  const std::uint64_t n = b.size();
  std::uint64_t distance = 0;
  for_each_tie_group(a, b, [&](std::size_t a_before, std::size_t a_here, std::size_t b_before, std::size_t b_here) {
    distance = std::max(distance, distance_at(a_before + a_here, b_before + b_here, m, n));
  });
  const double pairs = static_cast<double>(m) * static_cast<double>(n);
  core::KolmogorovSmirnov test{
      .d = static_cast<double>(distance) / pairs, .p_value = 1, .log10_p = 0, .method = core::NullDistribution::exact};
  if (m < k_exact_below_pairs && n < k_exact_below_pairs && m * n < k_exact_below_pairs) {
    test.p_value = std::min(1.0, exact_tail(m, n, distance));
    test.log10_p = std::log10(test.p_value);
    return test;
  }
  const TailProbability tail = limit_tail(std::sqrt(pairs / static_cast<double>(m + n)) * test.d);
  test.p_value = tail.p;
  test.log10_p = tail.log10_p;
  test.method = core::NullDistribution::asymptotic;
  return test;
}

}  // namespace moebench::stats
