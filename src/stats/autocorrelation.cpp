#include "moebench/stats/autocorrelation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "binary_scale.hpp"
#include "lagged_products.hpp"
#include "moebench/stats/distributions.hpp"
#include "moebench/stats/moments.hpp"

namespace moebench::stats {
namespace {

// Where the sums of single lags end and transforms begin; each further transform gives this many times more lags.
constexpr std::size_t k_single_lags = 64;
constexpr std::size_t k_more = 16;

double furthest(const core::Series& series) {
  double largest = 0;
  for (const core::Run& run : series.runs) {
    for (const double x : run.samples) {
      largest = std::max(largest, std::abs(x));
    }
  }
  return largest;
}

std::vector<double> deviations_of(std::span<const double> samples, const BinaryScale& scale) {
  const core::Moments center = moments(samples);
  const double mean = scale.down(center.mean);
  const double residual = scale.down(center.mean_residual);
  std::vector<double> deviations(samples.size(), 0.0);
  if (center.sd && *center.sd != 0) {
    std::ranges::transform(samples, deviations.begin(), [&](double x) { return (scale.down(x) - mean) - residual; });
  }
  return deviations;
}

}  // namespace

std::optional<double> lag1_autocorrelation(std::span<const double> in_time_order) {
  if (in_time_order.size() < 2) {
    return std::nullopt;
  }
  const auto [low, high] = std::ranges::minmax(in_time_order);
  const std::vector<double> deviations =
      deviations_of(in_time_order, BinaryScale{std::max(std::abs(low), std::abs(high))});
  const double variation = lagged_product(deviations, 0);
  return variation > 0 ? std::optional{lagged_product(deviations, 1) / variation} : std::nullopt;
}

double effective_samples_ar1(std::size_t n, double lag1) {
  const auto most = static_cast<double>(n);
  return std::clamp(most * (1 - lag1) / (1 + lag1), std::min(1.0, most), most);
}

Autocorrelations::Autocorrelations(const core::Series& series) {
  const BinaryScale scale{furthest(series)};
  for (const core::Run& run : series.runs) {
    if (!run.samples.empty()) {
      deviations_.push_back(deviations_of(run.samples, scale));
      samples_ += run.samples.size();
      longest_ = std::max(longest_, run.samples.size());
      variation_ += lagged_product(deviations_.back(), 0);
    }
  }
  products_ = {variation_};
}

std::size_t Autocorrelations::pairs(std::size_t lag) const {
  std::size_t count = 0;
  for (const std::vector<double>& of_run : deviations_) {
    count += of_run.size() > lag ? of_run.size() - lag : 0;
  }
  return count;
}

double Autocorrelations::at(std::size_t lag) {
  assert(defined());
  if (lag >= longest_) {
    return 0;
  }
  while (products_.size() <= lag) {
    if (products_.size() < k_single_lags) {
      double sum = 0;
      for (const std::vector<double>& of_run : deviations_) {
        sum += lagged_product(of_run, products_.size());
      }
      products_.push_back(sum);
    } else {
      products_.assign(std::min(k_more * products_.size(), longest_), 0.0);
      for (const std::vector<double>& of_run : deviations_) {
        add_lagged_products(of_run, products_);
      }
    }
  }
  return products_[lag] / variation_;
}

std::optional<core::Autocorrelation> autocorrelation(Autocorrelations& of_series) {
  if (!of_series.defined()) {
    return std::nullopt;
  }
  double tau = -1;
  for (std::size_t lag = 0; lag < of_series.longest_run(); lag += 2) {
    const double pair = of_series.at(lag) + of_series.at(lag + 1);
    if (!(pair > 0)) {
      break;
    }
    tau += 2 * pair;
  }
  const std::size_t n = of_series.samples();
  const auto most = static_cast<double>(n);
  const double lag1 = of_series.at(1);
  return core::Autocorrelation{.lag1 = lag1,
                               .ess_ar1 = effective_samples_ar1(n, lag1),
                               .ess_ips = tau > 0 ? std::clamp(most / tau, 1.0, most) : most,
                               .tau_ips = tau};
}

std::size_t default_ljung_box_lags(std::size_t n) {
  return std::clamp<std::size_t>(n / 5, 1, 10);
}

std::optional<core::LjungBox> ljung_box(Autocorrelations& of_series, std::size_t lags) {
  if (!of_series.defined() || lags < 1 || lags >= of_series.longest_run()) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(of_series.samples());
  double sum = 0;
  for (std::size_t lag = 1; lag <= lags; ++lag) {
    const double r = of_series.at(lag);
    sum += r * r / static_cast<double>(of_series.pairs(lag));
  }
  const double statistic = n * (n + 2) * sum;
  return core::LjungBox{
      .statistic = statistic, .df = lags, .p_value = chi_squared_above(statistic, static_cast<double>(lags))};
}

}  // namespace moebench::stats
