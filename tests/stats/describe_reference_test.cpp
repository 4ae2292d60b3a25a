// Every figure of a description against what R makes of the same samples.
#include <cmath>

#include "moebench/stats/describe.hpp"
#include "stats/cases.hpp"
#include "stats/described_cases.hpp"

using moebench::core::Description;
using moebench::stats::describe;
using stats_test::DescribedCase;
using stats_test::k_described_cases;
using stats_test::near;
using stats_test::result_of;

namespace {

Description description_of(const DescribedCase& data) {
  return describe(result_of(data.name, {data.samples}));
}

/// `found` is `expected`, or empty where that is NaN.
void check(const std::optional<double>& found, double expected, double relative = 1e-9) {
  CHECK(found.has_value() == !std::isnan(expected));
  if (found && !std::isnan(expected)) {
    CHECK(std::abs(*found - expected) <= relative * std::abs(expected) + 1e-13 * (std::abs(expected) > 1e-10 ? 1 : 0));
  }
}

}  // namespace

TEST_CASE("robust figures are R's") {
  for (const DescribedCase& data : k_described_cases) {
    CAPTURE(data.name);
    const Description found = description_of(data);
    const auto& robust = found.robust.value();
    check(robust.median, data.median);
    check(robust.mad_raw, data.mad_raw);
    check(robust.mad, data.mad);
    check(robust.iqr, data.iqr);
    check(robust.trimmed_mean_10, data.trimmed);
    check(robust.geometric_mean, data.geometric);
    check(robust.harmonic_mean, data.harmonic);
    CHECK(found.median == robust.median);
  }
}

TEST_CASE("outliers are counted as R's quartiles place the fences") {
  for (const DescribedCase& data : k_described_cases) {
    CAPTURE(data.name);
    const auto found = description_of(data).outliers.value();
    CHECK(found.low_severe == data.low_severe);
    CHECK(found.low_mild == data.low_mild);
    CHECK(found.high_mild == data.high_mild);
    CHECK(found.high_severe == data.high_severe);
    CHECK(found.fence_high_severe - found.fence_low_severe == near(7 * found.iqr, 1e-3));
  }
}

TEST_CASE("tests of normality are R's") {
  for (const DescribedCase& data : k_described_cases) {
    CAPTURE(data.name);
    const Description found = description_of(data);
    const auto& [shapiro, anderson, jarque] = found.normality;
    const double relative = 1e-8;
    check(shapiro ? std::optional{shapiro->statistic} : std::nullopt, data.w, relative);
    check(shapiro ? shapiro->p_value : std::nullopt, data.w_p, 1e-5);
    check(anderson ? std::optional{anderson->statistic} : std::nullopt, data.a2, relative);
    check(anderson ? anderson->p_value : std::nullopt, data.a2_p, 1e-5);
    check(found.skewness, data.skewness, relative);
    check(jarque.value().statistic, data.jb, relative);
    check(jarque->p_value, data.jb_p, 1e-5);
  }
}

TEST_CASE("dependence is R's") {
  for (const DescribedCase& data : k_described_cases) {
    CAPTURE(data.name);
    const Description found = description_of(data);
    const auto& dependence = found.autocorrelation.value();
    check(dependence.lag1, data.lag1);
    check(dependence.ess_ar1, data.ess_ar1);
    CHECK(std::abs(dependence.tau_ips - data.tau) <= 1e-9 * std::abs(data.tau) + 1e-12);
    check(dependence.ess_ips, data.ess_ips);
    const auto& test = found.ljung_box.value();
    CHECK(test.df == static_cast<std::size_t>(data.lags));
    check(test.statistic, data.q);
    check(test.p_value, data.q_p, 1e-5);
  }
}

TEST_CASE("the lags of Ljung and Box's test can be chosen") {
  // R: Box.test(lh, lag = 1, type = "Ljung-Box")
  const auto found =
      describe(result_of("lh", {stats_test::k_lh}), {.summary = {}, .ljung_box_lags = 1, .bootstrap = {}});
  CHECK(found.ljung_box.value().statistic == near(16.913791758011374));
  CHECK(found.ljung_box->df == 1);
  CHECK(found.ljung_box->p_value == near(3.911634107946141e-05, 1e-9));
  const auto too_many =
      describe(result_of("lh", {stats_test::k_lh}), {.summary = {}, .ljung_box_lags = 48, .bootstrap = {}});
  CHECK_FALSE(too_many.ljung_box.has_value());
}

TEST_CASE("Anderson and Darling's statistic stands far samples") {
  // R, with z as above: x <- c(1:30, 1e6)
  std::vector<double> samples;
  for (int i = 1; i <= 30; ++i) {
    samples.push_back(i);
  }
  samples.push_back(1e6);
  const auto found = describe(result_of("r", {samples})).normality.anderson_darling.value();
  CHECK(found.statistic == near(11.4788150265, 1e-9));
  CHECK(found.p_value == 3.7e-24);
}
