// Checks a registry strategy of one's own, then has it take turns with the tool's own in both registry scenarios.
// usage: registry_strategy FILE    Prints how it fares and saves what was measured for `moebench stats` and `compare`.
#include <algorithm>
#include <cstdio>
#include <iterator>
#include <vector>

#include <moebench/measure.hpp>
#include <moebench/registry.hpp>
#include <moebench/results.hpp>
#include <moebench/statistics.hpp>

#include "sharded_registry.hpp"

using namespace moebench;
using registry::Backend;

int main(int count, char** arguments) {
  for (const core::Check& check : registry::check_registry<ShardedRegistry<registry::StampedModel>>()) {
    std::printf("%s: %s\n", check.name.c_str(), check.actual.c_str());
    if (!check.ok) {
      return 1;
    }
  }

  const auto model = apr::LogisticRegression::create(std::vector<float>(784, 0.5F), 0.1F).value();
  const std::vector mine{scenarios::contender<ShardedRegistry<scenarios::ServedModel>>("sharded")};
  core::ResultSet set;
  const harness::EnvironmentWatch watch;
  set.results =
      scenarios::run_registry(
          {.readers = {4}, .backends = {Backend::rcu, Backend::rwlock}, .rounds = 5, .steady_ms = 20}, model, mine)
          .value();
  auto mixed = scenarios::run_mixed(
      {.readers = {2}, .writers = {2}, .operations = {200}, .backends = {Backend::rwlock}, .rounds = 3}, model, mine);
  std::ranges::move(mixed.value(), std::back_inserter(set.results));
  set.environment = watch.finish();

  const core::Analysis analysis = stats::analyse(set);
  for (const core::Speedup& speedup : analysis.speedups) {
    if (speedup.name == "registry/sharded/owned/steady-state") {
      std::printf("%s: %.2f times as fast as %s\n", speedup.name.c_str(), speedup.speedup.value,
                  speedup.baseline.c_str());
    }
  }
  for (const core::BenchmarkResult& result : set.results) {
    for (const core::Check& check : result.checks) {
      if (!check.ok) {
        std::printf("%s: %s: %s instead of %s\n", result.name.c_str(), check.name.c_str(), check.actual.c_str(),
                    check.expected.c_str());
        return 1;
      }
    }
  }
  const char* const file = count > 1 ? arguments[1] : "sharded.json";
  if (const auto saved = io::write_atomically(file, io::to_json(set, analysis)); !saved) {
    std::fprintf(stderr, "%s: %s\n", saved.error().subject.c_str(), saved.error().message.c_str());
    return 1;
  }
}
