// Every strategy passes the checks of a registry, and each check finds the fault that it is there for.
#include "moebench/registry/check_registry.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "moebench/registry/with_backend.hpp"

using namespace moebench::registry;
using moebench::core::Check;
using moebench::core::Result;

namespace {

static_assert(ModelRegistry<RcuRegistry<StampedModel>>);
static_assert(ModelRegistry<SnapshotRegistry<StampedModel>>);
static_assert(ModelRegistry<RwlockRegistry<StampedModel>>);
static_assert(ModelRegistry<MutexRegistry<StampedModel>>);
static_assert(ModelRegistry<PlainRegistry<StampedModel>>);

std::vector<std::string> failed(const std::vector<Check>& checks) {
  std::vector<std::string> names;
  for (const Check& check : checks) {
    if (!check.ok) {
      names.push_back(check.name);
    }
  }
  return names;
}

/// The registry with a mutex, in which Faults may do something else.
template <class Faults>
class FaultyRegistry {
 public:
  using Model = StampedModel;
  using Inner = MutexRegistry<StampedModel>;
  using Handle = Inner::Handle;

  Result<void> insert(std::string id, StampedModel model) { return Faults::insert(inner_, id, std::move(model)); }
  Result<void> replace(std::string_view id, StampedModel model) { return inner_.replace(id, std::move(model)); }
  Result<void> erase(std::string_view id) { return Faults::erase(inner_, id); }
  Handle get(std::string_view id) const { return Faults::get(inner_, id); }
  template <class Use>
  bool with(std::string_view id, Use&& use) const {
    return inner_.with(id, std::forward<Use>(use));
  }
  std::optional<Version> find(std::string_view id) const { return Faults::find(inner_, id); }
  std::size_t size() const { return inner_.size(); }
  std::vector<std::string> ids() const { return inner_.ids(); }

 private:
  Inner inner_;
};

struct Faultless {
  using Inner = MutexRegistry<StampedModel>;
  static Result<void> insert(Inner& inner, const std::string& id, StampedModel model) {
    return inner.insert(id, std::move(model));
  }
  static Result<void> erase(Inner& inner, std::string_view id) { return inner.erase(id); }
  static Inner::Handle get(const Inner& inner, std::string_view id) { return inner.get(id); }
  static std::optional<Version> find(const Inner& inner, std::string_view id) { return inner.find(id); }
};

struct ForgetsErasures : Faultless {
  static Result<void> erase(Inner& inner, std::string_view id) {
    return inner.find(id) ? Result<void>{} : inner.erase(id);
  }
};

struct GivesTornModels : Faultless {
  static Inner::Handle get(const Inner& inner, std::string_view id) {
    const auto model = inner.get(id);
    if (!model) {
      return model;
    }
    auto torn = std::make_shared<StampedModel>(model->id(), model->stamp());
    const StampedModel gone{std::move(*torn)};  // what was moved from is torn
    return torn;
  }
};

struct LosesModels : Faultless {
  static Inner::Handle get(const Inner& inner, std::string_view id) {
    return id == "steady-1" ? nullptr : inner.get(id);
  }
};

struct GivesAnotherModel : Faultless {
  static Inner::Handle get(const Inner& inner, std::string_view id) {
    return inner.get(id == "steady-1" ? "steady-3" : id);
  }
};

/// The version falls with every change.
struct VersionsFall : Faultless {
  static std::optional<Version> find(const Inner& inner, std::string_view id) {
    const auto version = inner.find(id);
    return version ? std::optional{1'000'000 - *version} : version;
  }
};

struct LeavesModelsBehind : Faultless {
  static Result<void> insert(Inner& inner, const std::string& id, StampedModel model) {
    static std::vector<std::unique_ptr<StampedModel>>& kept = *new std::vector<std::unique_ptr<StampedModel>>;
    if (id == "many-1") {
      kept.push_back(std::make_unique<StampedModel>(1, 1));
    }
    return inner.insert(id, std::move(model));
  }
};

template <class Faults>
std::vector<std::string> failed_with() {
  const int alive = StampedModel::alive;
  auto names = failed(check_registry<FaultyRegistry<Faults>>());
  StampedModel::alive = alive;
  return names;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

TEST_CASE_TEMPLATE("a strategy passes every check of a registry", Registry, RcuRegistry<StampedModel>,
                   SnapshotRegistry<StampedModel>, RwlockRegistry<StampedModel>, MutexRegistry<StampedModel>) {
  const std::vector<Check> checks = check_registry<Registry>();
  CHECK(checks.size() == 10);
  for (const Check& check : checks) {
    CAPTURE(check.name);
    CAPTURE(check.actual);
    CHECK(check.ok);
  }
}

TEST_CASE("a registry with a fault fails the checks that are there for it") {
  CHECK(failed_with<Faultless>().empty());
  const auto forgets = failed_with<ForgetsErasures>();
  CHECK(has(forgets, "the first answer that is not a plain map's"));
  CHECK(has(forgets, "models that came back after they were erased"));
  CHECK(has(forgets, "changes refused that were possible"));
  CHECK(has(forgets, "models there or not there in the end against what was done"));
  CHECK(has(forgets, "writers of the same id that succeeded too often or not at all"));
  CHECK(has(failed_with<GivesTornModels>(), "torn models"));
  CHECK(failed_with<LosesModels>() == std::vector<std::string>{"models lost"});
  CHECK(has(failed_with<GivesAnotherModel>(), "models of another id"));
  CHECK(has(failed_with<VersionsFall>(), "models or versions older than ones seen before"));
  CHECK(failed_with<LeavesModelsBehind>() == std::vector<std::string>{"models left behind"});
}

TEST_CASE("the first other answer is told with what was asked and what was expected") {
  const std::string other = other_answer<FaultyRegistry<GivesTornModels>>(1, 3, 600);
  CHECK(other.starts_with("operation "));
  CHECK(other.contains(" of seed 1 on 3 ids: \""));
  CHECK(other.contains(" torn\" instead of \""));
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
