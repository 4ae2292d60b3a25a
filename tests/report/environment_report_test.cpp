#include "moebench/report/environment_report.hpp"

#include <doctest/doctest.h>

using moebench::core::Environment;
using moebench::core::Scalar;
using moebench::core::WarningCode;
using moebench::report::environment_table;
using moebench::report::hazard_list;

TEST_CASE("facts stand under their labels, bytes in binary units, and what is absent is named") {
  Environment environment;
  environment.facts.set("cpu_model", "A CPU");
  environment.facts.set("memory_total_bytes", std::int64_t{24} << 30U);
  environment.facts.set("cache_l1d_bytes", 49152);
  environment.facts.set("turbo", Scalar{true});
  environment.facts.set("clock_overhead_ns", Scalar{23.456});
  const std::string table = environment_table(environment);
  CHECK(table.find("| CPU ") != std::string::npos);
  CHECK(table.find("A CPU") != std::string::npos);
  CHECK(table.find("24 GiB") != std::string::npos);
  CHECK(table.find("48 KiB") != std::string::npos);
  CHECK(table.find("| on ") != std::string::npos);
  CHECK(table.find("23.46") != std::string::npos);
  CHECK(table.find("(bytes)") == std::string::npos);
  CHECK(table.find("Not told by this machine: Physical cores") != std::string::npos);
}

TEST_CASE("each hazard comes with its remedy and none is said in a sentence") {
  Environment environment;
  CHECK(hazard_list(environment) == "Not known: the file does not tell the state of its machine.\n");
  environment.facts.set("load_average_1m", moebench::core::Scalar{0.5});
  CHECK(hazard_list(environment) == "Nothing was found that spoils measurements.\n");
  environment.hazards.push_back({WarningCode::machine_busy, "The load is 3.", "Stop other work."});
  CHECK(hazard_list(environment) == "- **machine_busy**: The load is 3. Stop other work.\n");
}
