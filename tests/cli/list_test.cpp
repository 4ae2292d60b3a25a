// `moebench list`: what it tells holds for what the commands do.
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "moebench/core/name_pattern.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using moebench::core::fits_pattern;
using nlohmann::json;

namespace {

json list() {
  const Printed printed = run({"list", "--format", "json"});
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  return json::parse(printed.out);
}

json scenario(const std::string& command) {
  const json document = list();
  for (const json& one : document["scenarios"]) {
    if (one["command"] == command) {
      return one;
    }
  }
  FAIL("no scenario ", command);
  return {};
}

/// The names of what these calls of a command yield.
std::set<std::string> names_of(const std::string& command, const std::vector<std::vector<std::string>>& calls) {
  std::set<std::string> names;
  for (std::vector<std::string> words : calls) {
    words.insert(words.begin(), command);
    words.insert(words.end(), {"--runs", "1", "--format", "json", "--quiet"});
    const json document = json::parse(run(words).out);
    for (const json& result : document["results"]) {
      names.insert(result["name"]);
    }
  }
  return names;
}

void check_names(const std::string& command, const std::vector<std::vector<std::string>>& calls) {
  CAPTURE(command);
  const std::vector<std::string> patterns = scenario(command)["results"];
  const std::set<std::string> names = names_of(command, calls);
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(std::ranges::any_of(patterns, [&](const std::string& pattern) { return fits_pattern(pattern, name); }));
  }
  for (const std::string& pattern : patterns) {
    CAPTURE(pattern);
    CHECK(std::ranges::any_of(names, [&](const std::string& name) { return fits_pattern(pattern, name); }));
  }
}

}  // namespace

TEST_CASE("the names of results are those that the scenarios yield") {
  check_names("router", {{"--threads", "2", "--requests", "10", "--rounds", "2", "--round-ms", "0.1"},
                         {"--lifecycle", "--threads", "2", "--requests", "10", "--rounds", "2", "--round-ms", "0.1"}});
  check_names("overflow", {{"--threads", "4", "--rounds", "3"}});
  check_names("null", {{"--threads", "2", "--iterations", "10", "--rounds", "2"}});
  check_names("dispatch",
              {{"--tokens", "16", "--experts", "4", "--top-k", "1", "--rounds", "2"},
               {"--tokens", "16", "--experts", "4", "--top-k", "1", "--rounds", "2", "--routing", "experts"}});
  check_names("infer", {{"--iterations", "10", "--kernel", "all"}});
  check_names("registry",
              {{"--readers", "2", "--reads", "10", "--models", "2", "--rounds", "1", "--round-ms", "0.1"},
               {"--readers", "1,2", "--reads", "10", "--models", "2", "--rounds", "1", "--round-ms", "0.1"}});
  check_names("mixed", {{"--ops", "10", "--readers", "1", "--writers", "1", "--rounds", "1"},
                        {"--ops", "10,20", "--readers", "1", "--writers", "1", "--rounds", "1"}});
}

TEST_CASE("parameters are a scenario's own options with their defaults") {
  const json router = scenario("router");
  std::set<std::string> options;
  for (const json& parameter : router["parameters"]) {
    options.insert(parameter["option"]);
    if (parameter["option"] == "--threads") {
      CHECK(parameter["default"] == "10");
    }
    if (parameter["option"] == "--lifecycle") {
      CHECK(parameter["default"].is_null());
    }
  }
  for (const char* own : {"--threads", "--requests", "--experts", "--capacity", "--policy", "--lifecycle"}) {
    CAPTURE(own);
    CHECK(options.contains(own));
  }
  for (const char* shared : {"--format", "--save", "--runs", "--seed", "--help", "--dry-run"}) {
    CAPTURE(shared);
    CHECK_FALSE(options.contains(shared));
  }
}

TEST_CASE("every file of the suite is listed once") {
  std::multiset<std::string> files;
  const json document = list();
  for (const json& one : document["scenarios"]) {
    CHECK_FALSE(one["measures"].get<std::string>().empty());
    for (const json& file : one["suite"]) {
      files.insert(file["file"]);
      CHECK(file["command"].get<std::string>().starts_with("moebench " + one["command"].get<std::string>()));
    }
  }
  CHECK(files == std::multiset<std::string>{"dispatch.json", "infer.json", "lifecycle.json", "mixed.json", "null.json",
                                            "overflow.json", "registry.json", "router.json"});
}

TEST_CASE("the list is a report and a table too") {
  const Printed report = run({"list"});
  CHECK(report.status == 0);
  CHECK(contains(report.out, "| Scenario | "));
  CHECK(contains(report.out, "| --threads"));
  CHECK(contains(report.out, "router/steady-state"));
  CHECK(contains(report.out, "| router.json"));
  const Printed table = run({"list", "--format", "csv"});
  CHECK(table.out.starts_with("command,measures,option,default,description,results,suite_files\n"));
  CHECK(contains(table.out, ",--threads,10,"));
}
