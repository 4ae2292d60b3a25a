// The scalability law with coefficients of any sign, as R's nls fits it.
#include <algorithm>
#include <cmath>

#include "moebench/stats/usl.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::ErrorKind;
using moebench::core::Rng;
using stats_test::near;

namespace {

using Values = std::vector<double>;

UslFit fit(const Values& n, const Values& throughput) {
  return fit_usl_of_any_sign("arm", n, throughput).value();
}

Values law_at(const Values& n, double lambda, double sigma, double kappa) {
  Values throughput;
  for (const double threads : n) {
    throughput.push_back(lambda * threads / (1 + sigma * (threads - 1) + kappa * threads * (threads - 1)));
  }
  return throughput;
}

}  // namespace

// R 4.2: nls(x ~ l * n / (1 + a * (n - 1) + k * n * (n - 1)), start = ..., control = nls.control(tol = 1e-7)), and to
// more digits SciPy 1.10: least_squares(residuals, start, method = "lm", xtol = 1e-15, ftol = 1e-15, gtol = 1e-15).

TEST_CASE("scalability law of any sign: R's package usl, specsdm91") {
  const UslFit found = fit({1, 18, 36, 72, 108, 144, 216}, {64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2});
  CHECK(found.lambda_per_sec == near(89.9952338, 1e-7));
  CHECK(found.sigma == near(0.0277284761, 1e-6));
  CHECK(found.kappa == near(0.000104365483, 1e-6));
  CHECK(found.peak_threads.value() == near(96.5195610, 1e-6));
  CHECK(found.peak_throughput_per_sec.value() == near(1883.899, 1e-6));
  CHECK(found.rss == near(27453.719584037, 1e-10));
}

TEST_CASE("scalability law of any sign: a peak within the points") {
  const UslFit found = fit({1, 2, 4, 8, 16, 32, 64}, {955, 1880, 3648, 6497, 9862, 12000, 10100});
  CHECK(found.lambda_per_sec == near(972.0277407679528, 1e-8));
  CHECK(found.sigma == near(0.02241021965894277, 1e-7));
  CHECK(found.kappa == near(0.0009240882332756686, 1e-8));
  CHECK(found.rss == near(30114.53825395781, 1e-10));
}

TEST_CASE("scalability law of any sign: coefficients below 0 are kept, and have no peak") {
  const UslFit faster = fit({1, 2, 4, 8}, {100, 190, 400, 900});
  CHECK(faster.lambda_per_sec == near(95.894595, 1e-7));
  CHECK(faster.sigma == near(-0.00494870, 1e-4));
  CHECK(faster.kappa == near(-0.00201798, 1e-5));
  CHECK(faster.rss == near(29.99080687876483, 1e-9));
  CHECK_FALSE(faster.peak_threads);
  CHECK_FALSE(faster.peak_throughput_per_sec);
  const UslFit with_a_pole = fit({51, 16, 48}, {0.39, 1, 1});
  CHECK((with_a_pole.kappa > 0 && with_a_pole.sigma < 0));
  CHECK_FALSE(with_a_pole.peak_threads);
  CHECK_FALSE(with_a_pole.peak_throughput_per_sec);
  const UslFit mixed =
      fit({1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64}, {20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310});
  CHECK(mixed.lambda_per_sec == near(24.7661741, 1e-7));
  CHECK(mixed.sigma == near(0.0781478486, 1e-6));
  CHECK(mixed.kappa == near(-0.000201121286, 1e-6));
  CHECK(mixed.rss == near(484.0176746, 1e-8));
}

TEST_CASE("scalability law of any sign: what rounding leaves of a coefficient that is 0 is 0") {
  const Values n{1, 2, 3, 5, 8, 13, 21};
  Rng rng{71};
  for (int i = 0; i < 200; ++i) {
    const double lambda = std::exp(10 * rng.normal());
    const double sigma = rng.uniform();
    const UslFit amdahl = fit(n, law_at(n, lambda, sigma, 0));
    CHECK(amdahl.kappa == 0);
    CHECK_FALSE(amdahl.peak_threads);
    CHECK(amdahl.sigma == near(sigma, 1e-9));
    const UslFit linear = fit(n, law_at(n, lambda, 0, 0));
    CHECK(linear.sigma == 0);
    CHECK(linear.kappa == 0);
    CHECK(linear.lambda_per_sec == near(lambda));
  }
}

TEST_CASE("scalability law of any sign: exact laws are found, whatever the order and the unit") {
  Rng rng{72};
  for (int i = 0; i < 300; ++i) {
    Values n{1, 2, 4, 7.5, 12, 20};
    rng.shuffle(n);
    const double sigma = 0.2 * rng.uniform();
    const double kappa = 0.001 + 0.01 * rng.uniform();
    const UslFit found = fit(n, law_at(n, 1e6, sigma, kappa));
    CHECK(found.sigma == doctest::Approx(sigma).epsilon(1e-8));
    CHECK(found.kappa == near(kappa, 1e-8));
    CHECK(found.peak_threads.value() == near(std::sqrt((1 - sigma) / kappa), 1e-7));
    const UslFit scaled = fit(n, law_at(n, 1e-6, sigma, kappa));
    CHECK(scaled.kappa == near(found.kappa, 1e-8));
  }
}

TEST_CASE("scalability law of any sign: what cannot be fitted is refused") {
  CHECK(fit_usl_of_any_sign("arm", Values{1, 2, 2}, Values{1, 2, 2}).error().kind == ErrorKind::usage);
  CHECK(fit_usl_of_any_sign("arm", Values{0.5, 2, 3}, Values{1, 2, 2}).error().kind == ErrorKind::usage);
  CHECK(fit_usl_of_any_sign("arm", Values{1, 2, 3}, Values{1, 0, 2}).error().kind == ErrorKind::input);
}
