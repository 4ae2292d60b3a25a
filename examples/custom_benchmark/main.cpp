// An operation of one's own, measured and described as the tool's scenarios are: a router that routes one request.
#include <cstdint>
#include <cstdio>
#include <vector>

#include <moebench/core/result_set.hpp>
#include <moebench/harness/clock.hpp>
#include <moebench/harness/keep.hpp>
#include <moebench/harness/runner.hpp>
#include <moebench/moe/router.hpp>
#include <moebench/stats/summarize.hpp>

using namespace moebench;

int main() {
  const auto router = moe::Router::create({.experts = 8, .capacity = 100, .policy = moe::Policy::power_of_two});
  if (!router) {
    std::printf("%s: %s\n", router.error().subject.c_str(), router.error().message.c_str());
    return 1;
  }
  const std::vector<float> scores{0.1F, 0.2F, 0.15F, 0.3F, 0.05F, 0.1F, 0.05F, 0.05F};
  const harness::Operation route = [&](std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      harness::clobber();
      harness::keep(router->route(scores));
    }
  };

  harness::SteadyClock clock;
  const auto cost = harness::measure_clock(clock);
  auto samples = harness::take_samples(clock, cost, {.warmup = 1000, .samples = 500}, route);

  core::BenchmarkResult result;
  result.name = "route";
  result.series.runs.push_back({.batch = samples.batch, .samples = std::move(samples.elapsed_us), .counts = {}});
  const core::Summary summary = stats::summarize(result);
  std::printf("route: median %.2f ns, mean %.2f ns [%.2f, %.2f], %zu samples of %llu calls\n",
              summary.quantile(0.5)->value * 1000, summary.mean * 1000, summary.mean_interval->lower * 1000,
              summary.mean_interval->upper * 1000, summary.n, static_cast<unsigned long long>(samples.batch));
  for (const core::Warning& warning : summary.warnings) {
    std::printf("%s: %s\n", std::string{core::name(warning.code)}.c_str(), warning.message.c_str());
  }
}
