#include "moebench/stats/brunner_munzel.hpp"

#include <cmath>
#include <cstddef>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/welch.hpp"
#include "tie_groups.hpp"

namespace moebench::stats {
namespace {

/// How many of the other side lie below a sample, equal ones counted half.
double placement(std::size_t below, std::size_t equal) {
  return static_cast<double>(below) + static_cast<double>(equal) / 2;
}

}  // namespace

std::optional<core::BrunnerMunzel> brunner_munzel(std::span<const double> a, std::span<const double> b) {
  if (a.size() < 2 || b.size() < 2) {
    return std::nullopt;
  }
  const auto n_a = static_cast<double>(a.size());
  const auto n_b = static_cast<double>(b.size());
  double u = 0;  // of B: #(b > a) + #(a = b) / 2
  for_each_tie_group(a, b, [&](std::size_t a_before, std::size_t a_here, std::size_t, std::size_t b_here) {
    u += static_cast<double>(b_here) * placement(a_before, a_here);
  });
  const double p_hat = u / n_a / n_b;
  // Placements as shares of the other side.
  double squares_a = 0;
  double squares_b = 0;
  for_each_tie_group(a, b, [&](std::size_t a_before, std::size_t a_here, std::size_t b_before, std::size_t b_here) {
    const double of_a = placement(b_before, b_here) / n_b - (1 - p_hat);
    const double of_b = placement(a_before, a_here) / n_a - p_hat;
    squares_a += static_cast<double>(a_here) * of_a * of_a;
    squares_b += static_cast<double>(b_here) * of_b * of_b;
  });
  const double se_a = std::sqrt(squares_a / (n_a - 1) / n_a);
  const double se_b = std::sqrt(squares_b / (n_b - 1) / n_b);
  // What rounding leaves of equal placements is a few 1e-16; one that differs is 1 / n off at least.
  constexpr double rounding = 1e-14;
  if (!(std::hypot(se_a, se_b) > rounding)) {
    return std::nullopt;
  }
  const double statistic = (p_hat - 0.5) / std::hypot(se_a, se_b);
  const double df = satterthwaite_df(se_a, n_a, se_b, n_b);
  const TailProbability tail = student_t_two_sided(statistic, df);
  return core::BrunnerMunzel{
      .statistic = statistic, .df = df, .p_value = tail.p, .log10_p = tail.log10_p, .p_hat = p_hat};
}

}  // namespace moebench::stats
