#include "moebench/stats/noncentral_t.hpp"

#include <cmath>

#include "stats/cases.hpp"

using namespace moebench::stats;
using stats_test::near;

TEST_CASE("the noncentral t distribution agrees with high-precision quadrature") {
  // mpmath, 30 digits: quad of ncdf(t s - ncp) times the density of S over pieces of one standard deviation.
  CHECK(noncentral_t_below(2, 5, 1) == near(0.778074662616214871));
  CHECK(noncentral_t_below(-1, 3.5, 0.7) == near(0.0620061202200782247));
  CHECK(noncentral_t_below(3, 1, 10) == near(0.00156540225800254968, 1e-10));
  CHECK(noncentral_t_below(1.5, 1.3, 0.2) == near(0.789770493722482845));
  CHECK(noncentral_t_below(469, 10102.5, 460) == near(0.995514172233059398));
  CHECK(noncentral_t_below(50, 2, 100) == near(0.0183669504972699002, 1e-11));
  CHECK(noncentral_t_below(50, 2, 20) == near(0.851912086442472434));
  CHECK(noncentral_t_below(2, 1e6, 1.5) == near(0.691462109209016400));
}

TEST_CASE("at t 0 the noncentral t distribution is the normal one") {
  CHECK(noncentral_t_below(0, 3, 1.959963984540054) == near(0.025));
}

TEST_CASE("the interval of a noncentrality puts t at both tail points") {
  for (const double df : {1.0, 1.7, 4.0, 30.0, 9999.0}) {
    for (const double t : {0.0, 0.3, 2.0, 17.0, 469.0}) {
      for (const double level : {0.5, 0.95, 0.999}) {
        CAPTURE(df);
        CAPTURE(t);
        const auto interval = noncentrality_interval(t, df, level);
        CHECK(noncentral_t_below(t, df, interval.lower) == near((1 + level) / 2, 1e-9));
        CHECK(noncentral_t_below(t, df, interval.upper) == near((1 - level) / 2, 1e-9));
      }
    }
  }
}

TEST_CASE("intervals at noncentralities of hundreds and thousands are those of an inversion in R") {
  // R 4.2: uniroot over ncp of the integral of pnorm(t * s - ncp) * 2 * df * s * dchisq(df * s^2, df) over pieces of s,
  // at 0.975 and 0.025. R's own pt() ends at a noncentrality of 37.6.
  struct Row {
    double t, df, lower, upper;
  };
  for (const Row& row :
       {Row{469.0405711717851, 19998, 464.042289520772, 474.036524713929},
        Row{469.0405711717851, 10102.128933323285, 462.281161363862, 475.796906100209},
        Row{300, 9998, 295.401469656482, 304.595155070104}, Row{3000, 50, 2413.36048336092, 3585.47870637963},
        Row{7000, 4, 2436.00591311804, 11683.547030816}, Row{300, 2, 47.7247665587904, 576.199209143896},
        Row{7000, 1999998, 6992.86551183729, 7007.13427058514}, Row{7000, 20, 4847.41118555356, 9149.62032444839},
        Row{36, 5, 14.5705645904103, 57.7495551369947}, Row{40, 1, 1.19747950656848, 89.6841222619207}}) {
    CAPTURE(row.t);
    CAPTURE(row.df);
    const auto found = noncentrality_interval(row.t, row.df, 0.95);
    CHECK(found.lower == near(row.lower, 1e-9));
    CHECK(found.upper == near(row.upper, 1e-9));
  }
  // R's pt(): uniroot(function(x) pt(t, df, x) - 0.975, c(0, 37.6)).
  CHECK(noncentrality_interval(30, 5, 0.95).lower == near(12.1028180441872, 1e-9));
  CHECK(noncentrality_interval(12, 3, 0.95).lower == near(2.94219569900053, 1e-9));
  CHECK(noncentrality_interval(35, 1000, 0.95).lower == near(32.5056780687103, 1e-9));
}

TEST_CASE("the interval of minus t is minus the interval of t") {
  const auto plus = noncentrality_interval(3.25, 12.5, 0.95);
  const auto minus = noncentrality_interval(-3.25, 12.5, 0.95);
  CHECK(minus.lower == -plus.upper);
  CHECK(minus.upper == -plus.lower);
}

TEST_CASE("an absurdly large t still has a finite interval around it") {
  for (const double t : {1e8, 1e100, 1e300}) {
    const auto interval = noncentrality_interval(t, 20, 0.95);
    CHECK(std::isfinite(interval.upper));
    CHECK(interval.lower < t);
    CHECK(interval.upper > t);
  }
}
