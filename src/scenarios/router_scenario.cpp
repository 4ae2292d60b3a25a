#include "moebench/scenarios/router_scenario.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/harness/thread_team.hpp"
#include "router_workload.hpp"
#include "single_run.hpp"
#include "steady_round.hpp"
#include "sweep.hpp"

namespace moebench::scenarios {
namespace {

using harness::TeamRound;
using harness::ThreadTeam;

std::string_view policy_name(moe::Policy policy) {
  switch (policy) {
    case moe::Policy::capacity_factor: return "capacity-factor";
    case moe::Policy::power_of_two: return "power-of-two";
    case moe::Policy::top_1: return "top-1";
  }
  return "unknown";
}

std::string_view scores_name(ScoreKind kind) {
  switch (kind) {
    case ScoreKind::reference: return "reference";
    case ScoreKind::uniform: return "uniform";
    case ScoreKind::zipf: return "zipf";
  }
  return "unknown";
}

/// One combination of a sweep.
struct RouterPoint {
  std::size_t threads;
  moe::RouterConfig router;
};

core::Attributes parameters(const RouterPlan& plan, const RouterPoint& point) {
  core::Attributes params;
  params.set("threads", point.threads);
  params.set("requests_per_thread", plan.requests);
  params.set("experts", point.router.experts);
  params.set("capacity", point.router.capacity);
  params.set("policy", policy_name(plan.policy));
  params.set("scores", scores_name(plan.scores));
  if (plan.lifecycle) {
    params.set("hold", plan.hold);
  }
  return params;
}

core::Result<void> validate(const RouterPlan& plan) {
  for (const auto& valid :
       {check_values("threads", plan.threads), check_values("experts", plan.experts),
        check_values("capacity", plan.capacity),
        check_combinations("threads", {plan.threads.size(), plan.experts.size(), plan.capacity.size()})}) {
    if (!valid) {
      return valid;
    }
  }
  if (plan.requests == 0) {
    return core::usage_error("requests", "at least 1 request for each thread is needed, 0 given");
  }
  if (plan.rounds == 0) {
    return core::usage_error("rounds", "at least 1 round is needed, 0 given");
  }
  if (plan.lifecycle && plan.hold == 0) {
    return core::usage_error("hold", "a thread holds at least 1 place, 0 given");
  }
  return {};
}

/// One way of counting: its samples and what happened in its rounds.
struct Row {
  std::vector<double> samples_us;
  Tally tally;

  void add(double total_us, Tally round) {
    samples_us.push_back(total_us / static_cast<double>(round.requests));
    tally.add(round);
  }
};

double mean_of(const TeamRound& round, double harness::ThreadTime::*time) {
  double sum = 0;
  for (const harness::ThreadTime& thread : round.threads) {
    sum += thread.*time;
  }
  return sum / static_cast<double>(round.threads.size());
}

core::Check capacity_check(const Tally& tally) {
  return {.name = "admissions beyond an expert's capacity",
          .expected = "0",
          .actual = std::to_string(tally.violations),
          .ok = tally.violations == 0};
}

core::Check emptied_check(const moe::Router& router) {
  std::uint64_t left = 0;
  for (std::size_t expert = 0; expert < router.experts(); ++expert) {
    left += router.queue_depth(static_cast<moe::ExpertIndex>(expert));
  }
  return {.name = "places still taken at the end", .expected = "0", .actual = std::to_string(left), .ok = left == 0};
}

/// Every way of counting.
struct Rows {
  Row created;
  Row makespan;
  Row steady_state;
  Row in_thread;
  Row in_thread_cpu;
};

/// The rounds of all ways of counting, in turns, so that a drift of the machine touches them alike. `steady` requests
/// of each thread make a steady-state round.
core::Result<Rows> run_rounds(ThreadTeam& team, RouterWorkload& workload, const RouterPlan& plan,
                              std::uint64_t steady) {
  const auto body = [&workload](std::uint64_t requests) {
    return [&workload, requests](std::size_t thread) { workload.run(thread, requests); };
  };
  const auto threads = static_cast<double>(team.size());
  Rows rows;
  for (std::size_t i = 0; i < plan.rounds; ++i) {
    const auto created_us = harness::time_with_creation(team.size(), body(plan.requests));
    if (!created_us) {
      return std::unexpected(created_us.error());
    }
    rows.created.add(*created_us, workload.take_tally());
    const double makespan_us = team.run(body(plan.requests)).makespan_us;
    rows.makespan.add(makespan_us, workload.take_tally());
    const TeamRound round = team.run(body(steady));
    const Tally tally = workload.take_tally();
    rows.steady_state.add(round.makespan_us, tally);
    rows.in_thread.add(threads * mean_of(round, &harness::ThreadTime::wall_us), tally);
    rows.in_thread_cpu.add(threads * mean_of(round, &harness::ThreadTime::cpu_us), tally);
  }
  return rows;
}

std::vector<core::BenchmarkResult> results_of(Rows rows, const RouterPlan& plan, const RouterPoint& point,
                                              std::uint64_t steady, const moe::Router& router) {
  const std::string scenario = plan.lifecycle ? "lifecycle" : "router";
  const std::string others =
      swept(plan.experts, point.router.experts, "experts") + swept(plan.capacity, point.router.capacity, "places");
  const std::string combination = swept(plan.threads, point.threads, "threads") + others;
  const core::Attributes params = parameters(plan, point);
  const std::uint64_t batch = point.threads * plan.requests;
  const std::uint64_t steady_batch = point.threads * steady;
  std::vector<core::BenchmarkResult> results;
  const auto add = [&](std::string_view name, std::string_view metric, std::uint64_t operations, Row& row) {
    results.push_back(single_run(fmt::format("{}/{}{}", scenario, name, combination), "router", metric, params,
                                 operations, std::move(row.samples_us)));
    results.back().series.runs.front().counts = row.tally.counts(plan.lifecycle);
  };
  add("threads-created", "duration with thread creation per request", batch, rows.created);
  add("makespan", "makespan per request", batch, rows.makespan);
  add("steady-state", "makespan per request", steady_batch, rows.steady_state);
  add("in-thread", "wall time inside a thread per request", steady_batch, rows.in_thread);
  add("in-thread-cpu", "processor time inside a thread per request", steady_batch, rows.in_thread_cpu);
  doubt_short_rounds(results[2], plan.steady_ms * 1000);
  if (plan.threads.size() > 1) {
    results[2].params.set("curve", scenario + others);
    results[2].params.set("curve_threads", point.threads);
  }
  if (plan.lifecycle) {
    results[0].checks = {capacity_check(rows.created.tally)};
    results[1].checks = {capacity_check(rows.makespan.tally)};
    results[2].checks = {capacity_check(rows.steady_state.tally), emptied_check(router)};
  }
  return results;
}

core::Result<std::vector<core::BenchmarkResult>> run_point(const RouterPlan& plan, const RouterPoint& point) {
  core::Result<moe::Router> router = moe::Router::create(point.router);
  if (!router) {
    return std::unexpected(router.error());
  }
  const auto team = ThreadTeam::create(point.threads);
  if (!team) {
    return std::unexpected(team.error());
  }
  RouterWorkload workload{*router, plan, point.threads};
  (*team)->run([&](std::size_t thread) { workload.run(thread, plan.warmup); });
  const std::uint64_t steady = steady_operations(
      **team, [&workload](std::size_t thread, std::uint64_t requests) { workload.run(thread, requests); },
      plan.requests, plan.steady_ms * 1000);
  workload.take_tally();  // warm-up and calibration do not count
  auto rows = run_rounds(**team, workload, plan, steady);
  if (!rows) {
    return std::unexpected(rows.error());
  }
  return results_of(std::move(*rows), plan, point, steady, *router);
}

std::vector<RouterPoint> points_of(const RouterPlan& plan) {
  std::vector<RouterPoint> points;
  for (const std::size_t experts : plan.experts) {
    for (const std::uint32_t capacity : plan.capacity) {
      for (const std::size_t threads : plan.threads) {
        points.push_back({threads, {.experts = experts, .capacity = capacity, .policy = plan.policy}});
      }
    }
  }
  return points;
}

}  // namespace

core::Result<void> check_plan(const RouterPlan& plan) {
  if (auto valid = validate(plan); !valid) {
    return valid;
  }
  for (const RouterPoint& point : points_of(plan)) {
    if (const auto router = moe::Router::create(point.router); !router) {
      return std::unexpected(router.error());
    }
  }
  return {};
}

core::Result<std::vector<core::BenchmarkResult>> run_router(const RouterPlan& plan) {
  if (const auto valid = validate(plan); !valid) {
    return std::unexpected(valid.error());
  }
  return in_random_order(points_of(plan), core::Rng{plan.seed, ~plan.run},
                         [&](const RouterPoint& point) { return run_point(plan, point); });
}

}  // namespace moebench::scenarios
