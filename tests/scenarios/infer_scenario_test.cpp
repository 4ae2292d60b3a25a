#include "moebench/scenarios/infer_scenario.hpp"

#include <cmath>
#include <limits>
#include <variant>

#include <doctest/doctest.h>

#include "moebench/apr/benchmark_model.hpp"

using moebench::apr::benchmark_input;
using moebench::apr::Kernel;
using moebench::apr::LogisticRegression;
using moebench::scenarios::Inputs;
using moebench::scenarios::run_infer;

namespace {

const LogisticRegression& model() {
  static const LogisticRegression trained = moebench::apr::benchmark_model();
  return trained;
}

Inputs standard_input() {
  return {.values = benchmark_input(784), .columns = 784};
}

}  // namespace

TEST_CASE("inference yields single shots and batches and the answer for the first sample") {
  const auto results = run_infer(model(), standard_input(), {.warmup = 10, .iterations = 300}).value();
  REQUIRE(results.size() == 2);
  CHECK(results[0].name == "moebench LogisticRegression");
  CHECK(results[1].name == "moebench LogisticRegression (batched)");
  CHECK(results[0].series.runs.front().batch == 1);
  CHECK(results[0].series.runs.front().samples.size() == 300);
  CHECK(results[1].series.runs.front().batch >= 1);
  // The facts of the reference's model: z = 2.16547608, p = 0.897106111 for x(j) = (j mod 256) / 255.
  CHECK(static_cast<float>(std::get<double>(*results[0].params.find("logit"))) == 2.16547608F);
  CHECK(static_cast<float>(std::get<double>(*results[0].params.find("probability"))) == 0.897106111F);
  CHECK(results[0].params.text("class") == "1");
  for (const auto& result : results) {
    REQUIRE(result.checks.size() == 3);
    CHECK(result.checks[0].ok);
    CHECK(result.checks[1].name == "parameters after the measurement");
    CHECK(result.checks[1].ok);
    CHECK(result.checks[2].ok);
    CHECK(result.baselines.empty());
    REQUIRE_FALSE(result.series.runs.front().counts.empty());
    CHECK(result.series.runs.front().counts.front().name == "voluntary_switches");
    CHECK(result.params.text("kernel") == "scalar");
  }
}

TEST_CASE("an inference much shorter than a clock reading is batched and its single shots are doubted") {
  // Four products: far below 1 us on any machine and under any sanitizer, while reading the clock takes tens of ns.
  const auto tiny = LogisticRegression::create({0.5F, -0.25F, 1.0F, 0.125F}, 0.1F).value();
  const auto results =
      run_infer(tiny, {.values = benchmark_input(4), .columns = 4}, {.warmup = 0, .iterations = 100}).value();
  CHECK(results[1].series.runs.front().batch > 1);
  REQUIRE(results[0].warnings.size() == 1);
  CHECK(results[0].warnings.front().code == moebench::core::WarningCode::near_clock_resolution);
  CHECK(results[1].warnings.empty());
}

TEST_CASE("an input of another length or a value that is not finite is refused with its row") {
  const auto short_row = run_infer(model(), {.values = benchmark_input(10), .columns = 10}, {});
  REQUIRE_FALSE(short_row.has_value());
  CHECK(short_row.error().kind == moebench::core::ErrorKind::input);

  Inputs two = standard_input();
  two.values.insert(two.values.end(), 784, 0.5F);
  two.values.back() = std::numeric_limits<float>::quiet_NaN();
  const auto with_nan = run_infer(model(), two, {});
  REQUIRE_FALSE(with_nan.has_value());
  CHECK(with_nan.error().subject == "input row 2");

  CHECK(run_infer(model(), {.values = {}, .columns = 784}, {}).error().kind == moebench::core::ErrorKind::input);
  CHECK(run_infer(model(), standard_input(), {.iterations = 0}).error().subject == "iterations");
}

TEST_CASE("kernels take turns and are held against the scalar one") {
  const auto results =
      run_infer(model(), standard_input(),
                {.warmup = 5, .iterations = 250, .kernels = {Kernel::scalar, Kernel::vector, Kernel::eigen}})
          .value();
  REQUIRE(results.size() == 6);
  CHECK(results[0].name == "moebench LogisticRegression");
  CHECK(results[2].name == "moebench LogisticRegression, vector kernel");
  CHECK(results[3].name == "moebench LogisticRegression, vector kernel (batched)");
  CHECK(results[5].name == "moebench LogisticRegression, eigen kernel (batched)");
  CHECK(results[0].baselines.empty());
  CHECK(results[2].baselines == std::vector<std::string>{results[0].name});
  CHECK(results[5].baselines == std::vector<std::string>{results[1].name});
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(results[i].series.runs.front().samples.size() == (i % 2 == 0 ? 250 : 1000));
    for (const auto& check : results[i].checks) {
      CHECK(check.ok);
    }
  }
  CHECK(results[2].params.text("kernel") == "vector");
  CHECK_FALSE(results[2].params.text("vector_target").empty());
  CHECK(results[0].params.find("vector_target") == nullptr);
}

TEST_CASE("a kernel alone has no baseline") {
  const auto results =
      run_infer(model(), standard_input(), {.warmup = 0, .iterations = 10, .kernels = {Kernel::eigen}}).value();
  CHECK(results[0].name == "moebench LogisticRegression, eigen kernel");
  CHECK(results[0].baselines.empty());
}

TEST_CASE("batches take the rows in turn and their times are per sample") {
  // Three rows in batches of two: rows 1 2, 3 1, and so on.
  Inputs three = standard_input();
  for (int i = 0; i < 2; ++i) {
    three.values.insert(three.values.end(), 784, 0.5F);
  }
  const auto results = run_infer(model(), three, {.warmup = 1, .iterations = 20, .batch = {2}}).value();
  REQUIRE(results.size() == 2);
  CHECK(results[0].name == "moebench LogisticRegression, batch of 2");
  CHECK(results[1].name == "moebench LogisticRegression, batch of 2 (batched)");
  CHECK(results[0].series.metric == "time per sample, inferred in batches of 2");
  CHECK(results[0].series.runs.front().batch == 2);
  CHECK(results[1].series.runs.front().batch % 2 == 0);
  CHECK(results[0].series.runs.front().samples.size() == 20);
  CHECK(results[0].params.text("batch") == "2");
  CHECK(results[0].params.text("input_rows") == "3");
}

TEST_CASE("a batch of nothing, of too much and kernels given twice are wrong usage") {
  const auto subject = [](const moebench::scenarios::InferPlan& plan) {
    const auto results = run_infer(model(), standard_input(), plan);
    REQUIRE_FALSE(results.has_value());
    CHECK(results.error().kind == moebench::core::ErrorKind::usage);
    return results.error().subject;
  };
  CHECK(subject({.batch = {0}}) == "batch");
  CHECK(subject({.batch = {moebench::scenarios::k_most_batch_values}}) == "batch");
  CHECK(subject({.kernels = {}}) == "kernel");
  CHECK(subject({.kernels = {Kernel::vector, Kernel::vector}}) == "kernel");
}
