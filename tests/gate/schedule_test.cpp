#include "moebench/gate/schedule.hpp"

#include <doctest/doctest.h>

using moebench::core::GateRow;
using moebench::core::Outcome;
using moebench::gate::least_pairs;
using moebench::gate::looks;
using moebench::gate::settled;

namespace {

GateRow row_of(Outcome outcome, double lower, double upper) {
  GateRow row{};
  row.verdict.outcome = outcome;
  row.ratio = moebench::core::Estimate{.value = 1, .interval = moebench::core::Interval{lower, upper}};
  return row;
}

}  // namespace

TEST_CASE("schedule: a quarter, a half, all, where intervals exist") {
  CHECK(looks(40, 0.05, 1) == std::vector<std::size_t>{10, 20, 40});
  // 2^-7 is the first power of a half below 0.05 / 6.
  CHECK(looks(28, 0.05, 1) == std::vector<std::size_t>{7, 14, 28});
  CHECK(looks(27, 0.05, 1) == std::vector<std::size_t>{13, 27});
  CHECK(looks(13, 0.05, 1) == std::vector<std::size_t>{13});
  CHECK(looks(1, 0.05, 1) == std::vector<std::size_t>{1});
}

TEST_CASE("schedule: the more rows, the later the first look") {
  CHECK(least_pairs(0.05 / 3, 1) == 7);
  CHECK(least_pairs(0.05 / 3, 5) == 10);  // 5 / 2^10 is below 0.05 / 6, 5 / 2^9 is not
  CHECK(looks(40, 0.05, 5) == std::vector<std::size_t>{10, 20, 40});
  CHECK(looks(40, 0.05, 9) == std::vector<std::size_t>{20, 40});
}

TEST_CASE("schedule: settled when no row is open, or all that are open are narrow") {
  const GateRow open = row_of(Outcome::inconclusive, 0.98, 1.02);
  const GateRow done = row_of(Outcome::equivalent, 0.99, 1.01);
  CHECK(settled({done, done}, {}));
  CHECK_FALSE(settled({done, open}, {}));
  CHECK_FALSE(settled({done, open}, 0.01));
  CHECK(settled({done, open}, 0.03));
}
