#include "comparison_headline.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "comparison_text.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::ComparedSide;
using core::Comparison;

std::string times(const std::optional<double>& speedup) {
  return speedup && *speedup > 0 && std::isfinite(*speedup) ? fmt::format("**{}x**", significant(*speedup, 3)) : "n/a";
}

std::string p50_title(const ComparedSide& candidate, const ComparedSide& baseline) {
  if (candidate.unit != baseline.unit) {
    return fmt::format("p50 ({} against {})", candidate.unit, baseline.unit);
  }
  return candidate.unit == "us" ? "p50 latency (us)" : fmt::format("p50 ({})", candidate.unit);
}

bool is_bounded(const std::optional<core::Ratio>& speedup) {
  return speedup && speedup->fieller && speedup->fieller->bounded;
}

/// "0.9524 to 1.0526": the margin as times as good, which turns it over where lower is better.
std::string margin_text(const Comparison& comparison) {
  const auto [low, high] = comparison.verdict.margin;
  return comparison.candidate.better == core::Better::lower
             ? fmt::format("{} to {}", fixed(1 / high, 4), fixed(1 / low, 4))
             : fmt::format("{} to {}", fixed(low, 4), fixed(high, 4));
}

/// The mean that the verdict rests on, with its unit.
std::string mean_text(const ComparedSide& side, const core::Moments& moments) {
  return significant(moments.mean) + " " + side.unit;
}

/// Of the test that the verdict's interval belongs to; that of samples counted as independent says less than it seems.
std::string adjusted_p(const Comparison& comparison) {
  return comparison.holm && !comparison.corrects_dependence() ? bare_p(*comparison.holm) : "n/a";
}

}  // namespace

std::string verdict_overview(std::span<const Comparison> comparisons) {
  Table table{{{"Result"},
               {"Mean, candidate", Align::right},
               {"Mean, baseline", Align::right},
               {"Times as good", Align::right},
               {percentage(comparisons.front().level) + " interval", Align::right},
               {"p (Holm)", Align::right},
               {"Verdict"}}};
  for (const Comparison& comparison : comparisons) {
    const FigureText times_as_good = ratio_figure(comparison.deciding_speedup());
    table.add({comparison.name, mean_text(comparison.candidate, comparison.main_candidate()),
               mean_text(comparison.baseline, comparison.main_baseline()), times_as_good.value, times_as_good.interval,
               adjusted_p(comparison), outcome_text(comparison.verdict)});
  }
  return table.markdown() + "\n";
}

std::string verdict_line(const Comparison& comparison) {
  const core::Verdict& verdict = comparison.verdict;
  std::string outcome{core::name(verdict.outcome)};
  outcome.front() = static_cast<char>(outcome.front() - 'a' + 'A');
  std::string line = fmt::format("**{}**", outcome);
  const std::optional<core::Ratio>& speedup = comparison.deciding_speedup();
  if (speedup && std::isfinite(speedup->estimate) && speedup->estimate > 0) {
    const FigureText text = ratio_figure(speedup);
    line += fmt::format(": {}x as good", text.value);
    line += is_bounded(speedup) ? fmt::format(", {} interval {}", percentage(comparison.level), text.interval) : "";
  }
  if (!verdict.replicated) {
    line += " - **NOT REPLICATED**: what a rerun would give is not known";
  }
  if (!verdict.reason.empty()) {
    line += fmt::format("\n\nWhy: {}", verdict.reason);
    line += is_bounded(speedup) ? fmt::format("; margin: {} times as good.", margin_text(comparison)) : ".";
  }
  return line + "\n\n";
}

std::string headline_table(const Comparison& comparison) {
  const ComparedSide& candidate = comparison.candidate;
  const ComparedSide& baseline = comparison.baseline;
  Table table{{{"Framework"},
               {p50_title(candidate, baseline), Align::right},
               {"Throughput (1/s)", Align::right},
               {"Speedup, p50", Align::right},
               {"Speedup, mean", Align::right}}};
  const bool alike = candidate.name == baseline.name;
  const auto add = [&](const ComparedSide& side, const char* role, const std::string& by_p50,
                       const std::string& by_mean) {
    table.add({alike ? fmt::format("{} ({})", side.name, role) : side.name, side.p50 ? significant(*side.p50) : "n/a",
               side.throughput_per_sec ? significant(*side.throughput_per_sec) : "n/a", by_p50, by_mean});
  };
  const std::optional<core::Ratio>& of_means = comparison.main_speedup();
  add(candidate, "candidate", times(comparison.speedup_p50),
      times(of_means ? std::optional{of_means->estimate} : std::nullopt));
  add(baseline, "baseline", "baseline", "baseline");
  return table.markdown();
}

}  // namespace moebench::report
