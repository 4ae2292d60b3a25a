#include "moebench/harness/environment_watch.hpp"

#include <variant>

#include <doctest/doctest.h>

#include "moebench/harness/hazards.hpp"

TEST_CASE("a watched measurement tells what the clock costs and what was stolen and judges all of it") {
  const auto environment = moebench::harness::EnvironmentWatch{}.finish();
  const auto* overhead = environment.facts.find("clock_overhead_ns");
  REQUIRE(overhead != nullptr);
  CHECK(std::get<double>(*overhead) > 0);
  REQUIRE(environment.facts.find("clock_resolution_ns") != nullptr);
  CHECK(environment.facts.find("cpu_logical_cores") != nullptr);
  CHECK(environment.hazards == moebench::harness::judge(environment.facts));
}
