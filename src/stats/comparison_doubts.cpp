#include "comparison_doubts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "doubts.hpp"
#include "moebench/stats/consistency.hpp"
#include "moebench/stats/mann_whitney.hpp"
#include "moebench/stats/welch.hpp"

namespace moebench::stats {
namespace {

using core::ComparedSide;
using core::WarningCode;

/// "the candidate", "the baseline" or both: the sides for which `holds`; empty when neither.
template <class Predicate>
std::string sides_where(const core::Comparison& comparison, Predicate holds) {
  const bool a = holds(comparison.candidate);
  const bool b = holds(comparison.baseline);
  if (a && b) {
    return "the candidate and the baseline";
  }
  return a ? "the candidate" : b ? "the baseline" : "";
}

class Doubts {
 public:
  explicit Doubts(std::string_view subject) : subject_{subject} {}

  void add(WarningCode code, std::string message) { warnings_.push_back({code, subject_, std::move(message)}); }

  /// `sentence` has one place for the sides; nothing is added when there are none.
  void add_for(const std::string& sides, WarningCode code, fmt::format_string<const std::string&> sentence) {
    if (!sides.empty()) {
      add(code, fmt::format(sentence, sides));
    }
  }

  void add_reported(const char* side, const core::BenchmarkResult& result) {
    for (core::Warning& warning : check_reported(result)) {
      add(warning.code, fmt::format("{} contradicts itself: {}", side, warning.message));
    }
  }

  std::vector<core::Warning> take() { return std::move(warnings_); }

 private:
  std::string subject_;
  std::vector<core::Warning> warnings_;
};

void doubt_replication(Doubts& doubts, const core::Comparison& comparison) {
  doubts.add_for(
      sides_where(comparison, [](const ComparedSide& side) { return side.runs == 1; }), WarningCode::not_replicated,
      "NOT REPLICATED: {} ran in one process, so the p value speaks of iterations inside one process, not of "
      "what a rerun would give: measure 5 or more fresh processes (--runs 5)");
  doubts.add_for(sides_where(comparison, [](const ComparedSide& side) { return side.runs == 0; }),
                 WarningCode::not_replicated,
                 "NOT KNOWN TO BE REPLICATED: in how many processes {} ran is unknown, so the p value may speak of "
                 "iterations inside one process, not of what a rerun would give: measure 5 or more fresh processes "
                 "(--runs 5)");
}

void doubt_variation(Doubts& doubts, const core::Comparison& comparison) {
  const std::string_view why = why_no_variation(comparison.candidate.unit);
  if (const std::string sides =
          sides_where(comparison, [](const ComparedSide& side) { return side.moments.sd == 0.0; });
      !sides.empty()) {
    doubts.add(WarningCode::zero_variance, fmt::format("{} showed no variation at all, {}", sides, why));
  }
  const auto& between = comparison.between_runs;
  const auto doubt_runs = [&doubts, why](const char* side, const core::Moments& means, const core::Moments& samples) {
    if (means.sd == 0.0 && samples.sd != 0.0) {
      doubts.add(WarningCode::zero_variance,
                 fmt::format("the means of all {} runs of {} are the same {:.6g}, {}", means.n, side, means.mean, why));
    }
  };
  if (between) {
    doubt_runs("the candidate", between->candidate, comparison.candidate.moments);
    doubt_runs("the baseline", between->baseline, comparison.baseline.moments);
  }
}

/// A test that is missing although both sides have what it takes.
void doubt_test(Doubts& doubts, const core::Comparison& comparison) {
  const core::Moments& a = comparison.main_candidate();
  const core::Moments& b = comparison.main_baseline();
  if (!comparison.main_welch() && standard_error(a) && standard_error(b) && (*a.sd > 0 || *b.sd > 0)) {
    doubts.add(WarningCode::ratio_undefined,
               "the difference of the means over its standard error is beyond what a double holds, so there is no "
               "test: give the figures in another unit");
  }
}

void doubt_ratio(Doubts& doubts, const core::Comparison& comparison) {
  const auto undefined = [&doubts](const char* divisor) {
    doubts.add(WarningCode::ratio_undefined,
               fmt::format("{}'s mean is 0, by which nothing can be divided: read the difference instead", divisor));
  };
  if (comparison.main_baseline().mean == 0) {
    undefined("the baseline");
  } else if (!comparison.main_ratio()) {
    doubts.add(WarningCode::ratio_undefined, "the ratio is beyond what a double holds: read the difference instead");
  }
  if (comparison.main_candidate().mean == 0 && same_scale(comparison) &&
      comparison.candidate.better == core::Better::lower) {
    undefined("the candidate");
  }
  const auto unbounded = [](const std::optional<core::Ratio>& ratio) {
    return ratio && ratio->fieller && !ratio->fieller->bounded;
  };
  if (unbounded(comparison.main_ratio())) {
    doubts.add(WarningCode::ratio_unbounded,
               "the baseline's mean is not clearly different from 0, so the ratio has no bounded interval: read the "
               "difference instead, or take more samples");
  }
  if (comparison.candidate.better == core::Better::lower && unbounded(comparison.main_speedup())) {
    doubts.add(WarningCode::ratio_unbounded,
               "the candidate's mean is not clearly different from 0, so the speedup has no bounded interval: read the "
               "difference instead, or take more samples");
  }
}

std::string scale_text(const ComparedSide& side) {
  return fmt::format("{} ({} is better)", side.unit, side.better == core::Better::lower ? "lower" : "higher");
}

void doubt_scale(Doubts& doubts, const core::Comparison& comparison) {
  if (!same_scale(comparison)) {
    doubts.add(WarningCode::different_methods,
               fmt::format("the candidate is in {} and the baseline in {}, so there is no speedup: compare results in "
                           "one unit",
                           scale_text(comparison.candidate), scale_text(comparison.baseline)));
  }
}

void doubt_independence(Doubts& doubts, const char* side, const core::Series& series,
                        const core::Comparison& comparison) {
  if (const auto doubt = autocorrelated(series)) {
    doubts.add(
        WarningCode::autocorrelated,
        fmt::format("{}'s {}{}", side, *doubt,
                    comparison.dependence_corrected ? "; the verdict uses the interval that is widened for it" : ""));
  }
}

bool is_positive(const core::Series& series) {
  return std::ranges::all_of(series.runs, [](const core::Run& run) {
    return std::ranges::all_of(run.samples, [](double x) { return x > 0; });
  });
}

/// What the rank tests, the logarithms and the quantiles could not say.
void doubt_sample_tests(Doubts& doubts, const core::Comparison& comparison, bool all_positive) {
  const core::MannWhitney& ranks = *comparison.mann_whitney;
  const bool all_tied = comparison.kolmogorov_smirnov->d == 0 && comparison.candidate.moments.sd.value_or(0) == 0 &&
                        comparison.baseline.moments.sd.value_or(0) == 0;
  if (all_tied) {
    doubts.add(WarningCode::all_tied,
               fmt::format("all samples of both sides are the same value, so ranks say nothing, {}",
                           why_no_variation(comparison.candidate.unit)));
  } else if (!ranks.p_value) {
    doubts.add(
        WarningCode::exact_not_available,
        fmt::format("the exact Mann-Whitney test needs samples that all differ and at most {} pairs of them: use "
                    "--mw-method asymptotic",
                    k_most_exact_pairs));
  }
  if (ranks.least_p > comparison.alpha) {
    doubts.add(
        WarningCode::n_too_small,
        fmt::format("no rank test can fall below p = {:.2g} with {} against {} samples, which is above alpha = "
                    "{:g}: take more samples",
                    ranks.least_p, comparison.candidate.moments.n, comparison.baseline.moments.n, comparison.alpha));
  }
  const bool two_a_side = comparison.candidate.moments.n > 1 && comparison.baseline.moments.n > 1;
  if (!comparison.brunner_munzel && two_a_side && !all_tied) {
    doubts.add(WarningCode::complete_separation,
               "no sample of one side lies among the other's, so the test of Brunner and Munzel has no variance to "
               "go by: read the Mann-Whitney test instead");
  }
  if (!comparison.log_t && all_positive) {
    doubts.add(WarningCode::ratio_undefined,
               "the ratio of geometric means is beyond what a double holds: read the difference instead");
  } else if (!comparison.log_t) {
    doubts.add(WarningCode::nonpositive_samples,
               "a sample is not above 0, so there are no logarithms and no ratio of geometric means: read the "
               "difference instead");
  }
  for (const core::ComparedQuantile& quantile : comparison.quantiles) {
    if (quantile.samples_needed) {
      doubts.add(WarningCode::quantile_not_estimable,
                 fmt::format("the pooled interval of the p{:g}'s difference needs {} samples on each side, {} and {} "
                             "given: take more samples",
                             100 * quantile.p, *quantile.samples_needed, comparison.candidate.moments.n,
                             comparison.baseline.moments.n));
    }
  }
}

/// The samples' skewness where it is beyond 1 and beyond 2.6 of its standard errors under a normal law (Cramer, 1946).
std::optional<double> marked_skewness(const core::BenchmarkResult& result, const core::Moments& moments) {
  constexpr double errors = 2.6;
  const auto n = static_cast<double>(moments.n);
  if (!result.has_samples() || moments.n < 3 || moments.sd.value_or(0) == 0) {
    return std::nullopt;
  }
  double cubes = 0;
  for (const core::Run& run : result.series.runs) {
    for (const double x : run.samples) {
      const double z = ((x - moments.mean) - moments.mean_residual) / *moments.sd;
      cubes += z * z * z;
    }
  }
  const double skewness = cubes / n * std::pow(n / (n - 1), 1.5);
  const double error = std::sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
  return std::abs(skewness) > std::max(1.0, errors * error) ? std::optional{skewness} : std::nullopt;
}

void doubt_shape(Doubts& doubts, const char* side, const core::BenchmarkResult& result, const core::Moments& moments) {
  if (const auto skewness = marked_skewness(result, moments)) {
    doubts.add(WarningCode::skewed,
               fmt::format("{}'s samples are skewed (skewness {:.2f}), so its mean follows a few of them: read the "
                           "quantiles beside it",
                           side, *skewness));
  }
}

/// Whether the series holds single shots alone (true), batches alone (false), or is mixed or unknown (empty).
std::optional<bool> single_shots(const core::Series& series) {
  const auto is_single = [](const core::Run& run) { return run.batch == 1; };
  if (!series.runs.empty() && std::ranges::all_of(series.runs, is_single)) {
    return true;
  }
  return !series.runs.empty() && std::ranges::none_of(series.runs, is_single) ? std::optional{false} : std::nullopt;
}

void doubt_methods(Doubts& doubts, const core::BenchmarkResult& candidate, const core::BenchmarkResult& baseline) {
  const std::optional<bool> of_candidate = single_shots(candidate.series);
  const std::optional<bool> of_baseline = single_shots(baseline.series);
  if (of_candidate && of_baseline && *of_candidate != *of_baseline) {
    doubts.add(WarningCode::different_methods,
               fmt::format("{} was timed in single shots, which include the clock, and {} in batches, which do not: "
                           "compare rows that were timed in the same way",
                           *of_candidate ? "the candidate" : "the baseline",
                           *of_candidate ? "the baseline" : "the candidate"));
  }
}

}  // namespace

bool same_scale(const core::Comparison& sides) {
  return sides.candidate.unit == sides.baseline.unit && sides.candidate.better == sides.baseline.better;
}

std::vector<core::Warning> doubts_about(const core::BenchmarkResult& candidate, const core::BenchmarkResult& baseline,
                                        const core::Comparison& comparison) {
  Doubts doubts{comparison.name};
  doubt_replication(doubts, comparison);
  doubts.add_for(sides_where(comparison, [](const ComparedSide& side) { return side.moments.n < 2; }),
                 WarningCode::n_too_small,
                 "{} gave 1 sample only, so there is no test and no interval: take at least 2");
  doubts.add_for(
      sides_where(comparison, [](const ComparedSide& side) { return side.moments.n > 1 && !side.moments.sd; }),
      WarningCode::not_computed,
      "{} came without a standard deviation, so there is no test and no interval: measure again with a tool that "
      "keeps its samples");
  doubt_variation(doubts, comparison);
  doubt_test(doubts, comparison);
  doubt_ratio(doubts, comparison);
  doubt_scale(doubts, comparison);
  doubt_methods(doubts, candidate, baseline);
  doubts.add_for(sides_where(comparison, [](const ComparedSide& side) { return side.runs == 0; }),
                 WarningCode::no_raw_samples,
                 "{} came as a summary without samples, which rules out rank tests, the bootstrap and an analysis "
                 "between runs: measure again with a tool that keeps its samples");
  if (comparison.mann_whitney) {
    doubt_sample_tests(doubts, comparison, is_positive(candidate.series) && is_positive(baseline.series));
  }
  if (!comparison.between_runs) {
    doubt_independence(doubts, "the candidate", candidate.series, comparison);
    doubt_independence(doubts, "the baseline", baseline.series, comparison);
  }
  doubt_shape(doubts, "the candidate", candidate, comparison.candidate.moments);
  doubt_shape(doubts, "the baseline", baseline, comparison.baseline.moments);
  doubts.add_reported("the candidate's file", candidate);
  doubts.add_reported("the baseline's file", baseline);
  return doubts.take();
}

core::Warning different_machines(std::string_view name, std::string_view candidate_cpu, std::string_view baseline_cpu) {
  return {.code = WarningCode::different_machines,
          .subject = std::string{name},
          .message = fmt::format("the candidate ran on '{}' and the baseline on '{}', so the comparison is of machines "
                                 "too: measure both on one machine",
                                 candidate_cpu, baseline_cpu)};
}

}  // namespace moebench::stats
