#include "comparison_doubts.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "doubts.hpp"
#include "moebench/stats/consistency.hpp"
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
  doubts.add_for(
      sides_where(comparison, [](const ComparedSide& side) { return side.moments.sd == 0.0; }),
      WarningCode::zero_variance,
      "{} showed no variation at all, which is what a clock too coarse gives: time batches of more operations");
  const auto& between = comparison.between_runs;
  const auto doubt_runs = [&doubts](const char* side, const core::Moments& means, const core::Moments& samples) {
    if (means.sd == 0.0 && samples.sd != 0.0) {
      doubts.add(WarningCode::zero_variance,
                 fmt::format("the means of all {} runs of {} are the same {:.6g}, which is what a clock too coarse "
                             "gives: time batches of more operations",
                             means.n, side, means.mean));
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

void doubt_independence(Doubts& doubts, const char* side, const core::Series& series) {
  if (const auto doubt = autocorrelated(series)) {
    doubts.add(WarningCode::autocorrelated, fmt::format("{}'s {}", side, *doubt));
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
  doubt_variation(doubts, comparison);
  doubt_test(doubts, comparison);
  doubt_ratio(doubts, comparison);
  doubt_scale(doubts, comparison);
  doubt_methods(doubts, candidate, baseline);
  doubts.add_for(sides_where(comparison, [](const ComparedSide& side) { return side.runs == 0; }),
                 WarningCode::no_raw_samples,
                 "{} came as a summary without samples, which rules out rank tests, the bootstrap and an analysis "
                 "between runs: measure again with a tool that keeps its samples");
  if (!comparison.between_runs) {
    doubt_independence(doubts, "the candidate", candidate.series);
    doubt_independence(doubts, "the baseline", baseline.series);
  }
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
