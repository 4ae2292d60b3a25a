#include "moebench/report/summary_section.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "comparison_text.hpp"
#include "moebench/report/estimates.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

std::string file_name(const Measured& measured) {
  return measured.set.source.empty() ? "this measurement" : inline_text(measured.set.source);
}

std::string joined(const std::set<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string what(std::span<const Measured> measured) {
  std::string out = "- **What was measured**: ";
  std::size_t results = 0;
  std::set<std::string> scenarios;
  std::set<std::string> commands;
  std::set<std::string> tools;
  for (const Measured& file : measured) {
    results += file.set.results.size();
    for (const core::BenchmarkResult& result : file.set.results) {
      if (!result.scenario.empty()) {
        scenarios.insert(inline_text(result.scenario));
      }
    }
    if (const std::string command = file.set.config.text("command"); !command.empty()) {
      commands.insert("`" + inline_text(command) + "`");
    }
    if (const std::string tool = file.set.config.text("read_as"); !tool.empty()) {
      tools.insert(inline_text(tool));
    }
  }
  out += fmt::format("{} result{} in {} file{}", results, results == 1 ? "" : "s", measured.size(),
                     measured.size() == 1 ? "" : "s");
  out += scenarios.empty() ? "" : fmt::format(" ({})", joined(scenarios));
  out += commands.empty() ? "" : fmt::format(", by {}", joined(commands));
  out += tools.empty() ? "" : fmt::format("; read as {}", joined(tools));
  return out + ".\n";
}

std::string machine_text(const core::ResultSet& set) {
  const core::Attributes& facts = set.environment.facts;
  const std::string cpu = facts.text("cpu_model", set.config.text("cpu", "an unknown processor"));
  std::string text = inline_text(cpu);
  const auto fact = [&](const char* key, const char* before, const char* after) {
    const std::string value = facts.text(key);
    text += value.empty() ? "" : fmt::format("{}{}{}", before, inline_text(value), after);
  };
  fact("cpu_logical_cores", ", ", " cores");
  fact("virtualisation", ", ", "");
  fact("os", ", ", "");
  fact("compiler", ", built by ", "");
  return text;
}

std::string where(std::span<const Measured> measured) {
  std::set<std::string> machines;
  std::optional<double> most_load;
  for (const Measured& file : measured) {
    machines.insert(machine_text(file.set));
    if (const auto load = file.set.environment.facts.number("load_average_1m")) {
      most_load = std::max(*load, most_load.value_or(0));
    }
  }
  const std::string load = most_load ? fmt::format("; load before measuring up to {:.2f}", *most_load) : "";
  return fmt::format("- **On what**: {}{}{}.\n",
                     machines.size() == 1 ? "" : fmt::format("{} machines or builds: ", machines.size()),
                     fmt::join(machines, "; "), load);
}

std::string how_sure(std::span<const Measured> measured) {
  std::size_t alone = 0;
  std::size_t all = 0;
  std::size_t doubted = 0;
  std::size_t failed = 0;
  std::set<std::size_t> runs;
  for (const Measured& file : measured) {
    for (std::size_t i = 0; i < file.set.results.size(); ++i) {
      const core::BenchmarkResult& result = file.set.results[i];
      const core::Summary& summary = file.analysis.summaries[i];
      ++all;
      if (summary.between_runs) {
        runs.insert(summary.between_runs->runs);
      } else {
        ++alone;
      }
      doubted += !result.warnings.empty() || !summary.warnings.empty() ? 1U : 0U;
      failed += static_cast<std::size_t>(std::ranges::count(result.checks, false, &core::Check::ok));
    }
  }
  std::string out = "- **How sure**: ";
  if (!runs.empty()) {
    out += fmt::format("{} fresh processes each, intervals are between them; ", fmt::join(runs, " or "));
  }
  if (alone > 0) {
    out += fmt::format(
        "**NOT REPLICATED**: {} of {} results are of one process or of summaries, and say nothing of a rerun; ", alone,
        all);
  }
  out += fmt::format("{} of {} results raise doubts, listed with them", doubted, all);
  out += failed == 0 ? "" : fmt::format("; **FAILED** checks: {}", failed);
  return out + ".\n";
}

/// What was held against each other, in words, where no baseline was given.
std::string speedups_text(std::span<const Measured> measured) {
  Table table{{{"Arm"}, {"Against"}, {"Times as good", Align::right}, {"Interval", Align::right}, {"Rests on"}}};
  for (const Measured& file : measured) {
    for (const core::Speedup& speedup : file.analysis.speedups) {
      const FigureText text = figure(speedup.speedup);
      table.add({speedup.name, speedup.baseline, text.value, text.interval,
                 fmt::format("{} {}", speedup.pairs, speedup.between_runs ? "runs" : "rounds of one process")});
    }
  }
  return table.empty() ? "" : "Arms that took turns with each other:\n\n" + table.markdown() + "\n";
}

const std::optional<core::Ratio>& deciding(const core::Comparison& comparison) {
  return !comparison.between_runs && comparison.dependence_corrected ? comparison.dependence_corrected->ratio
                                                                     : comparison.main_ratio();
}

/// "n/a" for what is not known.
FigureText ratio_figure(const std::optional<core::Ratio>& ratio) {
  if (!ratio || !(ratio->estimate > 0) || !std::isfinite(ratio->estimate)) {
    return {"n/a", "n/a"};
  }
  core::Estimate estimate{.value = ratio->estimate, .interval = {}};
  if (ratio->fieller && ratio->fieller->bounded) {
    estimate.interval = core::Interval{*ratio->fieller->lower, *ratio->fieller->upper};
  }
  return figure(estimate);
}

/// Ratios as the chart beside it has them.
std::string verdict_table(std::span<const ComparedFile> compared) {
  Table table{{{"Result"},
               {"Verdict"},
               {"Candidate / baseline", Align::right},
               {"Interval", Align::right},
               {"Against"},
               {"Rests on"}}};
  for (const ComparedFile& file : compared) {
    for (const core::Comparison& comparison : file.set.comparisons) {
      const FigureText ratio = ratio_figure(deciding(comparison));
      const core::Verdict& verdict = comparison.verdict;
      table.add({comparison.candidate.name,
                 fmt::format("{}{}", core::name(verdict.outcome), verdict.replicated ? "" : ", not replicated"),
                 ratio.value, ratio.interval, comparison.baseline.name,
                 verdict.replicated ? fmt::format("{} and {} runs", comparison.candidate.runs, comparison.baseline.runs)
                                    : "**NOT REPLICATED**"});
    }
  }
  return table.empty() ? "" : table.markdown();
}

/// What is not the same on both sides, so that nobody takes its effect for the code's.
std::string differences_text(std::span<const ComparedFile> compared) {
  std::string out;
  for (const ComparedFile& file : compared) {
    for (const std::string& difference : file.differences) {
      out += "  - " + inline_text(difference) + "\n";
    }
  }
  return out.empty() ? out : "- **What else differs** between the sides:\n" + out;
}

std::string is_it_better(std::span<const Measured> measured, std::span<const ComparedFile> compared) {
  if (compared.empty()) {
    const std::string speedups = speedups_text(measured);
    return "- **Is it better?** No baseline was given (`--baseline FILE`)" +
           (speedups.empty() ? ".\n" : std::string{", but:\n\n"} + speedups);
  }
  std::size_t count[4] = {};
  std::size_t all = 0;
  std::size_t alone = 0;
  std::size_t without = 0;
  core::Margin margin;
  double level = 0.95;
  for (const ComparedFile& file : compared) {
    for (const core::Comparison& comparison : file.set.comparisons) {
      ++count[static_cast<std::size_t>(comparison.verdict.outcome)];
      ++all;
      alone += comparison.verdict.replicated ? 0U : 1U;
      margin = comparison.verdict.margin;
      level = comparison.level;
    }
    without += file.set.unmatched_candidate.size();
  }
  std::string out = fmt::format("- **Is it better than {}?** ", inline_text(compared.front().baseline));
  if (all == 0) {
    return out + "Nothing was compared: no result has a partner in it (`--match 'A name=B name'` pairs them).\n";
  }
  const auto of = [&](core::Outcome outcome) { return count[static_cast<std::size_t>(outcome)]; };
  using core::Outcome;
  return out +
         fmt::format(
             "Of {} comparison{}: {} improved, {} equivalent, {} regressed, {} inconclusive, by the ratio of means "
             "held "
             "against the margin {:g} to {:g} at {}.{}{}\n{}\n",
             all, all == 1 ? "" : "s", of(Outcome::improved), of(Outcome::equivalent), of(Outcome::regressed),
             of(Outcome::inconclusive), margin.low, margin.high, percentage(level),
             alone == 0
                 ? ""
                 : fmt::format(" {} of them **not replicated**.", alone == all ? "All" : fmt::format("{}", alone)),
             without == 0 ? "" : fmt::format(" {} result{} without a partner.", without, without == 1 ? "" : "s"),
             differences_text(compared)) +
         verdict_table(compared);
}

}  // namespace

std::string summary_section(std::span<const Measured> measured, std::span<const ComparedFile> compared) {
  return "## Summary\n\n" + what(measured) + where(measured) + how_sure(measured) + is_it_better(measured, compared);
}

std::string figures_section(const Measured& measured) {
  Table table{{{"Result"},
               {"Unit"},
               {"Runs", Align::right},
               {"Samples", Align::right},
               {"Mean", Align::right},
               {"95 % interval", Align::right},
               {"p50", Align::right},
               {"p95", Align::right},
               {"p99", Align::right}}};
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    const core::BenchmarkResult& result = measured.set.results[i];
    const core::Summary& summary = measured.analysis.summaries[i];
    const FigureText mean = figure(mean_estimate(summary));
    const auto quantile = [&](double p) {
      const double value = quantile_estimate(summary, p).value;
      return std::isnan(value) ? std::string{"n/a"} : significant(value);
    };
    table.add({result.name, result.series.unit, fmt::format("{}", result.series.runs.size()), with_thousands(summary.n),
               mean.value, mean.interval, quantile(0.5), quantile(0.95), quantile(0.99)});
  }
  std::string out = fmt::format("## Figures of {}\n\n{}", file_name(measured), table.markdown());
  const std::string doubted = doubts(measured, Shown::quantiles);
  return out + (doubted.empty() ? "" : "\n" + doubted);
}

std::string methods_section(std::span<const Measured> measured, std::span<const ComparedFile> compared) {
  std::string out =
      "## Methods\n\n"
      "Samples are batches of operations between two readings of a monotonic clock, or single calls where a "
      "result says so; warm-up is not among them, and nothing is dropped as an outlier. The unit of "
      "replication is the process: where a file holds two runs or more, intervals are Student's t over the "
      "runs' own figures; with one run they speak of that process only. Quantiles are Hyndman and Fan's "
      "type 7, their intervals order statistics. Densities are Gaussian kernels with Silverman's bandwidth; "
      "changes of level are sought in medians of blocks within each run.\n";
  if (!compared.empty()) {
    out +=
        "\nRatios are of means, candidate over baseline, with Fieller's interval. A result is *improved* or "
        "*regressed* where the whole interval lies beyond the margin, *equivalent* where two one-sided tests place it "
        "inside, otherwise *inconclusive*. p values of several comparisons are adjusted by Holm and by Benjamini and "
        "Hochberg.\n";
  }
  std::string repeat;
  for (const Measured& file : measured) {
    const core::Attributes& config = file.set.config;
    if (!config.text("command").empty()) {
      repeat += fmt::format("- {}: `{}`, seed {}, moebench {}, {}\n", file_name(file),
                            inline_text(config.text("command")), inline_text(config.text("seed", "unknown")),
                            inline_text(config.text("moebench_version", "(another tool)")),
                            inline_text(config.text("timestamp", "time unknown")));
    }
  }
  return out + (repeat.empty() ? "" : "\nTo repeat it:\n\n" + repeat);
}

}  // namespace moebench::report
