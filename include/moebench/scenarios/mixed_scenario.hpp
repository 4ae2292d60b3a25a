// The reference's section 4: readers and writers on one registry at the same time. Yields one run; fresh processes are
// the caller's business. Included by cli and by whoever holds a registry of its own against the strategies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "moebench/registry/backend.hpp"
#include "moebench/scenarios/contender.hpp"
#include "moebench/scenarios/mixed_round.hpp"

namespace moebench::scenarios {

/// How readers and writers are measured.
struct MixedPlan {
  std::vector<std::size_t> readers = {10};         // threads; several numbers are a sweep
  std::vector<std::size_t> writers = {2};          // threads; several numbers are a sweep
  std::vector<std::uint64_t> operations = {1000};  // of each thread in a round; several numbers are a sweep
  std::vector<registry::Backend> backends = {registry::Backend::rcu};  // the tool's own that take part
  std::uint64_t seed = 42;                                             // of the ids that readers ask for
  std::uint64_t run = 0;      // which of several runs this is: each draws other ids to read
  std::size_t warmup = 1;     // rounds before the first that counts
  std::size_t rounds = 20;    // of each kind
  double round_limit_s = 5;   // where readers read as long as the writers write: then everybody stops
  double stall_limit_s = 10;  // a thread that does not move for so long is taken for stuck
};

/// Writers insert models, each under ids of its own, readers read ids drawn from all of those, borrowed and owned in
/// turns, and verify every model that they find. A round begins with an empty registry. With one number of operations,
/// for each backend:
///
///   "mixed/<backend>/exact"                        everybody does as many operations as asked: makespan per operation
///   "mixed/<backend>/insert"                       readers read until the writers have ended: the writers' time, from
///                                                  the first one's start to the last one's end, per insertion
///   "mixed/<backend>/read-while-writing"           in those rounds, the time until a read has its model at hand
///   "mixed/<backend>/read-beside-busy-threads"     the same with threads in the writers' place that only keep a core
///                                                  busy, for as long as the writing took
///   "mixed/<backend>/read-alone"                   the same with nobody in the writers' place
///
/// The three series of reads are single shots, the clock included, thinned evenly, reader by reader; their counts hold
/// all reads, the longest one, and how often readers left their core. Checks: the exact number of models in the end,
/// no deadlock, no torn and no stale read. With several numbers of operations, for each of them
/// "mixed/<backend>/insert/<writers x operations>" alone. With several numbers of readers or writers all of that for
/// each combination, which the names say behind that: "mixed/rcu/exact/4-readers/2-writers"; the combinations take
/// turns in an order drawn anew in each run.
///
/// Where readers keep writers out, as a lock that prefers readers does, a round would not end: after `round_limit_s` it
/// is stopped, the time per insertion is that of the insertions done ("inserted" counts them), a warning says so, and
/// after three rounds of each kind the backend has no more.
///
/// A thread that does not move for `stall_limit_s` ends the scenario with an error (bug) that says which threads stand
/// where; it and the threads that wait for it are left behind. `contenders` are backends beside the plan's, which may
/// then be none. Fails (usage) as check_names() does, and on 0 readers, writers, operations or rounds, a number given
/// twice, more than 256 combinations, no backend, and when the system gives fewer threads than asked for.
core::Result<std::vector<core::BenchmarkResult>> run_mixed(const MixedPlan& plan, const apr::LogisticRegression& model,
                                                           std::span<const Contender> contenders = {});

/// Why run_mixed would refuse this before it measures anything.
core::Result<void> check_plan(const MixedPlan& plan);

/// The same with registries of the caller's; `plan.backends` does not matter.
core::Result<std::vector<core::BenchmarkResult>> run_mixed_arms(const MixedPlan& plan,
                                                                const std::vector<MixedArm>& arms);

}  // namespace moebench::scenarios
