#include "moebench/stats/autocorrelation.hpp"

#include <cmath>
#include <numeric>

#include "lagged_products.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Rng;
using stats_test::near;
using stats_test::result_of;

namespace {

std::vector<double> first_order(Rng& rng, std::size_t n, double phi) {
  std::vector<double> samples(n);
  double x = rng.normal() / std::sqrt(1 - phi * phi);
  for (double& sample : samples) {
    sample = x;
    x = phi * x + rng.normal();
  }
  return samples;
}

moebench::core::Autocorrelation found_in(std::vector<std::vector<double>> runs) {
  Autocorrelations of_series{result_of("r", std::move(runs)).series};
  return autocorrelation(of_series).value();
}

}  // namespace

TEST_CASE("lagged products by transforms are those of plain sums") {
  Rng rng{61};
  for (const std::size_t n : {1UL, 2UL, 3UL, 17UL, 1000UL, 5000UL}) {
    const std::vector<double> values = stats_test::normal_samples(rng, n, 0, 1);
    for (const std::size_t lags : {1UL, 2UL, 50UL, 1000UL}) {
      std::vector<double> products(lags, 1.0);  // added to
      add_lagged_products(values, products);
      for (std::size_t k = 0; k < lags; ++k) {
        double expected = 1;
        for (std::size_t i = 0; i + k < n; ++i) {
          expected += values[i] * values[i + k];
        }
        CHECK(std::abs(products[k] - expected) < 1e-9);
        CHECK(std::abs(lagged_product(values, k) + 1 - expected) < 1e-9);
      }
    }
  }
}

TEST_CASE("autocorrelations far out are those of the definition") {
  Rng rng{62};
  const std::vector<double> samples = first_order(rng, 3000, 0.99);
  const double mean = std::accumulate(samples.begin(), samples.end(), 0.0) / 3000;
  const auto product = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t i = 0; i + lag < samples.size(); ++i) {
      sum += (samples[i] - mean) * (samples[i + lag] - mean);
    }
    return sum;
  };
  Autocorrelations found{result_of("r", {samples}).series};
  for (const std::size_t lag : {0UL, 1UL, 63UL, 64UL, 65UL, 500UL, 1023UL, 1024UL, 2999UL}) {
    CHECK(found.at(lag) == doctest::Approx(product(lag) / product(0)).epsilon(1e-9));
  }
  CHECK(found.at(3000) == 0);
  CHECK(found.pairs(2999) == 1);
}

TEST_CASE("a first-order series is worth what theory says by both estimates") {
  Rng rng{63};
  const auto found = found_in({first_order(rng, 200'000, 0.9)});
  // (1 - 0.9) / (1 + 0.9) of the samples
  CHECK(found.ess_ar1 == doctest::Approx(200'000 / 19.0).epsilon(0.05));
  CHECK(found.ess_ips == doctest::Approx(200'000 / 19.0).epsilon(0.1));
  const auto independent = found_in({stats_test::normal_samples(rng, 200'000, 5, 1)});
  CHECK(independent.ess_ips > 190'000);
}

TEST_CASE("samples that repel each other are worth no more than their number") {
  std::vector<double> alternating;
  for (int i = 0; i < 50; ++i) {
    alternating.push_back(i % 2 == 0 ? 1 : 2);
  }
  const auto found = found_in({alternating});
  CHECK(found.lag1 == near(-0.98));
  CHECK(found.ess_ar1 == 50);
  CHECK(found.ess_ips == 50);
}

TEST_CASE("a step between runs is no dependence within them") {
  Rng rng{64};
  const auto a = stats_test::normal_samples(rng, 400, 10, 1);
  const auto b = stats_test::normal_samples(rng, 400, 100, 1);
  const auto found = found_in({a, b});
  CHECK(std::abs(found.lag1) < 0.1);
  auto joined = a;
  joined.insert(joined.end(), b.begin(), b.end());
  CHECK(found_in({joined}).lag1 > 0.9);
  // One run is as R has it, whatever runs without samples stand beside it.
  CHECK(found_in({{}, stats_test::k_lh}).lag1 == near(0.5755244755244755));
}

TEST_CASE("nothing correlates where nothing varies") {
  for (const auto& runs : std::vector<std::vector<std::vector<double>>>{{{5, 5, 5}}, {{1}, {2}}, {{}}}) {
    Autocorrelations of_series{result_of("r", runs).series};
    CHECK_FALSE(autocorrelation(of_series).has_value());
    CHECK_FALSE(ljung_box(of_series, 1).has_value());
  }
}

TEST_CASE("Ljung and Box's p is uniform where samples are independent") {
  Rng rng{65};
  int below = 0;
  for (int i = 0; i < 2000; ++i) {
    Autocorrelations of_series{result_of("r", {stats_test::normal_samples(rng, 100, 0, 1)}).series};
    below += ljung_box(of_series, 5).value().p_value < 0.05 ? 1 : 0;
  }
  CHECK(std::abs(below / 2000.0 - 0.05) < 0.02);
}
