#include "moebench/report/framework_section.hpp"

#include <string>

#include <doctest/doctest.h>

#include "contains.hpp"

namespace moebench::report {
using test::contains;

namespace {

core::ComparedSide side(const std::string& name, double p50, std::uint64_t iterations) {
  core::ComparedSide made{};
  made.name = name;
  made.iterations = iterations;
  made.warmup = 100;
  made.runs = 2;
  made.moments = {.n = iterations, .mean = p50, .sd = 0.1};
  made.p50 = p50;
  made.throughput_per_sec = 1e6 / p50;
  return made;
}

FrameworkRow row(std::size_t batch, bool single_shot, double ours, double theirs) {
  FrameworkRow made{
      .kernel = "vector (AVX2)", .form = "plain", .batch = batch, .is_single_shot = single_shot, .comparison = {}};
  made.comparison.level = 0.95;
  made.comparison.candidate = side("ours", ours, 20'000);
  made.comparison.baseline = side("theirs", theirs, 20'000);
  made.comparison.speedup_p50 = theirs / ours;
  return made;
}

FrameworkComparison complete() {
  return {.version = "2.9.1",
          .python = "3.13.1",
          .inputs = 784,
          .our_logit = 2.0,
          .their_logit = 2.00001,
          .logit_bound = 1e-4,
          .rows = {row(1, true, 0.1, 10), row(1, false, 0.05, 9), row(1000, false, 0.06, 0.5)},
          .reading_us = 0.025,
          .batch_reading_us = 0.05};
}

}  // namespace

TEST_CASE("the comparison with PyTorch: the table, the validation, what the figures consist of, what reading takes") {
  const std::string text = framework_section(complete());
  CHECK(contains(text, "LogisticRegression (784 -> 2)"));
  CHECK(contains(text, "**100x**"));
  CHECK(contains(text, "moebench: 20,000 iterations in 2 fresh processes, 100 warmup in each"));
  CHECK(contains(text, "Same logit"));
  // PyTorch: (1000 x 0.5 - 9) / 999 = 0.491 us for an input, 8.51 us whatever a call does, 1 us between the clocks.
  CHECK(contains(text, "|       10.00 |              1.00 |               8.51 |                  0.491 |  94.54 % |"));
  // Ours: an input of the large batch takes longer than a call, so no overhead is left.
  CHECK(contains(text, "|      0.1000 |            0.0500 |                  0 |                 0.0500 |      0 % |"));
  CHECK(contains(text, "takes 2.00 times that"));
  CHECK(contains(text, "moebench takes 1.20 times that"));
}

TEST_CASE("runs that do not agree are doubted, and the speedup has an interval between runs") {
  FrameworkComparison comparison = complete();
  CHECK_FALSE(contains(framework_section(comparison), "Doubt"));
  comparison.rows[0].their_run_p50s = core::Interval{11, 21};
  comparison.rows[0].our_run_p50s = core::Interval{0.1, 0.105};
  core::ComparedQuantile median{};
  median.p = 0.5;
  median.of_runs.emplace();
  median.of_runs->ratio = core::Estimate{0.01, core::Interval{0.008, 0.0125}};
  comparison.rows[0].comparison.quantiles = {median};
  const std::string text = framework_section(comparison);
  CHECK(contains(text,
                 "Doubt: the 2 runs of PyTorch's plain form (single shot) differ: their p50 lie between 11.0 and "
                 "21.0 us"));
  CHECK_FALSE(contains(text, "runs of moebench, vector"));
  CHECK(contains(text, "[80.0, 125]"));
}

TEST_CASE("single shots are shown with no digit below the clock's step, what batches of calls resolve with all") {
  FrameworkComparison comparison = complete();
  comparison.rows[0] = row(1, true, 0.13, 15.08);
  comparison.rows[1] = row(1, false, 0.09107, 16.52);
  CHECK(contains(framework_section(comparison), " 0.1300 us |"));
  comparison.clock_step_us = 0.01;
  const std::string text = framework_section(comparison);
  CHECK(contains(text, " 0.13 us |"));
  CHECK(contains(text, " 15.08 us |"));
  CHECK(contains(text, " 0.09107 us |"));
}

TEST_CASE("logits further apart than rounding allows are called different") {
  FrameworkComparison comparison = complete();
  comparison.logit_bound = 1e-6;
  const std::string text = framework_section(comparison);
  CHECK(contains(text, "**Different logits**"));
  CHECK_FALSE(contains(text, "Same logit"));
}

TEST_CASE("without rows of a large batch nothing is said of what the figures consist of") {
  FrameworkComparison comparison = complete();
  comparison.rows.pop_back();
  CHECK_FALSE(contains(framework_section(comparison), "What the figures consist of"));
}

TEST_CASE("a PyTorch that was not measured is told with its reason, made harmless") {
  CHECK(framework_section({.missing = "python3 cannot\nimport torch"}) ==
        "## Cross-Framework Comparison: moebench vs PyTorch\n\nNot measured: python3 cannot\\x0aimport torch\n");
  CHECK(contains(framework_section({}), "Not measured: PyTorch's results hold no row"));
}

}  // namespace moebench::report
