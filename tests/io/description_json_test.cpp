#include "moebench/io/description_json.hpp"

#include <limits>

#include <doctest/doctest.h>

#include "contains.hpp"
#include "moebench/io/tables_csv.hpp"

using namespace moebench::core;
using moebench::io::descriptions_csv;
using moebench::io::to_json;
using ::test::contains;

namespace {

Description full() {
  Description d{};
  d.name = "a";
  d.metric = "time";
  d.unit = "us";
  d.from_samples = true;
  d.runs = 2;
  d.summary.n = 10;
  d.summary.operations = 20;
  d.summary.level = 0.95;
  d.summary.mean = 5;
  d.summary.sd = 2;
  d.summary.mean_interval = MeanInterval{0.95, 9, 4, 6};
  d.summary.min = 1;
  d.summary.max = 9;
  d.summary.quantiles = {{0.5, 5, 3, {}, 2, {}, 0.975, 7}};
  d.summary.between_runs = BetweenRuns{2, 1, {5, {}}, 0.5, {4.5, Interval{4, 5}}, {8, {}}, {9, {}}, {}};
  d.sem = 0.5;
  d.median = 5;
  d.skewness = 0.25;
  d.robust = RobustFigures{5, 1, 1.5, 2, 5.5, 4.5, {}};
  d.outliers = Outliers{4, 6, 2, -2, 1, 9, 12, 0, 1, 2, 3};
  d.autocorrelation = Autocorrelation{0.5, 3, 4, 2.5};
  d.widened_mean = WidenedInterval{3, 0.95, 2, 1, 9};
  d.ljung_box = LjungBox{12.5, 2, 0.002};
  d.normality = {TestResult{0.9, 0.04}, TestResult{0.3, {}}, {}};
  d.bootstrap = Bootstrap{100, 7, 0.95, {{4, 6}, Interval{4.5, 6.5}, 0.5}, {4, 5}};
  d.hierarchical = Hierarchical{2, 10, 0.95, 5, 1, Interval{2, 8}, 0.5, 4, -0.25, 0, 0, 0.5, 0.75};
  d.budget = RunBudget{0.01, 40, 5, {}};
  d.histogram = Histogram{0, 2, {1, 8}, 0, 1};
  d.modes = {{1, {{2, 0.25}, {7, 0.75}}}};
  d.changes = {{1, 40, 2, 7}};
  d.trends = {{0, 1, 3, 1e-4}};
  d.warnings = {{WarningCode::skewed, "a", "long"}, {WarningCode::drift, "a", "rises"}};
  return d;
}

}  // namespace

TEST_CASE("a description is written with every key") {
  const std::string text = to_json(DescriptionSet{"file.json", {full()}});
  CHECK(
      text.starts_with("{\n  \"schema\": \"moebench.stats/1\",\n  \"warnings\": [\n"
                       "    {\"code\": \"skewed\", \"name\": \"a\", \"message\": \"long\"},\n"
                       "    {\"code\": \"drift\", \"name\": \"a\", \"message\": \"rises\"}\n  ],\n  \"results\": ["));
  CHECK(text == R"({
  "schema": "moebench.stats/1",
  "warnings": [
    {"code": "skewed", "name": "a", "message": "long"},
    {"code": "drift", "name": "a", "message": "rises"}
  ],
  "results": [
    {
      "name": "a",
      "n": 10,
      "iterations": 20,
      "source": "samples",
      "metric": "time",
      "unit": "us",
      "better": "lower",
      "mean": 5.0,
      "sd": 2.0,
      "sem": 0.5,
      "min": 1.0,
      "max": 9.0,
      "median": 5.0,
      "mean_ci": {
        "method": "student_t",
        "level": 0.95,
        "df": 9.0,
        "lower": 4.0,
        "upper": 6.0
      },
      "mean_ci_effective": {
        "method": "student_t_effective_n",
        "level": 0.95,
        "effective_n": 3.0,
        "df": 2.0,
        "lower": 1.0,
        "upper": 9.0
      },
      "quantiles": [
        {
          "p": 0.5,
          "type": 7,
          "value": 5.0,
          "ci": {
            "lower": 3.0,
            "upper": null,
            "lower_rank": 2,
            "upper_rank": null,
            "coverage": 0.975,
            "samples_needed": 7
          }
        }
      ],
      "mad_raw": 1.0,
      "mad": 1.5,
      "iqr": 2.0,
      "trimmed_mean_10": 5.5,
      "geometric_mean": 4.5,
      "harmonic_mean": null,
      "skewness": 0.25,
      "outliers": {
        "q1": 4.0,
        "q3": 6.0,
        "iqr": 2.0,
        "fence_low_severe": -2.0,
        "fence_low_mild": 1.0,
        "fence_high_mild": 9.0,
        "fence_high_severe": 12.0,
        "low_severe": 0,
        "low_mild": 1,
        "high_mild": 2,
        "high_severe": 3
      },
      "autocorrelation": {
        "lag1": 0.5,
        "ess_ar1": 3.0,
        "ess_ips": 4.0,
        "tau_ips": 2.5
      },
      "ljung_box": {
        "statistic": 12.5,
        "df": 2,
        "p_value": 0.002
      },
      "normality": {
        "shapiro_wilk": {
          "w": 0.9,
          "p_value": 0.04
        },
        "anderson_darling": {
          "a2": 0.3,
          "p_value": null
        },
        "jarque_bera": null
      },
      "bootstrap": {
        "resamples": 100,
        "seed": 7,
        "level": 0.95,
        "mean": {
          "percentile": {
            "lower": 4.0,
            "upper": 6.0
          },
          "bca": {
            "lower": 4.5,
            "upper": 6.5
          },
          "se": 0.5
        },
        "median": {
          "percentile": {
            "lower": 4.0,
            "upper": 5.0
          }
        }
      },
      "runs": {
        "count": 2,
        "mean": 5.0,
        "mean_ci": {
          "method": "student_t_over_runs",
          "level": 0.95,
          "df": 1.0,
          "lower": 2.0,
          "upper": 8.0
        },
        "run_mean_sd": 0.5,
        "within_variance": 4.0,
        "between_variance_raw": -0.25,
        "between_variance": 0.0,
        "icc": 0.0,
        "anova_f": 0.5,
        "anova_p": 0.75,
        "p50": {
          "mean": 4.5,
          "ci": {
            "lower": 4.0,
            "upper": 5.0
          }
        },
        "p95": {
          "mean": 8.0,
          "ci": null
        },
        "p99": {
          "mean": 9.0,
          "ci": null
        },
        "budget": {
          "target_share": 0.01,
          "runs_for_target": 40,
          "samples_per_run": 5.0,
          "best_samples_at_equal_cost": null
        }
      },
      "histogram": {
        "from": 0.0,
        "width": 2.0,
        "counts": [1, 8],
        "below": 0,
        "above": 1
      },
      "modes": [
        {"run": 1, "location": 2.0, "share": 0.25},
        {"run": 1, "location": 7.0, "share": 0.75}
      ],
      "changes": [
        {"run": 1, "sample": 40, "before": 2.0, "after": 7.0}
      ],
      "trends": [
        {"run": 0, "from": 1.0, "to": 3.0, "p_value": 0.0001}
      ]
    }
  ]
}
)");
}

TEST_CASE("what a summary cannot tell is null") {
  Description told{};
  told.name = "b";
  told.summary.n = 100;
  told.summary.level = 0.9;
  told.summary.mean = 10;
  told.summary.quantiles = {{0.5, 9, {}, {}, {}, {}, 0}};
  told.sem = std::numeric_limits<double>::quiet_NaN();
  const std::string text = to_json(DescriptionSet{"", {told}});
  CHECK(contains(text, R"("source": "summary")"));
  for (const char* key :
       {"sd", "sem", "min", "median", "df", "lower", "upper", "ci", "type", "mad", "outliers", "ljung_box",
        "autocorrelation", "shapiro_wilk", "bootstrap", "runs", "histogram", "mean_ci_effective"}) {
    CAPTURE(key);
    CHECK(contains(text, std::string{"\""} + key + "\": null"));
  }
  CHECK(contains(text, R"("level": 0.9)"));
  CHECK_FALSE(contains(text, "nan"));
}

TEST_CASE("descriptions are lines of a table") {
  CHECK(
      descriptions_csv(DescriptionSet{"", {full()}}) ==
      "name,unit,source,n,mean,ci_lower,ci_upper,runs,runs_mean,runs_ci_lower,runs_ci_upper,sd,min,max,median,mad,iqr,"
      "p95,p95_lower,p95_upper,p99,p99_lower,p99_upper,severe_outliers,lag1,effective_n,doubts\n"
      "a,us,samples,10,5,4,6,2,5,2,8,2,1,9,5,1.5,2,,,,,,,3,0.5,3,skewed drift\n");
}
