#include "moebench/stats/linear_regression.hpp"

#include <algorithm>
#include <cmath>

#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::Regression;
using moebench::core::Rng;
using stats_test::near;

namespace {

using Values = std::vector<double>;

struct ExpectedLine {
  std::optional<double> intercept, intercept_se;
  double slope, slope_se, lower, upper, residual_sd, r_squared, df;
};

void check(const Regression& found, const ExpectedLine& expected, double relative = 1e-12) {
  CHECK(found.intercept.has_value() == expected.intercept.has_value());
  CHECK(found.intercept_se.has_value() == expected.intercept_se.has_value());
  if (expected.intercept) {
    CHECK(found.intercept.value() == near(*expected.intercept, relative));
    CHECK(found.intercept_se.value() == near(*expected.intercept_se, relative));
  }
  CHECK(found.slope.value() == near(expected.slope, relative));
  CHECK(found.slope_se.value() == near(expected.slope_se, relative));
  CHECK(found.slope_interval.value().lower == near(expected.lower, relative));
  CHECK(found.slope_interval->upper == near(expected.upper, relative));
  CHECK(found.residual_sd.value() == near(expected.residual_sd, relative));
  CHECK(found.r_squared.value() == near(expected.r_squared, relative));
  CHECK(found.df == expected.df);
}

// clang-format off
/// R datasets::cars.
const Values k_speed{4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16,
                     17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25};
const Values k_distance{2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26,
                        54, 32, 40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85};
// clang-format on

}  // namespace

// R 4.2: m <- lm(y ~ x); summary(m); confint(m, level = level).

TEST_CASE("linear regression: R's cars, with an intercept and without") {
  check(linear_regression(k_speed, k_distance, false, 0.95),
        {-17.579094890510895, 6.7584401693792335, 3.9324087591240855, 0.41551277665712222, 3.096964328140321,
         4.76785319010785, 15.379586748819907, 0.65107938075825089, 48});
  check(linear_regression(k_speed, k_distance, true, 0.95), {{},
                                                             {},
                                                             2.9091321439371018,
                                                             0.14136863749993694,
                                                             2.6250412307105284,
                                                             3.1932230571636753,
                                                             16.259237146683411,
                                                             0.89628930580520572,
                                                             49});
}

TEST_CASE("linear regression: NIST StRD Norris, certified values") {
  const Values x{0.2, 337.4, 118.2, 884.6, 10.1,  226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4,
                 0.6, 775.5, 666.9, 338.0, 447.5, 11.6,  556.0, 228.1, 995.8, 887.6, 120.2, 0.3,
                 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1,  118.3, 229.2, 669.1, 448.9, 0.5};
  const Values y{0.1, 338.8, 118.1, 888.0, 9.2,   228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3,
                 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,  557.7, 228.3, 998.0, 888.8, 119.6, 0.3,
                 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2,  117.6, 228.9, 668.4, 449.2, 0.2};
  check(linear_regression(x, y, false, 0.95),
        {-0.262323073774029, 0.232818234301152, 1.00211681802045, 0.429796848199937e-03, 1.001243365735578,
         1.0029902703053308, 0.884796396144373, 0.999993745883712, 34},
        2e-12);
}

TEST_CASE("linear regression: NIST StRD NoInt1 and NoInt2, through the origin, certified values") {
  Values x;
  Values y;
  for (int i = 60; i <= 70; ++i) {
    x.push_back(i);
    y.push_back(i + 70);
  }
  check(linear_regression(x, y, true, 0.95), {{},
                                              {},
                                              2.07438016528926,
                                              0.165289256198347e-01,
                                              2.037551423934111,
                                              2.1112089066444013,
                                              3.56753034006338,
                                              0.999365492298663,
                                              10});
  check(linear_regression(Values{4, 5, 6}, Values{3, 4, 4}, true, 0.95),
        {{},
         {},
         0.727272727272727,
         0.420827318078432e-01,
         0.54620534638439611,
         0.90834010816105848,
         0.369274472937998,
         0.993348115299335,
         2},
        2e-12);
}

TEST_CASE("linear regression: exact lines have no residuals, and two points no degrees of freedom") {
  const Regression exact = linear_regression(Values{1, 2, 3, 4}, Values{3, 5, 7, 9}, false, 0.95);
  CHECK(exact.slope == 2);
  CHECK(exact.intercept == 1);
  CHECK(exact.residual_sd == 0);
  CHECK(exact.slope_se == 0);
  CHECK(exact.r_squared == 1);
  const Regression two = linear_regression(Values{1, 2}, Values{3, 5}, false, 0.95);
  CHECK(two.slope == 2);
  CHECK(two.df == 0);
  CHECK(two.r_squared == 1);
  CHECK_FALSE(two.residual_sd);
  CHECK_FALSE(two.slope_se);
  CHECK_FALSE(two.slope_interval);
}

TEST_CASE("linear regression: what does not vary determines nothing") {
  const Regression vertical = linear_regression(Values{2, 2, 2}, Values{1, 2, 3}, false, 0.95);
  CHECK_FALSE(vertical.slope);
  CHECK_FALSE(vertical.intercept);
  CHECK_FALSE(vertical.r_squared);
  CHECK_FALSE(linear_regression(Values{0, 0}, Values{1, 2}, true, 0.95).slope);
  CHECK(linear_regression(Values{2, 2}, Values{1, 2}, true, 0.95).slope == 0.75);
  const Regression flat = linear_regression(Values{1, 2, 3}, Values{0.1, 0.1, 0.1}, false, 0.95);
  CHECK(flat.slope == 0);
  CHECK(flat.intercept == 0.1);
  CHECK_FALSE(flat.r_squared);
}

TEST_CASE("linear regression: shift, scale, permutation, duplication, at any magnitude") {
  Rng rng{61};
  for (int i = 0; i < 1'000; ++i) {
    const std::size_t n = 3 + rng.below(20);
    const Values x = stats_test::normal_samples(rng, n, 2, 1);
    Values y = stats_test::normal_samples(rng, n, 0, 0.1);
    for (std::size_t j = 0; j < n; ++j) {
      y[j] += 1 + 3 * x[j];
    }
    const Regression plain = linear_regression(x, y, false, 0.95);
    for (const double scale : {1e-300, 1e300}) {
      Values scaled = y;
      std::ranges::for_each(scaled, [=](double& v) { v *= scale; });
      const Regression found = linear_regression(x, scaled, false, 0.95);
      CHECK(found.slope.value() == near(plain.slope.value() * scale));
      CHECK(found.slope_se.value() == near(plain.slope_se.value() * scale, 1e-9));
      CHECK(found.r_squared.value() == near(plain.r_squared.value()));
    }
    Values far = x;
    std::ranges::for_each(far, [](double& v) { v += 0x1p20; });
    CHECK(linear_regression(far, y, false, 0.95).slope.value() == near(plain.slope.value(), 1e-8));
    Values reversed_x{x.rbegin(), x.rend()};
    Values reversed_y{y.rbegin(), y.rend()};
    CHECK(linear_regression(reversed_x, reversed_y, false, 0.95).slope_se.value() ==
          near(plain.slope_se.value(), 1e-10));
    Values twice_x = x;
    Values twice_y = y;
    twice_x.insert(twice_x.end(), x.begin(), x.end());
    twice_y.insert(twice_y.end(), y.begin(), y.end());
    const Regression doubled = linear_regression(twice_x, twice_y, false, 0.95);
    CHECK(doubled.slope.value() == near(plain.slope.value(), 1e-11));
    CHECK(doubled.r_squared.value() == near(plain.r_squared.value(), 1e-11));
  }
}
