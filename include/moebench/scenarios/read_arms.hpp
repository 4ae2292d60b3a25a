// Ways of reading a registry, each as a loop that the compiler sees whole: the strategy is a template parameter, and a
// round costs one indirect call for each thread. Any ModelRegistry of ServedModel becomes arms with add_read_arms().
// Included by the registry scenario and by whoever puts a registry of its own through it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moebench/harness/keep.hpp"
#include "moebench/registry/registry.hpp"
#include "moebench/scenarios/served_model.hpp"

namespace moebench::scenarios {

/// How a model is read.
enum class Access : std::uint8_t {
  borrowed,  // with(): the model inside a read-side section
  owned,     // get(): a handle, let go of at once
};

/// "borrowed", "owned".
std::string_view name(Access access);

/// The ids of a registry and the order in which each thread asks for them, drawn from the seed.
class Questions {
 public:
  static constexpr std::size_t k_order = 1024;  // ids that a thread asks for before it starts over

  /// Thread t draws from stream t of `seed` in run `run`. At least one id.
  Questions(std::vector<std::string> ids, std::size_t threads, std::uint64_t seed, std::uint64_t run);

  Questions(const Questions&) = delete;
  Questions& operator=(const Questions&) = delete;

  /// All of them.
  const std::vector<std::string>& ids() const { return ids_; }

  /// k_order of the ids.
  const std::vector<std::string_view>& order(std::size_t thread) const { return orders_[thread]; }

 private:
  std::vector<std::string> ids_;
  std::vector<std::vector<std::string_view>> orders_;  // of ids_
};

/// One way of reading.
struct ReadArm {
  std::string backend;                                                         // its name in results
  Access access;                                                               // how
  std::function<std::uint64_t(std::size_t thread, std::uint64_t reads)> read;  // reads; how many found their model
};

/// `reads` calls of `read_one(id)`, which returns whether it found the model.
template <class ReadOne>
std::uint64_t read_in_order(const Questions& questions, std::size_t thread, std::uint64_t reads, ReadOne read_one) {
  const std::string_view* const order = questions.order(thread).data();
  std::uint64_t found = 0;
  for (std::uint64_t i = 0; i < reads; ++i) {
    harness::clobber();  // each read looks the model up anew
    found += read_one(order[i % Questions::k_order]) ? 1U : 0U;
  }
  return found;
}

/// Adds the borrowed and the owned reads of `registry`, which holds the questions' ids.
template <registry::ModelRegistry Registry>
void add_read_arms(std::vector<ReadArm>& arms, const std::string& backend, std::shared_ptr<const Registry> registry,
                   std::shared_ptr<const Questions> questions) {
  const auto use = [](const ServedModel& model) { harness::keep(model.model().intercept()); };
  arms.push_back({backend, Access::borrowed, [=](std::size_t thread, std::uint64_t reads) {
                    return read_in_order(*questions, thread, reads,
                                         [&](std::string_view id) { return registry->with(id, use); });
                  }});
  arms.push_back({backend, Access::owned, [=](std::size_t thread, std::uint64_t reads) {
                    return read_in_order(*questions, thread, reads, [&](std::string_view id) {
                      const auto handle = registry->get(id);
                      if (!handle) {
                        return false;
                      }
                      use(*handle);
                      return true;
                    });
                  }});
}

}  // namespace moebench::scenarios
