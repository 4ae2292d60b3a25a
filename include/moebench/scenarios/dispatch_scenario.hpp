// Batches of tokens to experts under a capacity, over sizes of the batch, experts and top-k. Yields one run; fresh
// processes are the caller's business. Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/moe/dispatcher.hpp"
#include "moebench/scenarios/logits.hpp"

namespace moebench::scenarios {

/// Who chooses.
enum class Routing : std::uint8_t {
  tokens,   // each token its top-k experts (Switch Transformers, GShard, DeepSeek)
  experts,  // each expert its capacity of tokens (expert choice)
};

struct DispatchPlan {
  std::vector<std::size_t> tokens{4096};
  std::vector<std::size_t> experts{8, 64, 256};
  std::vector<std::size_t> top_k{1, 2, 8};
  double capacity_factor = 1.25;
  LogitKind logits = LogitKind::normal;
  std::vector<float> given;  // of LogitKind::given: one size of batch and one number of experts
  Routing routing = Routing::tokens;
  moe::Priority priority = moe::Priority::token;
  moe::GateKernel kernel = moe::GateKernel::vector;
  bool leave_out_impossible = false;  // combinations with more choices than experts, instead of refusing them
  std::size_t balance_steps = 0;      // of loss-free balancing on another batch, of a file on its own, before the clock
  std::size_t threads = 1;
  std::uint64_t seed = 42;
  std::uint64_t run = 0;  // which of several runs this is: each draws logits of its own
  std::size_t rounds = 100;
};

/// A result for every size of batch, number of experts and top-k, "dispatch/t4096/e8/k2" or "expert-choice/...", with
/// every setting that is not the usual one behind it: the time per token. A sample is a batch, or with more than one
/// thread as many batches as take 2 ms. Weights are probabilities with top-k 1 and add up to 1 otherwise. Checks hold
/// the choices against the scalar kernel's and the positions against a recount. Fails (usage) on 0 rounds, a
/// combination that moe::Dispatcher refuses, a batch beyond 2^28 logits, a size given twice, and balancing or priority
/// where experts choose; (input) where a logit is NaN.
core::Result<std::vector<core::BenchmarkResult>> run_dispatch(const DispatchPlan& plan);

/// Why run_dispatch would refuse this before it measures anything.
core::Result<void> check_plan(const DispatchPlan& plan);

/// What one choice came to.
struct Choice {
  std::uint32_t token;
  std::uint32_t expert;
  float weight;
  std::uint32_t position;  // in the expert's buffer, from 0
  bool placed;             // it is within the capacity
};

/// The choices of the plan's one combination, token after token, each best first; where experts choose, expert after
/// expert. Measures nothing. Fails as run_dispatch() does, and (usage) on several combinations.
core::Result<std::vector<Choice>> dispatch_once(const DispatchPlan& plan);

}  // namespace moebench::scenarios
