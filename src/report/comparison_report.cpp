#include "moebench/report/comparison_report.hpp"

#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::ComparedSide;
using core::Comparison;
using core::Interval;

std::string times(double ratio) {
  return rounded(ratio, std::max(decimals_for(ratio, 3), 0)) + "x";
}

/// Cohen's (1988) words for the magnitude of d.
std::string_view magnitude(double d) {
  const double size = std::abs(d);
  return size < 0.2 ? "negligible" : size < 0.5 ? "small" : size < 0.8 ? "medium" : "large";
}

std::string headline_table(const Comparison& comparison) {
  Table table{{{"Framework"},
               {"p50 latency (us)", Align::right},
               {"Throughput (1/s)", Align::right},
               {"Speedup, p50", Align::right},
               {"Speedup, mean", Align::right}}};
  const auto add = [&](const ComparedSide& side, const std::string& by_p50, const std::string& by_mean) {
    table.add({side.name, side.p50 ? significant(*side.p50) : "n/a",
               side.throughput_per_sec ? rounded(*side.throughput_per_sec, 0) : "n/a", by_p50, by_mean});
  };
  const ComparedSide& a = comparison.candidate;
  const ComparedSide& b = comparison.baseline;
  add(a, a.p50 && b.p50 && *a.p50 > 0 ? fmt::format("**{}**", times(*b.p50 / *a.p50)) : "n/a",
      a.moments.mean > 0 ? fmt::format("**{}**", times(b.moments.mean / a.moments.mean)) : "n/a");
  add(b, "baseline", "baseline");
  return table.markdown();
}

/// The interval of baseline / candidate from Fieller's of candidate / baseline: his limits invert exactly.
std::string speedup_text(const core::Ratio& ratio, double level) {
  std::string text = fmt::format("Ratio of means (baseline / candidate): {:.4f}", 1 / ratio.estimate);
  if (ratio.fieller && ratio.fieller->bounded && *ratio.fieller->lower > 0) {
    text += fmt::format(", {:g} % interval [{:.4f}, {:.4f}] (Fieller)", level * 100, 1 / *ratio.fieller->upper,
                        1 / *ratio.fieller->lower);
  } else {
    text += ", no bounded interval";
  }
  return text;
}

std::string welch_text(const core::Welch& welch) {
  return fmt::format("Welch's t-test: t = {:.2f}, df = {:.2f}, {} (log10 p = {:.2f})", welch.t, welch.df,
                     p_value_text(welch.p_value, welch.log10_p), welch.log10_p);
}

std::string effect_text(const core::EffectSizes& sizes, double level) {
  const core::Estimate& d = sizes.cohens_d_pooled;
  std::string text = fmt::format("Cohen's d: {:.4f} ({}), candidate {} baseline", std::abs(d.value), magnitude(d.value),
                                 d.value < 0 ? "below" : "above");
  if (d.interval) {
    const double first = std::abs(d.interval->lower);
    const double second = std::abs(d.interval->upper);
    const bool crosses = d.interval->lower < 0 && d.interval->upper > 0;
    text += crosses ? fmt::format(", {:g} % interval of A - B [{:.4f}, {:.4f}]", level * 100, d.interval->lower,
                                  d.interval->upper)
                    : fmt::format(", {:g} % interval [{:.4f}, {:.4f}]", level * 100, std::min(first, second),
                                  std::max(first, second));
  }
  return text;
}

std::string side_text(std::string_view role, const ComparedSide& side) {
  return fmt::format("{}: {} iterations, {} warm-up, {}", role, with_thousands(side.iterations),
                     side.warmup ? with_thousands(*side.warmup) : "unknown",
                     side.runs == 0   ? "number of processes unknown"
                     : side.runs == 1 ? "1 process"
                                      : fmt::format("{} processes", side.runs));
}

std::string between_runs(const core::ComparedRuns& runs, double level) {
  std::string out = fmt::format("Between runs ({} against {} processes, the run as the unit of replication):\n\n",
                                runs.runs_candidate, runs.runs_baseline);
  if (runs.ratio) {
    out += "- " + speedup_text(*runs.ratio, level) + "\n";
  }
  if (runs.welch) {
    out += "- " + welch_text(*runs.welch) + "\n";
  }
  return out + "\n";
}

std::string adjusted_text(const Comparison& comparison) {
  const auto p = [](double value) { return value == 0 ? std::string{"below 10^-300"} : fmt::format("{:.3g}", value); };
  return fmt::format("- Adjusted over these comparisons: p = {} (Holm), {} (Benjamini-Hochberg)\n", p(*comparison.holm),
                     p(*comparison.bh));
}

std::string within_runs(const Comparison& comparison, bool one_of_several) {
  std::string out = comparison.between_runs
                        ? "Within runs (iterations taken as independent, which they are not):\n\n"
                        : "Statistical validation (iterations of one process, **not replicated**):\n\n";
  if (comparison.ratio) {
    out += "- " + speedup_text(*comparison.ratio, comparison.level) + "\n";
  }
  out +=
      comparison.welch ? "- " + welch_text(*comparison.welch) + "\n" : "- Welch's t-test: not computable, see below\n";
  if (one_of_several && comparison.holm && comparison.bh) {
    out += adjusted_text(comparison);
  }
  if (comparison.effect_sizes) {
    out += "- " + effect_text(*comparison.effect_sizes, comparison.level) + "\n";
  }
  return out + "- " + side_text("Candidate", comparison.candidate) + "\n- " +
         side_text("Baseline", comparison.baseline) + "\n\n";
}

std::string doubt_list(const std::vector<core::Warning>& warnings) {
  std::string out;
  for (const core::Warning& warning : warnings) {
    out += fmt::format("- {} ({}): {}\n", warning.subject, core::name(warning.code), warning.message);
  }
  return out.empty() ? out : "Doubts:\n\n" + out + "\n";
}

}  // namespace

std::string comparison_report(const core::ComparisonSet& set, const std::string& candidate,
                              const std::string& baseline) {
  std::string out = fmt::format("# Comparison\n\nCandidate: {}  \nBaseline: {}\n\n", candidate, baseline);
  for (const Comparison& comparison : set.comparisons) {
    out += fmt::format("## {}\n\n{}\n", comparison.name, headline_table(comparison));
    if (comparison.between_runs) {
      out += between_runs(*comparison.between_runs, comparison.level);
    }
    out += within_runs(comparison, set.comparisons.size() > 1) + doubt_list(comparison.warnings);
  }
  if (set.comparisons.empty()) {
    out += "No result of the candidate has a partner in the baseline. Pair them with --match 'A name=B name'.\n\n";
  }
  if (!set.unmatched_candidate.empty()) {
    out += fmt::format("Without a partner in the baseline: {}\n\n", fmt::join(set.unmatched_candidate, ", "));
  }
  if (!set.unmatched_baseline.empty()) {
    out += fmt::format("Without a partner in the candidate: {}\n\n", fmt::join(set.unmatched_baseline, ", "));
  }
  out += doubt_list(set.warnings);
  while (out.ends_with("\n\n")) {
    out.pop_back();
  }
  return out;
}

}  // namespace moebench::report
