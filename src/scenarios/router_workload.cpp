#include "router_workload.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "moebench/harness/keep.hpp"

namespace moebench::scenarios {

void Tally::add(const Tally& other) {
  requests += other.requests;
  succeeded += other.succeeded;
  violations += other.violations;
  expert_load.resize(other.expert_load.size());
  std::ranges::transform(expert_load, other.expert_load, expert_load.begin(), std::plus{});
}

std::vector<core::Count> Tally::counts(bool lifecycle) const {
  std::vector<core::Count> counts{{"requests", {requests}}, {"succeeded", {succeeded}}, {"expert_load", expert_load}};
  if (lifecycle) {
    counts.push_back({"capacity_violations", {violations}});
  }
  return counts;
}

RouterWorkload::RouterWorkload(moe::Router& router, const RouterPlan& plan, std::size_t threads)
    : router_{router}, lifecycle_{plan.lifecycle}, hold_{plan.hold} {
  for (std::size_t thread = 0; thread < threads; ++thread) {
    threads_.push_back(std::make_unique<ThreadState>(ThreadState{
        .scores = ScoreTable{plan.scores, router.experts(), core::Rng{plan.seed, (plan.run << 32U) + thread}},
        .expert_load = std::vector<CounterLine>((router.experts() + 7) / 8),
        .held = std::vector<std::optional<moe::Admission>>(hold_),
    }));
  }
}

void RouterWorkload::run(std::size_t thread, std::uint64_t requests) {
  ThreadState& state = *threads_[thread];
  state.requests += requests;
  if (lifecycle_) {
    admit_and_release(state, requests);
  } else {
    route(state, requests);
  }
}

void RouterWorkload::route(ThreadState& state, std::uint64_t requests) const {
  const std::size_t rows = state.scores.rows();
  std::size_t row = 0;
  for (std::uint64_t i = 0; i < requests; ++i) {
    harness::clobber();  // each request reads its scores and the queues anew
    const auto choice = router_.route(state.scores.row(row));
    if (choice) {
      state.count(*choice);
    }
    row = row + 1 == rows ? 0 : row + 1;
  }
}

void RouterWorkload::admit_and_release(ThreadState& state, std::uint64_t requests) {
  const std::size_t rows = state.scores.rows();
  std::size_t row = 0;
  std::size_t oldest = 0;
  for (std::uint64_t i = 0; i < requests; ++i) {
    harness::clobber();
    std::optional<moe::Admission>& place = state.held[oldest];
    if (place) {
      router_.release(*place);
      place.reset();
    }
    if (const auto admission = router_.admit(state.scores.row(row))) {
      place = *admission;
      state.count(admission->expert);
      state.violations += router_.queue_depth(admission->expert) > router_.config().capacity ? 1U : 0U;
    }
    oldest = oldest + 1 == hold_ ? 0 : oldest + 1;
    row = row + 1 == rows ? 0 : row + 1;
  }
  for (std::optional<moe::Admission>& place : state.held) {
    if (place) {
      router_.release(*place);
      place.reset();
    }
  }
}

Tally RouterWorkload::take_tally() {
  Tally total;
  for (const auto& state : threads_) {
    Tally tally{.requests = std::exchange(state->requests, 0),
                .succeeded = std::exchange(state->succeeded, 0),
                .violations = std::exchange(state->violations, 0),
                .expert_load = std::vector<std::uint64_t>(router_.experts())};
    for (std::size_t expert = 0; expert < tally.expert_load.size(); ++expert) {
      tally.expert_load[expert] = std::exchange(state->expert_load[expert / 8].counters[expert % 8], 0);
    }
    total.add(tally);
  }
  return total;
}

}  // namespace moebench::scenarios
