// The reference's section 2: many threads read a registry of models, by every strategy, in turns. Yields one run; fresh
// processes are the caller's business. Included by cli and by whoever holds a registry of its own against the
// strategies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/registry/backend.hpp"
#include "moebench/scenarios/contender.hpp"
#include "moebench/scenarios/read_arms.hpp"

namespace moebench::scenarios {

/// How reads are measured.
struct RegistryPlan {
  std::vector<std::size_t> readers = {50};  // threads; several numbers are a sweep
  std::uint64_t reads = 10'000;             // of each thread in a round, where thread creation is counted
  std::size_t models = 10;                  // in the registry
  /// The tool's own that take part.
  std::vector<registry::Backend> backends = {registry::Backend::rcu, registry::Backend::snapshot,
                                             registry::Backend::rwlock, registry::Backend::mutex};
  std::uint64_t seed = 42;      // of the order in which threads ask and arms take turns
  std::uint64_t run = 0;        // which of several runs this is: each asks for the models in another order
  std::uint64_t warmup = 1000;  // reads of each thread and arm before the first round
  std::size_t rounds = 3;       // of each arm and way of counting
  double steady_ms = 200;       // a steady-state round takes at least this long
};

/// Arms are the backends' borrowed and owned reads, and, where rcu is among them, "unsynchronised": the rcu strategy's
/// borrowed lookup without its section, which is what no strategy can beat. Each round runs every arm, in an order
/// drawn anew.
///
/// With one number of readers, for each arm "registry/<backend>/<access>/threads-created" (the reference's way: the
/// clock runs while the threads are created, read and are joined) and ".../steady-state" (release to last finish of
/// waiting threads), times per read; and "registry/threads-only", creating and joining as many threads that do nothing,
/// per thread. Each names the rwlock's results as its baselines. With several numbers of readers, for each of them
/// "registry/<backend>/<access>/<readers>-readers", the steady state alone, as points of one curve for each arm.
///
/// Every id is served a copy of `model`. `contenders` are backends beside the plan's, which may then be none. Fails
/// (usage) as check_names() does, and on no backend, 0 readers, reads, models or rounds, a number of
/// readers given twice, and when the system gives fewer threads than asked for.
core::Result<std::vector<core::BenchmarkResult>> run_registry(const RegistryPlan& plan,
                                                              const apr::LogisticRegression& model,
                                                              std::span<const Contender> contenders = {});

/// Why run_registry would refuse this before it measures anything.
core::Result<void> check_plan(const RegistryPlan& plan);

/// The same with arms of the caller's; `plan.backends` does not matter, and `plan.models` is what the arms serve.
core::Result<std::vector<core::BenchmarkResult>> run_read_arms(const RegistryPlan& plan,
                                                               const std::vector<ReadArm>& arms);

/// Ids "model-0" and so on, and their order for as many threads as the plan has at most.
std::shared_ptr<const Questions> make_questions(const RegistryPlan& plan);

}  // namespace moebench::scenarios
