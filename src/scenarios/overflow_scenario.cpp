#include "moebench/scenarios/overflow_scenario.hpp"

#include <algorithm>
#include <expected>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "moebench/harness/thread_team.hpp"
#include "moebench/moe/router.hpp"
#include "single_run.hpp"
#include "sweep.hpp"

namespace moebench::scenarios {
namespace {

using harness::ThreadTeam;
using moe::ExpertIndex;
using moe::RouteError;
using moe::Router;

constexpr ExpertIndex k_primary = 0;
constexpr ExpertIndex k_second = 1;

/// One combination of a sweep.
struct Setting {
  std::size_t threads;
  std::size_t experts;
  std::uint32_t capacity;
  std::size_t warmup;
  std::size_t rounds;
  std::string combination;  // what the names end in
};

/// The reference's scores (0.7, 0.2, and 0.05 for every further expert): expert 0 is best, expert 1 second.
std::vector<float> overflow_scores(std::size_t experts) {
  std::vector<float> scores(experts, 0.05F);
  scores[k_primary] = 0.7F;
  scores[k_second] = 0.2F;
  return scores;
}

Router router_with_full_primary(const Setting& plan) {
  Router router = Router::create({.experts = plan.experts, .capacity = plan.capacity}).value();
  for (std::uint32_t i = 0; i < plan.capacity; ++i) {
    router.start(k_primary);
  }
  return router;
}

/// Counts how many threads of a round got which answer, and remembers the round that was furthest from `expected`.
class WorstRound {
 public:
  explicit WorstRound(std::uint64_t expected) : expected_{expected}, worst_{expected} {}

  void add(std::uint64_t seen) {
    const auto distance = [&](std::uint64_t count) {
      return count > expected_ ? count - expected_ : expected_ - count;
    };
    worst_ = distance(seen) > distance(worst_) ? seen : worst_;
  }

  core::Check check(std::string name, std::size_t threads) const {
    return {.name = std::move(name),
            .expected = fmt::format("{} of {}", expected_, threads),
            .actual = fmt::format("{} of {}", worst_, threads),
            .ok = worst_ == expected_};
  }

 private:
  std::uint64_t expected_;
  std::uint64_t worst_;
};

core::Attributes parameters(const Setting& plan) {
  core::Attributes params;
  params.set("threads", plan.threads);
  params.set("experts", plan.experts);
  params.set("capacity", plan.capacity);
  params.set("rounds", plan.rounds);
  return params;
}

std::vector<core::Count> counts(const Setting& plan, std::uint64_t succeeded, std::uint64_t to_second) {
  std::vector<std::uint64_t> load(plan.experts);
  load[k_second] = to_second;
  return {{"requests", {plan.threads * plan.rounds}}, {"succeeded", {succeeded}}, {"expert_load", std::move(load)}};
}

core::BenchmarkResult advise(ThreadTeam& team, const Setting& plan) {
  const std::vector<float> scores = overflow_scores(plan.experts);
  const Router router = router_with_full_primary(plan);
  WorstRound to_second{plan.threads};
  std::uint64_t total_to_second = 0;
  std::vector<double> samples_us;
  std::vector<std::expected<ExpertIndex, RouteError>> answers(plan.threads);
  for (std::size_t i = 0; i < plan.rounds; ++i) {
    const auto round = team.run([&](std::size_t thread) { answers[thread] = router.route(scores); });
    samples_us.push_back(round.makespan_us / static_cast<double>(plan.threads));
    const auto seen = static_cast<std::uint64_t>(std::ranges::count(answers, k_second));
    to_second.add(seen);
    total_to_second += seen;
  }
  auto result = single_run("overflow/route" + plan.combination, "overflow", "makespan per request", parameters(plan),
                           plan.threads, std::move(samples_us));
  result.series.runs.front().counts = counts(plan, total_to_second, total_to_second);
  result.checks = {to_second.check("requests routed to the second-best expert", plan.threads)};
  return result;
}

core::BenchmarkResult admit(ThreadTeam& team, const Setting& plan) {
  const std::vector<float> scores = overflow_scores(plan.experts);
  const auto places = std::min<std::uint64_t>(plan.capacity, plan.threads);
  WorstRound admitted{places};
  WorstRound refused{plan.threads - places};
  std::uint64_t total_admitted = 0;
  std::uint32_t deepest = 0;
  std::vector<double> samples_us;
  std::vector<std::expected<moe::Admission, RouteError>> answers(plan.threads);
  for (std::size_t i = 0; i < plan.rounds; ++i) {
    Router router = router_with_full_primary(plan);
    const auto round = team.run([&](std::size_t thread) { answers[thread] = router.admit(scores); });
    samples_us.push_back(round.makespan_us / static_cast<double>(plan.threads));
    std::uint64_t placed = 0;
    std::uint64_t full = 0;
    for (const auto& answer : answers) {
      placed += answer && answer->expert == k_second ? 1U : 0U;
      full += !answer && answer.error() == RouteError::no_capacity ? 1U : 0U;
    }
    admitted.add(placed);
    refused.add(full);
    total_admitted += placed;
    deepest = std::max({deepest, router.queue_depth(k_primary), router.queue_depth(k_second)});
  }
  auto result = single_run("overflow/admit" + plan.combination, "overflow", "makespan per request", parameters(plan),
                           plan.threads, std::move(samples_us));
  result.series.runs.front().counts = counts(plan, total_admitted, total_admitted);
  result.checks = {admitted.check("requests given a place at the second-best expert", plan.threads),
                   refused.check("requests refused for want of capacity", plan.threads),
                   {.name = "deepest queue seen",
                    .expected = fmt::format("at most {}", plan.capacity),
                    .actual = std::to_string(deepest),
                    .ok = deepest <= plan.capacity}};
  return result;
}

core::Result<std::vector<core::BenchmarkResult>> run_setting(const Setting& plan) {
  const auto team = ThreadTeam::create(plan.threads);
  if (!team) {
    return std::unexpected(team.error());
  }
  for (std::size_t i = 0; i < plan.warmup; ++i) {
    (*team)->run([](std::size_t) {});
  }
  return std::vector{advise(**team, plan), admit(**team, plan)};
}

core::Result<void> validate(const OverflowPlan& plan) {
  if (plan.rounds == 0) {
    return core::usage_error("rounds", "at least 1 round is needed, 0 given");
  }
  for (const auto& valid :
       {check_values("threads", plan.threads), check_values("experts", plan.experts),
        check_values("capacity", plan.capacity),
        check_combinations("threads", {plan.threads.size(), plan.experts.size(), plan.capacity.size()})}) {
    if (!valid) {
      return valid;
    }
  }
  if (std::ranges::min(plan.experts) < 2) {
    return core::usage_error("experts", "overflow needs a second-best expert, so at least 2, 1 given");
  }
  return {};
}

/// Every combination, refused before the first is measured.
core::Result<std::vector<Setting>> settings_of(const OverflowPlan& plan) {
  if (const auto valid = validate(plan); !valid) {
    return std::unexpected(valid.error());
  }
  std::vector<Setting> settings;
  for (const std::size_t experts : plan.experts) {
    for (const std::uint32_t capacity : plan.capacity) {
      if (const auto router = Router::create({.experts = experts, .capacity = capacity}); !router) {
        return std::unexpected(router.error());
      }
      for (const std::size_t threads : plan.threads) {
        settings.push_back({threads, experts, capacity, plan.warmup, plan.rounds,
                            swept(plan.threads, threads, "threads") + swept(plan.experts, experts, "experts") +
                                swept(plan.capacity, capacity, "places")});
      }
    }
  }
  return settings;
}

}  // namespace

core::Result<void> check_plan(const OverflowPlan& plan) {
  const auto settings = settings_of(plan);
  return settings ? core::Result<void>{} : std::unexpected(settings.error());
}

core::Result<std::vector<core::BenchmarkResult>> run_overflow(const OverflowPlan& plan) {
  const auto settings = settings_of(plan);
  if (!settings) {
    return std::unexpected(settings.error());
  }
  return in_random_order(*settings, core::Rng{plan.seed, ~plan.run}, run_setting);
}

}  // namespace moebench::scenarios
