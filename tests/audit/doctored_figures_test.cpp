// Files whose samples, figures or times are not what was measured: each is caught by the points that ask for it.
#include <algorithm>

#include "findings.hpp"

using namespace audit_test;

namespace {

/// A step is 5 % of the candidate's single shots, and under 1 % of its batches of 6.
void set_coarse_clock(Pair& pair) {
  set(pair.candidate.environment.facts, "clock_resolution_ns", 40.0);
  set(pair.candidate.environment.facts, "clock_overhead_ns", 35.0);
}

}  // namespace

TEST_CASE("samples and figures that were not measured are caught") {
  check_caught({
      {"the worst samples dropped",
       [](Pair& pair) {
         change_samples(pair.candidate.results[0], [](std::vector<double>& samples) {
           std::erase_if(samples, [](double sample) { return sample > 0.9; });
         });
         state_summary(pair.candidate.results[0]);
       },
       {1, 17, 18}},
      {"the worst samples dropped from the file, but not from its summary",
       [](Pair& pair) {
         change_samples(pair.candidate.results[0], [](std::vector<double>& samples) {
           std::erase_if(samples, [](double sample) { return sample > 0.9; });
         });
       },
       {1, 17, 18, 19, 20, 99}},
      {"the worst samples replaced, the old maximum left",
       [](Pair& pair) {
         change_samples(pair.candidate.results[0], [](std::vector<double>& samples) {
           std::ranges::replace_if(
               samples, [](double sample) { return sample > 0.9; }, 0.76);
         });
       },
       {19, 20, 99}},
      {"a mean that the samples contradict",
       [](Pair& pair) { pair.candidate.results[0].reported->mean *= 0.9; },
       {19, 23}},
      {"a standard deviation divided by something else",
       [](Pair& pair) { *pair.baseline.results[0].reported->sd *= 1.02; },
       {20}},
      {"a narrower interval", [](Pair& pair) { *pair.baseline.results[2].reported->ci_lower += 0.0005; }, {21}},
      {"a better p99 in another row", [](Pair& pair) { *pair.candidate.results[1].reported->p99 -= 0.02; }, {22}},
      {"percentiles out of order", [](Pair& pair) { *pair.baseline.results[3].reported->p95 = 9; }, {22, 88}},
      {"the best of several runs",
       [](Pair& pair) {
         auto& runs = pair.candidate.results[0].series.runs;
         runs.erase(runs.begin() + 1, runs.end());
         state_summary(pair.candidate.results[0]);
       },
       {30}},
      {"a precomputed answer",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.candidate.results) {
           change_samples(result, [](std::vector<double>& samples) { std::ranges::fill(samples, 0.002); });
           samples_vary(result);
           state_summary(result);
         }
       },
       {82, 83, 94}},
      {"means of batches passed off as single shots",
       [](Pair& pair) { pair.candidate.results[0].series.runs[0].batch = 6; },
       {10}},
      {"a clock that stops early",
       [](Pair& pair) {
         change_samples(pair.candidate.results[0], [](std::vector<double>& samples) {
           for (double& sample : samples) {
             sample -= 0.3;
           }
         });
         state_summary(pair.candidate.results[0]);
       },
       {12}},
      {"a cold start in the samples",
       [](Pair& pair) {
         change_samples(pair.baseline.results[0],
                        [](std::vector<double>& samples) { std::fill_n(samples.begin(), 200, 50.0); });
         state_summary(pair.baseline.results[0]);
       },
       {1}},
      {"a coarse clock",
       [](Pair& pair) { set(pair.candidate.environment.facts, "clock_resolution_ns", 1000.0); },
       {5, 29}},
      {"runs that disagree",
       [](Pair& pair) {
         for (double& sample : pair.baseline.results[0].series.runs[1].samples) {
           sample *= 1.25;
         }
         state_summary(pair.baseline.results[0]);
       },
       {71}},
      {"throttling within a run",
       [](Pair& pair) {
         change_samples(pair.baseline.results[0], [](std::vector<double>& samples) {
           for (std::size_t i = samples.size() / 2; i < samples.size(); ++i) {
             samples[i] += 1;
           }
         });
         state_summary(pair.baseline.results[0]);
       },
       {59}},
      {"another ratio elsewhere", [](Pair& pair) { pair.evidence.elsewhere->ratio = 2; }, {79}},
      {"a scalar sum faster than its additions",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.candidate.results) {
           change_samples(result, [](std::vector<double>& samples) {
             for (double& sample : samples) {
               sample *= 0.35;
             }
           });
           state_summary(result);
         }
       },
       {82, 84}},
      {"a quick look", [](Pair& pair) { set(pair.candidate.config, "quick", true); }, {16}},
      {"a run less on one side", [](Pair& pair) { pair.candidate.results[0].series.runs.pop_back(); }, {17}},
      {"a minimum that no sample has", [](Pair& pair) { *pair.candidate.results[0].reported->min -= 0.1; }, {22}},
      {"a maximum that no sample has", [](Pair& pair) { *pair.baseline.results[1].reported->max += 1; }, {22}},
      {"more iterations than were timed", [](Pair& pair) { pair.baseline.results[0].reported->iterations += 1; }, {17}},
      {"a single shot of a coarse clock that no batches stand beside",
       [](Pair& pair) {
         set_coarse_clock(pair);
         pair.candidate.results[1].name = "another";
       },
       {29}},
      {"a single shot of a coarse clock that its batches contradict",
       [](Pair& pair) {
         set_coarse_clock(pair);
         scale(pair.candidate.results[1], 0.8);
       },
       {29}},
      {"answers that were computed before, at half the time",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.candidate.results) {
           scale(result, 0.45);
         }
       },
       {94}},
  });
}

TEST_CASE("what verify finds in a file fails the point of its kind") {
  struct {
    const char* place;
    int point;
  } const contradictions[] = {
      {"results[0].between_runs.mean_us", 19},
      {"results[0].between_runs.sd_of_means_us", 20},
      {"results[0].between_runs.ci_lower", 21},
      {"results[0].between_runs.p50_ci_upper", 22},
      {"results[0].max_us", 22},
      {"results[0].throughput_per_sec", 23},
      {"results[0].between_runs.runs", 17},
      {"config.benchmark_iterations", 17},
      {"results[0].runs[1].counts.requests", 17},
  };
  for (const auto& [place, point] : contradictions) {
    for (auto figures : {&audit::Evidence::candidate_figures, &audit::Evidence::baseline_figures}) {
      Pair pair;
      (pair.evidence.*figures)
          .emplace()
          .figures.push_back({.result = "x",
                              .stated = {place, 2.0},
                              .recomputed = 1.0,
                              .agreement = core::Agreement::differs,
                              .remark = ""});
      CAPTURE(place);
      const core::AuditReport report = pair.audited();
      CHECK(shown(numbers(report, Finding::fail)) == std::to_string(point) + " ");
      CHECK(report.point(point)->evidence.find(place) != std::string::npos);
    }
  }
}

TEST_CASE("a clock too coarse for one call is fine enough where batches of calls agree") {
  Pair pair;
  set_coarse_clock(pair);
  // 780 ns against 712 ns and 35 ns of reading the clock
  const core::AuditReport report = pair.audited();
  CHECK_MESSAGE(report.point(29)->finding == Finding::pass, report.point(29)->evidence);
  CHECK(report.point(29)->evidence.find("In batches of 6") != std::string::npos);
}

TEST_CASE("runs that the clock cannot tell apart by single shots are told apart by batches of calls") {
  Pair pair;
  set_coarse_clock(pair);
  for (double& sample : pair.candidate.results[0].series.runs[1].samples) {
    sample -= 0.08;  // two steps
  }
  CHECK(pair.audited().point(71)->finding == Finding::pass);
  for (double& sample : pair.candidate.results[1].series.runs[1].samples) {
    sample *= 1.25;
  }
  CHECK(pair.audited().point(71)->finding == Finding::fail);
}

TEST_CASE("the candidate is timed again as fast as its own machine was") {
  Pair pair;
  pair.evidence.boot_id = "another boot";
  pair.evidence.read_bytes_per_sec = 75e9;  // half of what the candidate's machine reads
  pair.evidence.rerun->us_per_inference = 1.4;
  CHECK(pair.audited().point(94)->finding == Finding::pass);
  pair.evidence.read_bytes_per_sec = 600e9;  // the same time on a machine four times as fast
  CHECK(pair.audited().point(94)->finding == Finding::fail);
  pair.candidate.config = without(pair.candidate.config, "l1_read_bytes_per_sec");
  CHECK(pair.audited().point(94)->finding == Finding::skip);
}
