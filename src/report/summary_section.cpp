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
#include "moebench/report/history_summary.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/sides_section.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

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

/// "5 fresh processes each, intervals are between them; **NOT REPLICATED**: 1 of 6 results ..."
std::string replication(std::span<const Measured> measured) {
  std::size_t alone = 0;
  std::size_t all = 0;
  std::set<std::size_t> runs;
  for (const Measured& file : measured) {
    for (const core::Summary& summary : file.analysis.summaries) {
      ++all;
      if (summary.between_runs) {
        runs.insert(summary.between_runs->runs);
      } else {
        ++alone;
      }
    }
  }
  std::string out;
  if (!runs.empty()) {
    out += fmt::format("{} fresh processes each, intervals are between them", fmt::join(runs, " or "));
  }
  if (alone > 0) {
    out += fmt::format(
        "{}**NOT REPLICATED**: {} of {} results are of one process or of summaries, and say nothing of a rerun",
        out.empty() ? "" : "; ", alone, all);
  }
  return out.empty() ? "no results" : out;
}

/// The other side: what it is, what made it, where.
std::string against_what(const Measured& baseline) {
  const core::ResultSet& set = baseline.set;
  const std::string command = set.config.text("command");
  const std::string tool = tool_text(set);
  return fmt::format("- **Against what**: {} result{} in {}{}{}, on {}; {}.\n", set.results.size(),
                     set.results.size() == 1 ? "" : "s", file_text(set),
                     command.empty() ? "" : ", by `" + inline_text(command) + "`", tool.empty() ? "" : ", " + tool,
                     machine_text(set), replication(std::span{&baseline, 1}));
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
  std::size_t all = 0;
  std::size_t doubted = 0;
  std::size_t failed = 0;
  for (const Measured& file : measured) {
    for (std::size_t i = 0; i < file.set.results.size(); ++i) {
      const core::BenchmarkResult& result = file.set.results[i];
      ++all;
      doubted += raises_doubts(file, i, Shown::quantiles) ? 1U : 0U;
      failed += static_cast<std::size_t>(std::ranges::count(result.checks, false, &core::Check::ok));
    }
  }
  const bool quick =
      std::ranges::any_of(measured, [](const Measured& file) { return file.set.config.flag("quick").value_or(false); });
  return fmt::format("- **How sure**: {}{}; {} of {} results raise doubts, listed with them{}.\n",
                     quick ? "measured with --quick, a look and no evidence; " : "", replication(measured), doubted,
                     all, failed == 0 ? "" : fmt::format("; **FAILED** checks: {}", failed));
}

constexpr std::size_t k_most_in_summary = 8;

std::size_t count_speedups(std::span<const Measured> measured) {
  std::size_t count = 0;
  for (const Measured& file : measured) {
    count += file.analysis.speedups.size();
  }
  return count;
}

std::string speedup_table(std::span<const Measured> measured) {
  Table table{{{"Arm"}, {"Against"}, {"Times as good", Align::right}, {"Interval", Align::right}, {"Rests on"}}};
  for (const Measured& file : measured) {
    for (const core::Speedup& speedup : file.analysis.speedups) {
      const FigureText text = figure(speedup.speedup);
      table.add({speedup.name, speedup.baseline, text.value, text.interval,
                 fmt::format("{} {}", speedup.pairs, speedup.between_runs ? "runs" : "rounds of one process")});
    }
  }
  return table.markdown();
}

/// Ratios as the chart beside it has them.
std::string verdict_table(std::span<const ComparedFile> compared) {
  Table table{{{"Result"},
               {"Verdict"},
               {"Mean", Align::right},
               {"Baseline's mean", Align::right},
               {"Ratio", Align::right},
               {"Interval", Align::right},
               {"Against"},
               {"Rests on"}}};
  for (const ComparedFile& file : compared) {
    for (const core::Comparison& comparison : file.set.comparisons) {
      const FigureText ratio = ratio_figure(comparison.deciding_ratio());
      const core::Verdict& verdict = comparison.verdict;
      const auto mean = [](const core::Moments& moments, const std::string& unit) {
        return fmt::format("{} {}", significant(moments.mean), unit);
      };
      table.add({comparison.candidate.name, outcome_text(verdict),
                 mean(comparison.main_candidate(), comparison.candidate.unit),
                 mean(comparison.main_baseline(), comparison.baseline.unit), ratio.value, ratio.interval,
                 comparison.baseline.name,
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
    const std::size_t speedups = count_speedups(measured);
    return "- **Is it better?** No baseline was given (`--baseline FILE`)" +
           (speedups == 0 ? ".\n"
            : speedups > k_most_in_summary
                ? fmt::format("; of the arms that took turns with each other, {} ratios stand below.\n", speedups)
                : ". Arms that took turns with each other:\n\n" + speedup_table(measured));
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
             "(candidate over baseline) held against the margin {:g} to {:g} at {}.{}{}\n{}\n",
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

std::string summary_section(std::span<const Measured> measured, std::span<const ComparedFile> compared,
                            const Measured* baseline, const core::HistoryChanges* history) {
  return "## Summary\n\n" + what(measured) + where(measured) + how_sure(measured) +
         (baseline != nullptr ? against_what(*baseline) : "") + (history != nullptr ? history_item(*history) : "") +
         is_it_better(measured, compared);
}

std::string long_speedup_table(std::span<const Measured> measured) {
  return count_speedups(measured) > k_most_in_summary ? speedup_table(measured) : "";
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
    const SideFigures figures = side_figures(result, summary);
    table.add({result.name, result.series.unit, figures.runs, figures.samples, figures.mean, figures.interval,
               figures.p50, figures.p95, figures.p99});
  }
  std::string out = fmt::format("## Figures of {}\n\n{}", file_text(measured.set), table.markdown());
  const std::string doubted = doubts(measured, Shown::quantiles);
  return out + (doubted.empty() ? "" : "\n" + doubted);
}

}  // namespace moebench::report
