#include "moebench/scenarios/dispatch_scenario.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/scenarios/logits.hpp"

using moebench::core::BenchmarkResult;
using moebench::core::ErrorKind;
using moebench::core::Rng;
using namespace moebench::scenarios;

namespace {

DispatchPlan small_dispatch() {
  DispatchPlan plan;
  plan.tokens = {64, 200};
  plan.experts = {8, 20};
  plan.top_k = {1, 2};
  plan.rounds = 3;
  return plan;
}

std::vector<std::uint64_t> counted(const BenchmarkResult& result, std::string_view name) {
  const auto& counts = result.series.runs.front().counts;
  const auto found = std::ranges::find(counts, name, &moebench::core::Count::name);
  REQUIRE(found != counts.end());
  return found->values;
}

bool checks_hold(const BenchmarkResult& result) {
  return !result.checks.empty() && std::ranges::all_of(result.checks, &moebench::core::Check::ok);
}

std::string refusal_of(const DispatchPlan& plan) {
  const auto results = run_dispatch(plan);
  return results ? "" : results.error().subject;
}

}  // namespace

TEST_CASE("every combination has its result, in order, checked, with a sample for each round") {
  for (const std::size_t threads : {1U, 2U, 3U}) {
    DispatchPlan plan = small_dispatch();
    plan.threads = threads;
    const auto results = run_dispatch(plan).value();
    REQUIRE(results.size() == 8);
    const std::string suffix = threads == 1 ? "" : "/" + std::to_string(threads) + "-threads";
    CHECK(results[0].name == "dispatch/t64/e8/k1" + suffix);
    CHECK(results[3].name == "dispatch/t64/e20/k2" + suffix);
    CHECK(results[7].name == "dispatch/t200/e20/k2" + suffix);
    for (const BenchmarkResult& result : results) {
      const auto& run = result.series.runs.front();
      CHECK(run.samples.size() == 3);
      CHECK(std::ranges::all_of(run.samples, [](double us) { return us > 0; }));
      CHECK(run.batch % result.params.count("tokens").value() == 0);
      CHECK(checks_hold(result));
      const auto load = counted(result, "choices_of_expert");
      CHECK(std::accumulate(load.begin(), load.end(), std::uint64_t{0}) == counted(result, "choices").front());
    }
  }
}

TEST_CASE("capacity drops what is beyond it") {
  DispatchPlan plan = small_dispatch();
  plan.tokens = {1000};
  plan.experts = {8};
  plan.top_k = {1};
  plan.logits = LogitKind::zipf;
  plan.capacity_factor = 1;
  const auto result = run_dispatch(plan).value().front();
  std::uint64_t beyond = 0;
  for (const std::uint64_t load : counted(result, "choices_of_expert")) {
    beyond += load > 125 ? load - 125 : 0;
  }
  CHECK(beyond > 0);
  CHECK(counted(result, "dropped_choices").front() == beyond);
  CHECK(counted(result, "tokens_without_expert").front() == beyond);
  CHECK(counted(result, "load_imbalance_millionths").front() ==
        std::ranges::max(counted(result, "choices_of_expert")) * 8000);
}

TEST_CASE("balancing evens out what zipf skews") {
  DispatchPlan plan = small_dispatch();
  plan.tokens = {2000};
  plan.experts = {16};
  plan.top_k = {2};
  plan.logits = LogitKind::zipf;
  const auto skewed = run_dispatch(plan).value().front();
  plan.balance_steps = 300;
  const auto balanced = run_dispatch(plan).value().front();
  CHECK(counted(skewed, "load_imbalance_millionths").front() > 2'000'000);
  CHECK(counted(balanced, "load_imbalance_millionths").front() < 1'500'000);
  CHECK(checks_hold(balanced));
}

TEST_CASE("where experts choose each takes its capacity, and tokens may go without") {
  for (const std::size_t threads : {1U, 2U}) {
    DispatchPlan plan = small_dispatch();
    plan.routing = Routing::experts;
    plan.threads = threads;
    const auto results = run_dispatch(plan).value();
    REQUIRE(results.size() == 8);
    CHECK(results[0].name.starts_with("expert-choice/t64/e8/k1"));
    for (const BenchmarkResult& result : results) {
      CHECK(checks_hold(result));
      CHECK(counted(result, "choices").front() ==
            result.params.count("capacity").value() * result.params.count("experts").value());
    }
  }
}

TEST_CASE("the same seed and run give the same choices, another run others") {
  DispatchPlan plan = small_dispatch();
  plan.tokens = {300};
  plan.experts = {8};
  plan.top_k = {2};
  const auto load = [&] { return counted(run_dispatch(plan).value().front(), "choices_of_expert"); };
  const auto first = load();
  CHECK(load() == first);
  plan.run = 1;
  CHECK(load() != first);
}

TEST_CASE("each size has logits of its own, those with as many logits in another shape too") {
  DispatchPlan plan = small_dispatch();
  plan.tokens = {64, 128};
  plan.experts = {8, 16};  // 64 x 16 are as many as 128 x 8
  plan.top_k = {1};
  plan.logits = LogitKind::zipf;
  const auto sweep = run_dispatch(plan).value();
  plan.tokens = {128};
  plan.experts = {8};
  const auto alone = run_dispatch(plan).value().front();
  REQUIRE(sweep[2].name == alone.name);
  CHECK(counted(sweep[2], "choices_of_expert") == counted(alone, "choices_of_expert"));
}

TEST_CASE("a setting that is not the usual one is in the name") {
  DispatchPlan plan = small_dispatch();
  plan.tokens = {64};
  plan.experts = {8};
  plan.top_k = {2};
  plan.logits = LogitKind::zipf;
  plan.capacity_factor = 2;
  plan.priority = moebench::moe::Priority::choice;
  plan.balance_steps = 5;
  plan.kernel = moebench::moe::GateKernel::scalar;
  plan.threads = 2;
  CHECK(run_dispatch(plan).value().front().name == "dispatch/t64/e8/k2/zipf/c2/by-choice/balance5/scalar/2-threads");
}

TEST_CASE("combinations with more choices than experts are left out where asked for") {
  DispatchPlan plan = small_dispatch();
  plan.tokens = {64};
  plan.experts = {4, 8};
  plan.top_k = {1, 8};
  plan.leave_out_impossible = true;
  const auto results = run_dispatch(plan).value();
  REQUIRE(results.size() == 3);
  CHECK(results[1].name == "dispatch/t64/e8/k1");
}

TEST_CASE("experts that want many tokens equally differ from the scalar kernel's in nothing that counts") {
  DispatchPlan plan = small_dispatch();
  plan.logits = LogitKind::given;
  plan.tokens = {512};
  plan.experts = {8};
  plan.top_k = {2};
  Rng rng{6};
  for (std::size_t i = 0; i < 512 * 8; ++i) {
    plan.given.push_back(static_cast<float>(rng.below(4)));
  }
  plan.routing = Routing::experts;
  CHECK(checks_hold(run_dispatch(plan).value().front()));
  plan.routing = Routing::tokens;
  plan.balance_steps = 50;
  CHECK(checks_hold(run_dispatch(plan).value().front()));
}

TEST_CASE("one dispatch lists its choices") {
  DispatchPlan plan = small_dispatch();
  plan.logits = LogitKind::given;
  plan.given = {3, 2, 1, 3, 1, 2, 3, 0, 0};
  plan.tokens = {3};
  plan.experts = {3};
  plan.top_k = {1};
  plan.capacity_factor = 2;  // two places each
  const auto choices = dispatch_once(plan).value();
  REQUIRE(choices.size() == 3);
  for (std::uint32_t token = 0; token < 3; ++token) {
    CHECK(choices[token].token == token);
    CHECK(choices[token].expert == 0);
    CHECK(choices[token].position == token);
    CHECK(choices[token].placed == (token < 2));
  }
  CHECK(choices[0].weight == doctest::Approx(std::exp(3) / (std::exp(3) + std::exp(2) + std::exp(1))));
  plan.routing = Routing::experts;
  plan.capacity_factor = 1;  // one token each
  const auto taken = dispatch_once(plan).value();
  REQUIRE(taken.size() == 3);
  CHECK(taken[0].token == 2);  // wants expert 0 most
  CHECK(taken[1].token == 0);
  CHECK(taken[2].token == 1);
  CHECK(taken[2].expert == 2);
  plan.top_k = {1, 2};
  CHECK(dispatch_once(plan).error().subject == "choices");
}

TEST_CASE("a NaN is an input error that names its token, and impossible plans are refused by name") {
  DispatchPlan plan = small_dispatch();
  plan.logits = LogitKind::given;
  plan.given = {1, 2, 3, NAN};
  plan.tokens = {2};
  plan.experts = {2};
  plan.top_k = {1};
  for (const Routing routing : {Routing::tokens, Routing::experts}) {
    plan.routing = routing;
    const auto refused = run_dispatch(plan);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == ErrorKind::input);
    CHECK(refused.error().message == "token 1 has a logit that is not a number");
    CHECK(dispatch_once(plan).error().kind == ErrorKind::input);
  }
  plan.routing = Routing::tokens;
  plan.balance_steps = 1;
  CHECK(run_dispatch(plan).error().kind == ErrorKind::input);
  plan = small_dispatch();
  plan.rounds = 0;
  CHECK(refusal_of(plan) == "rounds");
  plan = small_dispatch();
  plan.top_k = {1, 9};
  CHECK(refusal_of(plan) == "top-k");
  plan = small_dispatch();
  plan.threads = 0;
  CHECK(refusal_of(plan) == "threads");
  plan = small_dispatch();
  plan.tokens = {std::size_t{1} << 27U};
  CHECK(refusal_of(plan) == "tokens");
  plan = small_dispatch();
  plan.experts = {8, 20, 8};
  CHECK(refusal_of(plan) == "experts");
  plan = small_dispatch();
  plan.routing = Routing::experts;
  plan.balance_steps = 1;
  CHECK(refusal_of(plan) == "balance");
  plan.balance_steps = 0;
  plan.priority = moebench::moe::Priority::choice;
  CHECK(refusal_of(plan) == "priority");
}

TEST_CASE("zipf logits make expert e the best in proportion to 1 / (e + 1)") {
  const std::size_t tokens = 60'000;
  const auto logits = draw_logits(LogitKind::zipf, tokens, 3, Rng{5});
  std::vector<double> best(3);
  for (std::size_t token = 0; token < tokens; ++token) {
    const auto row = logits.begin() + static_cast<std::ptrdiff_t>(3 * token);
    best[static_cast<std::size_t>(std::max_element(row, row + 3) - row)] += 1.0 / static_cast<double>(tokens);
  }
  CHECK(best[0] == doctest::Approx(6.0 / 11).epsilon(0.02));
  CHECK(best[1] == doctest::Approx(3.0 / 11).epsilon(0.04));
  CHECK(best[2] == doctest::Approx(2.0 / 11).epsilon(0.04));
}
