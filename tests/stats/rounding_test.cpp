#include "rounding.hpp"

#include "stats/cases.hpp"

using moebench::stats::half_unit;
using moebench::stats::rounding_of;
using stats_test::near;

TEST_CASE("half a unit comes from the decimals that a number needs") {
  CHECK(half_unit(0.53) == near(0.005));
  CHECK(half_unit(-5.1137684) == near(5e-8));
  CHECK(half_unit(1896707) == near(0.5));
  CHECK(half_unit(1900) == near(0.5));
  CHECK(half_unit(0) == near(0.5));
  CHECK(half_unit(2e-7) == near(5e-8));
  CHECK(half_unit(1.25e-7) == near(5e-10));
  CHECK(half_unit(1e22) == near(0.5));
}

TEST_CASE("the finest figure of a summary tells how all were rounded") {
  auto summary = stats_test::reported_result("r", 10, 10, 0.5).reported.value();
  CHECK(rounding_of(summary).common == near(0.05));
  summary.p99 = 12.125;
  CHECK(rounding_of(summary).common == near(0.0005));
}

TEST_CASE("the own rounding of a figure counts as far as it is small beside the figure") {
  const moebench::stats::Rounding exact{.common = 0};
  CHECK(exact.slack(0.53) == near(0.005, 1e-6));
  CHECK(exact.slack(10) == near(0.1, 1e-6));
  CHECK(exact.slack(5.1137684) == near(5.5e-8, 0.02));
}
