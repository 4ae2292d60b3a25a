#include "moebench/io/comparison_json.hpp"

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "contains.hpp"

using namespace moebench::core;
using moebench::io::to_json;
using test::contains;

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
      .dominance = Dominance{0.25, -0.5},
      .mann_whitney = MannWhitney{10, NullDistribution::asymptotic, -2.5, 0.0125, -1.5, 0.001},
      .brunner_munzel = BrunnerMunzel{2, 30, 0.0625, -1.25, 0.75},
      .kolmogorov_smirnov = KolmogorovSmirnov{0.5, 0.125, -0.75, NullDistribution::exact},
      .log_t = LogT{0.5, Interval{0.25, 1}, 12, 0.03125},
      .ratio_bootstrap = Interval{0.1, 0.15},
      .tost = Tost{-1, 1, 2, -3, 0.25, 0.125, 0.25, {-0.5, 1.5}, false},
      .tost_ratio = TostRatio{0.95, 1.05, 4, -5, 20, 21, 0.25, 0.5, 0.5, false},
      .quantiles =
          {{0.5, QuantileContrast{1, 2, {-1, Interval{-2, 0.5}}, Estimate{0.5, {}}}, {3, 4, {-1, {}}, {}}, 368}},
      .dependence_corrected = DependenceCorrected{20, 30, {-4.5, {}}, {}, {}, {}},
      .alpha = 0.05,
      .verdict = {Outcome::improved, true, {0.95, 1.05}, "because"},
  };
}

}  // namespace

TEST_CASE("a comparison is written with every key and null for what is undefined") {
  ComparisonSet set;
  set.comparisons = {full_comparison()};
  set.unmatched_candidate = {"only here"};
  set.unmatched_baseline = {};
  set.warnings = {{WarningCode::different_machines, "cpu_model", "Two machines."}};
  CHECK(to_json(set, {"CPU: A in the baseline, B now"}) == R"({
  "schema": "moebench.compare/1",
  "warnings": [
    {"code": "different_machines", "name": "cpu_model", "message": "Two machines."},
    {"code": "zero_variance", "name": "LogisticRegression", "message": "Long tail."}
  ],
  "differences": [
    "CPU: A in the baseline, B now"
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
        "magnitude": "large",
        "hedges_j": 0.75,
        "cles": 0.25,
        "cliffs_delta": -0.5
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
        "delta_log": null,
        "log_t": {
          "gmr": 0.5,
          "lower": 0.25,
          "upper": 1.0,
          "df": 12.0,
          "p_value": 0.03125
        },
        "bootstrap": {
          "lower": 0.1,
          "upper": 0.15
        }
      },
      "mann_whitney": {
        "u": 10.0,
        "method": "asymptotic",
        "z": -2.5,
        "p_value": 0.0125,
        "log10_p": -1.5,
        "least_p": 0.001
      },
      "brunner_munzel": {
        "statistic": 2.0,
        "df": 30.0,
        "p_value": 0.0625,
        "log10_p": -1.25,
        "p_hat": 0.75
      },
      "ks": {
        "d": 0.5,
        "p_value": 0.125,
        "log10_p": -0.75,
        "method": "exact"
      },
      "tost": {
        "low": -1.0,
        "high": 1.0,
        "t_lower": 2.0,
        "t_upper": -3.0,
        "p_lower": 0.25,
        "p_upper": 0.125,
        "p_value": 0.25,
        "ci": {
          "lower": -0.5,
          "upper": 1.5
        },
        "equivalent": false
      },
      "tost_ratio": {
        "low": 0.95,
        "high": 1.05,
        "t_lower": 4.0,
        "t_upper": -5.0,
        "df_lower": 20.0,
        "df_upper": 21.0,
        "p_lower": 0.25,
        "p_upper": 0.5,
        "p_value": 0.5,
        "equivalent": false
      },
      "quantiles": [
        {
          "p": 0.5,
          "type": 7,
          "between_runs": {
            "candidate": 1.0,
            "baseline": 2.0,
            "difference": {
              "estimate": -1.0,
              "ci": {
                "lower": -2.0,
                "upper": 0.5
              }
            },
            "ratio": {
              "estimate": 0.5,
              "ci_lower": null,
              "ci_upper": null
            }
          },
          "pooled": {
            "candidate": 3.0,
            "baseline": 4.0,
            "difference": {
              "estimate": -1.0,
              "ci": null
            },
            "ratio": null
          },
          "samples_needed": 368
        }
      ],
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
        },
        "tost": null,
        "tost_ratio": null
      },
      "dependence_corrected": {
        "worth_candidate": 20,
        "worth_baseline": 30,
        "difference": {
          "estimate": -4.5,
          "ci": null
        },
        "welch": null,
        "ratio": null,
        "speedup": null,
        "tost_ratio": null
      },
      "verdict": {
        "outcome": "improved",
        "replicated": true,
        "basis": "runs",
        "margin": {
          "low": 0.95,
          "high": 1.05
        },
        "reason": "because"
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
  comparison.dominance = {};
  comparison.mann_whitney = {};
  comparison.brunner_munzel = {};
  comparison.kolmogorov_smirnov = {};
  comparison.tost = {};
  comparison.tost_ratio = {};
  comparison.quantiles = {};
  comparison.dependence_corrected = {};
  comparison.between_runs = {};
  comparison.difference = {std::numeric_limits<double>::quiet_NaN(), {}};
  const std::string text = to_json(ComparisonSet{{comparison}, {}, {}, {}});
  for (const char* key :
       {"welch", "cohens_d_pooled", "hedges_j", "ratio", "between_runs", "estimate", "ci", "cles", "cliffs_delta",
        "mann_whitney", "brunner_munzel", "ks", "tost", "tost_ratio", "quantiles", "dependence_corrected"}) {
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

TEST_CASE("a rank test without p keeps its U") {
  Comparison comparison = full_comparison();
  comparison.mann_whitney = MannWhitney{10, NullDistribution::exact, {}, {}, {}, 0.001};
  comparison.between_runs.reset();
  const std::string text = to_json(ComparisonSet{{comparison}, {}, {}, {}});
  CHECK(contains(text, R"("u": 10.0,
        "method": "exact",
        "z": null,
        "p_value": null,
        "log10_p": null)"));
  CHECK(contains(text, R"("basis": "samples")"));
}

TEST_CASE("no comparisons are a valid document") {
  CHECK(to_json(ComparisonSet{}) == R"({
  "schema": "moebench.compare/1",
  "warnings": [],
  "differences": [],
  "unmatched": {
    "a": [],
    "b": []
  },
  "comparisons": []
}
)");
}
