// Generated sequences of operations: every strategy gives the answers that the one with a mutex gives.
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/core/rng.hpp"
#include "moebench/registry/backend.hpp"
#include "registry/stamped_model.hpp"

using namespace moebench::registry;
using moebench::core::Error;
using moebench::core::Rng;
using registry_tests::StampedModel;

namespace {

static_assert(ModelRegistry<RcuRegistry<StampedModel>>);
static_assert(ModelRegistry<SnapshotRegistry<StampedModel>>);
static_assert(ModelRegistry<RwlockRegistry<StampedModel>>);
static_assert(ModelRegistry<MutexRegistry<StampedModel>>);

/// Ids of every length that is compared in another way: none, shorter than a word, a word, longer, on the heap.
std::vector<std::string> ids(std::size_t count) {
  std::vector<std::string> all{"", "m", "model-1", "model-12", "model-123", "a model with an id that is rather long"};
  for (std::size_t i = all.size(); i < count; ++i) {
    all.push_back("model-" + std::to_string(i));
  }
  all.resize(count);
  return all;
}

/// What an operation answered, as one text.
template <class Handle>
std::string read_of(const Handle& handle) {
  return handle ? std::to_string((*handle).stamp()) + ((*handle).intact() ? " intact" : " torn") : "none";
}

std::string outcome_of(const moebench::core::Result<void>& result) {
  return result ? "done" : result.error().subject + ": " + result.error().message;
}

template <class Registry>
class Player {
 public:
  /// Does operation number `step`, drawn from `rng`, and answers.
  std::string play(Rng& rng, std::uint64_t step, const std::vector<std::string>& names) {
    const std::uint64_t which = rng.below(names.size());
    const std::string& id = names[which];
    switch (rng.below(10)) {
      case 0:
      case 1: return outcome_of(registry_.insert(id, StampedModel{which, step}));
      case 2: return outcome_of(registry_.replace(id, StampedModel{which, step}));
      case 3: return outcome_of(registry_.erase(id));
      case 4: return read_of(registry_.get(id));
      case 5: return borrowed(id);
      case 6: return std::to_string(registry_.find(id).value_or(0));
      case 7: return std::to_string(registry_.size());
      case 8: return sorted_ids();
      default: return held(registry_.get(id), rng.below(4));
    }
  }

 private:
  std::string borrowed(const std::string& id) {
    std::string seen;
    const bool found = registry_.with(id, [&](const StampedModel& model) { seen = read_of(&model); });
    return found ? seen : "not called" + seen;
  }

  std::string sorted_ids() {
    std::vector<std::string> all = registry_.ids();
    std::ranges::sort(all);
    std::string text;
    for (const std::string& id : all) {
      text += id + ",";
    }
    return text;
  }

  /// Keeps a handle for later and answers with what the one that stood in its place still shows.
  std::string held(typename Registry::Handle handle, std::size_t place) {
    std::swap(handles_[place], handle);
    const typename Registry::Handle copy = handle;
    handle = {};
    return read_of(copy);
  }

  Registry registry_;
  std::array<typename Registry::Handle, 4> handles_;
};

template <class Registry>
void check_against_mutex(std::uint64_t seed, std::size_t id_count, std::uint64_t steps) {
  const int alive = StampedModel::alive;
  {
    const auto names = ids(id_count);
    Player<Registry> player;
    Player<MutexRegistry<StampedModel>> oracle;
    Rng rng{seed};
    Rng same{seed};
    for (std::uint64_t step = 1; step <= steps; ++step) {
      const std::string answer = player.play(rng, step, names);
      const std::string expected = oracle.play(same, step, names);
      CAPTURE(seed);
      CAPTURE(step);
      REQUIRE(answer == expected);
    }
  }
  CHECK(StampedModel::alive == alive);
}

}  // namespace

TEST_CASE_TEMPLATE("a strategy answers as the mutex does", Registry, RcuRegistry<StampedModel>,
                   SnapshotRegistry<StampedModel>, RwlockRegistry<StampedModel>) {
  for (const std::size_t id_count : {1U, 3U, 20U, 300U}) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      check_against_mutex<Registry>(seed, id_count, 600);
    }
  }
}

TEST_CASE("a backend chosen by name is that strategy") {
  const auto is = [](Backend backend, auto expected) {
    return with_backend<StampedModel>(backend, [&](auto chosen) {
      return std::is_same_v<typename decltype(chosen)::type, typename decltype(expected)::type>;
    });
  };
  CHECK(is(Backend::rcu, std::type_identity<RcuRegistry<StampedModel>>{}));
  CHECK(is(Backend::snapshot, std::type_identity<SnapshotRegistry<StampedModel>>{}));
  CHECK(is(Backend::rwlock, std::type_identity<RwlockRegistry<StampedModel>>{}));
  CHECK(is(Backend::mutex, std::type_identity<MutexRegistry<StampedModel>>{}));
  CHECK(name(Backend::rcu) == "rcu");
  CHECK(name(Backend::snapshot) == "snapshot");
  CHECK(name(Backend::rwlock) == "rwlock");
  CHECK(name(Backend::mutex) == "mutex");
}

TEST_CASE("inserting an id that is there is refused by name and loses nothing") {
  RcuRegistry<StampedModel> registry;
  REQUIRE(registry.insert("expert", StampedModel{1, 7}).has_value());
  const auto again = registry.insert("expert", StampedModel{1, 8});
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().kind == moebench::core::ErrorKind::input);
  CHECK(again.error().subject == "expert");
  CHECK(again.error().message == "there is a model of this id already; replace it, or choose another id");
  CHECK(registry.get("expert")->stamp() == 7);
  const auto absent = registry.erase("router");
  REQUIRE_FALSE(absent.has_value());
  CHECK(absent.error().subject == "router");
}
