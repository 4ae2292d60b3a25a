#include "moebench/io/comparison_json.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

using namespace moebench::core;
using moebench::io::to_json;

namespace {

/// The two baselines' summaries of logistic regression, with round figures for what was computed from them.
Comparison full_comparison() {
  return {
      .name = "LogisticRegression",
      .level = 0.95,
      .candidate = {"Aprender", "aprender", 10000, 100, 3, {200, 0.5, 0.25}, 0.5, 2000000, "us", Better::lower},
      .baseline = {"PyTorch", "pytorch", 10000, {}, 0, {10000, 5, {}}, 4, 200000, "MB", Better::higher},
      .difference = {-4.5, Interval{-4.75, -4.25}},
      .welch = Welch{-400, 9999.5, 0.0125, 0, -7000.5},
      .holm = 0.5,
      .bh = {},
      .effect_sizes =
          EffectSizes{Estimate{-6, Interval{-7, -5}}, Estimate{-6.5, {}}, Estimate{-6.25, Interval{-7, -5}}, {}, 0.75},
      .ratio = Ratio{0.125, Fieller{{}, 0.25, 9999, false}, Interval{0.1, 0.2}, {}},
      .speedup = Ratio{10, Fieller{9, 11, 9999, true}, {}, {}},
      .speedup_p50 = 8,
      .speedup_throughput = 10.5,
      .between_runs = ComparedRuns{{3, 0.5, {}}, {2, 4.5, {}}, {-4, {}}, {}, {}, Ratio{9, {}, {}, {}}},
      .warnings = {{WarningCode::zero_variance, "LogisticRegression", "Long tail."}},
  };
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a comparison is written with every key and null for what is undefined") {
  ComparisonSet set;
  set.comparisons = {full_comparison()};
  set.unmatched_candidate = {"only here"};
  set.unmatched_baseline = {};
  set.warnings = {{WarningCode::different_machines, "cpu_model", "Two machines."}};
  CHECK(to_json(set) == R"({
  "schema": "moebench.compare/1",
  "warnings": [
    {"code": "different_machines", "name": "cpu_model", "message": "Two machines."},
    {"code": "zero_variance", "name": "LogisticRegression", "message": "Long tail."}
  ],
  "unmatched": {
    "a": [
      "only here"
    ],
    "b": []
  },
  "comparisons": [
    {
      "name": "LogisticRegression",
      "level": 0.95,
      "candidate": {
        "name": "Aprender",
        "framework": "aprender",
        "n": 200,
        "iterations": 10000,
        "warmup": 100,
        "runs": 3,
        "unit": "us",
        "better": "lower",
        "mean_us": 0.5,
        "sd_us": 0.25,
        "p50_us": 0.5,
        "throughput_per_sec": 2000000.0
      },
      "baseline": {
        "name": "PyTorch",
        "framework": "pytorch",
        "n": 10000,
        "iterations": 10000,
        "warmup": null,
        "runs": 0,
        "unit": "MB",
        "better": "higher",
        "mean_us": 5.0,
        "sd_us": null,
        "p50_us": 4.0,
        "throughput_per_sec": 200000.0
      },
      "speedup": {
        "p50": 8.0,
        "mean": 9.0,
        "fieller": null,
        "throughput": 10.5
      },
      "difference": {
        "estimate": -4.5,
        "ci": {
          "lower": -4.75,
          "upper": -4.25
        }
      },
      "welch": {
        "t": -400.0,
        "df": 9999.5,
        "se": 0.0125,
        "p_value": 0.0,
        "log10_p": -7000.5
      },
      "adjusted": {
        "holm": 0.5,
        "bh": null
      },
      "effect_size": {
        "cohens_d_pooled": {
          "estimate": -6.0,
          "ci_lower": -7.0,
          "ci_upper": -5.0
        },
        "cohens_d_av": {
          "estimate": -6.5,
          "ci_lower": null,
          "ci_upper": null
        },
        "hedges_g": {
          "estimate": -6.25,
          "ci_lower": -7.0,
          "ci_upper": -5.0
        },
        "glass_delta": null,
        "hedges_j": 0.75
      },
      "ratio": {
        "estimate": 0.125,
        "fieller": {
          "lower": null,
          "upper": 0.25,
          "df": 9999.0,
          "bounded": false
        },
        "delta": {
          "lower": 0.1,
          "upper": 0.2
        },
        "delta_log": null
      },
      "between_runs": {
        "runs_candidate": 3,
        "runs_baseline": 2,
        "difference": {
          "estimate": -4.0,
          "ci": null
        },
        "welch": null,
        "ratio": null,
        "speedup": {
          "estimate": 9.0,
          "fieller": null,
          "delta": null,
          "delta_log": null
        }
      },
      "warnings": [
        {"code": "zero_variance", "name": "LogisticRegression", "message": "Long tail."}
      ]
    }
  ]
}
)");
}

TEST_CASE("a comparison that nothing could be computed for is all nulls") {
  Comparison comparison = full_comparison();
  comparison.welch = {};
  comparison.effect_sizes = {};
  comparison.ratio = {};
  comparison.between_runs = {};
  comparison.difference = {std::numeric_limits<double>::quiet_NaN(), {}};
  const std::string text = to_json(ComparisonSet{{comparison}, {}, {}, {}});
  for (const char* key : {"welch", "cohens_d_pooled", "hedges_j", "ratio", "between_runs", "estimate", "ci"}) {
    CHECK(contains(text, std::string{"\""} + key + "\": null"));
  }
  CHECK(!contains(text, "nan"));
}

TEST_CASE("a speedup that is undefined is null and without runs it is that of all samples") {
  Comparison comparison = full_comparison();
  comparison.between_runs.reset();
  CHECK(contains(to_json(ComparisonSet{{comparison}, {}, {}, {}}), R"("mean": 10.0,
        "fieller": {
          "lower": 9.0,)"));
  comparison.speedup.reset();
  comparison.speedup_p50.reset();
  comparison.speedup_throughput.reset();
  const std::string text = to_json(ComparisonSet{{comparison}, {}, {}, {}});
  for (const char* key : {"p50", "mean", "fieller", "throughput"}) {
    CHECK(contains(text, std::string{"\""} + key + "\": null"));
  }
}

TEST_CASE("no comparisons are a valid document") {
  CHECK(to_json(ComparisonSet{}) == R"({
  "schema": "moebench.compare/1",
  "warnings": [],
  "unmatched": {
    "a": [],
    "b": []
  },
  "comparisons": []
}
)");
}
