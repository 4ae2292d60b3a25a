#include "moebench/gate/calibrate.hpp"

#include <cmath>

#include <doctest/doctest.h>

#include "gate/sides.hpp"
#include "moebench/core/rng.hpp"

using doctest::Approx;
using gate_test::set_of_runs;
using moebench::core::CalibratedRow;
using moebench::core::ResultSet;
using moebench::core::Rng;
using moebench::gate::calibrate;

namespace {

ResultSet noisy_runs(std::size_t count, double sd, std::uint64_t stream, double factor = 1) {
  Rng rng{17, stream};
  std::vector<double> runs;
  for (std::size_t i = 0; i < count; ++i) {
    runs.push_back(factor * std::exp(sd * rng.normal()));
  }
  return set_of_runs(runs);
}

}  // namespace

TEST_CASE("calibrate: recovers the spread of pairs and what follows from it") {
  const auto result = calibrate(noisy_runs(4000, 0.03, 1), noisy_runs(4000, 0.03, 2), 40, {});
  REQUIRE(result.has_value());
  CHECK(result->gates == 100);
  const CalibratedRow& row = result->rows.at(0);
  const double sd = 0.03 * std::sqrt(2.0);
  CHECK(row.sd_of_pairs == Approx(sd).epsilon(0.05));
  CHECK(std::abs(row.lag1) < 0.05);
  // A gate's ratio has a standard error of sqrt(pi / 3) sd / sqrt(40) where it does not stop early.
  const double standard_error = std::sqrt(M_PI / 3 / 40) * sd;
  CHECK(row.noise_floor >= 0.9 * std::expm1(1.96 * standard_error));
  CHECK(row.noise_floor < std::expm1(5 * standard_error));
  CHECK(row.smallest_effect > 0.03);
  CHECK(row.smallest_effect == Approx(1.03 * std::exp((2.394 + 0.8416) * standard_error) - 1).epsilon(0.05));
  CHECK(row.regressed.of == 100);
  CHECK(row.regressed.times <= 2);
  CHECK(row.changed_at_0.times <= 12);  // 5 of 100 expected
}

TEST_CASE("calibrate: a difference that is there is counted") {
  const auto result = calibrate(noisy_runs(200, 0.01, 1, 1.1), noisy_runs(200, 0.01, 2), 20, {});
  REQUIRE(result.has_value());
  CHECK(result->rows.at(0).regressed.times == 10);
  CHECK(result->rows.at(0).changed_at_0.times == 10);
}

TEST_CASE("calibrate: fewer pairs than a gate takes are refused") {
  const auto result = calibrate(noisy_runs(10, 0.01, 1), noisy_runs(10, 0.01, 2), 20, {});
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().subject == "blocks");
}

TEST_CASE("calibrate: results of other numbers of runs are refused, summaries among them") {
  ResultSet one = noisy_runs(40, 0.01, 1);
  ResultSet other = noisy_runs(40, 0.01, 2);
  for (ResultSet* set : {&one, &other}) {
    set->results.push_back(gate_test::result_of("summary", {}));
    set->results.back().reported.emplace();
    set->results.back().reported->mean = 1;
  }
  CHECK_FALSE(calibrate(one, other, 20, {}).has_value());
}

TEST_CASE("calibrate: pairs of which most are alike still vary") {
  std::vector<double> runs(80, 100);
  for (std::size_t i = 0; i < runs.size(); i += 8) {
    runs[i] = 130;
  }
  const auto result = calibrate(set_of_runs(runs), set_of_runs(std::vector<double>(80, 100.0)), 20, {});
  REQUIRE(result.has_value());
  CHECK(result->rows.at(0).sd_of_pairs > 0.05);
  CHECK(result->rows.at(0).noise_floor > 0);
}
