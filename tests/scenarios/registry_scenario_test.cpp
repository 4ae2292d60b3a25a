#include "moebench/scenarios/registry_scenario.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "moebench/apr/logistic_regression.hpp"

using moebench::core::BenchmarkResult;
using moebench::registry::Backend;
using moebench::scenarios::Access;
using moebench::scenarios::make_questions;
using moebench::scenarios::ReadArm;
using moebench::scenarios::RegistryPlan;
using moebench::scenarios::run_read_arms;
using moebench::scenarios::run_registry;

namespace {

RegistryPlan small_registry_plan() {
  RegistryPlan plan;
  plan.readers = {2};
  plan.reads = 50;
  plan.models = 3;
  plan.warmup = 10;
  plan.rounds = 2;
  plan.steady_ms = 0.1;
  return plan;
}

moebench::apr::LogisticRegression registered_model() {
  return moebench::apr::LogisticRegression::create({1.0F, 2.0F}, 0.5F).value();
}

std::uint64_t registry_count(const BenchmarkResult& result, const std::string& name) {
  for (const auto& counted : result.series.runs.at(0).counts) {
    if (counted.name == name) {
      return counted.values.at(0);
    }
  }
  FAIL("no such count");
  return 0;
}

const BenchmarkResult& named(const std::vector<BenchmarkResult>& results, const std::string& name) {
  const auto at = std::ranges::find(results, name, &BenchmarkResult::name);
  REQUIRE(at != results.end());
  return *at;
}

std::string refused_subject(const RegistryPlan& plan) {
  const auto results = run_registry(plan, registered_model());
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().kind == moebench::core::ErrorKind::usage);
  return results.error().subject;
}

}  // namespace

TEST_CASE("every backend is read borrowed and owned in both ways of counting and finds every model") {
  const auto results = run_registry(small_registry_plan(), registered_model()).value();
  CHECK(results.size() == 2 * 9 + 1);  // four backends read in two ways and the limit, each counted twice
  for (const std::string backend : {"rcu", "snapshot", "rwlock", "mutex"}) {
    for (const std::string access : {"borrowed", "owned"}) {
      const std::string prefix = "registry/" + backend + "/" + access;
      for (const std::string way : {"/threads-created", "/steady-state"}) {
        const BenchmarkResult& result = named(results, prefix + way);
        CHECK(result.series.runs.at(0).samples.size() == 2);
        CHECK(std::ranges::all_of(result.series.runs.at(0).samples, [](double us) { return us > 0; }));
        CHECK(registry_count(result, "requests") == 2 * result.series.runs.at(0).batch);
        CHECK(registry_count(result, "succeeded") == registry_count(result, "requests"));
        CHECK(result.checks.at(0).ok);
      }
      CHECK(named(results, prefix + "/threads-created").series.runs.at(0).batch == 100);
    }
  }
  CHECK(named(results, "registry/threads-only").series.runs.at(0).batch == 2);
}

TEST_CASE("reads are held against the locked ones and against the limit in the same way of counting") {
  const auto results = run_registry(small_registry_plan(), registered_model()).value();
  using Names = std::vector<std::string>;
  CHECK(named(results, "registry/rcu/borrowed/steady-state").baselines ==
        Names{"registry/rwlock/owned/steady-state", "registry/rwlock/borrowed/steady-state",
              "registry/unsynchronised/borrowed/steady-state"});
  CHECK(named(results, "registry/rcu/owned/threads-created").baselines ==
        Names{"registry/rwlock/owned/threads-created"});
  CHECK(named(results, "registry/rwlock/owned/steady-state").baselines.empty());
  CHECK(named(results, "registry/unsynchronised/borrowed/steady-state").baselines.empty());
}

TEST_CASE("several numbers of readers are points of one curve for each way of reading") {
  RegistryPlan plan = small_registry_plan();
  plan.readers = {3, 1};
  plan.backends = {Backend::mutex};
  const auto results = run_registry(plan, registered_model()).value();
  REQUIRE(results.size() == 4);
  CHECK(results[0].name == "registry/mutex/borrowed/3-readers");
  CHECK(results[0].params.text("curve") == "mutex, borrowed");
  CHECK(results[0].params.text("curve_threads") == "3");
  CHECK(results[3].name == "registry/mutex/owned/1-readers");
  CHECK(results[3].params.text("curve_threads") == "1");
}

TEST_CASE("a read that finds nothing fails the check of its arm") {
  RegistryPlan plan = small_registry_plan();
  const std::vector<ReadArm> arms{
      {"forgetful", Access::owned, [](std::size_t, std::uint64_t reads) { return reads - 1; }}};
  const auto results = run_read_arms(plan, arms).value();
  const BenchmarkResult& result = named(results, "registry/forgetful/owned/threads-created");
  CHECK_FALSE(result.checks.at(0).ok);
  CHECK(result.checks.at(0).actual == "4");  // one of each thread in each round
  CHECK(registry_count(result, "succeeded") == registry_count(result, "requests") - 4);
}

TEST_CASE("threads ask for every model in an order of their own that the seed repeats") {
  RegistryPlan plan = small_registry_plan();
  const auto questions = make_questions(plan);
  CHECK(questions->ids() == std::vector<std::string>{"model-0", "model-1", "model-2"});
  CHECK(questions->order(0) != questions->order(1));
  CHECK(questions->order(0) == make_questions(plan)->order(0));
  const std::set<std::string_view> asked{questions->order(0).begin(), questions->order(0).end()};
  CHECK(asked == std::set<std::string_view>{"model-0", "model-1", "model-2"});
  plan.run = 1;
  CHECK(questions->order(0) != make_questions(plan)->order(0));
}

TEST_CASE("the registry scenario refuses plans that measure nothing by the option at fault") {
  const auto with = [](auto change) {
    RegistryPlan plan = small_registry_plan();
    change(plan);
    return refused_subject(plan);
  };
  CHECK(with([](RegistryPlan& plan) { plan.readers = {0}; }) == "readers");
  CHECK(with([](RegistryPlan& plan) { plan.readers = {2, 4, 2}; }) == "readers");
  CHECK(with([](RegistryPlan& plan) { plan.reads = 0; }) == "reads");
  CHECK(with([](RegistryPlan& plan) { plan.models = 0; }) == "models");
  CHECK(with([](RegistryPlan& plan) { plan.rounds = 0; }) == "rounds");
  CHECK(with([](RegistryPlan& plan) { plan.backends.clear(); }) == "backend");
}
