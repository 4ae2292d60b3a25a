// moebench calc: one statistic, its inputs on standard input.
#include <regex>

#include <doctest/doctest.h>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;

namespace {

Printed calc(const std::string& kind, const std::string& input, const std::string& format = "json") {
  return run({"calc", kind, "--format", format}, MOEBENCH_PROGRAM, input);
}

/// The answer's text without its white space; fails unless there is one.
std::string answer(const std::string& kind, const std::string& input) {
  const Printed printed = calc(kind, input);
  CHECK_MESSAGE(printed.status == 0, printed.err);
  CHECK(printed.err.empty());
  return std::regex_replace(printed.out, std::regex{"\\s"}, "");
}

const std::vector<std::pair<std::string, std::string>> k_inputs{
    {"p_adjust", R"({"p": [0.01, 0.04, 0.03]})"},
    {"paired_t", R"({"samples_a": [1, 2, 4], "samples_b": [1.5, 2, 3]})"},
    {"power", R"({"delta": 1, "sd_a": 1, "n_a": 20, "sd_b": 1, "n_b": 2e1, "alpha": 0.05, "target_power": 0.8})"},
    {"hierarchical", R"({"runs": [[1, 2, 3], [2, 4]], "confidence": 0.9})"},
    {"linreg", R"({"x": [1, 2, 3], "y": [1, 2, 2.5], "through_origin": false, "confidence": 0.95})"},
    {"usl", R"({"n": [1, 2, 4, 8], "throughput": [100, 190, 340, 500]})"},
    {"change_point", R"({"series": [1, 1, 5, 5], "penalty": 0.5, "min_segment": 1, "method": "optimal_partition_l2"})"},
};

}  // namespace

TEST_CASE("calc: every kind has its keys, in order") {
  CHECK(answer("p_adjust", k_inputs[0].second) == R"({"result":{"holm":[0.03,0.06,0.06],"bh":[0.03,0.04,0.04]}})");
  CHECK(answer("change_point", k_inputs[6].second) ==
        R"({"result":{"change_points":{"count":1,"indices":[2],"segment_means":[1.0,5.0]}}})");
  const std::vector<std::pair<std::string, std::vector<std::string>>> keys{
      {"paired_t", {"estimate", "t", "df", "p_value", "ci_lower", "ci_upper"}},
      {"power", {"power", "df", "min_detectable_effect"}},
      {"hierarchical",
       {"mean", "df", "ci_lower", "ci_upper", "run_mean_sd", "within_variance", "between_variance_raw",
        "between_variance", "icc", "anova_f", "anova_p"}},
      {"linreg",
       {"intercept", "intercept_se", "slope", "slope_se", "slope_ci_lower", "slope_ci_upper", "residual_sd",
        "r_squared", "df"}},
      {"usl", {"lambda", "sigma", "kappa", "n_peak", "x_peak", "rss"}},
  };
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::string text = answer(keys[i].first, k_inputs[i + 1].second);
    CAPTURE(text);
    std::size_t at = text.find("\"result\"");
    for (const std::string& key : keys[i].second) {
      at = text.find("\"" + key + "\":", at);
      REQUIRE_MESSAGE(at != std::string::npos, key);
    }
    CHECK_FALSE(contains(text, "warnings"));
    CHECK_FALSE(contains(text, "null"));
  }
}

TEST_CASE("calc: figures are those of the statistic asked for") {
  CHECK(contains(answer("power", k_inputs[2].second), R"("power":0.86895302)"));
  CHECK(contains(answer("power", k_inputs[2].second), R"("df":38.0)"));
  CHECK(contains(answer("linreg", R"({"x": [1, 2, 3], "y": [2, 4, 6], "through_origin": true})"), R"("slope":2.0)"));
  CHECK(contains(answer("hierarchical", R"({"runs": [[1, 3], [3, 5]]})"), R"("mean":3.0)"));
  CHECK(contains(answer("paired_t", R"({"samples_a": [2, 4], "samples_b": [1, 1]})"), R"("estimate":2.0)"));
}

TEST_CASE("calc: what is undefined is null, with a doubt that says why") {
  const std::string no_test = answer("paired_t", R"({"samples_a": [2, 3], "samples_b": [1, 2]})");
  CHECK(contains(no_test, R"("t":null)"));
  CHECK(contains(no_test, R"("code":"zero_variance")"));
  CHECK(contains(answer("paired_t", R"({"samples_a": [2], "samples_b": [1]})"), R"("code":"n_too_small")"));
  CHECK(contains(answer("power", R"({"delta":1,"sd_a":0,"n_a":3,"sd_b":0,"n_b":3,"alpha":0.05,"target_power":0.8})"),
                 R"({"power":null,"df":null,"min_detectable_effect":null})"));
  CHECK(contains(answer("hierarchical", R"({"runs": [[1, 2]]})"), R"("code":"not_replicated")"));
  CHECK(contains(answer("hierarchical", R"({"runs": [[1], [2]]})"), R"("within_variance":null)"));
  CHECK(contains(answer("hierarchical", R"({"runs": [[1, 1], [2, 2]]})"), R"("anova_f":null)"));
  CHECK(contains(answer("linreg", R"({"x": [1, 1], "y": [1, 2]})"), R"("slope":null)"));
  CHECK(contains(answer("linreg", R"({"x": [1, 2], "y": [1, 2]})"), R"("slope_se":null)"));
  CHECK(contains(answer("usl", R"({"n": [1, 2, 4], "throughput": [100, 200, 400]})"), R"("n_peak":null)"));
  CHECK(contains(answer("usl", R"({"n": [1, 2, 4, 8], "throughput": [100, 190, 400, 900]})"),
                 R"("code":"scaling_not_fitted")"));
}

TEST_CASE("calc: a figure that no double holds is null and said to be that") {
  const char* const doubt = R"("code":"not_computed")";
  const std::string steep = answer("linreg", R"({"x": [1e-300, 2e-300, 3e-300], "y": [1e300, 3e300, 4e300]})");
  CHECK(contains(steep, R"("slope":null)"));
  CHECK(contains(steep, doubt));
  CHECK_FALSE(contains(steep, "zero_variance"));
  CHECK(contains(answer("hierarchical", R"({"runs": [[1e-200, 2e-200], [3e-200, 5e-200]]})"), doubt));
  const std::string fast = answer("usl", R"({"n": [1, 2, 4, 8], "throughput": [1e300, 1.9e300, 3e300, 4e300]})");
  CHECK(contains(fast, R"("rss":null)"));
  CHECK(contains(fast, doubt));
  for (const auto& [kind, input] : k_inputs) {
    CHECK_FALSE(contains(answer(kind, input), doubt));
  }
}

TEST_CASE("calc: refused input ends with status 3, names the place and prints nothing on standard output") {
  const std::vector<std::tuple<std::string, std::string, std::string>> refused{
      {"p_adjust", "", "standard input: is empty"},
      {"p_adjust", "[1]", "top level: found an array"},
      {"p_adjust", "{}", "p: is missing"},
      {"p_adjust", R"({"p": []})", "p: found an empty array"},
      {"p_adjust", R"({"p": 0.5})", "p: found 0.5"},
      {"p_adjust", R"({"p": [0.5, 1.5]})", "p[1]: found 1.5"},
      {"p_adjust", R"({"p": [0.5, null]})", "p[1]: found null"},
      {"p_adjust", R"({"p": [0.5, NaN]})", "line 1, column 13"},
      {"p_adjust", R"({"p": [0.5]} {})", "line 1, column 14"},
      {"p_adjust", R"({"p": [0.5], "p": [0.1]})", "p: stands twice"},
      {"p_adjust", R"({"p": [0.5)", "truncated"},
      {"paired_t", R"({"samples_a": [1, 2], "samples_b": [1]})", "samples_b: found 1 numbers where samples_a has 2"},
      {"paired_t", R"({"samples_a": [1, 2]})", "samples_b: is missing"},
      {"paired_t", R"({"samples_a": [1, 1e999], "samples_b": [1, 2]})", "too large"},
      {"paired_t", R"({"samples_a": [1], "samples_b": [2], "confidence": 1})", "confidence: found 1"},
      {"power", R"({"delta": 1, "sd_a": 1, "n_a": 20, "sd_b": 1, "n_b": 20, "alpha": 0.05})",
       "target_power: is missing"},
      {"power", R"({"delta": 1, "sd_a": -1, "n_a": 20, "sd_b": 1, "n_b": 20, "alpha": 0.05, "target_power": 0.8})",
       "sd_a: found -1"},
      {"power", R"({"delta": 1, "sd_a": 1, "n_a": 2.5, "sd_b": 1, "n_b": 20, "alpha": 0.05, "target_power": 0.8})",
       "n_a: found 2.5"},
      {"power", R"({"delta": "1", "sd_a": 1, "n_a": 2, "sd_b": 1, "n_b": 20, "alpha": 0.05, "target_power": 0.8})",
       "delta: found the text"},
      {"power", R"({"delta": 1, "sd_a": 1, "n_a": 2, "sd_b": 1, "n_b": 20, "alpha": 0, "target_power": 0.8})",
       "alpha: found 0"},
      {"hierarchical", R"({"runs": []})", "runs: found an empty array"},
      {"hierarchical", R"({"runs": [[1], []]})", "runs[1]: found an empty array"},
      {"hierarchical", R"({"runs": [1, 2]})", "runs[0]: found 1"},
      {"hierarchical", R"({"confidence": 0.5})", "runs: is missing"},
      {"linreg", R"({"x": [1, 2], "y": [1]})", "y: found 1 numbers where x has 2"},
      {"linreg", R"({"x": [1, 2], "y": [1, 2], "through_origin": 1})", "through_origin: found 1"},
      {"usl", R"({"n": [1, 2, 3], "throughput": [1, 2]})", "throughput: found 2 numbers where n has 3"},
      {"usl", R"({"n": [0, 2, 3], "throughput": [1, 2, 3]})", "n[0]: found 0"},
      {"usl", R"({"n": [1, 2, 3], "throughput": [1, 2, 0]})", "throughput[2]: found 0"},
      {"usl", R"({"n": [1, 2, 2], "throughput": [1, 2, 3]})", "different numbers of threads: 2"},
      {"change_point", R"({"series": [1, 2]})", "penalty: is missing"},
      {"change_point", R"({"series": [1, 2], "penalty": -1})", "penalty: found -1"},
      {"change_point", R"({"series": [1, 2], "penalty": 1, "min_segment": 0})", "min_segment: found 0"},
      {"change_point", R"({"penalty": 1})", "series: is missing"},
  };
  for (const auto& [kind, input, message] : refused) {
    for (const char* format : {"json", "markdown"}) {
      const Printed printed = calc(kind, input, format);
      CAPTURE(input);
      CAPTURE(printed.err);
      CHECK(printed.status == 3);
      CHECK(printed.out.empty());
      CHECK(contains(printed.err, message));
    }
  }
}

TEST_CASE("calc: wrong usage ends with status 2, help names every kind") {
  CHECK(run({"calc"}).status == 2);
  CHECK(run({"calc", "mode"}).status == 2);
  CHECK(run({"calc", "power", "usl"}).status == 2);
  const Printed help = run({"calc", "--help"});
  CHECK(help.status == 0);
  CHECK(contains(help.out, "Example: moebench calc "));
  for (const auto& [kind, input] : k_inputs) {
    CHECK(contains(help.out, "\n  " + kind + " "));
  }
}

TEST_CASE("calc: Markdown and CSV show the same figures") {
  for (const auto& [kind, input] : k_inputs) {
    const Printed markdown = calc(kind, input, "markdown");
    CHECK(markdown.status == 0);
    CHECK(markdown.out.starts_with("## "));
    const Printed csv = calc(kind, input, "csv");
    CHECK(csv.status == 0);
    CHECK(csv.out.starts_with("name,value\n"));
  }
  CHECK(contains(calc("p_adjust", R"({"p": [0, 0.5]})", "markdown").out, "below 1e-307"));
  CHECK(
      contains(calc("paired_t", R"({"samples_a": [2, 3], "samples_b": [1, 2]})", "markdown").out, "- zero_variance: "));
  CHECK(calc("change_point", k_inputs[6].second, "csv").out ==
        "name,value\ncount,1\nindices[0],2\nsegment_means[0],1\nsegment_means[1],5\n");
}
