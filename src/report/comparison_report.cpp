#include "moebench/report/comparison_report.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "comparison_headline.hpp"
#include "comparison_samples.hpp"
#include "comparison_text.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"

namespace moebench::report {
namespace {

using core::ComparedSide;
using core::Comparison;

std::string speedup_text(const Comparison& comparison, const std::optional<core::Ratio>& speedup) {
  const bool lower_is_better = comparison.candidate.better == core::Better::lower;
  std::string text =
      fmt::format("- Ratio of means ({}): ", lower_is_better ? "baseline / candidate" : "candidate / baseline");
  if (!speedup) {
    return text + "not computable\n";
  }
  text += fixed(speedup->estimate, 4);
  if (!speedup->fieller) {
    text += ", interval not computable";
  } else if (!speedup->fieller->bounded) {
    text += fmt::format(", interval unbounded: the {}'s mean is not clearly different from 0",
                        lower_is_better ? "candidate" : "baseline");
  } else {
    text += fmt::format(", {} interval {} (Fieller)", percentage(comparison.level),
                        interval_text(*speedup->fieller->lower, *speedup->fieller->upper));
  }
  return text + "\n";
}

/// `beside`: what must not be missed beside the p value.
std::string welch_text(const std::optional<core::Welch>& welch, const core::Moments& candidate,
                       const core::Moments& baseline, std::string_view beside = "") {
  const std::string label =
      fmt::format("- Welch's t-test (n = {} against {}): ", with_thousands(candidate.n), with_thousands(baseline.n));
  if (!welch) {
    return label + "not computable\n";
  }
  constexpr double rounds_to_nothing = -0.005;
  const std::string logarithm =
      welch->log10_p < rounds_to_nothing ? fmt::format(" (log10 p = {:.2f})", welch->log10_p) : "";
  return fmt::format("{}t = {}, df = {}, {}{}{}\n", label, fixed(welch->t, 2), fixed(welch->df, 2),
                     p_text(welch->p_value, welch->log10_p), logarithm, beside);
}

std::string effect_text(const Comparison& comparison) {
  const std::optional<core::Estimate>& d = comparison.effect_sizes.cohens_d_pooled;
  if (!d) {
    return "- Cohen's d: not computable\n";
  }
  const char* place = d->value < 0 ? "below" : d->value > 0 ? "above" : "equal to";
  std::string text = fmt::format("- Cohen's d: {} ({}), candidate {} baseline", fixed(std::abs(d->value), 4),
                                 core::magnitude(d->value), place);
  if (d->interval) {
    const auto [lower, upper] = *d->interval;
    const bool crosses = lower < 0 && upper > 0;
    const auto [least, most] = std::minmax({std::abs(lower), std::abs(upper)});
    text += fmt::format(", {} interval {}", percentage(comparison.level),
                        crosses ? "of A - B " + interval_text(lower, upper) : interval_text(least, most));
  }
  return text + "\n";
}

std::string processes_text(const ComparedSide& side) {
  return side.runs == 0   ? "number of processes unknown"
         : side.runs == 1 ? "1 process"
                          : fmt::format("{} processes", side.runs);
}

std::string side_text(std::string_view role, const ComparedSide& side) {
  const std::string measured =
      side.runs == 0
          ? with_thousands(side.iterations) + " iterations"
          : fmt::format("{} samples of {} operations", with_thousands(side.moments.n), with_thousands(side.iterations));
  return fmt::format("- {}: {}, {} warm-up, {}\n", role, measured,
                     side.warmup ? with_thousands(*side.warmup) : "unknown", processes_text(side));
}

std::string adjusted_text(const Comparison& comparison, bool one_of_several) {
  if (!one_of_several || !comparison.holm || !comparison.bh) {
    return "";
  }
  return fmt::format("- Adjusted over these comparisons: p = {} (Holm), {} (Benjamini-Hochberg)\n",
                     bare_p(*comparison.holm), bare_p(*comparison.bh));
}

/// Empty text where runs are not compared.
std::string between_runs(const Comparison& comparison, bool one_of_several) {
  if (!comparison.between_runs) {
    return "";
  }
  const core::ComparedRuns& runs = *comparison.between_runs;
  return fmt::format(
      "Between runs ({} against {} processes, the run as the unit of replication):\n\n{}{}{}\n", runs.candidate.n,
      runs.baseline.n, speedup_text(comparison, runs.speedup), welch_text(runs.welch, runs.candidate, runs.baseline),
      adjusted_text(comparison, one_of_several) + equivalence_text(runs.tost, runs.tost_ratio, comparison.alpha));
}

std::string pooled_heading(const Comparison& comparison) {
  return comparison.between_runs
             ? "All samples pooled (samples taken as independent, which they are not):"
             : fmt::format(
                   "Statistical validation (candidate: {}, baseline: {}; **not replicated**, which takes two or "
                   "more on each side):",
                   processes_text(comparison.candidate), processes_text(comparison.baseline));
}

std::string pooled_samples(const Comparison& comparison, bool one_of_several) {
  const std::string_view beside =
      comparison.between_runs ? "" : ", **not replicated**: says nothing of what a rerun would give";
  std::string out = pooled_heading(comparison) + "\n\n" + speedup_text(comparison, comparison.speedup) +
                    welch_text(comparison.welch, comparison.candidate.moments, comparison.baseline.moments, beside);
  if (!comparison.between_runs) {
    out += adjusted_text(comparison, one_of_several);
  }
  out += dependence_text(comparison) + equivalence_text(comparison.tost, comparison.tost_ratio, comparison.alpha) +
         effect_text(comparison) + sample_tests_text(comparison);
  return out + side_text("Candidate", comparison.candidate) + side_text("Baseline", comparison.baseline) + "\n";
}

std::string doubt_list(const std::vector<core::Warning>& warnings) {
  std::string out;
  for (const core::Warning& warning : warnings) {
    out += fmt::format("- {} ({}): {}\n", inline_text(warning.subject), core::name(warning.code),
                       inline_text(warning.message));
  }
  return out.empty() ? out : "Doubts:\n\n" + out + "\n";
}

/// Empty text where there are none.
std::string without_partner(const char* other_side, const std::vector<std::string>& names) {
  constexpr std::size_t most = 8;
  std::string out;
  for (const std::string& name : std::span{names}.first(std::min(most, names.size()))) {
    out += "- " + inline_text(name) + "\n";
  }
  if (names.size() > most) {
    out += fmt::format("- and {} more (`--format json` names all)\n", names.size() - most);
  }
  return names.empty() ? "" : fmt::format("Without a partner in the {} ({}):\n\n{}\n", other_side, names.size(), out);
}

/// Empty text where nothing differs that both files tell.
std::string what_else_differs(const std::vector<std::string>& differences) {
  std::string out;
  for (const std::string& difference : differences) {
    out += "- " + inline_text(difference) + "\n";
  }
  return out.empty() ? out : "What else differs between the sides:\n\n" + out + "\n";
}

std::string every_statistic(const Comparison& comparison, bool one_of_several) {
  return fmt::format("## {}\n\n{}{}\n", inline_text(comparison.name), verdict_line(comparison),
                     headline_table(comparison)) +
         between_runs(comparison, one_of_several) + quantile_table(comparison) +
         pooled_samples(comparison, one_of_several) + doubt_list(comparison.warnings);
}

}  // namespace

std::string comparison_report(const ComparedFile& file, ComparisonDetail detail) {
  const core::ComparisonSet& set = file.set;
  std::string out = fmt::format("# Comparison\n\nCandidate: {}  \nBaseline: {}\n\n", inline_text(file.candidate),
                                inline_text(file.baseline));
  const bool several = set.comparisons.size() > 1;
  const bool summary = detail == ComparisonDetail::summary;
  if (several || (summary && !set.comparisons.empty())) {
    out += verdict_overview(set.comparisons);
  }
  out += what_else_differs(file.differences);
  if (!set.comparisons.empty()) {
    out +=
        file.candidate == file.baseline
            ? "Both sides are the same file.\n\n"
            : "Files do not tell whether the sides took turns. Where they did not, a drift of the machine between them "
              "looks like a difference (`moebench ab` lets two commands take turns).\n\n";
  }
  std::vector<core::Warning> doubts = set.warnings;
  for (const Comparison& comparison : set.comparisons) {
    if (summary) {
      std::ranges::copy(comparison.warnings, std::back_inserter(doubts));
    } else {
      out += every_statistic(comparison, several);
    }
  }
  if (set.comparisons.empty()) {
    out += "No result of the candidate has a partner in the baseline. Pair them with --match 'A name=B name'.\n\n";
  }
  out += without_partner("baseline", set.unmatched_candidate);
  out += without_partner("candidate", set.unmatched_baseline);
  out += doubt_list(doubts);
  while (out.ends_with("\n\n")) {
    out.pop_back();
  }
  return out;
}

}  // namespace moebench::report
