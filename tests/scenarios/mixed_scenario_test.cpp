#include "moebench/scenarios/mixed_scenario.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/registry/locked_registry.hpp"

using namespace moebench::scenarios;
using moebench::core::BenchmarkResult;
using moebench::registry::Backend;
using moebench::registry::MutexRegistry;
using moebench::registry::Version;

namespace {

MixedPlan small_plan() {
  MixedPlan plan;
  plan.readers = {3};
  plan.writers = {2};
  plan.operations = {40};
  plan.warmup = 1;
  plan.rounds = 2;
  return plan;
}

moebench::apr::LogisticRegression small_model() {
  return moebench::apr::LogisticRegression::create({1.0F, 2.0F, 3.0F}, 0.5F).value();
}

std::uint64_t count(const BenchmarkResult& result, const std::string& name) {
  for (const auto& counted : result.series.runs.at(0).counts) {
    if (counted.name == name) {
      return counted.values.at(0);
    }
  }
  FAIL("no such count");
  return 0;
}

/// Forwards to a registry with a mutex, for faults to be put in. Copies of a test's registry share its faults.
template <class Faults>
class Faulty {
 public:
  using Model = ServedModel;
  using Handle = std::shared_ptr<const ServedModel>;

  auto insert(std::string id, ServedModel model) { return Faults::insert(inner_, std::move(id), std::move(model)); }
  auto replace(std::string_view id, ServedModel model) { return inner_.replace(id, std::move(model)); }
  auto erase(std::string_view id) { return inner_.erase(id); }
  Handle get(std::string_view id) const { return Faults::get(inner_, id); }
  template <class Use>
  bool with(std::string_view id, Use&& use) const {
    return inner_.with(id, std::forward<Use>(use));
  }
  std::optional<Version> find(std::string_view id) const { return inner_.find(id); }
  std::size_t size() const { return inner_.size(); }
  std::vector<std::string> ids() const { return inner_.ids(); }

 private:
  MutexRegistry<ServedModel> inner_;
};

using Inner = MutexRegistry<ServedModel>;

struct NoFaults {
  static auto insert(Inner& inner, std::string id, ServedModel model) {
    return inner.insert(std::move(id), std::move(model));
  }
  static auto get(const Inner& inner, std::string_view id) { return inner.get(id); }
};

struct LosesWrites : NoFaults {
  static auto insert(Inner& inner, std::string id, ServedModel model) {
    return id.ends_with("-7") ? moebench::core::Result<void>{} : inner.insert(std::move(id), std::move(model));
  }
};

struct MixesModels : NoFaults {
  static auto get(const Inner& inner, std::string_view id) {
    auto other = inner.get("writer-0-0");
    return inner.get(id) == nullptr ? nullptr : other;
  }
};

/// A writer waits for a reader that waits for a writer, until the test frees both.
struct Deadlocks : NoFaults {
  static inline std::atomic<bool> reader_came{false};
  static inline std::atomic<bool> writer_came{false};
  static inline std::atomic<int> inside{0};

  static void meet(std::atomic<bool>& mine, const std::atomic<bool>& other) {
    ++inside;
    other.wait(false);
    mine = true;  // too late: that is the deadlock
    mine.notify_all();
    --inside;
  }
  static auto insert(Inner& inner, std::string id, ServedModel model) {
    meet(writer_came, reader_came);
    return inner.insert(std::move(id), std::move(model));
  }
  static auto get(const Inner& inner, std::string_view id) {
    meet(reader_came, writer_came);
    return inner.get(id);
  }
  static void free_all() {
    reader_came = true;
    writer_came = true;
    reader_came.notify_all();
    writer_came.notify_all();
  }
};

/// A writer gets in only while no reader reads: the count of reads that have begun stands still.
struct KeepsWritersOut : NoFaults {
  static inline std::atomic<std::uint64_t> reads{0};

  static auto insert(Inner& inner, std::string id, ServedModel model) {
    std::uint64_t before = 0;
    do {
      before = reads;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    } while (reads != before);
    return inner.insert(std::move(id), std::move(model));
  }
  static auto get(const Inner& inner, std::string_view id) {
    ++reads;
    return inner.get(id);
  }
};

template <class Faults>
auto run_faulty(const MixedPlan& plan) {
  return run_mixed_arms(plan, {mixed_arm<Faulty<Faults>>("faulty", small_model())});
}

bool passed(const BenchmarkResult& result, const std::string& check_name) {
  const auto at = std::ranges::find_if(
      result.checks, [&](const moebench::core::Check& check) { return check.name.starts_with(check_name); });
  REQUIRE(at != result.checks.end());
  return at->ok;
}

}  // namespace

TEST_CASE("readers and writers leave every backend with exactly the models that were inserted") {
  MixedPlan plan = small_plan();
  plan.backends = {Backend::rcu, Backend::snapshot, Backend::rwlock, Backend::mutex};
  const auto results = run_mixed(plan, small_model()).value();
  REQUIRE(results.size() == 4 * 5);
  for (std::size_t i = 0; i < results.size(); i += 5) {
    const std::string prefix = "mixed/" + results[i].params.text("backend");
    CHECK(results[i].name == prefix + "/exact");
    CHECK(results[i].series.runs.at(0).batch == 5 * 40);
    CHECK(results[i].series.runs.at(0).samples.size() == plan.rounds);
    CHECK(count(results[i], "requests") == 3 * 40 * plan.rounds);
    REQUIRE(results[i].checks.size() == 4);
    CHECK(results[i].checks[0].expected == "80");
    for (const auto& check : results[i].checks) {
      CHECK(check.ok);
    }
    CHECK(results[i + 1].name == prefix + "/insert");
    CHECK(results[i + 1].series.runs.at(0).batch == 80);
    CHECK(results[i + 2].name == prefix + "/read-while-writing");
    CHECK(results[i + 3].name == prefix + "/read-beside-busy-threads");
    CHECK(results[i + 4].name == prefix + "/read-alone");
    // Without writers the registry is full, so every read hits.
    CHECK(count(results[i + 3], "succeeded") == count(results[i + 3], "requests"));
    CHECK(count(results[i + 4], "succeeded") == count(results[i + 4], "requests"));
  }
}

TEST_CASE("several numbers of operations give the cost of an insertion by size") {
  MixedPlan plan = small_plan();
  plan.operations = {10, 30};
  const auto results = run_mixed(plan, small_model()).value();
  REQUIRE(results.size() == 2);
  CHECK(results[0].name == "mixed/rcu/insert/20");
  CHECK(results[1].name == "mixed/rcu/insert/60");
  CHECK(results[1].series.runs.at(0).batch == 60);
  CHECK(passed(results[1], "final number"));
}

TEST_CASE("a registry that loses writes fails the checks on the count and on stale reads") {
  MixedPlan plan = small_plan();
  plan.rounds = 20;
  const auto results = run_faulty<LosesWrites>(plan).value();
  CHECK_FALSE(passed(results[0], "final number"));
  CHECK(passed(results[0], "torn"));
  CHECK_FALSE(passed(results[0], "stale"));  // the rounds without writers ask for the lost ones as well
}

TEST_CASE("a registry that gives out other models fails the check on torn reads") {
  const auto results = run_faulty<MixesModels>(small_plan()).value();
  CHECK(passed(results[0], "final number"));
  CHECK_FALSE(passed(results[0], "torn"));
}

TEST_CASE("a deadlock is reported with who stands where and does not hang the scenario") {
  MixedPlan plan = small_plan();
  plan.stall_limit_s = 0.3;
  plan.round_limit_s = 0.2;
  const auto results = run_faulty<Deadlocks>(plan);
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().kind == moebench::core::ErrorKind::bug);
  CAPTURE(results.error().message);
  CHECK(results.error().message.starts_with("mixed: faulty stood still for "));
  CHECK(results.error().message.find("in insert after 0 steps") != std::string::npos);
  Deadlocks::free_all();
  while (Deadlocks::inside > 0) {  // the threads use this test's registry
    std::this_thread::yield();
  }
}

TEST_CASE("where readers keep writers out a round ends and says how many models were inserted") {
  MixedPlan plan = small_plan();
  plan.rounds = 5;
  plan.warmup = 0;
  plan.round_limit_s = 0.1;
  const auto results = run_faulty<KeepsWritersOut>(plan).value();
  const BenchmarkResult& insert = results[1];
  CHECK(insert.series.runs.at(0).samples.size() < plan.rounds);  // enough is enough
  REQUIRE(insert.warnings.size() == 1);
  CHECK(insert.warnings[0].code == moebench::core::WarningCode::stopped_early);
  CHECK(count(insert, "inserted") >= insert.series.runs.at(0).samples.size());
  CHECK(count(insert, "inserted") < 80 * insert.series.runs.at(0).samples.size());
  for (const auto& check : results[0].checks) {
    CHECK(check.ok);
  }
}

TEST_CASE("an even thinning keeps every so many-th sample in order") {
  ThinnedSamples thinned;
  for (int i = 0; i < 100'000; ++i) {
    thinned.add(i);
  }
  const auto& samples = thinned.samples();
  CHECK(samples.size() >= ThinnedSamples::k_most / 2);
  CHECK(samples.size() < ThinnedSamples::k_most);
  const double step = samples[1] - samples[0];
  for (std::size_t i = 0; i < samples.size(); ++i) {
    REQUIRE(samples[i] == step * static_cast<double>(i));
  }
  CHECK(samples.back() > 100'000 - step - 1);
}

TEST_CASE("thinned samples of two readers have the same weight") {
  ThinnedSamples many;
  ThinnedSamples few;
  for (int i = 0; i < 100'000; ++i) {
    many.add(1);
  }
  for (int i = 0; i < 10'000; ++i) {
    few.add(2);
  }
  for (const auto& [to, from] : {std::pair{many, few}, std::pair{few, many}}) {
    ThinnedSamples both = to;
    both.add(from);
    const auto twos = std::ranges::count(both.samples(), 2.0);
    CHECK(both.samples().size() < ThinnedSamples::k_most);
    CHECK(static_cast<double>(twos) / static_cast<double>(both.samples().size()) ==
          doctest::Approx(1.0 / 11).epsilon(0.02));
  }
}

TEST_CASE("readers go on with both ways of reading however many reads are thinned") {
  /// Owned reads alone are slow.
  struct SlowOwned : NoFaults {
    static auto get(const Inner& inner, std::string_view id) {
      const moebench::harness::SteadyClock clock;
      const auto until = clock.now() + std::chrono::microseconds{5};
      while (clock.now() < until) {
      }
      return inner.get(id);
    }
  };
  const auto arm = mixed_arm<Faulty<SlowOwned>>("faulty", small_model());
  const auto round = arm.fresh({.readers = 1, .writers = 1, .operations = 20'000}, 42, 0);
  round->prepare(Company::writers, Reading::exact, 0);
  round->work(1);  // the writer, and then the reader: every read hits
  round->work(0);
  const ReaderLog log = round->take_logs().at(0);
  CHECK(log.hits == 20'000);
  const auto& waits_us = log.waits_us.samples();
  const auto slow = std::ranges::count_if(waits_us, [](double wait_us) { return wait_us >= 5; });
  CHECK(static_cast<double>(slow) > 0.25 * static_cast<double>(waits_us.size()));
  CHECK(static_cast<double>(slow) < 0.75 * static_cast<double>(waits_us.size()));
}

TEST_CASE("a served model knows when its stamp or a parameter is not the one that it was made with") {
  const ServedModel model{small_model(), 7};
  CHECK(model.intact());
  CHECK(model.stamp() == 7);
  ServedModel torn{small_model(), 7};
  const_cast<std::vector<float>&>(torn.model().coefficients())[1] = 2.5F;
  CHECK_FALSE(torn.intact());
}

TEST_CASE("the mixed scenario refuses plans that measure nothing by the option at fault") {
  const auto subject = [](auto change) {
    MixedPlan plan = small_plan();
    change(plan);
    const auto results = run_mixed(plan, small_model());
    REQUIRE_FALSE(results.has_value());
    CHECK(results.error().kind == moebench::core::ErrorKind::usage);
    return results.error().subject;
  };
  CHECK(subject([](MixedPlan& plan) { plan.readers = {0}; }) == "readers");
  CHECK(subject([](MixedPlan& plan) { plan.writers = {0}; }) == "writers");
  CHECK(subject([](MixedPlan& plan) { plan.operations = {0}; }) == "ops");
  CHECK(subject([](MixedPlan& plan) { plan.operations = {5, 5}; }) == "ops");
  CHECK(subject([](MixedPlan& plan) { plan.rounds = 0; }) == "rounds");
  CHECK(subject([](MixedPlan& plan) { plan.stall_limit_s = plan.round_limit_s; }) == "stall-limit");
  CHECK(subject([](MixedPlan& plan) { plan.backends.clear(); }) == "backend");
}
