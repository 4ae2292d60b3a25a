// What becomes of a run in a fresh process: its result, its refusal, its crash. A script stands in for the program.
#include <filesystem>

#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "moebench/io/result_file.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// A program that runs this shell script.
std::string program(const TemporaryFolder& folder, const std::string& script) {
  const std::string path = set_content(folder / "program", "#!/bin/sh\n" + script + "\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

const std::string k_failed_check =
    R"(echo '{"schema":"moebench/1","results":[{"name":"overflow/route","scenario":"overflow","runs":[{"batch":20,"samples_us":[1.0]}],)"
    R"("checks":[{"name":"routed","expected":"20 of 20","actual":"19 of 20","ok":false}]}]}')";

}  // namespace

TEST_CASE("a check that failed in a fresh run is reported with the measurement and status 1") {
  const TemporaryFolder folder;
  const std::string stub = program(folder, k_failed_check + "; exit 1");
  const Printed printed = run({"overflow", "--runs", "2", "--save", (folder / "x.json").string(), "--quiet"}, stub);
  CHECK(printed.status == 1);
  CHECK(contains(printed.out, "**FAILED**"));
  CHECK(contains(printed.err, "check failed: overflow/route: routed: expected 20 of 20, seen 19 of 20"));
  CHECK(moebench::io::read_result_file(folder / "x.json").has_value());
}

TEST_CASE("what a fresh run refuses is refused in its words and with its status") {
  const TemporaryFolder folder;
  const std::string usage = program(folder, "echo 'moebench: --threads: too many' >&2; exit 2");
  const Printed refused = run({"overflow", "--runs", "2"}, usage);
  CHECK(refused.status == 2);
  CHECK(refused.err == "moebench: --threads: too many\n");
  const std::string input = program(folder, "echo note >&2; echo 'moebench: a.apr: torn' >&2; exit 3");
  const Printed unusable = run({"overflow", "--runs", "2"}, input);
  CHECK(unusable.status == 3);
  CHECK(unusable.err == "moebench: a.apr: torn\n");
}

TEST_CASE("a fresh run that crashes is a bug of ours") {
  const TemporaryFolder folder;
  const Printed crashed = run({"overflow", "--runs", "2"}, program(folder, "kill -SEGV $$"));
  CHECK(crashed.status == 5);
  CHECK(contains(crashed.err, "SIGSEGV"));
  const Printed bug = run({"overflow", "--runs", "2"}, program(folder, "echo 'moebench: internal error' >&2; exit 5"));
  CHECK(bug.status == 5);
  CHECK(contains(bug.err, "internal error"));
}

TEST_CASE("a fresh run that prints something else is refused") {
  const TemporaryFolder folder;
  const Printed printed = run({"overflow", "--runs", "2"}, program(folder, "echo hello"));
  CHECK(printed.status == 3);
  CHECK(contains(printed.err, "what a fresh run printed"));
}

TEST_CASE("runs are told apart by their number and get the options before a double dash") {
  const TemporaryFolder folder;
  const std::string stub = program(folder, "echo \"$@\" >>" + (folder / "seen").string() + "; " + k_failed_check);
  run({"infer", "--runs", "2", "--", set_content(folder / "-odd.apr", "")}, stub);
  CHECK(content(folder / "seen").empty());  // the model is read first, and it is no model
  run({"overflow", "--runs", "2", "--quiet"}, stub);
  CHECK(content(folder / "seen") ==
        "overflow --runs 2 --quiet --runs 1 --run-index 0 --format json --output  --save  --export none --quiet --no-config\n"
        "overflow --runs 2 --quiet --runs 1 --run-index 1 --format json --output  --save  --export none --quiet --no-config\n");
}

TEST_CASE("each run draws scores of its own and the whole repeats from its seed") {
  const auto loads = [](const std::string& seed) {
    const Printed printed = run({"router", "--threads", "1", "--requests", "500", "--rounds", "1", "--runs", "2",
                                 "--scores", "uniform", "--seed", seed, "--format", "json", "--quiet"});
    const auto set = moebench::io::parse_results(printed.out, "printed").value();
    std::vector<std::vector<std::uint64_t>> of_runs;
    for (const auto& each : set.find("router/makespan")->series.runs) {
      of_runs.push_back(each.counts[2].values);
    }
    return of_runs;
  };
  const auto first = loads("42");
  REQUIRE(first.size() == 2);
  CHECK(first[0] != first[1]);
  CHECK(loads("42") == first);
  CHECK(loads("43") != first);
}
