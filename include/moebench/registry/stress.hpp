// Many threads on one registry: no reader sees a torn, lost or resurrected model, and none goes back to an older one.
// Included by check_registry.hpp.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "moebench/core/rng.hpp"
#include "moebench/registry/registry.hpp"
#include "moebench/registry/stamped_model.hpp"

namespace moebench::registry {

/// What went wrong, each counted over all threads.
struct Findings {
  std::atomic<std::uint64_t> torn{0};         ///< models that are not as they were made
  std::atomic<std::uint64_t> foreign{0};      ///< models of another id
  std::atomic<std::uint64_t> lost{0};         ///< ones that are always there were not found
  std::atomic<std::uint64_t> resurrected{0};  ///< stamps whose erasure had ended before the read began
  std::atomic<std::uint64_t> older{0};        ///< stamps or versions below one seen before
  std::atomic<std::uint64_t> refused{0};      ///< changes that were possible and failed
  std::atomic<std::uint64_t> miscounted{0};   ///< models that are there in the end and should not be, or the reverse
};

/// Four readers among four writers: two replace models that are always there, one inserts and erases, one inserts more
/// and more, so that what holds the models grows under everybody's feet.
template <ModelRegistry Registry>
class Stress {
 public:
  /// Blocks until all threads have ended.
  void run() {
    for (std::size_t i = 0; i < k_steady; ++i) {
      expect(registry_.insert(steady(i), StampedModel{i, 1}).has_value(), findings_.refused);
    }
    std::vector<std::jthread> threads;
    for (std::uint64_t reader = 0; reader < 4; ++reader) {
      threads.emplace_back([this, reader] { read(reader); });
    }
    const auto write = [&](auto change) {
      threads.emplace_back([this, change] {
        change();
        writers_.fetch_sub(1, std::memory_order_relaxed);
      });
    };
    write([this] { replace_steady(0); });
    write([this] { replace_steady(1); });
    write([this] { insert_and_erase(); });
    write([this] { insert_many(); });
    threads.clear();
    expect(registry_.size() == k_steady + k_many, findings_.miscounted);
    for (std::uint64_t i = 0; i < k_many; ++i) {
      const auto handle = registry_.get("many-" + std::to_string(i));
      expect(static_cast<bool>(handle) && (*handle).stamp() == i, findings_.miscounted);
    }
  }

  /// What went wrong so far.
  const Findings& findings() const { return findings_; }

 private:
  static constexpr std::size_t k_steady = 4;   // replaced and never erased: must always be there
  static constexpr std::size_t k_passing = 4;  // inserted and erased again and again
  static constexpr std::uint64_t k_changes = 3000;
  static constexpr std::uint64_t k_many = k_changes / 5;

  using Handle = decltype(std::declval<const Registry&>().get(""));

  /// What one reader has seen.
  struct Memory {
    std::array<std::uint64_t, k_steady + k_passing> stamps{};
    std::array<Version, k_steady + k_passing> versions{};
    std::array<std::optional<Handle>, 3> kept;
  };

  static std::string steady(std::size_t i) { return "steady-" + std::to_string(i); }
  static std::string passing(std::size_t i) { return "passing-" + std::to_string(i); }
  static void expect(bool good, std::atomic<std::uint64_t>& finding) { finding += good ? 0U : 1U; }

  void read(std::uint64_t reader) {
    core::Rng rng{11, reader};
    Memory memory;
    while (writers_.load(std::memory_order_relaxed) > 0) {
      read_one(rng, memory);
    }
  }

  void read_one(core::Rng& rng, Memory& memory) {
    const std::size_t which = rng.below(k_steady + k_passing);
    const bool is_steady = which < k_steady;
    const std::string id = is_steady ? steady(which) : passing(which - k_steady);
    // Acquire: pairs with the release in insert_and_erase().
    const std::uint64_t gone = is_steady ? 0 : erased_[which - k_steady].load(std::memory_order_acquire);
    bool found = false;
    switch (rng.below(4)) {
      case 0: {
        const std::optional<Version> version = registry_.find(id);
        found = version.has_value();
        expect(!found || *version >= memory.versions[which], findings_.older);
        memory.versions[which] = version.value_or(memory.versions[which]);
        break;
      }
      case 1: found = registry_.with(id, [&](const StampedModel& model) { look(model, which, gone, memory); }); break;
      default: {
        Handle handle = registry_.get(id);
        found = static_cast<bool>(handle);
        if (found) {
          look(*handle, which, gone, memory);
          memory.kept[rng.below(memory.kept.size())] = std::move(handle);
        }
        for (const std::optional<Handle>& held : memory.kept) {
          expect(!held || (**held).intact(), findings_.torn);
        }
      }
    }
    expect(!is_steady || found, findings_.lost);
  }

  void look(const StampedModel& model, std::size_t which, std::uint64_t gone, Memory& memory) {
    expect(model.intact(), findings_.torn);
    expect(model.id() == which, findings_.foreign);
    expect(model.stamp() > gone, findings_.resurrected);
    expect(model.stamp() >= memory.stamps[which], findings_.older);
    memory.stamps[which] = model.stamp();
  }

  void replace_steady(std::size_t writer) {
    for (std::uint64_t stamp = 2; stamp <= k_changes; ++stamp) {
      const std::size_t which = 2 * (stamp % (k_steady / 2)) + writer;  // each writer has ids of its own
      expect(registry_.replace(steady(which), StampedModel{which, stamp}).has_value(), findings_.refused);
    }
  }

  void insert_and_erase() {
    for (std::uint64_t stamp = 1; stamp <= k_changes; ++stamp) {
      const std::size_t which = stamp % k_passing;
      expect(registry_.insert(passing(which), StampedModel{k_steady + which, stamp}).has_value(), findings_.refused);
      expect(registry_.erase(passing(which)).has_value(), findings_.refused);
      erased_[which].store(stamp, std::memory_order_release);  // pairs with the acquire in read_one()
    }
  }

  void insert_many() {
    for (std::uint64_t i = 0; i < k_many; ++i) {
      expect(registry_.insert("many-" + std::to_string(i), StampedModel{99, i}).has_value(), findings_.refused);
    }
  }

  Findings findings_;
  Registry registry_;
  std::array<std::atomic<std::uint64_t>, k_passing> erased_{};  // the last stamp whose erasure has ended
  std::atomic<int> writers_{4};
};

/// Three writers insert the same 200 ids, then three erase them: how far the numbers of those who succeeded, and of the
/// models that are left, are from 200, 200 and 0.
template <ModelRegistry Registry>
std::uint64_t race_miscounts() {
  constexpr std::uint64_t ids = 200;
  Registry registry;
  const auto race = [](auto change) {
    std::atomic<std::uint64_t> succeeded{0};
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < 3; ++writer) {
      threads.emplace_back([&] {
        for (std::uint64_t i = 0; i < ids; ++i) {
          succeeded += change(i).has_value() ? 1U : 0U;
        }
      });
    }
    threads.clear();
    return succeeded > ids ? succeeded - ids : ids - succeeded;
  };
  const std::uint64_t inserted = race([&](std::uint64_t i) {
    return registry.insert(std::to_string(i), StampedModel{i, 1});
  });
  const std::uint64_t wrong_size = registry.size() == ids ? 0 : 1;
  const std::uint64_t erased = race([&](std::uint64_t i) { return registry.erase(std::to_string(i)); });
  return inserted + wrong_size + erased + registry.size();
}

}  // namespace moebench::registry
