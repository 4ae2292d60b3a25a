// The checklist on a complete pair of files, and on pairs in which something is wrong: each wrong is caught by the
// point that asks for it.
#include "moebench/audit/audit.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "complete_pair.hpp"

using namespace audit_test;
using core::Finding;

namespace {

std::set<int> numbers(const core::AuditReport& report, Finding finding) {
  std::set<int> found;
  for (const core::AuditCategory& category : report.categories) {
    for (const core::AuditPoint& point : category.points) {
      if (point.finding == finding) {
        found.insert(point.number);
      }
    }
  }
  return found;
}

std::string shown(const std::set<int>& set) {
  std::string out;
  for (const int number : set) {
    out += std::to_string(number) + " ";
  }
  return out;
}

core::Attributes without(const core::Attributes& attributes, std::string_view key) {
  core::Attributes kept;
  for (const auto& [name, value] : attributes.entries()) {
    if (name != key) {
      kept.set(name, value);
    }
  }
  return kept;
}

/// Samples of the result, in every run, after `change`.
void change_samples(core::BenchmarkResult& result, const std::function<void(std::vector<double>&)>& change) {
  for (core::Run& run : result.series.runs) {
    change(run.samples);
  }
}

/// Samples that do not all agree, so that nothing is undefined.
void samples_vary(core::BenchmarkResult& result) {
  change_samples(result, [](std::vector<double>& samples) {
    for (std::size_t i = 0; i < samples.size(); i += 2) {
      samples[i] += 0.001;
    }
  });
}

}  // namespace

TEST_CASE("a complete pair passes every point and is accepted") {
  const core::AuditReport report = Pair{}.audited();
  CHECK_MESSAGE(report.count(Finding::pass) == 100, "failed: ", shown(numbers(report, Finding::fail)),
                "skipped: ", shown(numbers(report, Finding::skip)));
  CHECK(report.accepted());
  CHECK(report.candidate == "moebench LogisticRegression");
  CHECK(report.baseline == "PyTorch LogisticRegression");
}

TEST_CASE("the points are numbered 1 to 100 in eight categories, each with evidence and, where lost, a remedy") {
  Pair pair;
  pair.baseline.config = {};
  const core::AuditReport report = pair.audited();
  const std::size_t sizes[] = {15, 15, 15, 10, 15, 10, 10, 10};
  REQUIRE(report.categories.size() == std::size(sizes));
  int next = 1;
  for (std::size_t i = 0; i < report.categories.size(); ++i) {
    CHECK(report.categories[i].points.size() == sizes[i]);
    for (const core::AuditPoint& point : report.categories[i].points) {
      CAPTURE(point.number);
      CHECK(point.number == next++);
      CHECK_FALSE(point.title.empty());
      CHECK_FALSE(point.evidence.empty());
      CHECK(point.remedy.empty() == (point.finding == Finding::pass));
    }
  }
}

TEST_CASE("nothing passes by default: two bare means earn the equal count alone") {
  core::ResultSet a;
  core::ResultSet b;
  a.results.emplace_back().name = "x";
  a.results[0].reported.emplace().iterations = 10'000;
  a.results[0].reported->mean = 1;
  b.results = a.results;
  b.results[0].reported->mean = 5;
  const core::AuditReport report = audit::audit(a, b, {}).value();
  CHECK(shown(numbers(report, Finding::pass)) == "17 ");
  CHECK(shown(numbers(report, Finding::fail)) == "");
  CHECK_FALSE(report.accepted());
}

TEST_CASE("every recorded fact counts: a file without it loses a point") {
  const Pair complete;
  const std::set<std::string> not_judged{"l1_read_bytes_per_sec"};  // the boot's own measurement is preferred
  for (auto side : {&Pair::candidate, &Pair::baseline}) {
    const auto entries = (complete.*side).config.entries();
    for (const auto& [key, value] : entries) {
      const bool elsewhere = (complete.*side).environment.facts.find(key) != nullptr;
      if (not_judged.contains(key) || elsewhere) {
        continue;
      }
      Pair pair = complete;
      (pair.*side).config = without((complete.*side).config, key);
      CAPTURE(key);
      CAPTURE((pair.*side).source);
      // What only the candidate's machine tells, or only PyTorch's set-up, is asked of that side alone.
      const bool of_other_side = side == &Pair::candidate ? key == "platform" : false;
      CHECK((pair.audited().count(Finding::pass) < 100 || of_other_side));
    }
  }
}

TEST_CASE("accepted are 95 points or more") {
  Pair pair;
  pair.evidence.elsewhere.reset();                                     // 79
  pair.candidate.config = without(pair.candidate.config, "governor");  // 58
  core::AuditReport report = pair.audited();
  CHECK(report.count(Finding::pass) == 98);
  CHECK(report.accepted());
  pair.candidate.config = without(pair.candidate.config, "compilers_running");  // 68
  pair.candidate.config = without(pair.candidate.config, "swap_used_bytes");    // 60
  pair.baseline.config.set("pytorch_version", "1.13.0a0");                      // 61
  CHECK(pair.audited().accepted());
  pair.baseline.config.set("python_version", "3.7.1");  // 62
  report = pair.audited();
  CHECK(report.count(Finding::pass) == 94);
  REQUIRE(report.objections.size() == 1);
  CHECK(report.objections[0] == "94 of 100 points passed; 95 are needed.");
}

TEST_CASE("one failure in the first three categories or in the last rejects") {
  Pair pair;
  pair.baseline.config.set("device", "cuda");
  const core::AuditReport report = pair.audited();
  CHECK(report.count(Finding::pass) >= audit::k_points_to_accept);
  CHECK_FALSE(report.accepted());
  CHECK(report.objections.size() == 2);  // 32 in code correctness, 96 in bias detection
}

TEST_CASE("each wrong is caught by the points that ask for it") {
  struct Wrong {
    const char* what;
    std::function<void(Pair&)> doctor;
    std::set<int> failed;  // at least these
  };
  const std::vector<Wrong> wrongs{
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
      {"another seed", [](Pair& pair) { pair.baseline.config.set("seed", 43); }, {4, 72}},
      {"a sleep in the baseline",
       [](Pair& pair) {
         for (core::BenchmarkResult* result : {&pair.baseline.results[0], &pair.baseline.results[1]}) {
           change_samples(*result, [](std::vector<double>& samples) {
             for (double& sample : samples) {
               sample += 1000;
             }
           });
           state_summary(*result);
         }
         for (core::Run& run : pair.baseline.results[0].series.runs) {
           run.counts[0].values = {10'000};
         }
       },
       {81, 86, 91}},
      {"a busy wait in the plain form alone, which gives no core up",
       [](Pair& pair) {
         change_samples(pair.baseline.results[0], [](std::vector<double>& samples) {
           for (double& sample : samples) {
             sample += 20;
           }
         });
         state_summary(pair.baseline.results[0]);
       },
       {11, 81, 91}},
      {"a mean that the samples contradict",
       [](Pair& pair) { pair.candidate.results[0].reported->mean *= 0.9; },
       {19, 23}},
      {"a standard deviation divided by something else",
       [](Pair& pair) { *pair.baseline.results[0].reported->sd *= 1.02; },
       {20}},
      {"a narrower interval", [](Pair& pair) { *pair.baseline.results[2].reported->ci_lower += 0.0005; }, {21}},
      {"a better p99 in another row", [](Pair& pair) { *pair.candidate.results[1].reported->p99 -= 0.02; }, {22}},
      {"percentiles out of order", [](Pair& pair) { *pair.baseline.results[3].reported->p95 = 9; }, {22, 88}},
      {"a debug build",
       [](Pair& pair) { pair.candidate.environment.facts.set("build_type", "Debug (assertions on)"); },
       {37, 64, 95}},
      {"a debug build of PyTorch", [](Pair& pair) { set(pair.baseline.config, "debug_build", true); }, {64, 95}},
      {"another CPU",
       [](Pair& pair) {
         pair.baseline.config.set("cpu", "Model Z");
         pair.baseline.config.set("boot_id", "boot-2");
       },
       {56, 57}},
      {"the best of several runs",
       [](Pair& pair) {
         auto& runs = pair.candidate.results[0].series.runs;
         runs.erase(runs.begin() + 1, runs.end());
         state_summary(pair.candidate.results[0]);
       },
       {30}},
      {"swapped labels", [](Pair& pair) { pair.baseline.config.set("labels_crc32", "11111111"); }, {42}},
      {"labels swapped on both sides",
       [](Pair& pair) {
         pair.candidate.config.set("labels_crc32", "11111111");
         pair.baseline.config.set("labels_crc32", "11111111");
       },
       {42}},
      {"a model that was not trained",
       [](Pair& pair) {
         for (core::ResultSet* side : {&pair.candidate, &pair.baseline}) {
           side->config.set("model_crc32", "00000000");
           side->config.set("coefficients_nonzero", 0);
         }
       },
       {51, 52}},
      {"a precomputed answer",
       [](Pair& pair) {
         for (core::BenchmarkResult& result : pair.candidate.results) {
           change_samples(result, [](std::vector<double>& samples) { std::ranges::fill(samples, 0.002); });
           samples_vary(result);
           state_summary(result);
         }
       },
       {82, 83, 94}},
      {"an answer of another model",
       [](Pair& pair) {
         set(pair.candidate.results[0].params, "logit", 1.0);
         set(pair.candidate.results[0].params, "probability", 0.7310585786300049);
       },
       {7, 36, 73, 92}},
      {"an answer that is one bit off",
       [](Pair& pair) { set(pair.candidate.results[0].params, "logit", 2.165475845336914); },
       {73, 92}},
      {"answers that change while they are measured",
       [](Pair& pair) { pair.baseline.results[0].checks[0].ok = false; },
       {54}},
      {"parameters that change while they are measured",
       [](Pair& pair) { pair.candidate.results[0].checks[1].ok = false; },
       {55}},
      {"a GPU", [](Pair& pair) { set(pair.baseline.config, "cuda_available", true); }, {32}},
      {"gradients on", [](Pair& pair) { set(pair.baseline.config, "grad_enabled", true); }, {33}},
      {"training mode", [](Pair& pair) { set(pair.baseline.config, "eval_mode", false); }, {15, 34}},
      {"a batch against single calls",
       [](Pair& pair) { pair.baseline.results[0].params.set("batch_size", 32); },
       {9, 47, 97}},
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
      {"reading a file in every call",
       [](Pair& pair) { pair.baseline.results[0].series.runs[1].counts[2].values = {10'000}; },
       {13}},
      {"allocations traced", [](Pair& pair) { set(pair.baseline.config, "allocation_tracing", true); }, {14}},
      {"a wall clock", [](Pair& pair) { set(pair.baseline.config, "clock_monotonic", false); }, {5, 39}},
      {"a coarse clock",
       [](Pair& pair) { set(pair.candidate.environment.facts, "clock_resolution_ns", 1000.0); },
       {5, 29}},
      {"the wrong word for the effect",
       [](Pair& pair) {
         pair.evidence.comparison_report = "## moebench LogisticRegression\n\n- Cohen's d: 80.0 (small)\n";
       },
       {27}},
      {"native instructions",
       [](Pair& pair) { pair.candidate.environment.facts.set("compiler_flags", "-O3 -march=native -flto"); },
       {38, 40, 78, 80, 92}},
      {"garbage collection", [](Pair& pair) { pair.baseline.results[0].series.runs[0].counts[4].values = {3}; }, {67}},
      {"a busy machine", [](Pair& pair) { set(pair.baseline.config, "load_average_1m", 3.5); }, {66}},
      {"compilers in the background", [](Pair& pair) { pair.candidate.config.set("compilers_running", 2); }, {68}},
      {"several threads", [](Pair& pair) { pair.baseline.config.set("threads", 8); }, {69}},
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
      {"a warning of the machine left out",
       [](Pair& pair) { pair.evidence.unstated_hazards = {"machine_busy"}; },
       {100}},
      {"an unexplained ratio",
       [](Pair& pair) {
         change_samples(pair.baseline.results[4], [](std::vector<double>& samples) {
           for (double& sample : samples) {
             sample *= 20;
           }
         });
         state_summary(pair.baseline.results[4]);
       },
       {85}},
      {"pixels beyond 1", [](Pair& pair) { set(pair.baseline.config, "input_max", 255.0); }, {48}},
      {"a third label", [](Pair& pair) { pair.baseline.config.set("training_labels_1", 800); }, {49}},
      {"double precision", [](Pair& pair) { pair.baseline.config.set("dtype", "float64"); }, {45}},
      {"another training set", [](Pair& pair) { pair.baseline.config.set("training_samples", 500); }, {43, 46}},
      {"a baseline that multiplies with the reference BLAS",
       [](Pair& pair) { pair.baseline.config.set("blas", "BLAS_INFO=generic, /usr/lib/blas/libblas.so.3.11.0"); },
       {91}},
      {"PyTorch told to do without the processor's vectors",
       [](Pair& pair) {
         pair.candidate.environment.facts.set("cpu_features", "sse4.2 avx fma avx2");
         pair.baseline.config.set("cpu_capability", "CPU capability usage: NO AVX");
       },
       {91}},
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
      {"a check that says ok of what differs",
       [](Pair& pair) { pair.candidate.results[0].checks.back().actual = "deadbeef"; },
       {55}},
      {"a quick look", [](Pair& pair) { set(pair.candidate.config, "quick", true); }, {16}},
      {"a run less on one side", [](Pair& pair) { pair.candidate.results[0].series.runs.pop_back(); }, {17}},
      {"more coefficients than there are",
       [](Pair& pair) { pair.candidate.config.set("coefficients_nonzero", 99'999); },
       {52}},
      {"a compiled baseline", [](Pair& pair) { set(pair.baseline.config, "compiled", true); }, {35}},
      {"another form passed off as the plain one",
       [](Pair& pair) { pair.baseline.results[0].params.set("form", "traced"); },
       {31, 35}},
  };
  const Pair complete;
  for (const Wrong& wrong : wrongs) {
    Pair pair = complete;
    wrong.doctor(pair);
    const core::AuditReport report = pair.audited();
    const std::set<int> failed = numbers(report, Finding::fail);
    CAPTURE(wrong.what);
    CAPTURE(shown(failed));
    CHECK(std::ranges::includes(failed, wrong.failed));
  }
}

TEST_CASE("without this boot's measurement the recorded bandwidth is the floor, and without both there is none") {
  Pair pair;
  pair.evidence.boot_id = "another boot";
  CHECK(pair.audited().count(Finding::pass) == 100);
  CHECK(pair.audited().point(83)->evidence.find("that the candidate recorded") != std::string::npos);
  pair.candidate.config = without(pair.candidate.config, "l1_read_bytes_per_sec");
  const core::AuditReport report = pair.audited();
  CHECK(shown(numbers(report, Finding::skip)) == "81 82 83 94 ");
  CHECK(shown(numbers(report, Finding::fail)) == "");
}

TEST_CASE("what the candidate's sum costs is told in cycles for each input") {
  const std::string evidence = Pair{}.audited().point(82)->evidence;
  CHECK_MESSAGE(evidence.find("cycles at 3000 MHz for each of 784 inputs") != std::string::npos, evidence);
}

TEST_CASE("the operating system's kernel is not taken for the one that computes") {
  Pair pair;
  for (core::BenchmarkResult& result : pair.candidate.results) {
    result.params = without(result.params, "kernel");
  }
  const core::AuditReport report = pair.audited();
  for (const int number : {80, 92, 93}) {
    CHECK(report.point(number)->finding == Finding::skip);
  }
}

TEST_CASE("a ratio from another machine counts when it is of another CPU and of the same program") {
  Pair pair;
  pair.evidence.elsewhere->cpu = "Model X";
  CHECK(pair.audited().point(79)->finding == Finding::skip);
  pair = Pair{};
  pair.evidence.elsewhere->candidate = "Aprender LogisticRegression";
  CHECK(pair.audited().point(79)->finding == Finding::skip);
}

TEST_CASE("batches are judged when asked for by name, and files without a common result are refused") {
  const Pair pair;
  const auto report = audit::audit(pair.candidate, pair.baseline, pair.evidence,
                                   {"moebench LogisticRegression (batched)=PyTorch LogisticRegression (batched)"});
  REQUIRE(report.has_value());
  CHECK(report->candidate == "moebench LogisticRegression (batched)");
  CHECK(report->point(10)->finding == Finding::fail);
  core::ResultSet other = pair.baseline;
  for (core::BenchmarkResult& result : other.results) {
    result.name += " other";
  }
  const auto refused = audit::audit(pair.candidate, other, pair.evidence);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == core::ErrorKind::input);
  CHECK(refused.error().message.find("--match") != std::string::npos);
}
