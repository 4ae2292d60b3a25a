#include "moebench/stats/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::BootstrapMean;
using moebench::core::Interval;
using moebench::core::Rng;
using stats_test::near;
using stats_test::normal_samples;

namespace {

BootstrapMean mean_of(const std::vector<double>& samples, const BootstrapOptions& options = {}) {
  return bootstrap_mean(samples, options).value();
}

/// The law of the mean of `samples` under resampling, drawn the slow way.
std::vector<double> slow_quantiles(const std::vector<double>& ascending, double p, std::size_t resamples, Rng& rng) {
  std::vector<double> found;
  for (std::size_t i = 0; i < resamples; ++i) {
    std::vector<double> resample;
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      resample.push_back(ascending[rng.below(ascending.size())]);
    }
    found.push_back(quantile(sorted(resample), p));
  }
  std::ranges::sort(found);
  return found;
}

/// Whether x lies at probability `at` of the values: some below it and it included on either side, but for chance.
bool is_at(const std::vector<double>& ascending, double x, double at) {
  const auto n = static_cast<double>(ascending.size());
  const double slack = 5 * std::sqrt(at * (1 - at) / n);
  const double tiny = 1e-12 * std::abs(x);
  const auto below = std::ranges::lower_bound(ascending, x - tiny) - ascending.begin();
  const auto included = std::ranges::upper_bound(ascending, x + tiny) - ascending.begin();
  return static_cast<double>(below) / n <= at + slack && static_cast<double>(included) / n >= at - slack;
}

}  // namespace

TEST_CASE("bootstrap: intervals of a mean agree with the exact law of resampling") {
  // R boot 1.3: boot(x, function(d, i) mean(d[i]), R = 40000); boot.ci(b, type = c("perc", "bca")); the windows are
  // five standard errors of 10,000 resamples around the exact law, which convolution of the integers gives.
  const std::vector<double> x{812, 954, 1033, 877, 921, 1290, 848, 905, 1114, 869, 990, 836};
  for (const std::uint64_t seed : {1U, 2U, 12345U}) {
    const BootstrapMean found = mean_of(x, {.resamples = 10'000, .seed = seed});
    CHECK(found.percentile.lower >= 883.16);
    CHECK(found.percentile.lower <= 890.5);
    CHECK(found.percentile.upper >= 1029.5);
    CHECK(found.percentile.upper <= 1042.09);
    CHECK(found.bca.value().lower >= 888.16);
    CHECK(found.bca->lower <= 902.17);
    CHECK(found.bca->upper >= 1043.16);
    CHECK(found.bca->upper <= 1087.25);
    CHECK(found.se >= 35.9);
    CHECK(found.se <= 40.11);
  }
}

TEST_CASE("bootstrap: many normal samples give Student's interval and the standard error of the mean") {
  Rng rng{5};
  const std::vector<double> x = normal_samples(rng, 2'000, 50, 3);
  const BootstrapMean found = mean_of(x, {.resamples = 40'000});
  const auto of_x = moments(x);
  const double se = *of_x.sd / std::sqrt(2'000.0);
  CHECK(found.se == near(se, 0.02));
  CHECK(found.percentile.lower == near(of_x.mean - 1.96 * se, 0.05 * se / of_x.mean));
  CHECK(found.percentile.upper == near(of_x.mean + 1.96 * se, 0.05 * se / of_x.mean));
  CHECK(found.bca.value().lower == near(of_x.mean - 1.96 * se, 0.1 * se / of_x.mean));
}

TEST_CASE("bootstrap: the number of threads changes no digit, the seed does") {
  Rng rng{6};
  for (const std::size_t n : {2U, 3U, 10U, 101U}) {
    const std::vector<double> x = normal_samples(rng, n, 0, 1);
    const BootstrapMean one = mean_of(x, {.resamples = 997, .threads = 1});
    for (const std::size_t threads : {0U, 2U, 3U, 7U}) {
      const BootstrapMean several = mean_of(x, {.resamples = 997, .threads = threads});
      CHECK(several.percentile == one.percentile);
      CHECK(several.bca == one.bca);
      CHECK(several.se == one.se);
    }
  }
  const std::vector<double> x = normal_samples(rng, 50, 0, 1);
  CHECK(mean_of(x, {.resamples = 997, .seed = 1}).percentile != mean_of(x, {.resamples = 997, .seed = 2}).percentile);
}

TEST_CASE("bootstrap: shifting and scaling the samples shifts and scales the intervals, at any magnitude") {
  Rng rng{7};
  for (int i = 0; i < 200; ++i) {
    const std::vector<double> x = normal_samples(rng, 2 + rng.below(20), 3, 1);
    const BootstrapMean plain = mean_of(x, {.resamples = 200, .threads = 1});
    for (const double scale : {0x1p-990, 0x1p-30, 8.0, 0x1p900}) {
      std::vector<double> scaled = x;
      std::ranges::for_each(scaled, [=](double& v) { v *= scale; });
      const BootstrapMean found = mean_of(scaled, {.resamples = 200, .threads = 1});
      CHECK(found.percentile.lower == plain.percentile.lower * scale);
      CHECK(found.percentile.upper == plain.percentile.upper * scale);
      CHECK(found.se == plain.se * scale);
      CHECK(found.bca.has_value() == plain.bca.has_value());
    }
    std::vector<double> shifted = x;
    std::ranges::for_each(shifted, [](double& v) { v += 0x1p30; });
    const BootstrapMean far = mean_of(shifted, {.resamples = 200, .threads = 1});
    CHECK(far.percentile.lower - 0x1p30 == doctest::Approx(plain.percentile.lower).epsilon(1e-6));
    CHECK(far.se == near(plain.se, 1e-5));
  }
}

TEST_CASE("bootstrap: mirrored samples give mirrored BCa intervals, since ties count half") {
  const std::vector<double> x{0, 0, 1, 1, 1, 1};
  std::vector<double> mirrored = x;
  std::ranges::for_each(mirrored, [](double& v) { v = 1 - v; });
  const BootstrapMean a = mean_of(x, {.resamples = 200'000});
  const BootstrapMean b = mean_of(mirrored, {.resamples = 200'000});
  CHECK(a.bca.value().lower == doctest::Approx(1 - b.bca.value().upper).epsilon(1e-9));
  CHECK(a.bca->upper == doctest::Approx(1 - b.bca->lower).epsilon(1e-9));
}

TEST_CASE("bootstrap: nothing to resample, nothing that varies") {
  CHECK_FALSE(bootstrap_mean(std::vector<double>{}));
  CHECK_FALSE(bootstrap_mean(std::vector{1.0}));
  CHECK_FALSE(bootstrap_quantile(std::vector{1.0}, 0.5, 0.95));
  CHECK_FALSE(bootstrap(std::vector{1.0}));
  const BootstrapMean same = mean_of({0.1, 0.1, 0.1});
  CHECK(same.percentile == Interval{0.1, 0.1});
  CHECK(same.se == 0);
  CHECK_FALSE(same.bca);
}

TEST_CASE("bootstrap: the interval of a quantile is that of resampling") {
  Rng rng{8};
  for (const std::size_t n : {2U, 3U, 5U, 12U, 13U, 40U}) {
    for (const double p : {0.0, 0.1, 0.5, 0.9, 0.99, 1.0}) {
      std::vector<double> x = normal_samples(rng, n, 0, 1);
      if (n == 12) {
        std::ranges::for_each(x, [](double& v) { v = std::round(2 * v); });  // ties
      }
      const std::vector<double> ascending = sorted(x);
      const Interval found = bootstrap_quantile(ascending, p, 0.9).value();
      const std::vector<double> slow = slow_quantiles(ascending, p, 4'000, rng);
      CAPTURE(n);
      CAPTURE(p);
      CHECK(is_at(slow, found.lower, 0.05));
      CHECK(is_at(slow, found.upper, 0.95));
    }
  }
}

TEST_CASE("bootstrap: the median of many samples has its large-sample interval") {
  std::vector<double> x;
  for (int i = 0; i < 100'000; ++i) {
    x.push_back(i);
  }
  // The rank of a resample's median is normal around n / 2 with standard deviation sqrt(n) / 2.
  const Interval found = bootstrap_quantile(x, 0.5, 0.95).value();
  CHECK(found.lower == doctest::Approx(50'000 - 1.959964 * std::sqrt(1e5) / 2).epsilon(2e-5));
  CHECK(found.upper == doctest::Approx(50'000 + 1.959964 * std::sqrt(1e5) / 2).epsilon(2e-5));
}

TEST_CASE("bootstrap: both figures together are the two apart") {
  Rng rng{9};
  const std::vector<double> x = normal_samples(rng, 31, 10, 1);
  const auto both = bootstrap(x, {.resamples = 500, .seed = 3}).value();
  CHECK(both.mean.percentile == mean_of(x, {.resamples = 500, .seed = 3}).percentile);
  CHECK(both.median == bootstrap_quantile(sorted(x), 0.5, 0.95));
  CHECK(both.resamples == 500);
  CHECK(both.seed == 3);
}

TEST_CASE("bootstrap: the ratio of means of many samples has the delta method's interval") {
  Rng rng{10};
  const std::vector<double> a = normal_samples(rng, 1'000, 20, 2);
  const std::vector<double> b = normal_samples(rng, 1'500, 10, 1);
  const auto of_a = moments(a);
  const auto of_b = moments(b);
  const double ratio = of_a.mean / of_b.mean;
  const double se =
      ratio * std::hypot(*of_a.sd / of_a.mean / std::sqrt(1'000.0), *of_b.sd / of_b.mean / std::sqrt(1'500.0));
  const Interval found = bootstrap_ratio_of_means(a, b, {.resamples = 20'000}).value();
  CHECK(found.lower == doctest::Approx(ratio - 1.96 * se).epsilon(0.1 * se));
  CHECK(found.upper == doctest::Approx(ratio + 1.96 * se).epsilon(0.1 * se));
  const Interval same = bootstrap_ratio_of_means(a, a, {.resamples = 2'000}).value();
  CHECK(same.lower < 1);  // the two sides are resampled apart
  CHECK(same.upper > 1);
}

TEST_CASE("bootstrap: a ratio over a baseline whose resamples change sign has no interval") {
  CHECK_FALSE(bootstrap_ratio_of_means(std::vector{1.0, 2.0}, std::vector{-1.0, 1.5}));
  CHECK_FALSE(bootstrap_ratio_of_means(std::vector{1.0, 2.0}, std::vector{-1.0, 1.0}));
  CHECK_FALSE(bootstrap_ratio_of_means(std::vector{1.0, 2.0}, std::vector{1.0}));
  CHECK(bootstrap_ratio_of_means(std::vector{1.0, 2.0}, std::vector{-1.0, -1.5}));
}

TEST_CASE("bootstrap: a 95 % interval covers the mean about so often") {
  Rng rng{11};
  int covered = 0;
  for (int i = 0; i < 400; ++i) {
    const std::vector<double> x = normal_samples(rng, 60, 5, 1);
    const Interval found = mean_of(x, {.resamples = 400, .threads = 1}).percentile;
    covered += found.lower <= 5 && 5 <= found.upper ? 1 : 0;
  }
  CHECK(covered > 360);  // 95 % of 400 is 380; the percentile interval falls a little short
  CHECK(covered < 396);
}
