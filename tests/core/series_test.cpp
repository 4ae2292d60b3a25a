#include "moebench/core/series.hpp"

#include <doctest/doctest.h>

using moebench::core::Series;

TEST_CASE("the throughput of unequal batches is total work over total time") {
  Series series;
  series.runs = {{.batch = 1, .samples = {10.0}, .counts = {}}, {.batch = 9, .samples = {1.0, 2.0}, .counts = {}}};
  // 19 operations in 10 + 9 + 18 us.
  CHECK(series.operations_per_second().value() == doctest::Approx(1e6 * 19 / 37).epsilon(1e-14));
}

TEST_CASE("there is a throughput of times above 0 only") {
  Series series;
  CHECK_FALSE(series.operations_per_second().has_value());
  series.runs = {{.batch = 4, .samples = {2.0}, .counts = {}}};
  CHECK(series.operations_per_second() == 500000);
  series.unit = "MB";
  CHECK_FALSE(series.operations_per_second().has_value());
  series.unit = "us";
  for (const double sample : {0.0, -1.0, 1e-320}) {
    series.runs.front().samples.front() = sample;
    CHECK_FALSE(series.operations_per_second().has_value());
  }
}
