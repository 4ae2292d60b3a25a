// usage: registry_peers [options of Google Benchmark]
// Reading a registry of models beside locks, shared pointers and raw liburcu, with one thread and two; and how a read
// grows with the models. A read looks a random id up and uses its model. scripts/benchmarks runs it;
// results/benchmarks.md has the figures.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "limits/limits.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/harness/keep.hpp"
#include "moebench/registry/with_backend.hpp"
#include "rcu_choice/arm.hpp"

namespace {

using moebench::harness::clobber;
using moebench::harness::keep;
namespace registry = moebench::registry;

constexpr std::size_t k_models = 10;
constexpr std::size_t k_reads = 1024;  // of an iteration

struct Model {
  float intercept;
};

std::string id_of(std::size_t model) {
  return fmt::format("model-{}", model);
}

/// Random ids, in the order in which they are asked for, so that the caller's own reading stays cheap.
std::vector<std::string> questions_of(std::size_t models, std::size_t count) {
  moebench::core::Rng rng{42};
  std::vector<std::string> questions(count);
  std::ranges::generate(questions, [&] { return id_of(rng.below(models)); });
  return questions;
}

/// Calls `read(id)`, which returns a number from the model, for the questions in turn.
template <class Read>
void read_all(benchmark::State& state, const std::vector<std::string>& questions, Read read) {
  float sum = 0;
  std::size_t next = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < k_reads; ++i) {
      sum += read(questions[next + i]);
      clobber();
    }
    next = (next + k_reads) % questions.size();
  }
  keep(sum);
  limits::count_units(state, k_reads);
}

/// With one thread and with two.
template <class Read>
void add(const std::string& name, Read read) {
  for (const int threads : {1, 2}) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [read](benchmark::State& state) {
                                   const auto questions = questions_of(k_models, k_reads);
                                   read_all(state, questions, read);
                                 })
        ->Threads(threads)
        ->UseRealTime();
  }
}

template <class Registry>
std::shared_ptr<Registry> filled(std::size_t models) {
  auto made = std::make_shared<Registry>();
  for (std::size_t i = 0; i < models; ++i) {
    made->insert(id_of(i), Model{1.0F}).value();
  }
  return made;
}

template <class Registry>
void add_borrowed(const std::string& name) {
  add(name, [models = filled<Registry>(k_models)](const std::string& id) {
    float found = 0;
    models->with(id, [&](const Model& model) { found = model.intercept; });
    return found;
  });
}

template <class Registry>
void add_owned(const std::string& name) {
  add(name, [models = filled<Registry>(k_models)](const std::string& id) {
    const auto handle = models->get(id);
    return handle ? handle->intercept : 0.0F;
  });
}

/// What a program without this library has: the standard's map, and shared pointers, under a lock.
struct StandardMap {
  std::shared_mutex mutex;
  std::unordered_map<std::string, std::shared_ptr<const Model>> models;
};

void add_standard_map() {
  const auto standard = std::make_shared<StandardMap>();
  for (std::size_t i = 0; i < k_models; ++i) {
    standard->models.emplace(id_of(i), std::make_shared<const Model>(Model{1.0F}));
  }
  add("read/owned/shared_mutex, unordered_map", [standard](const std::string& id) {
    std::shared_ptr<const Model> found;
    {
      const std::shared_lock lock{standard->mutex};
      const auto at = standard->models.find(id);
      found = at == standard->models.end() ? nullptr : at->second;
    }
    return found ? found->intercept : 0.0F;
  });
}

/// No lookup at all: the models' places are known. What the lock alone costs.
struct PlainVector {
  std::shared_mutex mutex;
  std::vector<Model> models = std::vector<Model>(k_models, Model{1.0F});
};

void add_plain_vector() {
  add("read/borrowed/shared_mutex, vector", [plain = std::make_shared<PlainVector>()](const std::string& id) {
    const std::shared_lock lock{plain->mutex};
    return plain->models[static_cast<std::size_t>(id.back() - '0')].intercept;
  });
}

using Registry = registry::RcuRegistry<Model>;

/// The lookup without any synchronisation.
void add_unsynchronised() {
  add("read/no synchronisation", [models = filled<Registry>(k_models)](const std::string& id) {
    float found = 0;
    models->with_unsynchronised(id, [&](const Model& model) { found = model.intercept; });
    return found;
  });
}

/// The arms of rcu_choice, which read liburcu's flavour bp directly.
void add_liburcu() {
  const auto models = std::make_shared<std::vector<rcu_choice::Model>>();
  std::vector<rcu_choice::Model*> pointers;
  models->reserve(k_models);
  for (std::size_t i = 0; i < k_models; ++i) {
    models->push_back({registry::hash_id(id_of(i)), id_of(i), 1.0F});
    pointers.push_back(&models->back());
  }
  rcu_choice::Questions questions{questions_of(k_models, k_reads), std::vector<std::uint32_t>(k_reads)};
  for (std::uint32_t i = 0; i < k_reads; ++i) {
    questions.order[i] = i;
  }
  for (const rcu_choice::Arm& arm : rcu_choice::bp_arms(pointers)) {
    for (const int threads : {1, 2}) {
      benchmark::RegisterBenchmark(fmt::format("read/borrowed/liburcu, {}", arm.structure).c_str(),
                                   [arm, models, questions](benchmark::State& state) {
                                     for (auto _ : state) {
                                       keep(arm.read(questions, k_reads));
                                     }
                                     limits::count_units(state, k_reads);
                                   })
          ->Threads(threads)
          ->UseRealTime();
    }
  }
}

/// Enough questions that a large registry is asked for models that are in no cache.
void add_growth() {
  constexpr std::size_t count = std::size_t{1} << 18U;
  for (std::size_t models = 1; models <= 1'000'000; models *= 10) {
    const auto made = filled<Registry>(models);
    const auto questions = questions_of(models, count);
    benchmark::RegisterBenchmark(fmt::format("growth/registry/{}", models).c_str(),
                                 [made, questions](benchmark::State& state) {
                                   read_all(state, questions, [&made](const std::string& id) {
                                     float found = 0;
                                     made->with(id, [&](const Model& model) { found = model.intercept; });
                                     return found;
                                   });
                                 });
  }
}

void add_all() {
  add_unsynchronised();
  add_borrowed<Registry>("read/borrowed/ours");
  add_borrowed<registry::RwlockRegistry<Model>>("read/borrowed/shared_mutex, flat map");
  add_borrowed<registry::MutexRegistry<Model>>("read/borrowed/mutex, flat map");
  add_borrowed<registry::SnapshotRegistry<Model>>("read/borrowed/atomic shared_ptr, flat map");
  add_plain_vector();
  add_liburcu();
  add_owned<Registry>("read/owned/ours");
  add_owned<registry::RwlockRegistry<Model>>("read/owned/shared_mutex, flat map");
  add_owned<registry::MutexRegistry<Model>>("read/owned/mutex, flat map");
  add_owned<registry::SnapshotRegistry<Model>>("read/owned/atomic shared_ptr, flat map");
  add_standard_map();
  add_growth();
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 1;
  }
  add_all();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::ClearRegisteredBenchmarks();  // registries have to be gone when main() ends
  return 0;
}
