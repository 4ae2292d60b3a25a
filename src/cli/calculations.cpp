#include "calculations.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "moebench/io/calculation_input.hpp"
#include "moebench/stats/change_point.hpp"
#include "moebench/stats/hierarchical.hpp"
#include "moebench/stats/linear_regression.hpp"
#include "moebench/stats/p_adjust.hpp"
#include "moebench/stats/paired_t.hpp"
#include "moebench/stats/power.hpp"
#include "moebench/stats/usl.hpp"

namespace moebench::cli {
namespace {

using core::Calculation;
using core::Result;
using core::WarningCode;
using Figure = std::optional<double>;

Figure lower(const std::optional<core::Interval>& interval) {
  return interval ? Figure{interval->lower} : std::nullopt;
}

Figure upper(const std::optional<core::Interval>& interval) {
  return interval ? Figure{interval->upper} : std::nullopt;
}

void doubt(Calculation& calculation, WarningCode code, std::string message) {
  calculation.warnings.push_back({.code = code, .subject = calculation.kind, .message = std::move(message)});
}

constexpr const char* k_beyond_a_double = "a figure is beyond what a double holds: give the input in another unit";

/// Whether there is a figure that is not finite.
bool overflows(std::initializer_list<Figure> figures) {
  return std::ranges::any_of(figures, [](const Figure& of) { return of && !std::isfinite(*of); });
}

std::vector<double> values_of(const stats::PValues& adjusted) {
  std::vector<double> values;
  for (const std::optional<double>& p : adjusted) {
    values.push_back(p.value());
  }
  return values;
}

Calculation answer(const std::vector<double>& p) {
  const stats::PValues given(p.begin(), p.end());
  return {.kind = "p_adjust",
          .title = "Adjusted p values (Holm; Benjamini and Hochberg)",
          .figures = {{"holm", values_of(stats::holm(given)), true},
                      {"bh", values_of(stats::benjamini_hochberg(given)), true}},
          .group = {},
          .warnings = {}};
}

Calculation answer(const io::PairedInput& input) {
  const core::PairedTest test = stats::paired_t(input.samples_a, input.samples_b, input.confidence);
  Calculation result{.kind = "paired_t",
                     .title = "Student's t test of paired differences (A - B)",
                     .figures = {{"estimate", Figure{test.estimate}},
                                 {"t", test.t},
                                 {"df", Figure{test.df}},
                                 {"p_value", test.p_value, true},
                                 {"ci_lower", lower(test.interval)},
                                 {"ci_upper", upper(test.interval)}},
                     .group = {},
                     .warnings = {}};
  if (input.samples_a.size() < 2) {
    doubt(result, WarningCode::n_too_small, "one pair has no spread and gives no test; give two pairs or more");
  } else if (overflows({Figure{test.estimate}})) {
    doubt(result, WarningCode::not_computed, k_beyond_a_double);
  } else if (!test.t) {
    doubt(result, WarningCode::zero_variance,
          "the differences do not vary, so there is no test: a clock whose step hides the variation?");
  }
  return result;
}

Calculation answer(const core::PowerQuestion& question) {
  const core::Power power = stats::power(question);
  Calculation result{
      .kind = "power",
      .title = "Power of Welch's two-sided test",
      .figures = {{"power", power.power}, {"df", power.df}, {"min_detectable_effect", power.min_detectable_effect}},
      .group = {},
      .warnings = {}};
  if (question.sd_a == 0 && question.sd_b == 0) {
    doubt(result, WarningCode::zero_variance, "neither side varies, so there is no test whose power could be told");
  } else if (!power.power) {
    doubt(result, WarningCode::n_too_small, "a side that varies has one sample; the test needs two or more");
  } else if (question.target_power <= question.alpha) {
    doubt(result, WarningCode::n_too_small,
          "the target power is not above alpha, which no difference at all reaches already; ask for more");
  }
  return result;
}

Calculation answer(const io::RunsInput& input) {
  const core::Hierarchical runs = stats::hierarchical(input.runs, input.confidence);
  Calculation result{.kind = "hierarchical",
                     .title = "Runs as the unit of replication, and analysis of variance between and within them",
                     .figures = {{"mean", Figure{runs.mean}},
                                 {"df", Figure{runs.df}},
                                 {"ci_lower", lower(runs.interval)},
                                 {"ci_upper", upper(runs.interval)},
                                 {"run_mean_sd", runs.run_mean_sd},
                                 {"within_variance", runs.within_variance},
                                 {"between_variance_raw", runs.between_variance_raw},
                                 {"between_variance", runs.between_variance},
                                 {"icc", runs.icc},
                                 {"anova_f", runs.anova_f},
                                 {"anova_p", runs.anova_p, true}},
                     .group = {},
                     .warnings = {}};
  if (runs.runs < 2) {
    doubt(result, WarningCode::not_replicated, "one run tells nothing of what another would give; measure two or more");
  }
  if (runs.samples == runs.runs) {
    doubt(result, WarningCode::n_too_small,
          "no run has two samples, so nothing is known of the variation within runs; take two or more in each");
  } else if (runs.runs > 1 && !runs.anova_f) {
    doubt(result, WarningCode::zero_variance, "the samples of a run do not vary, so runs cannot be held against them");
  }
  const bool has_variances =
      runs.within_variance && (runs.runs < 2 || (runs.between_variance_raw && runs.between_variance));
  if (runs.samples > runs.runs && !has_variances) {
    doubt(result, WarningCode::not_computed, k_beyond_a_double);
  }
  return result;
}

Calculation answer(const io::RegressionInput& input) {
  const core::Regression line = stats::linear_regression(input.x, input.y, input.through_origin, input.confidence);
  Calculation result{
      .kind = "linreg",
      .title = input.through_origin ? "Least squares of y on x through the origin" : "Least squares of y on x",
      .figures = {{"intercept", line.intercept},
                  {"intercept_se", line.intercept_se},
                  {"slope", line.slope},
                  {"slope_se", line.slope_se},
                  {"slope_ci_lower", lower(line.slope_interval)},
                  {"slope_ci_upper", upper(line.slope_interval)},
                  {"residual_sd", line.residual_sd},
                  {"r_squared", line.r_squared},
                  {"df", Figure{line.df}}},
      .group = {},
      .warnings = {}};
  const bool x_varies =
      std::ranges::any_of(input.x, [from = input.through_origin ? 0 : input.x.front()](double x) { return x != from; });
  if (!x_varies) {
    doubt(result, WarningCode::zero_variance, "x does not vary, so no line is determined; measure at different x");
  } else if (line.df == 0) {
    doubt(result, WarningCode::n_too_small, "the line goes through every point, so nothing tells how far off it is");
  }
  const bool is_whole = line.slope && (line.df == 0 || (line.slope_se && line.residual_sd)) &&
                        (input.through_origin || (line.intercept && (line.df == 0 || line.intercept_se)));
  if (x_varies && (!is_whole || overflows({lower(line.slope_interval), upper(line.slope_interval)}))) {
    doubt(result, WarningCode::not_computed, k_beyond_a_double);
  }
  return result;
}

Result<Calculation> answer_of(const io::ThroughputInput& input, std::string_view subject) {
  auto fit = stats::fit_usl_of_any_sign(subject, input.n, input.throughput);
  if (!fit) {
    return core::input_error(std::move(fit.error().subject), std::move(fit.error().message));
  }
  Calculation result{.kind = "usl",
                     .title = "Universal Scalability Law",
                     .figures = {{"lambda", Figure{fit->lambda_per_sec}},
                                 {"sigma", Figure{fit->sigma}},
                                 {"kappa", Figure{fit->kappa}},
                                 {"n_peak", fit->peak_threads},
                                 {"x_peak", fit->peak_throughput_per_sec},
                                 {"rss", Figure{fit->rss}}},
                     .group = {},
                     .warnings = {}};
  if (fit->sigma < 0 || fit->kappa < 0) {
    doubt(
        result, WarningCode::scaling_not_fitted,
        "the least squares have a negative coefficient, which contention and coherency cannot have: the points do not "
        "follow the law, or too few tell its coefficients apart");
  }
  if (overflows({fit->rss})) {
    doubt(result, WarningCode::not_computed, k_beyond_a_double);
  }
  return result;
}

Calculation answer(const io::SeriesInput& input) {
  core::ChangePoints found = stats::find_change_points(input.series, input.penalty, input.min_segment);
  return {.kind = "change_point",
          .title = "Changes of level (least squares with a penalty for each change)",
          .figures = {{"count", std::uint64_t{found.indices.size()}},
                      {"indices", std::move(found.indices)},
                      {"segment_means", std::move(found.segment_means)}},
          .group = "change_points",
          .warnings = {}};
}

/// The answer to what `read` reads.
template <auto read>
Result<Calculation> calculate(std::string_view text, std::string_view subject) {
  const auto input = read(text, subject);
  if (!input) {
    return std::unexpected{input.error()};
  }
  if constexpr (requires { answer_of(*input, subject); }) {
    return answer_of(*input, subject);
  } else {
    return answer(*input);
  }
}

constexpr CalculationKind k_kinds[] = {
    {"p_adjust", "p", calculate<io::read_p_values>},
    {"paired_t", "samples_a, samples_b, [confidence]", calculate<io::read_paired_input>},
    {"power", "delta, sd_a, n_a, sd_b, n_b, alpha, target_power", calculate<io::read_power_question>},
    {"hierarchical", "runs, [confidence]", calculate<io::read_runs_input>},
    {"linreg", "x, y, [through_origin], [confidence]", calculate<io::read_regression_input>},
    {"usl", "n, throughput", calculate<io::read_throughput_input>},
    {"change_point", "series, penalty, [min_segment]", calculate<io::read_series_input>},
};

}  // namespace

std::span<const CalculationKind> calculation_kinds() {
  return k_kinds;
}

}  // namespace moebench::cli
