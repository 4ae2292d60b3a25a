// A gate's time budget: what a block that is long for it leaves of the plan, and what is said of that.
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;

namespace {

/// A command whose one result, of so many runs, is never settled: its times are all the same.
std::string open_program(int runs) {
  const std::string run = R"({"samples_us": [100]})";
  return fmt::format(R"(echo '{{"config": {{}}, "results": [{{"name": "open", "runs": [{}{}]}}]}}')", run,
                     runs == 2 ? ", " + run : "");
}

std::vector<std::string> gate_words(const std::string& command, const std::string& budget,
                                    const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"ab", "--baseline", command, "--candidate", command, "--time-budget", budget};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("ab: blocks too long for the budget are told after the first, and no more measured than a claim takes") {
  const Printed printed = run(gate_words(open_program(1), "0"));
  CHECK(printed.status == 0);
  const std::string warning = "and with fewer than 7 blocks no change can be claimed: the gate takes about ";
  CHECK(contains(printed.err, warning));
  CHECK(printed.err.find(warning) == printed.err.rfind(warning));
  CHECK(contains(printed.err, "more than its time budget of 0 s. All 40 blocks take --time-budget "));
  CHECK(contains(printed.err, "; or let each process measure less"));
  CHECK(contains(printed.out, "7 blocks, each a fresh process of both sides"));
  CHECK(contains(printed.out, "the time budget was used up at look 1 of 3 (planned after 10, 20, 40 blocks)"));
  CHECK(contains(printed.out, "so 7 of 40 were measured, the fewest that can claim a change, in more than the time"));
}

TEST_CASE("ab: a process that measures several runs is named as what makes blocks long") {
  const Printed printed = run(gate_words(open_program(2), "0", {"--format", "json"}));
  CHECK(contains(printed.err, "each process measures 2 runs where a block takes one (moebench: --runs 1 behind --)"));
  const auto schedule = nlohmann::json::parse(printed.out)["schedule"];
  CHECK(schedule["taken"] == 1);
  CHECK(contains(schedule["shortage"].get<std::string>(), "each process measures 2 runs"));
}

TEST_CASE("ab: of a budget that suffices nothing is said") {
  const Printed printed = run(gate_words(open_program(1), "600", {"--blocks", "8", "--format", "json"}));
  CHECK_FALSE(contains(printed.err, "time budget"));
  const auto schedule = nlohmann::json::parse(printed.out)["schedule"];
  CHECK(schedule["stopped"] == "the planned number of blocks was measured");
  CHECK(schedule["shortage"] == "");
}
