// A scenario of one's own, measured and compared as the tool's are: two of the router's policies, in turns, in five
// fresh processes. usage: custom_benchmark FILE       Prints the verdict and saves what was measured for `moebench
// stats` and `compare`.
//        custom_benchmark --run N    One of the processes: prints what it measured.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <moebench/measure.hpp>
#include <moebench/results.hpp>
#include <moebench/router.hpp>
#include <moebench/statistics.hpp>

using namespace moebench;

namespace {

/// Routes one request, again and again.
harness::Operation routing(moe::Policy policy) {
  const auto router = std::make_shared<moe::Router>(moe::Router::create({.experts = 8, .policy = policy}).value());
  const std::vector<float> scores{0.1F, 0.2F, 0.15F, 0.3F, 0.05F, 0.1F, 0.05F, 0.05F};
  return [router, scores](std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      harness::clobber();
      harness::keep(router->route(scores));
    }
  };
}

core::Result<std::vector<core::BenchmarkResult>> measure(std::uint64_t run) {
  return scenarios::run_operations(
      {.scenario = "routing", .run = run},
      {{"routing/top-1", routing(moe::Policy::top_1)}, {"routing/power-of-two", routing(moe::Policy::power_of_two)}});
}

core::ResultSet measure_in_fresh_processes() {
  core::ResultSet all;
  const harness::EnvironmentWatch watch;
  for (int run = 0; run < 5; ++run) {
    const auto output = harness::capture_run({.program = "/proc/self/exe",
                                              .arguments = {"--run", std::to_string(run)},
                                              .time_limit = std::chrono::minutes{5}});
    core::ResultSet measured = io::parse_results(output.value(), "a run").value();
    if (run == 0) {
      all.results = std::move(measured.results);
    } else {
      core::append_run(all, std::move(measured)).value();
    }
  }
  all.environment = watch.finish();
  return all;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3 && std::string_view{arguments[1]} == "--run") {
    core::ResultSet set;
    set.results = measure(std::strtoull(arguments[2], nullptr, 10)).value();
    std::puts(io::to_json(set, stats::analyse(set)).c_str());
    return 0;
  }
  const core::ResultSet set = measure_in_fresh_processes();
  const core::Comparison comparison = stats::compare(set.results[1], set.results[0]);
  std::printf("power-of-two against top-1: %s. %s\n", std::string{core::name(comparison.verdict.outcome)}.c_str(),
              comparison.verdict.reason.c_str());
  for (const core::Warning& warning : comparison.warnings) {
    std::printf("%s: %s\n", std::string{core::name(warning.code)}.c_str(), warning.message.c_str());
  }
  const char* const file = count > 1 ? arguments[1] : "routing.json";
  if (const auto saved = io::write_atomically(file, io::to_json(set, stats::analyse(set))); !saved) {
    std::fprintf(stderr, "%s: %s\n", saved.error().subject.c_str(), saved.error().message.c_str());
    return 1;
  }
}
