#include "moebench/stats/paired_t.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

#include "moebench/stats/distributions.hpp"
#include "moebench/stats/interval.hpp"
#include "moebench/stats/moments.hpp"

namespace moebench::stats {

core::PairedTest paired_t(std::span<const double> a, std::span<const double> b, double level) {
  assert(!a.empty() && a.size() == b.size());
  std::vector<double> differences;
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    differences.push_back(a[i] - b[i]);
    largest = std::max({largest, std::abs(a[i]), std::abs(b[i])});
  }
  const core::Moments of_differences = moments(differences);
  core::PairedTest result{
      .estimate = of_differences.mean, .df = static_cast<double>(a.size() - 1), .t = {}, .p_value = {}, .interval = {}};
  const double rounding = std::numeric_limits<double>::epsilon() * largest;
  if (of_differences.sd && *of_differences.sd > rounding) {
    const double t = of_differences.mean / *of_differences.sd * std::sqrt(static_cast<double>(a.size()));
    result.t = t;
    result.p_value = student_t_two_sided(t, result.df).p;
    result.interval = estimate(of_differences, level).interval;
  }
  return result;
}

}  // namespace moebench::stats
