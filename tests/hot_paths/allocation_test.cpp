// No hot path allocates: every allocation of this program is counted. The program is one of its own because it replaces
// operator new.
#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/apr/benchmark_model.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/moe/dispatcher.hpp"
#include "moebench/moe/expert_choice.hpp"
#include "moebench/moe/router.hpp"
#include "moebench/registry/locked_registry.hpp"
#include "moebench/registry/rcu_registry.hpp"
#include "moebench/registry/snapshot_registry.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t bytes, std::size_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  const std::size_t whole = (bytes + alignment - 1) / alignment * alignment;
  if (void* memory = std::aligned_alloc(alignment, whole == 0 ? alignment : whole)) {
    return memory;
  }
  throw std::bad_alloc{};
}

}  // namespace

void* operator new(std::size_t bytes) {
  return counted(bytes, __STDCPP_DEFAULT_NEW_ALIGNMENT__);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace {

using moebench::apr::Kernel;
using moebench::apr::LogisticRegression;
using moebench::core::Rng;
using namespace moebench::moe;
using namespace moebench::registry;

/// The allocations of the second to the 101st call; the first may set something up.
template <class Use>
std::size_t allocations_of(const Use& use) {
  use();
  const std::size_t before = allocations.load();
  for (int i = 0; i < 100; ++i) {
    use();
  }
  return allocations.load() - before;
}

std::vector<float> normal(std::size_t count) {
  Rng rng{1};
  std::vector<float> values(count);
  for (float& value : values) {
    value = static_cast<float>(rng.normal());
  }
  return values;
}

template <class Registry>
void check_reads() {
  Registry registry;
  for (int i = 0; i < 100; ++i) {
    REQUIRE(registry.insert("a model with an id beyond the short string " + std::to_string(i), moebench::apr::benchmark_model())
                .has_value());
  }
  const std::string id = "a model with an id beyond the short string 42";
  float seen = 0;
  CHECK(allocations_of([&] { seen += registry.get(id) ? 1.0F : 0.0F; }) == 0);
  CHECK(allocations_of([&] { seen += registry.with(id, [](const LogisticRegression&) {}) ? 1.0F : 0.0F; }) == 0);
  CHECK(allocations_of([&] { seen += registry.find(id) ? 1.0F : 0.0F; }) == 0);
  CHECK(allocations_of([&] { seen += registry.get("not there") ? 1.0F : 0.0F; }) == 0);
  CHECK(seen == 303);
}

}  // namespace

TEST_CASE("the count sees an allocation") {
  CHECK(allocations_of([] { delete new int{1}; }) >= 100);
}

TEST_CASE("the router neither allocates to route, nor to admit and release, nor to count") {
  for (const std::size_t experts : {2U, 8U, 64U, 100U}) {
    for (const Policy policy : {Policy::capacity_factor, Policy::power_of_two, Policy::top_1}) {
      Router router = Router::create({.experts = experts, .capacity = 2, .policy = policy}).value();
      const auto scores = normal(experts);
      bool kept = false;
      CHECK(allocations_of([&] { kept = router.route(scores).has_value(); }) == 0);
      CHECK(kept);
      CHECK(allocations_of([&] {
              const auto admission = router.admit(scores);
              router.release(*admission);
            }) == 0);
      CHECK(allocations_of([&] {
              router.start(1);
              router.finish(1);
            }) == 0);
    }
  }
}

TEST_CASE("a batch is dispatched without an allocation") {
  for (const GateKernel kernel : {GateKernel::scalar, GateKernel::vector}) {
    for (const std::size_t experts : {8U, 64U, 100U}) {
      const auto logits = normal(200 * experts);
      DispatchConfig config;
      config.tokens = 200;
      config.kernel = kernel;
      config.priority = Priority::choice;
      config.gate = {.experts = experts, .top_k = 8, .renormalise = true};
      Dispatcher dispatcher = Dispatcher::create(config).value();
      CHECK(allocations_of([&] { dispatcher.dispatch(logits); }) == 0);
      ExpertChoice choice = ExpertChoice::create({200, experts, 20, kernel}).value();
      CHECK(allocations_of([&] { choice.dispatch(logits); }) == 0);
    }
  }
}

TEST_CASE("no strategy of the registry allocates to read") {
  check_reads<RcuRegistry<LogisticRegression>>();
  check_reads<SnapshotRegistry<LogisticRegression>>();
  check_reads<LockedRegistry<LogisticRegression, std::shared_mutex>>();
}

TEST_CASE("no kernel allocates to answer") {
  const LogisticRegression model = moebench::apr::benchmark_model();
  const auto inputs = normal(10 * model.coefficients().size());
  std::vector<float> answers(10);
  for (const Kernel kernel : {Kernel::scalar, Kernel::vector, Kernel::eigen}) {
    const std::span<const float> all{inputs};
    CHECK(allocations_of([&] { answers[0] = model.predict_proba(all.first(model.coefficients().size()), kernel); }) == 0);
    CHECK(allocations_of([&] { model.predict_proba(all, 10, answers, kernel); }) == 0);
  }
}
