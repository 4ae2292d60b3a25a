#include "moebench/stats/autocorrelation.hpp"

#include <algorithm>

#include "moebench/stats/moments.hpp"

namespace moebench::stats {

std::optional<double> lag1_autocorrelation(std::span<const double> in_time_order) {
  if (in_time_order.size() < 2) {
    return std::nullopt;
  }
  const core::Moments center = moments(in_time_order);
  if (*center.sd == 0) {
    return std::nullopt;
  }
  double products = 0;
  double squares = 0;
  double before = 0;
  for (const double x : in_time_order) {
    const double deviation = ((x - center.mean) - center.mean_residual) / *center.sd;
    products += before * deviation;
    squares += deviation * deviation;
    before = deviation;
  }
  return products / squares;
}

double effective_samples_ar1(std::size_t n, double lag1) {
  const auto most = static_cast<double>(n);
  return std::clamp(most * (1 - lag1) / (1 + lag1), std::min(1.0, most), most);
}

}  // namespace moebench::stats
