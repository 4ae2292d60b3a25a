// A strategy of one's own goes through both registry scenarios beside those that come with the library.
#include "moebench/scenarios/contender.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/registry/locked_registry.hpp"
#include "moebench/registry/plain_registry.hpp"
#include "moebench/scenarios/mixed_scenario.hpp"
#include "moebench/scenarios/registry_scenario.hpp"

using moebench::core::BenchmarkResult;
using moebench::registry::Backend;
using moebench::scenarios::check_names;
using moebench::scenarios::Contender;
using moebench::scenarios::contender;
using moebench::scenarios::ServedModel;

namespace {

// Readers alone may share it.
using Plain = moebench::registry::PlainRegistry<ServedModel>;

moebench::apr::LogisticRegression contended_model() {
  return moebench::apr::LogisticRegression::create({1.0F, 2.0F}, 0.5F).value();
}

moebench::scenarios::RegistryPlan contended_plan() {
  moebench::scenarios::RegistryPlan plan;
  plan.readers = {2};
  plan.reads = 50;
  plan.models = 3;
  plan.backends = {Backend::rwlock};
  plan.warmup = 10;
  plan.rounds = 2;
  plan.steady_ms = 0.1;
  return plan;
}

moebench::scenarios::MixedPlan contended_mixed_plan() {
  moebench::scenarios::MixedPlan plan;
  plan.readers = {1};
  plan.writers = {1};
  plan.operations = {20};
  plan.backends = {Backend::mutex};
  plan.warmup = 0;
  plan.rounds = 1;
  return plan;
}

std::vector<std::string> names_of(const std::vector<BenchmarkResult>& results) {
  std::vector<std::string> names;
  for (const BenchmarkResult& result : results) {
    names.push_back(result.name);
  }
  return names;
}

std::string refusal(const std::vector<Contender>& contenders) {
  const auto checked = check_names(contenders);
  return checked ? "" : checked.error().subject + ": " + checked.error().message;
}

}  // namespace

TEST_CASE("a contender is read in every way in which the backends are and held against them") {
  const std::vector<Contender> mine{contender<Plain>("plain")};
  const auto results = run_registry(contended_plan(), contended_model(), mine).value();
  CHECK(results.size() == 2 * 4 + 1);
  const auto at = std::ranges::find(results, "registry/plain/borrowed/steady-state", &BenchmarkResult::name);
  REQUIRE(at != results.end());
  CHECK(at->checks.at(0).ok);  // every read found its model
  CHECK(at->baselines.front() == "registry/rwlock/owned/steady-state");
}

TEST_CASE("a contender may go through the registry scenario alone") {
  auto plan = contended_plan();
  plan.backends.clear();
  CHECK_FALSE(run_registry(plan, contended_model()).has_value());
  const std::vector<Contender> mine{contender<Plain>("plain")};
  CHECK(run_registry(plan, contended_model(), mine).value().size() == 4 + 1);
}

TEST_CASE("a contender goes through the mixed scenario beside the backends or alone") {
  const std::vector<Contender> mine{
      contender<moebench::registry::MutexRegistry<ServedModel>>("mine")};  // writers write: it needs a lock
  auto plan = contended_mixed_plan();
  const auto both = names_of(run_mixed(plan, contended_model(), mine).value());
  CHECK(std::ranges::find(both, "mixed/mutex/exact") != both.end());
  CHECK(std::ranges::find(both, "mixed/mine/exact") != both.end());
  plan.backends.clear();
  CHECK(names_of(run_mixed(plan, contended_model(), mine).value()).front() == "mixed/mine/exact");
  const auto nobody = run_mixed(plan, contended_model());
  REQUIRE_FALSE(nobody.has_value());
  CHECK(nobody.error().subject == "backend");
}

TEST_CASE("a contender needs a name that no other backend has") {
  CHECK(refusal({contender<Plain>("plain"), contender<Plain>("other")}).empty());
  CHECK(refusal({contender<Plain>("rcu")}) == "backend: there is a backend rcu already; give another name");
  CHECK(refusal({contender<Plain>("unsynchronised")}).contains("already"));
  CHECK(refusal({contender<Plain>("a"), contender<Plain>("a")}).contains("already"));
  CHECK(refusal({contender<Plain>("")}).contains("cannot be part of a result's name"));
  CHECK(refusal({contender<Plain>("a/b")}).contains("without '/'"));
  const std::vector<Contender> taken{contender<Plain>("mutex")};
  CHECK(run_registry(contended_plan(), contended_model(), taken).error().subject == "backend");
  CHECK(run_mixed(contended_mixed_plan(), contended_model(), taken).error().subject == "backend");
}
