// Many threads on one registry: no reader sees a torn, lost or resurrected model, and none goes back to an older one.
#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"
#include "moebench/registry/backend.hpp"
#include "registry/stamped_model.hpp"

using namespace moebench::registry;
using moebench::core::Rng;
using registry_tests::StampedModel;

namespace {

constexpr std::size_t k_steady = 4;   // replaced and never erased: must always be there
constexpr std::size_t k_passing = 4;  // inserted and erased again and again
constexpr std::uint64_t k_changes = 3000;

std::string steady(std::size_t i) {
  return "steady-" + std::to_string(i);
}

std::string passing(std::size_t i) {
  return "passing-" + std::to_string(i);
}

struct Findings {
  std::atomic<std::uint64_t> torn{0};
  std::atomic<std::uint64_t> foreign{0};      // a model of another id
  std::atomic<std::uint64_t> lost{0};         // one that is always there was not found
  std::atomic<std::uint64_t> resurrected{0};  // a stamp whose erasure had ended before the read began
  std::atomic<std::uint64_t> older{0};        // a stamp or version below one seen before
};

/// The last stamp of each passing model whose erasure has ended.
using Erased = std::array<std::atomic<std::uint64_t>, k_passing>;

template <class Registry>
class Reader {
 public:
  Reader(Findings& findings, const Erased& erased) : findings_{findings}, erased_{erased} {}

  void read(const Registry& registry, Rng& rng) {
    const std::size_t which = rng.below(k_steady + k_passing);
    const bool is_steady = which < k_steady;
    const std::string id = is_steady ? steady(which) : passing(which - k_steady);
    const std::uint64_t gone = is_steady ? 0 : erased_[which - k_steady].load(std::memory_order_acquire);
    bool found = false;
    switch (rng.below(4)) {
      case 0: {
        const auto version = registry.find(id);
        found = version.has_value();
        findings_.older += version.value_or(versions_[which]) < versions_[which] ? 1 : 0;
        versions_[which] = version.value_or(versions_[which]);
        break;
      }
      case 1: found = registry.with(id, [&](const StampedModel& model) { look(model, which, gone); }); break;
      default: {
        const auto handle = registry.get(id);
        found = static_cast<bool>(handle);
        if (found) {
          look(*handle, which, gone);
          kept_[rng.below(kept_.size())] = handle;
        }
        for (const auto& held : kept_) {
          findings_.torn += held && !(*held).intact() ? 1 : 0;
        }
      }
    }
    findings_.lost += is_steady && !found ? 1 : 0;
  }

 private:
  void look(const StampedModel& model, std::size_t which, std::uint64_t gone) {
    findings_.torn += model.intact() ? 0 : 1;
    findings_.foreign += model.id() == which ? 0 : 1;
    findings_.resurrected += model.stamp() <= gone ? 1 : 0;
    findings_.older += model.stamp() < stamps_[which] ? 1 : 0;
    stamps_[which] = model.stamp();
  }

  Findings& findings_;
  const Erased& erased_;
  std::array<std::uint64_t, k_steady + k_passing> stamps_{};
  std::array<Version, k_steady + k_passing> versions_{};
  std::array<typename Registry::Handle, 3> kept_;
};

template <class Registry>
void replace_steady(Registry& registry, std::size_t writer) {
  for (std::uint64_t stamp = 2; stamp <= k_changes; ++stamp) {
    const std::size_t which = 2 * (stamp % (k_steady / 2)) + writer;  // each writer has ids of its own
    CHECK(registry.replace(steady(which), StampedModel{which, stamp}).has_value());
  }
}

template <class Registry>
void insert_and_erase(Registry& registry, Erased& erased) {
  for (std::uint64_t stamp = 1; stamp <= k_changes; ++stamp) {
    const std::size_t which = stamp % k_passing;
    CHECK(registry.insert(passing(which), StampedModel{k_steady + which, stamp}).has_value());
    CHECK(registry.erase(passing(which)).has_value());
    erased[which].store(stamp, std::memory_order_release);  // pairs with the acquire in read()
  }
}

/// Grows the table under everybody's feet.
template <class Registry>
void insert_many(Registry& registry) {
  for (std::uint64_t i = 0; i < k_changes / 5; ++i) {
    CHECK(registry.insert("many-" + std::to_string(i), StampedModel{99, i}).has_value());
  }
}

}  // namespace

TEST_CASE_TEMPLATE("readers among writers see whole models and never older ones", Registry, RcuRegistry<StampedModel>,
                   SnapshotRegistry<StampedModel>, RwlockRegistry<StampedModel>, MutexRegistry<StampedModel>) {
  Findings findings;
  {
    Registry registry;
    for (std::size_t i = 0; i < k_steady; ++i) {
      REQUIRE(registry.insert(steady(i), StampedModel{i, 1}).has_value());
    }
    Erased erased{};
    std::atomic<int> writers{4};
    std::vector<std::jthread> threads;
    for (std::uint64_t reader = 0; reader < 4; ++reader) {
      threads.emplace_back([&, reader] {
        Rng rng{11, reader};
        Reader<Registry> reads{findings, erased};
        while (writers.load(std::memory_order_relaxed) > 0) {
          reads.read(registry, rng);
        }
      });
    }
    const auto write = [&](auto change) {
      threads.emplace_back([&, change] {
        change();
        writers.fetch_sub(1, std::memory_order_relaxed);
      });
    };
    write([&] { replace_steady(registry, 0); });
    write([&] { replace_steady(registry, 1); });
    write([&] { insert_and_erase(registry, erased); });
    write([&] { insert_many(registry); });
    threads.clear();
    CHECK(registry.size() == k_steady + k_changes / 5);
    for (std::uint64_t i = 0; i < k_changes / 5; ++i) {
      CHECK(registry.get("many-" + std::to_string(i))->stamp() == i);
    }
  }
  CHECK(findings.torn == 0);
  CHECK(findings.foreign == 0);
  CHECK(findings.lost == 0);
  CHECK(findings.resurrected == 0);
  CHECK(findings.older == 0);
  CHECK(StampedModel::alive == 0);
}

TEST_CASE_TEMPLATE("of writers who insert or erase the same id exactly one succeeds", Registry,
                   RcuRegistry<StampedModel>, SnapshotRegistry<StampedModel>, RwlockRegistry<StampedModel>) {
  Registry registry;
  std::atomic<int> inserted{0};
  std::atomic<int> erased{0};
  std::vector<std::jthread> threads;
  for (int writer = 0; writer < 3; ++writer) {
    threads.emplace_back([&] {
      for (std::uint64_t i = 0; i < 200; ++i) {
        inserted += registry.insert(std::to_string(i), StampedModel{i, 1}).has_value() ? 1 : 0;
      }
    });
  }
  threads.clear();
  CHECK(inserted == 200);
  CHECK(registry.size() == 200);
  for (int writer = 0; writer < 3; ++writer) {
    threads.emplace_back([&] {
      for (std::uint64_t i = 0; i < 200; ++i) {
        erased += registry.erase(std::to_string(i)).has_value() ? 1 : 0;
      }
    });
  }
  threads.clear();
  CHECK(erased == 200);
  CHECK(registry.size() == 0);
}
