// The command dispatch on real input and on bad input.
#include <string>
#include <vector>

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

std::vector<std::string> dispatch(std::vector<std::string> more) {
  std::vector<std::string> all{"dispatch", "--rounds", "3", "--runs", "1", "--quiet"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

TEST_CASE("dispatch prints a row for every combination, how the choices fell and what the figures mean") {
  const Printed printed = run(dispatch({"--tokens", "100", "--experts", "8,64", "--top-k", "1,2"}));
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## Batch Dispatch"));
  CHECK(contains(printed.out, "|    100 |       8 |   1 |"));
  CHECK(contains(printed.out, "|    100 |      64 |   2 |"));
  CHECK(contains(printed.out, "| Capacity | Dropped |"));
  CHECK(contains(printed.out, "|    100 |       8 |   1 |       16 |"));  // ceil(100 / 8 * 1.25)
  CHECK(contains(printed.out, "Fedus et al., 2022"));
}

TEST_CASE("dispatch's result file holds parameters, counts and checks, and its runs add up") {
  const TemporaryFolder folder;
  const std::string file = (folder / "dispatch.json").string();
  const Printed printed =
      run({"dispatch", "--rounds",  "3", "--runs",     "2",      "--tokens", "100",  "--experts", "8",  "--top-k",
           "2",        "--threads", "2", "--priority", "choice", "--logits", "zipf", "--save",    file, "--quiet"});
  CHECK(printed.status == 0);
  const auto set = moebench::io::read_result_file(file);
  REQUIRE(set.has_value());
  REQUIRE(set->results.size() == 1);
  const auto& result = set->results.front();
  CHECK(result.name == "dispatch/t100/e8/k2/zipf/by-choice/2-threads");
  CHECK(result.params.text("priority") == "choice");
  CHECK(result.params.text("logits") == "zipf");
  CHECK(result.series.runs.size() == 2);
  CHECK(result.series.runs[0].counts != result.series.runs[1].counts);  // each run drew logits of its own
  CHECK(result.checks.size() == 3);
  CHECK(run({"verify", file, "--quiet"}).status == 0);
}

TEST_CASE("dispatch takes logits from a file and writes who got what") {
  const TemporaryFolder folder;
  const std::string logits = set_content(folder / "logits.csv", "3,2,1\n3,1,2\n3,0,0\n");
  const std::string choices = (folder / "choices.csv").string();
  const Printed printed = run({"dispatch", "--logits", logits, "--top-k", "1", "--capacity-factor", "2", "--kernel",
                               "scalar", "--choices", choices, "--quiet"});
  CHECK(printed.status == 0);
  CHECK(printed.out.empty());
  CHECK(content(choices) ==
        "token,expert,weight,position,placed\n0,0,0.66524094,0,1\n1,0,0.66524094,1,1\n2,0,0.909443,2,0\n");
  CHECK(contains(run(dispatch({"--logits", logits, "--top-k", "1"})).out, "|      3 |       3 |   1 |"));
}

TEST_CASE("dispatch refuses what cannot be") {
  const TemporaryFolder folder;
  const std::string logits = set_content(folder / "logits.csv", "3,2,1\n3,1,2\n");
  const Printed size = run(dispatch({"--logits", logits, "--tokens", "7"}));
  CHECK(size.status == 2);
  CHECK(contains(size.err, "holds 2 tokens of 3 experts: leave --tokens and --experts out"));
  const Printed top_k = run(dispatch({"--experts", "4", "--top-k", "8"}));
  CHECK(top_k.status == 2);
  CHECK(contains(top_k.err, "a token cannot get 8 different experts of 4"));
  CHECK(run(dispatch({"--capacity-factor", "0"})).status == 2);
  CHECK(run(dispatch({"--tokens", "0"})).status == 2);
  CHECK(run(dispatch({"--routing", "nobody"})).status == 2);
  CHECK(run(dispatch({"--experts", "8,8"})).status == 2);
  CHECK(run({"dispatch", "--experts", "8", "--top-k", "1", "--choices", (folder / "x").string(), "--save",
             (folder / "y").string()})
            .status == 2);
  CHECK(run(dispatch({"--experts", "4", "--tokens", "20"})).status == 0);  // the usual k, where there are as many
  CHECK(run(dispatch({"--routing", "experts", "--balance", "5"})).status == 2);
  CHECK(run(dispatch({"--choices", (folder / "x.csv").string()})).status == 2);
  const Printed missing = run(dispatch({"--logits", "norml"}));
  CHECK(missing.status == 3);
  CHECK(contains(missing.err, "--logits takes normal, zipf or a file"));
  CHECK(run(dispatch({"--logits", set_content(folder / "bad.csv", "1,nan\n")})).status == 3);
}
