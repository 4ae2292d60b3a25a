#include "moebench/scenarios/registry_scenario.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "moebench/core/rng.hpp"
#include "moebench/harness/thread_team.hpp"
#include "moebench/registry/with_backend.hpp"
#include "single_run.hpp"
#include "steady_round.hpp"
#include "sweep.hpp"

namespace moebench::scenarios {
namespace {

using harness::ThreadTeam;

constexpr std::string_view k_limit = "unsynchronised";

core::Result<void> validate(const RegistryPlan& plan) {
  if (const auto valid = check_values("readers", plan.readers); !valid) {
    return valid;
  }
  if (const auto few = check_combinations("readers", {plan.readers.size()}); !few) {
    return few;
  }
  if (plan.reads == 0) {
    return core::usage_error("reads", "at least 1 read for each thread is needed, 0 given");
  }
  if (plan.models == 0) {
    return core::usage_error("models", "at least 1 model is needed, 0 given");
  }
  if (plan.rounds == 0) {
    return core::usage_error("rounds", "at least 1 round is needed, 0 given");
  }
  return {};
}

std::vector<ReadArm> make_arms(const RegistryPlan& plan, const apr::LogisticRegression& model,
                               const std::shared_ptr<const Questions>& questions,
                               std::span<const Contender> contenders) {
  std::vector<ReadArm> arms;
  for (const registry::Backend backend : plan.backends) {
    registry::with_backend<ServedModel>(backend, [&](auto type) {
      using Registry = typename decltype(type)::type;
      const auto registry = filled<Registry>(*questions, model);
      add_read_arms(arms, std::string{registry::name(backend)}, registry, questions);
      if constexpr (std::is_same_v<Registry, registry::RcuRegistry<ServedModel>>) {
        arms.push_back({std::string{k_limit}, Access::borrowed, [=](std::size_t thread, std::uint64_t reads) {
                          return read_in_order(*questions, thread, reads, [&](std::string_view id) {
                            return registry->with_unsynchronised(
                                id, [](const ServedModel& served) { harness::keep(served.model().intercept()); });
                          });
                        }});
      }
    });
  }
  for (const Contender& contender : contenders) {
    std::ranges::move(contender.read_arms(model, questions), std::back_inserter(arms));
  }
  return arms;
}

/// An arm with its threads' counters and the samples of one way of counting after the other.
class ArmRows {
 public:
  ArmRows(const ReadArm& arm, std::size_t readers) : arm_{&arm}, tallies_(readers) {}

  const ReadArm& arm() const { return *arm_; }

  void read(std::size_t thread, std::uint64_t reads) {
    tallies_[thread].reads += reads;
    tallies_[thread].found += arm_->read(thread, reads);
  }

  /// What was counted since the last call does not belong to any row.
  void forget() { std::ranges::fill(tallies_, Tally{}); }

  struct Row {
    std::vector<double> samples_us;
    std::uint64_t reads = 0;
    std::uint64_t found = 0;
  };

  /// A round took `total_us`: all that was counted since the last call is its.
  void add(Row& row, double total_us) {
    std::uint64_t reads = 0;
    for (const Tally& tally : tallies_) {
      reads += tally.reads;
      row.found += tally.found;
    }
    row.reads += reads;
    row.samples_us.push_back(total_us / static_cast<double>(reads));
    forget();
  }

  Row created;
  Row steady;
  std::uint64_t steady_reads = 0;  // of each thread in a steady-state round

 private:
  struct alignas(64) Tally {
    std::uint64_t reads = 0;
    std::uint64_t found = 0;
  };
  const ReadArm* arm_;
  std::vector<Tally> tallies_;
};

std::vector<ArmRows> sized_arms(ThreadTeam& team, const RegistryPlan& plan, const std::vector<ReadArm>& arms) {
  std::vector<ArmRows> rows;
  rows.reserve(arms.size());
  for (const ReadArm& arm : arms) {
    ArmRows& all = rows.emplace_back(arm, team.size());
    team.run([&](std::size_t thread) { all.read(thread, plan.warmup); });
    all.steady_reads = steady_operations(
        team, [&](std::size_t thread, std::uint64_t reads) { all.read(thread, reads); }, plan.reads,
        plan.steady_ms * 1000);
    all.forget();  // warm-up and calibration do not count
  }
  return rows;
}

core::Attributes parameters(const RegistryPlan& plan, std::size_t readers, const ReadArm& arm) {
  core::Attributes params;
  params.set("readers", readers);
  params.set("reads_per_thread", plan.reads);
  params.set("models", plan.models);
  params.set("backend", arm.backend);
  params.set("access", name(arm.access));
  return params;
}

core::BenchmarkResult result_of(std::string name, std::string_view metric, core::Attributes params, std::uint64_t batch,
                                ArmRows::Row& row) {
  core::BenchmarkResult result =
      single_run(std::move(name), "registry", metric, std::move(params), batch, std::move(row.samples_us));
  result.series.runs.front().counts = {{"requests", {row.reads}}, {"succeeded", {row.found}}};
  result.checks = {{.name = "reads that did not find their model",
                    .expected = "0",
                    .actual = std::to_string(row.reads - row.found),
                    .ok = row.reads == row.found}};
  return result;
}

/// What an arm is held against, for the same way of counting: the locked registry's reads, first the reference's, which
/// are owned; then of the same kind; and what no strategy can beat.
std::vector<std::string> baselines_of(const ReadArm& arm, std::string_view way) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view backend, std::string_view access) {
    if (backend != arm.backend || access != name(arm.access)) {
      names.push_back(fmt::format("registry/{}/{}/{}", backend, access, way));
    }
  };
  if (arm.backend != k_limit) {
    add("rwlock", "owned");
    if (arm.access == Access::borrowed) {
      add("rwlock", "borrowed");
      add(k_limit, "borrowed");
    }
  }
  return names;
}

/// Every arm in each round, in an order drawn anew; `counted` also with thread creation.
core::Result<void> run_rounds(ThreadTeam& team, const RegistryPlan& plan, std::vector<ArmRows>& arms,
                              std::vector<double>* threads_only_us) {
  core::Rng rng{plan.seed, plan.run};
  std::vector<std::size_t> order(arms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t round = 0; round < plan.rounds; ++round) {
    rng.shuffle(order);
    for (const std::size_t i : order) {
      ArmRows& arm = arms[i];
      if (threads_only_us != nullptr) {
        const auto created_us =
            harness::time_with_creation(team.size(), [&](std::size_t thread) { arm.read(thread, plan.reads); });
        const auto empty_us = harness::time_with_creation(team.size(), [](std::size_t) {});
        if (!created_us || !empty_us) {
          return std::unexpected((created_us ? empty_us : created_us).error());
        }
        arm.add(arm.created, *created_us);
        threads_only_us->push_back(*empty_us / static_cast<double>(team.size()));
      }
      const double steady_us = team.run([&](std::size_t thread) { arm.read(thread, arm.steady_reads); }).makespan_us;
      arm.add(arm.steady, steady_us);
    }
  }
  return {};
}

constexpr std::string_view k_makespan = "makespan per read";

/// Both ways of counting with one number of readers.
core::Result<std::vector<core::BenchmarkResult>> run_counted(const RegistryPlan& plan,
                                                             const std::vector<ReadArm>& arms) {
  const std::size_t readers = plan.readers.front();
  const auto team = ThreadTeam::create(readers);
  if (!team) {
    return core::usage_error("readers", team.error().message);
  }
  std::vector<ArmRows> rows = sized_arms(**team, plan, arms);
  std::vector<double> threads_only_us;
  if (const auto done = run_rounds(**team, plan, rows, &threads_only_us); !done) {
    return core::usage_error("readers", done.error().message);
  }
  std::vector<core::BenchmarkResult> results;
  for (ArmRows& row : rows) {
    const ReadArm& arm = row.arm();
    const core::Attributes params = parameters(plan, readers, arm);
    const std::string prefix = fmt::format("registry/{}/{}/", arm.backend, name(arm.access));
    results.push_back(result_of(prefix + "threads-created", "duration with thread creation per read", params,
                                readers * plan.reads, row.created));
    results.back().baselines = baselines_of(arm, "threads-created");
    results.push_back(result_of(prefix + "steady-state", k_makespan, params, readers * row.steady_reads, row.steady));
    results.back().baselines = baselines_of(arm, "steady-state");
    doubt_short_rounds(results.back(), plan.steady_ms * 1000);
  }
  core::Attributes params;
  params.set("readers", readers);
  results.push_back(single_run("registry/threads-only", "registry", "creating and joining, per thread",
                               std::move(params), readers, std::move(threads_only_us)));
  return results;
}

/// The steady state with one of the numbers of readers.
core::Result<std::vector<core::BenchmarkResult>> run_steady(const RegistryPlan& plan, std::size_t readers,
                                                            const std::vector<ReadArm>& arms) {
  const auto team = ThreadTeam::create(readers);
  if (!team) {
    return core::usage_error("readers", team.error().message);
  }
  std::vector<ArmRows> rows = sized_arms(**team, plan, arms);
  if (const auto done = run_rounds(**team, plan, rows, nullptr); !done) {
    return std::unexpected(done.error());
  }
  std::vector<core::BenchmarkResult> results;
  const std::string way = fmt::format("{}-readers", readers);
  for (ArmRows& row : rows) {
    const ReadArm& arm = row.arm();
    core::Attributes params = parameters(plan, readers, arm);
    params.set("curve", fmt::format("{}, {}", arm.backend, name(arm.access)));
    params.set("curve_threads", readers);
    results.push_back(result_of(fmt::format("registry/{}/{}/{}", arm.backend, name(arm.access), way), k_makespan,
                                std::move(params), readers * row.steady_reads, row.steady));
    results.back().baselines = baselines_of(arm, way);
    doubt_short_rounds(results.back(), plan.steady_ms * 1000);
  }
  return results;
}

/// The steady state with each number of readers, these too in an order drawn anew in each run.
core::Result<std::vector<core::BenchmarkResult>> run_sweep(const RegistryPlan& plan, const std::vector<ReadArm>& arms) {
  return in_random_order(plan.readers, core::Rng{plan.seed, ~plan.run},
                         [&](std::size_t readers) { return run_steady(plan, readers, arms); });
}

}  // namespace

std::shared_ptr<const Questions> make_questions(const RegistryPlan& plan) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < plan.models; ++i) {
    ids.push_back(fmt::format("model-{}", i));
  }
  return std::make_shared<const Questions>(std::move(ids), std::ranges::max(plan.readers), plan.seed, plan.run);
}

core::Result<void> check_plan(const RegistryPlan& plan) {
  return validate(plan);
}

core::Result<std::vector<core::BenchmarkResult>> run_registry(const RegistryPlan& plan,
                                                              const apr::LogisticRegression& model,
                                                              std::span<const Contender> contenders) {
  if (plan.backends.empty() && contenders.empty()) {
    return core::usage_error("backend", "at least 1 backend is needed, none given");
  }
  if (const auto valid = validate(plan); !valid) {
    return std::unexpected(valid.error());
  }
  if (const auto distinct = check_names(contenders); !distinct) {
    return std::unexpected(distinct.error());
  }
  return run_read_arms(plan, make_arms(plan, model, make_questions(plan), contenders));
}

core::Result<std::vector<core::BenchmarkResult>> run_read_arms(const RegistryPlan& plan,
                                                               const std::vector<ReadArm>& arms) {
  if (const auto valid = validate(plan); !valid) {
    return std::unexpected(valid.error());
  }
  return plan.readers.size() == 1 ? run_counted(plan, arms) : run_sweep(plan, arms);
}

}  // namespace moebench::scenarios
