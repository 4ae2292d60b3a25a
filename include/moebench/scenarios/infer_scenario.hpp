// The reference's last part: logistic-regression inference, one sample at a time. Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::scenarios {

/// Inputs, one row after the other. Invariant wherever it is used: values.size() is a multiple of columns, columns
/// >= 1.
struct Inputs {
  std::vector<float> values;
  std::size_t columns = 0;

  std::size_t rows() const { return values.size() / columns; }
};

struct InferPlan {
  std::uint64_t warmup = 100;
  std::uint64_t iterations = 10'000;  // single shots
};

/// Two results: "moebench LogisticRegression", each call timed on its own as the reference and PyTorch's baseline do,
/// and "moebench LogisticRegression (batched)", the mean over batches in which the clock is under 1 %. Calls go through
/// predict_proba() and the rows in turn. The first row's logit, probability and class are among the parameters; a run
/// counts what the kernel saw of this process while both were timed (harness::ProcessActivity).
/// Fails (usage) on 0 iterations; (input) when the inputs do not fit the model.
core::Result<std::vector<core::BenchmarkResult>> run_infer(const apr::LogisticRegression& model, const Inputs& inputs,
                                                           const InferPlan& plan);

}  // namespace moebench::scenarios
