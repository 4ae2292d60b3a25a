// The scalability law over the runs of an arm; the fit itself is tested in usl_test.cpp.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "moebench/stats/usl.hpp"
#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::BenchmarkResult;
using moebench::core::ErrorKind;
using moebench::core::Rng;
using moebench::core::ScalingPoint;
using stats_test::near;
using stats_test::result_of;

namespace {

/// Microseconds per operation of a law with 10 us on one thread.
double time_us(double sigma, double kappa, std::size_t threads) {
  const auto n = static_cast<double>(threads);
  return 10 * (1 + sigma * (n - 1) + kappa * n * (n - 1)) / n;
}

/// Times of one operation, a row for each run.
using Times = std::vector<std::vector<double>>;

struct Arm {
  std::vector<std::size_t> threads;
  std::vector<BenchmarkResult> results;

  std::vector<ResultAtThreads> at_threads() const {
    std::vector<ResultAtThreads> all;
    for (std::size_t i = 0; i < threads.size(); ++i) {
      all.push_back({threads[i], &results[i]});
    }
    return all;
  }
};

/// `times_us`: for each run, a time for each number of threads.
Arm arm_of(const std::vector<std::size_t>& threads, const Times& times_us) {
  Arm arm{.threads = threads, .results = {}};
  for (std::size_t i = 0; i < threads.size(); ++i) {
    std::vector<std::vector<double>> runs;
    for (const auto& run : times_us) {
      runs.push_back({run[i]});
    }
    arm.results.push_back(result_of("arm", std::move(runs)));
  }
  return arm;
}

moebench::core::Scaling scaling_of(const Arm& arm) {
  return scaling_over_runs("arm", arm.at_threads(), 0.95).value();
}

moebench::core::Error refusal(const Arm& arm) {
  return scaling_over_runs("arm", arm.at_threads(), 0.95).error();
}

const Times k_times{{10, 5.4, 3.1, 2.2}, {10.2, 5.3, 3.2, 2.1}, {9.9, 5.5, 3.05, 2.3}};

}  // namespace

TEST_CASE("one run scales without intervals") {
  Arm arm = arm_of({1, 2, 4, 8}, {k_times[0]});
  arm.results[0].series.runs[0] = {.batch = 7, .samples = {8, 9, 13}, .counts = {}};
  const auto found = scaling_of(arm);
  CHECK(found.name == "arm");
  CHECK(found.level == 0.95);
  CHECK(found.runs == 1);
  REQUIRE(found.points.size() == 4);
  CHECK(found.points[0].threads == 1);
  CHECK(found.points[0].throughput_per_sec.value == near(1e5));
  CHECK(found.points[3].throughput_per_sec.value == near(1e6 / 2.2));
  CHECK_FALSE(found.points[0].throughput_per_sec.interval.has_value());
  const UslFit same = fit_usl("arm", found.points).value();
  CHECK(found.lambda_per_sec.value == same.lambda_per_sec);
  CHECK(found.sigma.value == same.sigma);
  CHECK(found.kappa.value == same.kappa);
  CHECK(found.peak_threads == same.peak_threads);
  CHECK(found.max_relative_residual == same.max_relative_residual);
  CHECK_FALSE(found.lambda_per_sec.interval.has_value());
  CHECK_FALSE(found.sigma.interval.has_value());
  CHECK_FALSE(found.kappa.interval.has_value());
}

TEST_CASE("runs give the coefficients intervals by the spread of their own fits") {
  // mpmath in 60 digits: the fit (as in usl_test.cpp) of x = mean over runs of 1e6 / times, then of each run alone
  // without bounds; fit -+ t * own.std(ddof=1) / sqrt(3) with t = .95 / sqrt(2 * .975 * .025), the point of 2 df. The
  // lower limits are -0.0553 for sigma and -0.0078 for kappa before clipping.
  const auto found = scaling_of(arm_of({1, 2, 4, 8}, k_times));
  CHECK(found.runs == 3);
  CHECK(found.points[2].throughput_per_sec.value == near(320983.16587343556));
  CHECK(found.points[2].throughput_per_sec.interval.value().lower == near(301587.0985509005));
  CHECK(found.points[2].throughput_per_sec.interval.value().upper == near(340379.2331959706));
  CHECK(found.lambda_per_sec.value == near(98948.877736877501));
  CHECK(found.lambda_per_sec.interval.value().lower == near(92619.353223435913));
  CHECK(found.lambda_per_sec.interval.value().upper == near(105278.40225031909));
  CHECK(found.sigma.value == near(0.050441753438853093, 1e-11));
  CHECK(found.sigma.interval.value().lower == 0);
  CHECK(found.sigma.interval.value().upper == near(0.15617479238713877, 1e-11));
  CHECK(found.kappa.value == near(0.0068906253517647703, 1e-11));
  CHECK(found.kappa.interval.value().lower == 0);
  CHECK(found.kappa.interval.value().upper == near(0.021590675942624629, 1e-11));
}

TEST_CASE("runs that pull below zero still disagree") {
  // As above. The fit has neither coefficient; alone the first run would have a negative sigma and the others a
  // negative kappa.
  const auto found =
      scaling_of(arm_of({1, 2, 4, 8}, {{10, 5.1, 2.5, 1.25}, {10.2, 5.0, 2.6, 1.3}, {9.9, 5.0, 2.6, 1.2}}));
  CHECK(found.lambda_per_sec.value == near(99563.3022622642));
  CHECK(found.lambda_per_sec.interval.value().lower == near(93914.355493936095));
  CHECK(found.sigma.value == 0);
  CHECK(found.sigma.interval.value().lower == 0);
  CHECK(found.sigma.interval.value().upper == near(0.069398820753804054, 1e-11));
  CHECK(found.kappa.value == 0);
  CHECK(found.kappa.interval.value().lower == 0);
  CHECK(found.kappa.interval.value().upper == near(0.0085606867650339403, 1e-11));
}

TEST_CASE("the order of the results and of the runs does not matter and they stay as they were") {
  const Arm arm = arm_of({1, 2, 4, 8}, k_times);
  const auto before = scaling_of(arm);
  auto reversed = arm.at_threads();
  std::ranges::reverse(reversed);
  const auto after = scaling_over_runs("arm", reversed, 0.95).value();
  CHECK(std::ranges::equal(after.points, arm.threads, {}, &ScalingPoint::threads));
  CHECK(reversed.front().threads == 8);
  CHECK(after.sigma.value == before.sigma.value);
  CHECK(after.sigma.interval == before.sigma.interval);
  const auto shuffled = scaling_of(arm_of({1, 2, 4, 8}, {k_times[2], k_times[0], k_times[1]}));
  CHECK(shuffled.kappa.value == near(before.kappa.value, 1e-11));
  CHECK(shuffled.sigma.interval.value().upper == near(before.sigma.interval.value().upper, 1e-11));
}

TEST_CASE("a run that is slower throughout widens lambda alone") {
  Times times(3);
  for (std::size_t run = 0; run < times.size(); ++run) {
    for (const std::size_t threads : {1U, 2U, 4U, 8U}) {
      times[run].push_back(time_us(0.05, 0.005, threads) * (1 + 0.25 * static_cast<double>(run)));
    }
  }
  times[0][1] *= 1 + 1e-6;
  const auto found = scaling_of(arm_of({1, 2, 4, 8}, times));
  CHECK(found.lambda_per_sec.interval.value().lower < 0.6e5);
  CHECK(found.sigma.interval.value().lower == near(0.05, 1e-3));
  CHECK(found.sigma.interval.value().upper == near(0.05, 1e-3));
  CHECK(found.kappa.interval.value().upper == near(0.005, 1e-3));
}

TEST_CASE("throughputs that are the same in all runs have no interval") {
  const auto found = scaling_of(arm_of({1, 2, 4, 8}, {k_times[0], k_times[0], k_times[0]}));
  CHECK(found.runs == 3);
  CHECK_FALSE(found.points[0].throughput_per_sec.interval.has_value());
  CHECK_FALSE(found.lambda_per_sec.interval.has_value());
  CHECK_FALSE(found.sigma.interval.has_value());
  CHECK_FALSE(found.kappa.interval.has_value());
  // Nor if rounding alone tells them apart, and a coefficient is 0.
  Times rounded{{10, 5.4, 3, 1.6}, {10, 5.4, 3, 1.6}};
  rounded[1][1] = std::nextafter(5.4, 6.0);
  const auto equal = scaling_of(arm_of({1, 2, 4, 8}, rounded));
  CHECK(equal.kappa.value == 0);
  CHECK_FALSE(equal.points[1].throughput_per_sec.interval.has_value());
  CHECK_FALSE(equal.sigma.interval.has_value());
  CHECK_FALSE(equal.kappa.interval.has_value());
  // One point that varies gives the coefficients a spread.
  const auto varying = scaling_of(arm_of({1, 2, 4, 8}, {{10, 5.4, 3.1, 2.2}, {10, 5.4, 3.1, 2.3}}));
  CHECK_FALSE(varying.points[0].throughput_per_sec.interval.has_value());
  CHECK(varying.points[3].throughput_per_sec.interval.has_value());
  CHECK(varying.kappa.interval.has_value());
}

TEST_CASE("a run without a law of its own takes the intervals of the coefficients and nothing else") {
  // The parabola through the second run's N / X, which are 4, 16 and 41.6 us, is below 0 at 1 thread.
  const auto found = scaling_of(arm_of({2, 4, 8}, {{5.4, 3.1, 2.2}, {2, 4, 5.2}, {5.3, 3.2, 2.2}}));
  CHECK(found.points[0].throughput_per_sec.interval.has_value());
  CHECK(found.lambda_per_sec.value > 0);
  CHECK_FALSE(found.lambda_per_sec.interval.has_value());
  CHECK_FALSE(found.sigma.interval.has_value());
  CHECK_FALSE(found.kappa.interval.has_value());
}

namespace {

/// The shares of 4000 repetitions in which the intervals over five runs cover sigma and kappa. Runs differ as a whole
/// by 10 %, each throughput by `noise` of its own.
std::array<double, 2> coverage(std::uint64_t seed, double true_sigma, double true_kappa, double noise) {
  constexpr int repetitions = 4000;
  Rng rng{seed};
  const std::vector<std::size_t> threads{1, 2, 4, 8};
  std::array<int, 2> covered{};
  for (int i = 0; i < repetitions; ++i) {
    Times times(5);
    for (auto& run : times) {
      const double state = std::exp(0.1 * rng.normal());
      for (const std::size_t n : threads) {
        run.push_back(time_us(true_sigma, true_kappa, n) * state * std::exp(noise * rng.normal()));
      }
    }
    const auto found = scaling_of(arm_of(threads, times));
    const auto sigma = found.sigma.interval.value();
    const auto kappa = found.kappa.interval.value();
    covered[0] += sigma.lower <= true_sigma && true_sigma <= sigma.upper ? 1 : 0;
    covered[1] += kappa.lower <= true_kappa && true_kappa <= kappa.upper ? 1 : 0;
  }
  return {covered[0] / static_cast<double>(repetitions), covered[1] / static_cast<double>(repetitions)};
}

}  // namespace

TEST_CASE("the intervals of sigma and kappa cover them in 95 of 100 cases") {
  // 4000 repetitions have a standard error of 0.34 %, and the bound leaves four of those.
  const auto [sigma, kappa] = coverage(63, 0.05, 0.005, 0.01);
  CHECK(std::abs(sigma - 0.95) < 0.0138);
  CHECK(std::abs(kappa - 0.95) < 0.0138);
}

TEST_CASE("near zero the intervals of sigma and kappa cover them no less often") {
  // With the runs' constrained fits it would be 73 of 100 cases for sigma and 84 for kappa.
  const auto [sigma, kappa] = coverage(64, 0.02, 0.0005, 0.05);
  CHECK(sigma > 0.95 - 0.0138);
  CHECK(kappa > 0.95 - 0.0138);
}

TEST_CASE("results that cannot be put together by runs are refused") {
  Arm fewer = arm_of({1, 2, 4, 8}, k_times);
  fewer.results[2].series.runs.pop_back();
  CHECK(refusal(fewer).kind == ErrorKind::input);
  CHECK(refusal(fewer).subject == "arm");
  CHECK(refusal(fewer).message.starts_with("runs with threads = 1: 3, with threads = 4: 2"));

  Arm no_runs = arm_of({1, 2, 4}, {k_times[0]});
  no_runs.results[0].series.runs.clear();
  CHECK(refusal(no_runs).message == "no runs with threads = 1");

  Arm empty_run = arm_of({1, 2, 4, 8}, k_times);
  empty_run.results[3].series.runs[1].samples.clear();
  CHECK(refusal(empty_run).message.starts_with("run 2 with threads = 8 has no time above 0"));

  Arm no_time = arm_of({1, 2, 4, 8}, k_times);
  for (const double time : {0.0, -1.0}) {
    no_time.results[1].series.runs[2].samples = {time, time};
    CHECK(refusal(no_time).message.starts_with("run 3 with threads = 2 has no time above 0"));
  }

  Arm no_times = arm_of({1, 2, 4, 8}, k_times);
  no_times.results[0].series.unit = "requests";
  CHECK(refusal(no_times).kind == ErrorKind::input);
  CHECK(refusal(no_times).message.find("\"requests\"") != std::string::npos);
}

TEST_CASE("results with too few numbers of threads are refused as points are") {
  CHECK(refusal(arm_of({1, 2}, {{10, 5}})).kind == ErrorKind::usage);
  CHECK(refusal(Arm{}).message.starts_with("different numbers of threads: 0"));
  CHECK(refusal(arm_of({0, 1, 2, 3}, {{10, 5, 4, 3}})).kind == ErrorKind::usage);
}
