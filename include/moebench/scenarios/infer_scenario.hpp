// The reference's last part: logistic-regression inference, one sample at a time, and beyond it in batches and by
// several kernels in turns. Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "moebench/apr/kernel.hpp"
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

/// Values in a batch, so that a slip of the keyboard does not fill the memory: 1 GiB of them.
inline constexpr std::size_t k_most_batch_values = std::size_t{1} << 28U;

struct InferPlan {
  std::uint64_t warmup = 100;
  std::uint64_t iterations = 10'000;     // single shots of each kernel and batch
  std::vector<std::size_t> batch = {1};  // samples in a call; several numbers are a sweep
  std::vector<apr::Kernel> kernels = {apr::Kernel::scalar};
  std::uint64_t seed = 42;
  std::uint64_t run = 0;  // which of several runs this is: the kernels take turns in another order in each
};

/// Two results for each kernel: each call timed on its own as the reference and PyTorch's baseline do, and, with
/// "(batched)" behind its name, the mean over calls back to back of which the clock is under 1 %. A call is a
/// predict_proba() of the next `batch` rows, from the first again after the last. Times are per sample.
///
/// The scalar kernel with batch 1 is called "moebench LogisticRegression"; others add ", vector kernel" and ", batch of
/// 32". Several kernels and batches take turns in blocks of a hundredth of their samples, in an order drawn anew for
/// each block; then the scalar kernel's results are the others' baselines, batch by batch. The first row's logit,
/// probability and class are among the parameters. A run counts what the kernel of the system saw of this process while
/// all of them were timed (harness::ProcessActivity). Checked: the answers and the parameters are the same before and
/// after, and the answers within the kernel's bound of f64.
///
/// Fails (usage) on 0 iterations, a batch of 0, given twice or of more than k_most_batch_values values, no kernel or
/// one given twice; (input) when the inputs do not fit the model.
core::Result<std::vector<core::BenchmarkResult>> run_infer(const apr::LogisticRegression& model, const Inputs& inputs,
                                                           const InferPlan& plan);

/// Why run_infer would refuse this before it measures anything.
core::Result<void> check_plan(const apr::LogisticRegression& model, const Inputs& inputs, const InferPlan& plan);

}  // namespace moebench::scenarios
