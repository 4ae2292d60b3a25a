// Several values of an option: a result for every combination, names that last, tables by what was swept, and lists
// that are refused.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "cli/program.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/stats/analyse.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using moebench::core::BenchmarkResult;
using moebench::core::ResultSet;

namespace {

using Words = std::vector<std::string>;

Words in_one_run(Words words) {
  words.insert(words.end(), {"--runs", "1", "--quiet"});
  return words;
}

Words small_router(const Words& more) {
  Words all{"router", "--requests", "20", "--rounds", "2", "--round-ms", "0.1", "--warmup", "1"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

ResultSet measured(Words words) {
  words.insert(words.end(), {"--format", "json"});
  const Printed printed = run(words);
  CAPTURE(printed.err);
  REQUIRE(printed.status == 0);
  return moebench::io::parse_results(printed.out, "printed").value();
}

Words names_of(const ResultSet& set) {
  Words names;
  for (const BenchmarkResult& result : set.results) {
    names.push_back(result.name);
  }
  return names;
}

}  // namespace

TEST_CASE("a router sweep measures every combination under a name of its own") {
  const ResultSet set = measured(in_one_run(small_router({"--threads", "1,2", "--experts", "8,16"})));
  const Words names = names_of(set);
  REQUIRE(names.size() == 4 * 5);
  CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
  CHECK(names[0] == "router/threads-created/1-threads/8-experts");
  CHECK(names[5] == "router/threads-created/2-threads/8-experts");
  CHECK(names[12] == "router/steady-state/1-threads/16-experts");
  const BenchmarkResult* one = set.find("router/makespan/2-threads/16-experts");
  REQUIRE(one != nullptr);
  CHECK(one->params.count("threads") == 2);
  CHECK(one->params.count("experts") == 16);
  CHECK(one->params.count("capacity") == 100);
  CHECK(one->series.runs.front().batch == 40);
}

TEST_CASE("what has one value does not stand in a name") {
  CHECK(names_of(measured(in_one_run(small_router({"--threads", "2"}))))[1] == "router/makespan");
  CHECK(names_of(measured(in_one_run(small_router({"--threads", "2", "--experts", "2,4"}))))[1] ==
        "router/makespan/2-experts");
  CHECK(names_of(measured(in_one_run({"overflow", "--threads", "2", "--rounds", "2"})))[0] == "overflow/route");
  CHECK(names_of(measured(in_one_run({"null", "--threads", "2", "--rounds", "2", "--iterations", "2"})))[2] ==
        "null/makespan");
}

TEST_CASE("fresh processes of a sweep, each in an order of its own, give runs of the same results") {
  Words words = small_router({"--threads", "1,2,3", "--runs", "3", "--quiet"});
  const ResultSet set = measured(words);
  CHECK(names_of(set)[0] == "router/threads-created/1-threads");
  CHECK(names_of(set)[10] == "router/threads-created/3-threads");
  for (const BenchmarkResult& result : set.results) {
    CHECK(result.series.runs.size() == 3);
  }
}

TEST_CASE("the steady states of three numbers of threads are a curve that the scaling law is fitted to") {
  const ResultSet set =
      measured(in_one_run(small_router({"--threads", "1,2,3", "--capacity", "5,50", "--lifecycle", "--hold", "2"})));
  const auto analysis = moebench::stats::analyse(set);
  const auto unfitted = std::ranges::count(analysis.warnings, moebench::core::WarningCode::scaling_not_fitted,
                                           &moebench::core::Warning::code);
  REQUIRE(analysis.scaling.size() + static_cast<std::size_t>(unfitted) == 2);  // a fit, or why there is none
  for (const auto& scaling : analysis.scaling) {
    CHECK(scaling.name.starts_with("lifecycle/"));
    CHECK(scaling.points.size() == 3);
  }
  for (const BenchmarkResult& result : set.results) {
    CHECK((result.params.find("curve") != nullptr) == result.name.starts_with("lifecycle/steady-state/"));
  }
  const BenchmarkResult* last = set.find("lifecycle/steady-state/3-threads/50-places");
  REQUIRE(last != nullptr);
  CHECK(last->params.text("curve") == "lifecycle/50-places");
  CHECK(last->params.count("curve_threads") == 3);
  CHECK(measured(in_one_run(small_router({"--threads", "2"}))).results[2].params.find("curve") == nullptr);
}

TEST_CASE("the router's section of a sweep has a row for each combination") {
  const Printed printed = run(in_one_run(small_router({"--threads", "1,2,3", "--experts", "8,16"})));
  CHECK(printed.status == 0);
  for (const char* part :
       {"## 1. Capacity Factor Router Throughput by Threads and Experts\n",
        "**Test**: 20 requests each, capacity 100, policy capacity-factor, scores reference; the combinations take "
        "turns",
        "| Threads | Experts | Steady state (routes/s) |", "|       1 |       8 |", "|       3 |      16 |"}) {
    CAPTURE(part);
    CHECK(contains(printed.out, part));
  }
  const Printed lifecycle = run(in_one_run(small_router({"--capacity", "5,50", "--lifecycle"})));
  CHECK(contains(lifecycle.out, "## Router lifecycle: admit and release by Capacity\n"));
  CHECK(contains(lifecycle.out, "10 threads, 20 requests each, 8 experts, policy"));
  CHECK(contains(lifecycle.out, "lifecycle/steady-state/50-places: places still taken at the end"));
}

TEST_CASE("overflow checks every combination") {
  const Printed printed =
      run(in_one_run({"overflow", "--threads", "3,8", "--capacity", "2,5", "--rounds", "3", "--warmup", "0"}));
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## 3. Capacity Overflow Fallback by Threads and Capacity\n"));
  CHECK(contains(printed.out, "|       8 |        2 |           24 of 24 |          6 of 24 |              18 |"));
  CHECK(contains(printed.out, "| overflow/admit/8-threads/5-places: deepest queue seen"));
}

TEST_CASE("the harness's own cost by number of threads") {
  const Printed printed = run(in_one_run({"null", "--threads", "1,3", "--rounds", "2", "--iterations", "10"}));
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "| Release 1 threads, until the last ends "));
  CHECK(contains(printed.out, "| Create and join 3 threads "));
  const Words names = names_of(measured(in_one_run({"null", "--threads", "1,3", "--rounds", "2"})));
  CHECK(names == Words{"null/batched", "null/single-shot", "null/makespan/1-threads", "null/threads-created/1-threads",
                       "null/makespan/3-threads", "null/threads-created/3-threads"});
}

TEST_CASE("mixed by numbers of readers and writers, in all kinds of rounds and in insertions alone") {
  const Words small{"mixed", "--rounds", "1", "--warmup", "0"};
  Words kinds = small;
  kinds.insert(kinds.end(), {"--ops", "10", "--readers", "1,2", "--writers", "1,2"});
  const Printed printed = run(in_one_run(kinds));
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## 4. Mixed Read/Write Workload by Readers and Writers\n"));
  CHECK(contains(printed.out, "| rcu, 2 readers, 1 writers | Final model count "));
  CHECK(contains(printed.out, "| rcu, 1 readers, 2 writers | nobody "));
  const Words names = names_of(measured(in_one_run(kinds)));
  REQUIRE(names.size() == 4 * 5);
  CHECK(names[0] == "mixed/rcu/exact/1-readers/1-writers");
  CHECK(names[19] == "mixed/rcu/read-alone/2-readers/2-writers");
  Words insertions = small;
  insertions.insert(insertions.end(), {"--ops", "10,20", "--readers", "1,2"});
  const Printed sizes = run(in_one_run(insertions));
  CHECK(contains(sizes.out, "## Insertions by Size of the Registry, Readers\n"));
  CHECK(contains(sizes.out, "| Backend | Readers | Insertions |"));
  CHECK(names_of(measured(in_one_run(insertions)))[3] == "mixed/rcu/insert/40/2-readers");
}

TEST_CASE("inference in batches of several sizes, which take turns with each kernel") {
  const Words words{"infer", "--batch", "1,4", "--kernel", "scalar,eigen", "--iterations", "20", "--warmup", "1"};
  const ResultSet set = measured(in_one_run(words));
  CHECK(names_of(set) ==
        Words{"moebench LogisticRegression", "moebench LogisticRegression (batched)",
              "moebench LogisticRegression, eigen kernel", "moebench LogisticRegression, eigen kernel (batched)",
              "moebench LogisticRegression, batch of 4", "moebench LogisticRegression, batch of 4 (batched)",
              "moebench LogisticRegression, eigen kernel, batch of 4",
              "moebench LogisticRegression, eigen kernel, batch of 4 (batched)"});
  CHECK(set.results[6].baselines == Words{"moebench LogisticRegression, batch of 4"});
  CHECK(set.results[6].params.count("batch") == 4);
  const Printed printed = run(in_one_run(words));
  CHECK(contains(printed.out, "## Inference by Batch\n"));
  CHECK(contains(printed.out, "| Batch | Kernel | Timing      | p50 (us/sample) |"));
  CHECK(contains(printed.out, "|     4 | eigen  | batched     |"));
  CHECK(contains(printed.out, "| Batch | Kernel | Timing      | Over scalar |"));
}

TEST_CASE("lists with a fault are wrong usage, said by the option and what is at fault") {
  const std::vector<Words> options{{"router", "--threads"},   {"router", "--experts"},   {"router", "--capacity"},
                                   {"overflow", "--threads"}, {"overflow", "--experts"}, {"overflow", "--capacity"},
                                   {"null", "--threads"},     {"mixed", "--readers"},    {"mixed", "--writers"},
                                   {"mixed", "--ops"},        {"registry", "--readers"}, {"dispatch", "--tokens"},
                                   {"dispatch", "--experts"}, {"dispatch", "--top-k"},   {"infer", "--batch"}};
  for (const Words& option : options) {
    for (const auto& [list, fault] :
         std::vector<std::pair<std::string, std::string>>{{"4,,2", "found ''; expected whole numbers from "},
                                                          {"4,2,", "found ''"},
                                                          {"", "found ''"},
                                                          {"0", "found '0'"},
                                                          {"4,a", "found 'a'"},
                                                          {"2,4,2", "2 is given twice"},
                                                          {"1.5", "found '1.5'"},
                                                          {"-3", "found '-3'"},
                                                          {"4, 2", "found ' 2'"},
                                                          {"99999999999999999999", "found '99999999999999999999'"}}) {
      CAPTURE(option);
      CAPTURE(list);
      const Printed printed = run({option[0], option[1], list});
      CHECK(printed.status == 2);
      CHECK(contains(printed.err, "moebench: " + option[1] + ": " + fault));
      CHECK(printed.out.empty());
    }
  }
}

TEST_CASE("more combinations than anybody reads are refused before anything is measured") {
  std::string seventeen = "1";
  for (int i = 2; i <= 17; ++i) {
    seventeen += fmt::format(",{}", i);
  }
  for (const Words& words : {Words{"router", "--threads", seventeen, "--experts", seventeen},
                             Words{"mixed", "--readers", seventeen, "--ops", seventeen},
                             Words{"dispatch", "--tokens", seventeen, "--experts", seventeen}}) {
    const Printed printed = run(in_one_run(words));
    CHECK(printed.status == 2);
    CHECK(contains(printed.err, "combine to more than 256 measurements"));
  }
  CHECK(run(in_one_run({"overflow", "--threads", seventeen, "--rounds", "1"})).status == 0);
}
