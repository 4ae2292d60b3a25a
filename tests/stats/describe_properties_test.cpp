// What must hold of a description of any samples, also of the largest and smallest that a double holds.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "moebench/stats/describe.hpp"
#include "stats/cases.hpp"

using moebench::core::Description;
using moebench::core::Rng;
using moebench::stats::describe;
using stats_test::each;
using stats_test::near;
using stats_test::result_of;

namespace {

constexpr int k_trials = 2000;

/// Positive, skewed, sometimes tied, sometimes with a step: whole multiples of 1/64.
std::vector<double> some_samples(Rng& rng) {
  std::vector<double> samples(2 + rng.below(60));
  const bool coarse = rng.below(4) == 0;
  const double step = rng.below(5) == 0 ? 40 : 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double z = rng.normal();
    const double x = 10 + z * z + 2 * rng.uniform() + (2 * i > samples.size() ? step : 0);
    samples[i] = coarse ? std::floor(x) : std::floor(64 * x) / 64;
  }
  return samples;
}

Description described(const std::vector<double>& samples) {
  return describe(result_of("r", {samples}));
}

void check_same(const std::optional<double>& found, const std::optional<double>& expected, double relative = 1e-7) {
  REQUIRE(found.has_value() == expected.has_value());
  if (found) {
    CHECK(std::abs(*found - *expected) <= relative * std::max(1e-6, std::abs(*expected)));
  }
}

std::optional<double> statistic(const std::optional<moebench::core::TestResult>& test) {
  return test ? std::optional{test->statistic} : std::nullopt;
}

void check_without_unit(const Description& found, const Description& expected) {
  REQUIRE(found.autocorrelation.has_value() == expected.autocorrelation.has_value());
  if (expected.autocorrelation) {
    check_same(found.autocorrelation->lag1, expected.autocorrelation->lag1);
    check_same(found.autocorrelation->ess_ar1, expected.autocorrelation->ess_ar1);
    check_same(found.ljung_box.value().p_value, expected.ljung_box.value().p_value);
  }
  check_same(statistic(found.normality.shapiro_wilk), statistic(expected.normality.shapiro_wilk));
  check_same(statistic(found.normality.anderson_darling), statistic(expected.normality.anderson_darling));
  check_same(statistic(found.normality.jarque_bera), statistic(expected.normality.jarque_bera));
  check_same(found.skewness, expected.skewness);
  CHECK(found.outliers.value().severe() == expected.outliers.value().severe());
  CHECK(found.outliers->all() == expected.outliers->all());
}

}  // namespace

TEST_CASE("shifting samples shifts places and leaves spread, shape and dependence") {
  Rng rng{41};
  for (int trial = 0; trial < k_trials; ++trial) {
    const auto samples = some_samples(rng);
    const double by = static_cast<double>(1 + rng.below(1'000'000));
    const auto before = described(samples);
    const auto after = described(each(samples, [by](double x) { return x + by; }));
    check_without_unit(after, before);
    CHECK(after.robust.value().median == near(before.robust.value().median + by));
    CHECK(after.robust->trimmed_mean_10 == near(before.robust->trimmed_mean_10 + by));
    CHECK(after.robust->mad_raw == before.robust->mad_raw);
    CHECK(after.robust->iqr == before.robust->iqr);
  }
}

TEST_CASE("scaling samples scales places and spread over the whole range of doubles and changes nothing else") {
  Rng rng{42};
  for (int trial = 0; trial < k_trials; ++trial) {
    const auto samples = some_samples(rng);
    const double by = std::ldexp(1.0, static_cast<int>(rng.below(2000)) - 1000);
    const auto before = described(samples);
    const auto after = described(each(samples, [by](double x) { return x * by; }));
    check_without_unit(after, before);
    CHECK(after.summary.mean == before.summary.mean * by);
    CHECK(std::abs(after.summary.sd.value() - before.summary.sd.value() * by) <= 1e-14 * after.summary.sd.value());
    CHECK(after.robust.value().median == before.robust.value().median * by);
    CHECK(after.robust->mad_raw.value() == before.robust->mad_raw.value() * by);
    CHECK(after.robust->geometric_mean.value() == near(before.robust->geometric_mean.value() * by, 1e-11));
    CHECK(after.robust->harmonic_mean.value() == near(before.robust->harmonic_mean.value() * by));
    CHECK(after.changes.size() == before.changes.size());
    CHECK(after.modes.size() == before.modes.size());
  }
}

TEST_CASE("the order of samples matters to dependence alone and turning them round not even to that") {
  Rng rng{43};
  for (int trial = 0; trial < k_trials; ++trial) {
    const auto samples = some_samples(rng);
    auto shuffled = samples;
    rng.shuffle(shuffled);
    const auto before = described(samples);
    const auto after = described(shuffled);
    CHECK(after.summary.mean == before.summary.mean);
    CHECK(after.robust.value().mad == before.robust.value().mad);
    CHECK(after.robust->harmonic_mean == before.robust->harmonic_mean);
    check_same(statistic(after.normality.shapiro_wilk), statistic(before.normality.shapiro_wilk), 0);
    check_same(statistic(after.normality.anderson_darling), statistic(before.normality.anderson_darling), 0);
    const auto reversed = described({samples.rbegin(), samples.rend()});
    check_without_unit(reversed, before);
  }
}

TEST_CASE("every sample twice leaves what does not count them") {
  Rng rng{44};
  for (int trial = 0; trial < k_trials; ++trial) {
    const auto samples = some_samples(rng);
    auto twice = samples;
    twice.insert(twice.end(), samples.begin(), samples.end());
    const auto before = described(samples);
    const auto after = described(twice);
    CHECK(after.summary.mean == near(before.summary.mean));
    CHECK(after.robust.value().median == before.robust.value().median);
    CHECK(after.robust->geometric_mean.value() == near(before.robust->geometric_mean.value()));
    CHECK(after.robust->harmonic_mean.value() == near(before.robust->harmonic_mean.value()));
    check_same(after.skewness, before.skewness);
    check_same(statistic(after.normality.jarque_bera), before.normality.jarque_bera
                                                           ? std::optional{2 * before.normality.jarque_bera->statistic}
                                                           : std::nullopt);
  }
}

TEST_CASE("means are in their order and effective sizes in their range and bins hold every sample") {
  Rng rng{45};
  for (int trial = 0; trial < k_trials; ++trial) {
    const auto samples = some_samples(rng);
    const auto found = described(samples);
    const auto& robust = found.robust.value();
    CHECK(robust.harmonic_mean.value() <= robust.geometric_mean.value() * (1 + 1e-15));
    CHECK(robust.geometric_mean.value() <= found.summary.mean * (1 + 1e-15));
    if (found.autocorrelation) {
      CHECK(std::abs(found.autocorrelation->lag1) < 1);
      for (const double worth : {found.autocorrelation->ess_ar1, found.autocorrelation->ess_ips}) {
        CHECK(worth >= 1);
        CHECK(worth <= static_cast<double>(samples.size()));
      }
    }
    if (found.histogram) {
      std::uint64_t all = found.histogram->below + found.histogram->above;
      for (const std::uint64_t count : found.histogram->counts) {
        all += count;
      }
      CHECK(all == samples.size());
      CHECK(found.histogram->counts.size() <= 25);
    }
    for (const auto& test : {found.normality.shapiro_wilk, found.normality.anderson_darling}) {
      if (test && test->p_value) {
        CHECK(*test->p_value >= 0);
        CHECK(*test->p_value <= 1);
      }
    }
  }
}

TEST_CASE("what is described stays as it was to the last bit") {
  Rng rng{46};
  for (int trial = 0; trial < k_trials; ++trial) {
    const auto result = result_of("r", {some_samples(rng), some_samples(rng)});
    const auto before = result.series;
    describe(result);
    CHECK(result.series == before);
  }
}

TEST_CASE("samples of every magnitude and sign are described without a figure that is no number") {
  Rng rng{47};
  for (int trial = 0; trial < k_trials; ++trial) {
    std::vector<double> samples(1 + rng.below(80));
    for (double& x : samples) {
      const double sign = rng.below(2) == 0 ? -1 : 1;
      x = rng.below(10) == 0 ? 0 : sign * std::ldexp(0.5 + rng.uniform() / 2, static_cast<int>(rng.below(2098)) - 1073);
    }
    const auto found = described(samples);
    CHECK(std::isfinite(found.summary.mean));
    for (const std::optional<double>& figure :
         {found.summary.sd, found.sem, found.median, found.skewness, found.robust->mad_raw, found.robust->mad,
          found.robust->iqr, found.robust->geometric_mean, found.robust->harmonic_mean,
          statistic(found.normality.shapiro_wilk), statistic(found.normality.anderson_darling),
          statistic(found.normality.jarque_bera)}) {
      CHECK((!figure || std::isfinite(*figure)));
    }
    if (found.autocorrelation) {
      CHECK(std::isfinite(found.autocorrelation->tau_ips));
      CHECK(std::abs(found.autocorrelation->lag1) <= 1);
    }
    for (const auto& quantile : found.summary.quantiles) {
      CHECK(std::isfinite(quantile.value));
    }
    if (found.summary.mean_interval) {
      CHECK(std::isfinite(found.summary.mean_interval->lower));
    }
  }
}

TEST_CASE("the ends of the range of doubles are described") {
  constexpr double most = 1.7976931348623157e308;
  const auto huge = described({most, most, -most, -most, 0});
  CHECK(huge.summary.mean == 0);
  CHECK(huge.median == 0);
  CHECK_FALSE(huge.robust->iqr.has_value());
  CHECK(huge.robust->mad_raw == most);
  CHECK_FALSE(huge.outliers.has_value());
  CHECK(stats_test::message_of(huge.warnings, moebench::core::WarningCode::not_computed).find("another unit") !=
        std::string::npos);
  const auto least = described({5e-324, 1e-323, 1.5e-323});
  CHECK(least.median == 1e-323);
  CHECK(least.summary.sd == 5e-324);
}
