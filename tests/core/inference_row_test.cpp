#include "moebench/core/inference_row.hpp"

#include <doctest/doctest.h>

using moebench::core::BenchmarkResult;
using moebench::core::is_single_shot;
using moebench::core::kernel_text;

TEST_CASE("a row is of single shots unless its name or its timing says that calls were timed in batches") {
  BenchmarkResult result;
  result.name = "PyTorch LogisticRegression";
  CHECK(is_single_shot(result));
  result.params.set("timing", "batched");
  CHECK_FALSE(is_single_shot(result));
  result.params.set("timing", "single-shot");
  CHECK(is_single_shot(result));
  result.name += " (batched)";
  CHECK_FALSE(is_single_shot(result));
}

TEST_CASE("a kernel is scalar unless another is told, and has its instruction set behind it") {
  BenchmarkResult result;
  CHECK(kernel_text(result) == "scalar");
  result.params.set("kernel", "vector");
  result.params.set("vector_target", "AVX2");
  CHECK(kernel_text(result) == "vector (AVX2)");
}

TEST_CASE("the inputs of a call are those of the batch, at least 1") {
  BenchmarkResult result;
  CHECK_FALSE(result.inputs_per_call().has_value());
  result.params.set("batch", 8);
  CHECK(result.inputs_per_call() == 8U);
  result.params.set("batch_size", 32);
  CHECK(result.inputs_per_call() == 32U);
  result.params.set("batch_size", 0);
  CHECK(result.inputs_per_call() == 8U);
}
